//! `cargo xtask lint`: checks formatting, clippy, documentation and dependencies. Warnings are errors.

use std::process::Command;

use anyhow::{Result, bail};

use crate::deny::{self, Advisories};
use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::Progress;
use crate::versions::WASM_TARGET;
use crate::workspace;

/// Runs every check. Returns an error afterwards if one of them failed.
pub(crate) fn lint() -> Result<()> {
    let missing = needs::missing(&[
        Need::Component("fmt"),
        Need::Component("clippy"),
        Need::WasmTarget,
        Need::CargoDeny,
    ])?;
    let checks = checks();
    let mut progress = Progress::new(missing.len() + checks.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    let mut problems = Vec::new();
    for (title, mut command) in checks {
        if let Err(error) = progress.step(title, || run(&mut command)) {
            eprintln!("{error:#}");
            problems.push(title);
        }
    }
    let policies = "Licences, bans and sources of dependencies";
    if let Err(error) = progress.step(policies, deny::check_policies) {
        eprintln!("{error:#}");
        problems.push(policies);
    }
    let advisories = "Advisories on dependencies";
    let checked = progress.step(advisories, deny::check_advisories);
    if let Err(error) = &checked {
        eprintln!("{error:#}");
        problems.push(advisories);
    }
    progress.print_timings();
    if matches!(checked, Ok(Advisories::Unchecked)) {
        eprintln!(
            "\nWARNING: advisories were NOT checked, since their database couldn't be fetched. A known vulnerability in a \
             dependency would go unnoticed here: run `cargo xtask lint` on a machine that reaches the database."
        );
    }
    if !problems.is_empty() {
        bail!("not clean: {}", problems.join(", "));
    }
    Ok(())
}

fn checks() -> Vec<(&'static str, Command)> {
    let mut format = workspace::cargo("fmt");
    format.args(["--all", "--check"]);

    let mut native = workspace::cargo("clippy");
    native.args([
        "--workspace",
        "--all-targets",
        "--features",
        "e2e",
        "--",
        "-D",
        "warnings",
    ]);

    let mut wasm = workspace::cargo("clippy");
    wasm.args([
        "--target",
        WASM_TARGET,
        "--all-targets",
        "--features",
        "browser",
        "--",
        "-D",
        "warnings",
    ]);

    // There are no examples. `--examples` makes cargo give dependencies the same features as for tests and clippy, so that
    // each dependency is checked only once.
    let mut native_docs = workspace::cargo("doc");
    native_docs.args([
        "--workspace",
        "--no-deps",
        "--features",
        "e2e",
        "--lib",
        "--bin",
        "xtask",
        "--examples",
    ]);

    let mut wasm_docs = workspace::cargo("doc");
    wasm_docs.args([
        "--target",
        WASM_TARGET,
        "--no-deps",
        "--features",
        "browser",
        "--lib",
        "--examples",
    ]);
    for docs in [&mut native_docs, &mut wasm_docs] {
        docs.env("RUSTDOCFLAGS", "-D warnings");
    }

    vec![
        ("Formatting", format),
        ("Clippy, native", native),
        ("Clippy, wasm", wasm),
        ("Documentation, native", native_docs),
        ("Documentation, wasm", wasm_docs),
    ]
}
