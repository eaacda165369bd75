//! Runs cases in browsers, one after another: all in the first engine, then all in the next. `cargo xtask test` starts
//! this program once for each engine, so that the engines run at the same time.
//!
//! *Invariant:* each case has its own site on its own origin, so no case sees what another case stored. Browsers are
//! reused for the next case, and always end with this program.

mod bench;
mod driver;
mod engine;
mod failure;
mod page;
mod site;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tokio::time::timeout;

pub(crate) use bench::{Bench, dist};
pub(crate) use engine::{Engine, Mode};
pub(crate) use page::Page;
pub(crate) use site::{Answer, Site, with_address};

/// Result of a case. Expectations about the page are assertions inside the case.
pub(crate) type Outcome = anyhow::Result<()>;

type Run = Arc<dyn Fn(&Bench, &Page, Duration) -> Outcome + Send + Sync>;

/// Default time limit of a case. Drivers wait longer than this for some commands.
const LIMIT: Duration = Duration::from_secs(240);

/// One test case, to be run in each engine.
pub(crate) struct Case {
    name: &'static str,
    mode: Mode,
    limit: Duration,
    is_for_one_engine: bool,
    impossible: Vec<(Engine, &'static str)>,
    fails_with: Option<&'static [&'static str]>,
    run: Run,
}

/// Creates a case. Its name is a sentence. It starts with an empty window on its own site.
pub(crate) fn case<F>(name: &'static str, test: F) -> Case
where
    F: AsyncFn(&Page) -> Outcome + Send + Sync + 'static,
{
    let run: Run = Arc::new(move |bench: &Bench, page: &Page, limit: Duration| {
        bench.wait_for(async {
            let done = timeout(limit, test(page)).await;
            done.with_context(|| format!("not done within {} s", limit.as_secs_f32()))?
        })
    });
    Case {
        name,
        mode: Mode::default(),
        limit: LIMIT,
        is_for_one_engine: false,
        impossible: Vec::new(),
        fails_with: None,
        run,
    }
}

impl Case {
    /// Runs the case in a browser with scripts turned off.
    pub(crate) fn scripts_off(mut self) -> Self {
        self.mode.scripts = false;
        self
    }

    /// Runs the case in a browser whose reader prefers dark pages.
    pub(crate) fn dark(mut self) -> Self {
        self.mode.dark = true;
        self
    }

    /// Runs the case in a browser that blocks storage.
    pub(crate) fn storage_blocked(mut self) -> Self {
        self.mode.storage = false;
        self.not_in(Engine::Webkit, "it has no switch for that")
    }

    /// Skips the case in this engine. It is reported as ignored, with the reason.
    pub(crate) fn not_in(mut self, engine: Engine, reason: &'static str) -> Self {
        self.impossible.push((engine, reason));
        self
    }

    /// Runs the case only in the first engine, because its result doesn't depend on the engine.
    pub(crate) fn once(mut self) -> Self {
        self.is_for_one_engine = true;
        self
    }

    /// Sets the time limit of the case.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Expects the case to fail with a report that contains all these parts. Tests the harness itself.
    pub(crate) fn fails_with(mut self, parts: &'static [&'static str]) -> Self {
        self.fails_with = Some(parts);
        self
    }

    fn is_for(&self, engine: Engine, first: Option<Engine>) -> bool {
        !self.is_for_one_engine || first == Some(engine)
    }
}

/// Runs the cases in the engines named in `SIDELIGHT_ENGINES`.
pub(crate) fn run(cases: &[Case]) -> ExitCode {
    let chosen = Engine::chosen().and_then(|engines| {
        let first = Engine::first(&engines)?;
        Ok((engines, first, Bench::new()?))
    });
    let (engines, first, bench) = match chosen {
        Ok(chosen) => chosen,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    if engines.is_empty() {
        println!(
            "no engines are named, so no end-to-end test runs; `cargo xtask test --e2e` sets them up and names them"
        );
    }
    failure::note_panics();
    let bench = Arc::new(Mutex::new(bench));
    // Cases are grouped by mode, because each mode needs its own browser.
    let mut modes: Vec<Mode> = cases.iter().map(|case| case.mode).collect();
    modes.sort();
    modes.dedup();
    let mut trials = Vec::new();
    for engine in engines {
        for mode in &modes {
            trials.extend(
                cases
                    .iter()
                    .filter(|case| case.mode == *mode && case.is_for(engine, first))
                    .map(|case| trial(case, engine, &bench)),
            );
        }
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let conclusion = libtest_mimic::run(&arguments, trials);
    // The browsers must end before the process does.
    drop(bench);
    conclusion.exit_code()
}

fn trial(case: &Case, engine: Engine, bench: &Arc<Mutex<Bench>>) -> Trial {
    let name = format!("{engine}: {}", case.name);
    let file = format!(
        "{engine}-{}",
        case.name.replace(|c: char| !c.is_alphanumeric(), "-")
    );
    let (mode, limit, fails_with) = (case.mode, case.limit, case.fails_with);
    let (run, bench) = (Arc::clone(&case.run), Arc::clone(bench));
    let reason = case
        .impossible
        .iter()
        .find(|(other, _)| *other == engine)
        .map(|(_, reason)| *reason);
    Trial::ignorable_test(name, move || {
        if let Some(reason) = reason {
            return Ok(Completion::ignored_with(reason));
        }
        let mut bench = bench.lock().unwrap_or_else(PoisonError::into_inner);
        let run = |bench: &Bench, page: &Page| run(bench, page, limit);
        let outcome = bench.perform(engine, mode, &file, &run);
        let outcome = match fails_with {
            Some(parts) => failure::is_reported(outcome, parts),
            None => outcome,
        };
        outcome.map_err(|report| {
            // libtest-mimic prints the report again after all cases have run.
            eprintln!("{file}: {report}");
            Failed::from(report)
        })?;
        Ok(Completion::Completed)
    })
}
