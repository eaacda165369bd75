//! `cargo xtask install`: the newsroom's program with the reader in it, so that it needs nothing else.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::needs;
use crate::process::run;
use crate::progress::Progress;
use crate::site;
use crate::workspace;

/// The programs of a site, as their files in `shared/` begin.
const PROGRAMS: [&str; 2] = ["reader", "package"];

/// The profile that the program is built with, for people who wait for it.
const PROFILE: &str = "press";

/// Where the program goes.
pub(crate) enum Place {
    /// Where cargo installs programs, or into `bin/` of this folder.
    Installed(Option<PathBuf>),
    /// Into this file.
    File(PathBuf),
}

/// Builds the reader and the program that holds it, and puts it in its place.
pub(crate) fn install(place: &Place) -> Result<()> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    let bundle = progress.step("Build the reader", || {
        site::build_release()?;
        bundle()
    })?;
    progress.step("Build the program with the reader in it", || match place {
        Place::Installed(root) => {
            let mut cargo = program("install", PROFILE, &bundle);
            // What is there is replaced, since its version may be the same.
            cargo.args(["--path", "crates/cli", "--force"]);
            if let Some(root) = root {
                cargo.arg("--root").arg(absolute(root)?);
            }
            run(&mut cargo)
        }
        Place::File(file) => {
            let built = build_program(&bundle)?;
            std::fs::copy(&built, absolute(file)?)
                .with_context(|| format!("can't write {}", file.display()))?;
            Ok(())
        }
    })?;
    progress.print_timings();
    Ok(())
}

/// Lays what is embedded into a folder of its own: the programs of the release site under fixed names; where it is.
pub(crate) fn bundle() -> Result<PathBuf> {
    let bundle = workspace::target().join("bundle");
    lay(&bundle, |program, ending| format!("{program}.{ending}"))?;
    Ok(bundle)
}

/// Builds the program with the files of a bundle in it; where it is.
pub(crate) fn build_program(bundle: &Path) -> Result<PathBuf> {
    run(program("build", PROFILE, bundle).args(["--package", "sidelight-cli"]))?;
    Ok(workspace::target().join(PROFILE).join(name()))
}

fn name() -> String {
    format!("sidelight{}", std::env::consts::EXE_SUFFIX)
}

fn program(subcommand: &str, profile: &str, bundle: &Path) -> std::process::Command {
    let mut cargo = workspace::cargo(subcommand);
    cargo
        .args([
            "--features",
            "bundle",
            "--bin",
            "sidelight",
            "--profile",
            profile,
        ])
        .env("SIDELIGHT_BUNDLE", bundle);
    cargo
}

/// Lays the programs of the release site into a folder, under the names that `name` gives for a program and an ending.
pub(crate) fn lay(folder: &Path, name: impl Fn(&str, &str) -> String) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    let shared = workspace::dist().join("shared");
    let mut names = Vec::new();
    for entry in
        std::fs::read_dir(&shared).with_context(|| format!("can't read {}", shared.display()))?
    {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    for program in PROGRAMS {
        for ending in ["js", "wasm"] {
            let from = shared.join(only(&names, program, ending)?);
            let to = folder.join(name(program, ending));
            // Only when it has changed: cargo builds anew what includes a file that is newer.
            let content =
                std::fs::read(&from).with_context(|| format!("can't read {}", from.display()))?;
            if std::fs::read(&to).ok().as_ref() != Some(&content) {
                std::fs::write(&to, content)
                    .with_context(|| format!("can't write {}", to.display()))?;
            }
        }
    }
    Ok(())
}

/// The one file of a program with this ending.
fn only<'a>(names: &'a [String], program: &str, ending: &str) -> Result<&'a str> {
    let found: Vec<&String> = names
        .iter()
        .filter(|name| {
            name.strip_prefix(program)
                .and_then(|rest| rest.strip_prefix('-'))
                .and_then(|rest| rest.split_once('.'))
                .is_some_and(|(_, found)| found == ending)
        })
        .collect();
    match found.as_slice() {
        [name] => Ok(name),
        found => bail!(
            "dist/shared has {} files {program}-….{ending}, not one",
            found.len()
        ),
    }
}

/// A path as the user meant it, who may stand elsewhere than in the repository.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("{} isn't a path", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_among_what_pages_share() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let all = names(&[
            "reader-1.js",
            "reader-1.js.br",
            "reader-2.wasm",
            "package-3.js",
            "boot-4.js",
        ]);
        assert_eq!(only(&all, "reader", "js").unwrap(), "reader-1.js");
        assert_eq!(only(&all, "reader", "wasm").unwrap(), "reader-2.wasm");
        assert!(only(&all, "package", "wasm").is_err());
        assert!(only(&names(&["reader-1.js", "reader-2.js"]), "reader", "js").is_err());
    }
}
