//! `cargo xtask test`: runs native tests, browser unit tests and end-to-end tests, in every engine.
//!
//! *Invariant:* an engine that can't be set up is reported as skipped, with the reason. If all engines are required, it
//! counts as a failure. The output ends with the failed tests, their reasons, and the sum: `N passed, N failed, N
//! skipped`.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::engine::Engine;
use crate::failures::Failures;
use crate::install;
use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::{self, Progress, seconds};
use crate::results::Results;
use crate::runs::{Job, Outcome, Shown, together};
use crate::site;
use crate::test_env::TestEnv;
use crate::workspace;

/// The tests to run.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// The engines for browser unit tests and end-to-end tests.
    pub(crate) engines: Vec<Engine>,
    /// True to run the native tests of all crates.
    pub(crate) native: bool,
    /// True to run the unit tests in browsers.
    pub(crate) browser: bool,
    /// True to run the end-to-end tests, which drive a browser.
    pub(crate) e2e: bool,
    /// True if a skipped engine counts as a failure.
    pub(crate) require_all: bool,
    /// Arguments for every test run, such as part of a test's name.
    pub(crate) filter: Vec<String>,
}

/// One line of the summary. The result of a skipped engine is the reason.
struct Row {
    what: String,
    result: Result<Results, String>,
    time: Duration,
}

/// Runs the chosen tests and prints a summary. Returns false if a test or a build failed.
pub(crate) fn test(choice: &Choice) -> Result<bool> {
    let needs = match (choice.e2e, choice.browser) {
        (true, _) => [site::needs(true), vec![Need::HostScripts, Need::Axe]].concat(),
        (false, true) => vec![Need::WasmTarget, Need::WasmBindgen],
        (false, false) => Vec::new(),
    };
    let missing = needs::missing(&needs)?;
    let engines: &[Engine] = if choice.browser || choice.e2e {
        &choice.engines
    } else {
        &[]
    };
    let runs = usize::from(choice.native || choice.e2e)
        + 2 * usize::from(choice.browser)
        + 2 * usize::from(choice.e2e);
    let mut progress = Progress::new(missing.len() + engines.len() + runs);
    let mut summary = Summary::default();

    let tools = needs::meet_all(&missing, &mut progress);
    let env = TestEnv::set_up(engines, &mut progress);
    let browsers: Vec<Engine> = env.engines().collect();
    let can_browse = tools.is_ok() && !browsers.is_empty();

    // The site is built beside the native tests: it uses only one core much of the time. Its last step needs the artefacts
    // that are built for the native tests.
    let filter = &choice.filter;
    let mut jobs = Vec::new();
    if choice.native {
        jobs.push(Job::new("native tests", || {
            test_run(native_tests(), filter, Shown::live())
        }));
    }
    if choice.e2e && can_browse {
        jobs.push(Job::new(SITE, || {
            site::build_release().map(|()| Outcome::default())
        }));
    }
    let built_site = match together("Run", jobs, &mut progress) {
        Some(outcomes) => summary.add(outcomes, None),
        None => true,
    };
    if let Err(error) = &tools {
        summary.add_failed("tests in browsers", error);
    }
    if choice.browser && can_browse {
        let built = progress.step("Build browser unit tests", || {
            run(env.unit_tests(None)?.arg("--no-run"))
        });
        summary.run_in_all(
            "browser unit tests",
            built,
            &browsers,
            &mut progress,
            |engine| test_run(env.unit_tests(Some(engine))?, filter, Shown::in_blocks()),
        );
    }
    if choice.e2e && can_browse && built_site {
        let built = progress.step(
            "Build end-to-end tests, and sidelight with the program for browsers",
            || run(end_to_end_tests(&env, &browsers)?.arg("--no-run")),
        );
        summary.run_in_all(
            "end-to-end tests",
            built,
            &browsers,
            &mut progress,
            |engine| test_run(end_to_end_tests(&env, &[engine])?, filter, Shown::live()),
        );
    }
    for (engine, reason) in env.skipped() {
        summary.rows.push(Row {
            what: engine.name().to_owned(),
            result: Err(reason.clone()),
            time: Duration::ZERO,
        });
    }
    progress.print_timings();
    Ok(summary.print(choice.require_all))
}

/// Name of the job that builds the site.
const SITE: &str = "the release build of the site";

fn native_tests() -> Command {
    let mut cargo = workspace::cargo("test");
    // Without the end-to-end tests. Those are built separately, with a `sidelight` program that embeds the browser
    // programs.
    cargo.arg("--workspace");
    cargo
}

/// Returns a cargo command that runs the end-to-end tests in these engines. The `sidelight` program that they run embeds
/// the released browser programs.
pub(crate) fn end_to_end_tests(env: &TestEnv, engines: &[Engine]) -> Result<Command> {
    let mut cargo = env.end_to_end_tests(engines)?;
    cargo
        .args(["--features", "bundle"])
        .env("SIDELIGHT_BUNDLE", install::bundle()?);
    Ok(cargo)
}

fn test_run(mut cargo: Command, filter: &[String], shown: Shown) -> Result<Outcome> {
    // xtask's own tests run steps too, which must not be added to the table of times.
    cargo.env_remove(progress::TABLE);
    cargo.arg("--no-fail-fast").arg("--").args(filter);
    Outcome::of(&mut cargo, shown)
}

/// The results to print at the end.
#[derive(Default)]
struct Summary {
    rows: Vec<Row>,
    failures: Failures,
}

impl Summary {
    /// Runs tests in all engines at the same time. If they couldn't be built, records a failure instead.
    fn run_in_all(
        &mut self,
        what: &str,
        built: Result<()>,
        engines: &[Engine],
        progress: &mut Progress,
        run: impl Fn(Engine) -> Result<Outcome> + Sync,
    ) {
        if let Err(error) = built {
            self.add_failed(what, &error);
            return;
        }
        let run = &run;
        let jobs = engines
            .iter()
            .map(|&engine| Job::new(format!("{what} in {}", engine.name()), move || run(engine)))
            .collect();
        if let Some(outcomes) = together("Run", jobs, progress) {
            self.add(outcomes, Some(engines));
        }
    }

    /// Adds the outcomes of jobs. If `engines` is given, it has the engine of each job. Returns false if the site's build
    /// was one of the jobs and failed.
    fn add(
        &mut self,
        outcomes: Vec<(String, Outcome, Duration)>,
        engines: Option<&[Engine]>,
    ) -> bool {
        let mut built_site = true;
        for (at, (what, outcome, time)) in outcomes.into_iter().enumerate() {
            let Outcome { results, failures } = outcome;
            self.failures += match engines.and_then(|engines| engines.get(at)) {
                Some(engine) => failures.in_engine(engine.name()),
                None => failures,
            };
            if what == SITE {
                built_site = results.failed == 0;
                if built_site {
                    continue;
                }
            }
            self.rows.push(Row {
                what,
                result: Ok(results),
                time,
            });
        }
        built_site
    }

    fn add_failed(&mut self, what: &str, error: &anyhow::Error) {
        eprintln!("{error:#}");
        self.rows.push(Row {
            what: what.to_owned(),
            result: Ok(Results::default().of_run(false)),
            time: Duration::ZERO,
        });
    }

    /// Prints the failures, the table and the sum. Returns false if anything failed.
    fn print(&self, require_all: bool) -> bool {
        let mut sum = Results::default();
        print!("\n{}", self.failures);
        for row in &self.rows {
            match &row.result {
                Ok(results) => {
                    println!("{}: {results} ({})", row.what, seconds(row.time));
                    sum += *results;
                }
                Err(reason) => {
                    println!("skipped: {} ({reason})", row.what);
                    sum += if require_all {
                        Results {
                            failed: 1,
                            ..Results::default()
                        }
                    } else {
                        Results {
                            skipped: 1,
                            ..Results::default()
                        }
                    };
                }
            }
        }
        println!("{sum}");
        sum.failed == 0
    }
}
