//! `cargo xtask fuzz`: lets libFuzzer look for input that the press and the package fail on.
//!
//! The targets are built without a sanitizer: ours is code without `unsafe`, whose faults are panics, and so no nightly
//! compiler is needed and half as much is built.
//!
//! *Invariant:* the fixtures of the tests are what it starts from, so that a mended crash whose input has become a
//! fixture stays mended. What it finds besides is kept in `tests/fuzz/corpus`, which isn't committed.

use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::Progress;
use crate::workspace;

/// The targets in `tests/fuzz/targets`, and the folders of fixtures that each starts from.
const TARGETS: [(&str, &str); 3] = [
    ("article", "tests/fixtures/authoring"),
    ("package", "tests/fixtures/packages"),
    ("import", "tests/fixtures/import"),
];

/// Runs every target for so many seconds.
pub(crate) fn fuzz(seconds: u32) -> Result<()> {
    let needs = [Need::CargoFuzz];
    let missing = needs::missing(&needs)?;
    let mut progress = Progress::new(missing.len() + TARGETS.len());
    needs::meet_all(&missing, &mut progress)?;
    let program = Need::CargoFuzz
        .slot()?
        .context("cargo-fuzz has no place in the cache")?
        .program();
    // cargo-fuzz knows no `--locked`; this fails where it would change the lock file.
    run(workspace::cargo("metadata")
        .args(["--quiet", "--format-version", "1", "--manifest-path"])
        .arg("tests/fuzz/Cargo.toml")
        .stdout(Stdio::null()))
    .context("tests/fuzz/Cargo.lock doesn't fit its Cargo.toml")?;
    let mut failed = Vec::new();
    for (target, fixtures) in TARGETS {
        let corpus = workspace::root().join("tests/fuzz/corpus").join(target);
        std::fs::create_dir_all(&corpus)?;
        let mut cargo = workspace::command(&program);
        cargo
            .args([
                "fuzz",
                "run",
                "--sanitizer",
                "none",
                "--fuzz-dir",
                "tests/fuzz",
                "--target-dir",
            ])
            .args(["target/fuzz", target])
            .arg(&corpus)
            .arg(fixtures)
            // Showing thousands of faults in one long line takes longer than the limit; shorter input finds as much.
            .args(["--", "-timeout=5", "-max_len=16384"])
            .arg(format!("-max_total_time={seconds}"));
        if let Err(error) = progress.step(&format!("Fuzz {target}"), || run(&mut cargo)) {
            eprintln!("{error:#}");
            failed.push(target);
        }
    }
    progress.print_timings();
    if !failed.is_empty() {
        bail!(
            "input that fails was found for: {}; it is in tests/fuzz/artifacts",
            failed.join(", ")
        );
    }
    Ok(())
}
