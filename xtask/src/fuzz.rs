//! `cargo xtask fuzz`: lets libFuzzer search for input that makes a parser of foreign data fail.
//!
//! Each target (`tests/fuzz/targets`) checks one property (`tests/fuzz/properties`). It starts from its seeds
//! (`tests/fuzz/seeds`) and from the tests' fixtures. Other inputs that libFuzzer finds useful are kept in
//! `tests/fuzz/corpus`, which isn't committed. An input that fails is written to `tests/fuzz/artifacts`. To fix it, add it
//! to the target's seeds first: the native tests check all seeds.
//!
//! The targets are built without a sanitizer. Our code has no `unsafe`, so its bugs are panics, which need none. No
//! nightly compiler is needed then, and half as much is built.

mod outcome;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use self::outcome::{Outcome, table};
use crate::needs::{self, Need};
use crate::process::{Running, run};
use crate::progress::Progress;
use crate::workspace;

/// Folders of fixtures that targets start from, besides their seeds: the target and the folder.
const FIXTURES: [(&str, &str); 7] = [
    ("article", "tests/fixtures/authoring"),
    ("document_html", "tests/fixtures/documents"),
    ("document_transcript", "tests/fixtures/documents"),
    ("import_html", "tests/fixtures/import"),
    ("import_markdown", "tests/fixtures/import"),
    ("import_text", "tests/fixtures/import"),
    ("package", "tests/fixtures/packages"),
];

/// Options for libFuzzer. The length of inputs is limited, because printing thousands of diagnostics in one long line
/// takes longer than the time limit. Shorter input finds as much.
const OPTIONS: [&str; 4] = [
    "-timeout=5",
    "-rss_limit_mb=2048",
    "-max_len=16384",
    "-print_final_stats=1",
];

/// Runs the named targets, or all of them if `named` is empty, for `seconds` each. Prints a table of the results. Returns
/// false if an input failed.
pub(crate) fn fuzz(seconds: u32, named: &[String]) -> Result<bool> {
    let targets = chosen(targets()?, named)?;
    let needs = [Need::CargoFuzz];
    let missing = needs::missing(&needs)?;
    let mut progress = Progress::new(missing.len() + 1 + targets.len());
    needs::meet_all(&missing, &mut progress)?;
    let program = Need::CargoFuzz
        .slot()?
        .context("cargo-fuzz has no place in the cache")?
        .program();
    // cargo-fuzz has no option `--locked`. This command fails if the lock file would have to change.
    run(workspace::cargo("metadata")
        .args(["--quiet", "--format-version", "1", "--manifest-path"])
        .arg("tests/fuzz/Cargo.toml")
        .stdout(Stdio::null()))
    .context("tests/fuzz/Cargo.lock doesn't match its Cargo.toml")?;
    let cargo_fuzz = |subcommand: &str| {
        let mut cargo = workspace::command(&program);
        cargo.args(["fuzz", subcommand]);
        cargo.args(["--sanitizer", "none", "--fuzz-dir", "tests/fuzz"]);
        cargo.args(["--target-dir", "target/fuzz"]);
        cargo
    };
    progress.step("Build the fuzz targets", || run(&mut cargo_fuzz("build")))?;
    let logs = workspace::root().join("target/fuzz/logs");
    fs::create_dir_all(&logs).with_context(|| format!("can't make {}", logs.display()))?;
    let mut outcomes = Vec::new();
    for target in targets {
        let mut command = cargo_fuzz("run");
        add_run(&mut command, &target, seconds)?;
        let log = logs.join(format!("{target}.log"));
        let outcome = progress.step(&format!("Fuzz {target}, log in {}", log.display()), || {
            run_logged(&mut command, &target, &log)
        })?;
        if let Some(failure) = &outcome.failure {
            eprintln!("{failure}");
        }
        outcomes.push(outcome);
    }
    println!("\n{}", table(&outcomes));
    Ok(outcomes.iter().all(|outcome| outcome.crashes == 0))
}

/// Returns the names of all targets, sorted.
fn targets() -> Result<Vec<String>> {
    let folder = workspace::root().join("tests/fuzz/targets");
    let context = || format!("can't read {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(context)? {
        let file = PathBuf::from(entry.with_context(context)?.file_name());
        names.extend(file.file_stem().map(|name| name.to_string_lossy().into()));
    }
    names.sort();
    Ok(names)
}

/// Returns the named targets, or all if `named` is empty. Returns an error if a named target doesn't exist.
fn chosen(targets: Vec<String>, named: &[String]) -> Result<Vec<String>> {
    for name in named {
        if !targets.contains(name) {
            bail!(
                "unknown fuzz target `{name}`; the targets: {}",
                targets.join(", ")
            );
        }
    }
    if named.is_empty() {
        return Ok(targets);
    }
    Ok(named.to_vec())
}

/// Adds the arguments of a run to a command: the target, its corpus, seeds and fixtures, and libFuzzer's options.
fn add_run(command: &mut Command, target: &str, seconds: u32) -> Result<()> {
    let fuzz = workspace::root().join("tests/fuzz");
    let corpus = fuzz.join("corpus").join(target);
    fs::create_dir_all(&corpus).with_context(|| format!("can't make {}", corpus.display()))?;
    command
        .arg(target)
        .arg(corpus)
        .arg(fuzz.join("seeds").join(target));
    let fixtures = FIXTURES.iter().filter(|(name, _)| *name == target);
    command.args(fixtures.map(|(_, folder)| folder));
    command.arg("--").args(OPTIONS);
    command.arg(format!("-max_total_time={seconds}"));
    Ok(())
}

/// Runs a target until it ends, with its output in `log`, and reads the result from there. A run that fails without a
/// crash in the log is an error.
fn run_logged(command: &mut Command, target: &str, log: &Path) -> Result<Outcome> {
    let context = || format!("can't write {}", log.display());
    let file = File::create(log).with_context(context)?;
    command
        .stdout(file.try_clone().with_context(context)?)
        .stderr(file);
    let status = Running::start(command)?.wait()?;
    let text = fs::read_to_string(log).with_context(|| format!("can't read {}", log.display()))?;
    let outcome = Outcome::read(target, &text);
    ensure!(
        status.success() || outcome.crashes > 0,
        "the target `{target}` didn't run ({status}); see {}",
        log.display()
    );
    Ok(outcome)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn targets_are_chosen_by_name() {
        let all = targets().unwrap();
        for (target, folder) in FIXTURES {
            assert!(all.iter().any(|name| name == target), "{target}");
            assert!(workspace::root().join(folder).is_dir(), "{folder}");
        }
        assert_eq!(chosen(all.clone(), &[]).unwrap(), all);
        let one = ["site".to_owned()];
        assert_eq!(chosen(all.clone(), &one).unwrap(), one);
        let error = chosen(all, &["sit".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("`sit`") && error.contains("site"), "{error}");
    }
}
