//! `cargo xtask install`: builds the `sidelight` program with the browser programs embedded, so that a newsroom needs
//! nothing else.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::needs;
use crate::process::run;
use crate::progress::Progress;
use crate::site;
use crate::workspace;

/// The browser programs of a site. Their files in `shared/` begin with these names.
const PROGRAMS: [&str; 2] = ["reader", "package"];

/// The cargo profile of the `sidelight` program for newsrooms, optimised for speed.
const PROFILE: &str = "cli";

/// The destination of the `sidelight` program.
pub(crate) enum Destination {
    /// `bin/` of this folder, or cargo's default folder for `None`.
    Installed(Option<PathBuf>),
    /// This file.
    File(PathBuf),
}

/// Builds the browser programs, then the `sidelight` program that embeds them, and puts it at `destination`.
pub(crate) fn install(destination: &Destination) -> Result<()> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    let bundle = progress.step("Build the program for browsers", || {
        site::build_release()?;
        bundle()
    })?;
    progress.step(
        "Build sidelight with that program in it",
        || match destination {
            Destination::Installed(root) => {
                let mut cargo = program("install", PROFILE, &bundle);
                // Replace an installed program, because its version may be the same.
                cargo.args(["--path", "crates/cli", "--force"]);
                if let Some(root) = root {
                    cargo.arg("--root").arg(absolute(root)?);
                }
                run(&mut cargo)
            }
            Destination::File(file) => {
                let built = build_program(&bundle)?;
                std::fs::copy(&built, absolute(file)?)
                    .with_context(|| format!("can't write {}", file.display()))?;
                Ok(())
            }
        },
    )?;
    progress.print_timings();
    Ok(())
}

/// Copies the browser programs of the release site into one folder, under fixed names, to be embedded. Returns the folder.
pub(crate) fn bundle() -> Result<PathBuf> {
    let bundle = workspace::target().join("bundle");
    lay(&bundle, |program, ending| format!("{program}.{ending}"))?;
    Ok(bundle)
}

/// Builds the `sidelight` program with the files of a bundle embedded. Returns the program's path.
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

/// Copies the browser programs of the release site into a folder. `name` returns the file name for a program and an
/// extension (`js` or `wasm`).
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
            // Write a file only if its content has changed: cargo rebuilds a crate that includes a newer file.
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

/// Returns the name of the one file that belongs to a program and has this extension. Returns an error if there is none or
/// more than one.
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
            "dist/shared must have one file {program}-….{ending}, but has {}",
            found.len()
        ),
    }
}

/// Makes a path absolute, relative to the user's current folder. Cargo itself runs in the repository.
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
