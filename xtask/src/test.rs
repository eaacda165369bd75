//! `cargo xtask test`: native tests, browser unit tests and end-to-end tests, in every engine.
//!
//! *Invariant:* an engine that can't be set up is reported as skipped with the reason, and is a failure where all are
//! required; and the last line printed is the sum, `N passed, N failed, N skipped`.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::display::Display;
use crate::engine::{Engine, Equipment};
use crate::needs::{self, Need};
use crate::process::run_looking;
use crate::progress::{Progress, seconds};
use crate::site;
use crate::tally::Tally;
use crate::versions::WASM_TARGET;
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
    /// Whether measurements run in place of those.
    pub(crate) measure: bool,
    /// Whether a skipped engine is a failure.
    pub(crate) require_all: bool,
}

/// An engine that is there.
struct Ready {
    engine: Engine,
    equipment: Equipment,
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
        (true, _) => site::needs(true),
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

    let tools = missing
        .iter()
        .try_for_each(|need| needs::meet(need, &mut progress));
    let (ready, skipped) = set_up(engines, &mut progress);
    let display = if ready.iter().any(|ready| ready.engine.needs_display()) {
        Some(Display::start()?)
    } else {
        None
    };

    if choice.native {
        rows.push(row(&mut progress, "native tests", || {
            cargo_run(workspace::cargo("test").args(["--workspace", "--features", "e2e"]))
        }));
    }
    if let Err(error) = tools {
        rows.push(failed("tests in browsers", &error));
    } else {
        if choice.browser {
            for ready in &ready {
                rows.push(row(
                    &mut progress,
                    &format!("browser unit tests in {}", ready.engine.name()),
                    || browser_unit_tests(ready, display.as_ref()),
                ));
            }
        }
        if choice.e2e && !ready.is_empty() {
            match progress.step("Build the site for release", site::build_release) {
                Ok(()) => rows.push(row(&mut progress, "end-to-end tests", || {
                    end_to_end_tests(&ready, display.as_ref(), choice.measure)
                })),
                Err(error) => rows.push(failed("end-to-end tests", &error)),
            }
        }
    }
    for (engine, reason) in skipped {
        rows.push(Row {
            what: engine.name().to_owned(),
            result: Err(reason),
            time: Duration::ZERO,
        });
    }
    progress.print_timings();
    Ok(summarise(&rows, choice.require_all))
}

/// Those engines that can be set up, and why the others can't.
fn set_up(engines: &[Engine], progress: &mut Progress) -> (Vec<Ready>, Vec<(Engine, String)>) {
    let (mut ready, mut skipped) = (Vec::new(), Vec::new());
    for &engine in engines {
        match progress.step(&format!("Set up {}", engine.name()), || engine.set_up()) {
            Ok(equipment) => {
                eprintln!("{}", engine.version(&equipment).unwrap_or_default());
                ready.push(Ready { engine, equipment });
            }
            Err(error) => {
                eprintln!("{} can't be set up: {error:#}", engine.name());
                skipped.push((engine, format!("{error:#}")));
            }
        }
    }
    (ready, skipped)
}

fn failed(what: &str, error: &anyhow::Error) -> Row {
    eprintln!("{error:#}");
    Row {
        what: what.to_owned(),
        result: Ok(Tally::default().of_run(false)),
        time: Duration::ZERO,
    }
}

fn browser_unit_tests(ready: &Ready, display: Option<&Display>) -> Result<Tally> {
    let slot = Need::WasmBindgen.slot()?;
    let mut cargo = workspace::cargo("test");
    cargo.args(["--target", WASM_TARGET, "--features", "browser"]);
    if let Some(slot) = slot {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", slot.program());
    }
    // The runner takes the first engine it is told of, so it must be told of one only.
    for engine in Engine::ALL {
        cargo
            .env_remove(engine.driver_variable())
            .env_remove(format!("{}_REMOTE", engine.driver_variable()));
    }
    cargo.env(ready.engine.driver_variable(), &ready.equipment.driver);
    cargo.env("WASM_BINDGEN_USE_BROWSER", "1");
    cargo
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
    if ready.engine.needs_display() {
        set_display(&mut cargo, "DISPLAY", display);
    }
    cargo_run(&mut cargo)
}

fn end_to_end_tests(ready: &[Ready], display: Option<&Display>, measure: bool) -> Result<Tally> {
    let mut cargo = workspace::cargo("test");
    // As the native tests are built, so that nothing is built twice.
    cargo.args(["--workspace", "--features", "e2e", "--test", "e2e"]);
    let names: Vec<_> = ready.iter().map(|ready| ready.engine.name()).collect();
    cargo
        .env("SIDELIGHT_ENGINES", names.join(","))
        .env("SIDELIGHT_DIST", workspace::dist());
    for Ready { engine, equipment } in ready {
        let name = engine.name().to_uppercase();
        cargo.env(format!("SIDELIGHT_{name}_BROWSER"), &equipment.browser);
        cargo.env(format!("SIDELIGHT_{name}_DRIVER"), &equipment.driver);
    }
    if measure {
        cargo.env("SIDELIGHT_MEASURE", "1");
    }
    set_display(&mut cargo, "SIDELIGHT_DISPLAY", display);
    cargo_run(&mut cargo)
}

fn set_display(command: &mut Command, variable: &str, display: Option<&Display>) {
    if let Some(display) = display {
        command
            .env(variable, display.name())
            .env_remove("WAYLAND_DISPLAY");
    }
}

fn cargo_run(cargo: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let status = run_looking(cargo.arg("--no-fail-fast"), |line| tally.read(line))?;
    Ok(tally.of_run(status.success()))
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
fn summarise(rows: &[Row], require_all: bool) -> bool {
    let mut sum = Tally::default();
    println!();
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
