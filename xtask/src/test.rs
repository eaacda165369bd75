//! `cargo xtask test`: native tests, browser unit tests and end-to-end tests, in every engine.
//!
//! *Invariant:* an engine that can't be set up is reported as skipped with the reason, and is a failure where all are
//! required; and what is printed last is which tests failed and why, and the sum, `N passed, N failed, N skipped`.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::engine::Engine;
use crate::failures::Failures;
use crate::install;
use crate::needs::{self, Need};
use crate::process::run_looking;
use crate::progress::{Progress, seconds};
use crate::rig::Rig;
use crate::site;
use crate::tally::Tally;
use crate::workspace;

/// What to test.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// In which engines.
    pub(crate) engines: Vec<Engine>,
    /// The native tests of all crates.
    pub(crate) native: bool,
    /// The unit tests that run in a browser.
    pub(crate) browser: bool,
    /// The tests that drive a browser.
    pub(crate) e2e: bool,
    /// Whether a skipped engine is a failure.
    pub(crate) require_all: bool,
    /// What every test run is passed, such as part of a test's name.
    pub(crate) filter: Vec<String>,
}

/// One line of the summary.
struct Row {
    what: String,
    result: Result<Tally, String>,
    time: Duration,
}

/// Runs the chosen tests; whether all is well.
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
    let runs = usize::from(choice.native)
        + usize::from(choice.browser) * engines.len()
        + usize::from(choice.e2e) * 2;
    let mut progress = Progress::new(missing.len() + engines.len() + runs);
    let mut rows = Vec::new();
    let mut failures = Failures::default();
    let filter = &choice.filter;

    let tools = missing
        .iter()
        .try_for_each(|need| needs::meet(need, &mut progress));
    let rig = Rig::set_up(engines, &mut progress);

    if choice.native {
        rows.push(row(&mut progress, "native tests", || {
            run(native_tests(), filter, &mut failures)
        }));
    }
    if let Err(error) = tools {
        rows.push(failed("tests in browsers", &error));
    } else {
        if choice.browser {
            for engine in rig.engines() {
                let title = format!("browser unit tests in {}", engine.name());
                rows.push(row(&mut progress, &title, || {
                    run(rig.unit_tests(engine)?, filter, &mut failures)
                }));
            }
        }
        if choice.e2e && rig.engines().next().is_some() {
            match progress.step("Build the site for release, and a program with it", || {
                site::build_release()?;
                install::build_program_for_tests(&install::bundle()?)
            }) {
                Ok(program) => rows.push(row(&mut progress, "end-to-end tests", || {
                    let mut tests = rig.end_to_end_tests()?;
                    tests.env("SIDELIGHT_PROGRAM", program);
                    run(tests, filter, &mut failures)
                })),
                Err(error) => rows.push(failed("end-to-end tests", &error)),
            }
        }
    }
    for (engine, reason) in rig.skipped() {
        rows.push(Row {
            what: engine.name().to_owned(),
            result: Err(reason.clone()),
            time: Duration::ZERO,
        });
    }
    progress.print_timings();
    Ok(summarise(&rows, &failures, choice.require_all))
}

fn native_tests() -> Command {
    let mut cargo = workspace::cargo("test");
    // The end-to-end tests are built with them, and have no engine to run in yet.
    cargo
        .args(["--workspace", "--features", "e2e"])
        .env_remove("SIDELIGHT_ENGINES");
    cargo
}

fn run(mut cargo: Command, filter: &[String], failures: &mut Failures) -> Result<Tally> {
    let mut tally = Tally::default();
    cargo.arg("--no-fail-fast").arg("--").args(filter);
    let status = run_looking(&mut cargo, |line| {
        tally.read(line);
        failures.read(line);
    })?;
    Ok(tally.of_run(status.success()))
}

fn failed(what: &str, error: &anyhow::Error) -> Row {
    eprintln!("{error:#}");
    Row {
        what: what.to_owned(),
        result: Ok(Tally::default().of_run(false)),
        time: Duration::ZERO,
    }
}

fn row(progress: &mut Progress, what: &str, run: impl FnOnce() -> Result<Tally>) -> Row {
    let started = Instant::now();
    let result = progress
        .step(&format!("Run {what}"), run)
        .unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Tally::default().of_run(false)
        });
    Row {
        what: what.to_owned(),
        result: Ok(result),
        time: started.elapsed(),
    }
}

/// Prints the table and the sum; whether all is well.
fn summarise(rows: &[Row], failures: &Failures, require_all: bool) -> bool {
    let mut sum = Tally::default();
    print!("\n{failures}");
    for row in rows {
        match &row.result {
            Ok(tally) => {
                println!("{}: {tally} ({})", row.what, seconds(row.time));
                sum += *tally;
            }
            Err(reason) => {
                println!("skipped: {} ({reason})", row.what);
                sum += if require_all {
                    Tally {
                        failed: 1,
                        ..Tally::default()
                    }
                } else {
                    Tally {
                        skipped: 1,
                        ..Tally::default()
                    }
                };
            }
        }
    }
    println!("{sum}");
    sum.failed == 0
}
