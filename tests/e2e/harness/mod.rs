//! Runs cases in browsers, one after another: all in the first engine, then all in the next.
//!
//! *Invariant:* each case has a site of its own, on an origin of its own, so nothing a case stores is seen by another.
//! Browsers are used again for the next case, and end with us whatever happens.

mod bench;
mod driver;
mod engine;
mod page;
mod site;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

pub(crate) use bench::{Bench, dist};
pub(crate) use engine::{Engine, Mode};
pub(crate) use page::Page;
pub(crate) use site::{Answer, Site, with_address};

/// What a case comes to; what it expects of the page it asserts.
pub(crate) type Outcome = anyhow::Result<()>;

type Run = Arc<dyn Fn(&Bench, &Page) -> Outcome + Send + Sync>;

/// One case, to be run in each engine.
pub(crate) struct Case {
    name: &'static str,
    mode: Mode,
    impossible: Vec<(Engine, &'static str)>,
    run: Run,
}

/// A case: its name is a sentence, and it begins with an empty window on a site of its own.
pub(crate) fn case<F>(name: &'static str, test: F) -> Case
where
    F: AsyncFn(&Page) -> Outcome + Send + Sync + 'static,
{
    let run: Run = Arc::new(move |bench, page| bench.wait_for(test(page)));
    Case {
        name,
        mode: Mode::default(),
        impossible: Vec::new(),
        run,
    }
}

impl Case {
    /// In a browser that runs no scripts.
    pub(crate) fn scripts_off(mut self) -> Self {
        self.mode.scripts = false;
        self
    }

    /// In a browser whose reader prefers dark pages.
    pub(crate) fn dark(mut self) -> Self {
        self.mode.dark = true;
        self
    }

    /// In a browser whose reader lets pages store nothing.
    pub(crate) fn storage_blocked(mut self) -> Self {
        self.mode.storage = false;
        self.not_in(Engine::Webkit, "it has no switch for that")
    }

    /// Not in this engine, and why; it is reported as ignored there.
    pub(crate) fn not_in(mut self, engine: Engine, reason: &'static str) -> Self {
        self.impossible.push((engine, reason));
        self
    }
}

/// Runs the cases in the engines named in `SIDELIGHT_ENGINES`.
pub(crate) fn run(cases: Vec<Case>) -> ExitCode {
    let engines = match Engine::chosen() {
        Ok(engines) => engines,
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
    let bench = match Bench::new() {
        Ok(bench) => Arc::new(Mutex::new(bench)),
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    // One mode after another, since each needs a browser of its own.
    let mut modes: Vec<Mode> = cases.iter().map(|case| case.mode).collect();
    modes.sort();
    modes.dedup();
    let mut trials = Vec::new();
    for engine in engines {
        for mode in &modes {
            trials.extend(
                cases
                    .iter()
                    .filter(|case| case.mode == *mode)
                    .map(|case| trial(case, engine, &bench)),
            );
        }
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Ends the browsers before the process does.
    drop(bench);
    conclusion.exit_code()
}

fn trial(case: &Case, engine: Engine, bench: &Arc<Mutex<Bench>>) -> Trial {
    let name = format!("{engine}: {}", case.name);
    let file = format!(
        "{engine}-{}",
        case.name.replace(|c: char| !c.is_alphanumeric(), "-")
    );
    let (mode, run, bench) = (case.mode, Arc::clone(&case.run), Arc::clone(bench));
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
        bench
            .perform(engine, mode, &file, &*run)
            .map_err(|error| Failed::from(format!("{error:?}")))?;
        Ok(Completion::Completed)
    })
}
