//! cargo-deny: holds dependencies to `deny.toml`.
//!
//! *Invariant:* licences, bans and sources are checked on every machine, without network. Advisories are checked against a
//! database that has just been fetched, or the check says that they weren't checked: an old database, or none, never passes
//! for a clean result.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::needs::Need;
use crate::process::{run, run_at_most};
use crate::workspace;

/// Manifests of all that is built here, each with its rules: the workspace, and the tool that writes readers' programs.
const MANIFESTS: [[&str; 2]; 2] = [
    ["Cargo.toml", "deny.toml"],
    [
        "xtask/tools/wasm-bindgen/Cargo.toml",
        "xtask/tools/deny.toml",
    ],
];

/// How long fetching the database may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came of looking for advisories.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Advisories {
    /// They were looked for, and `deny.toml` explains every one there is.
    Checked,
    /// The database couldn't be fetched.
    Unchecked,
}

/// Checks licences, bans and sources.
pub(crate) fn check_policies() -> Result<()> {
    check_all(&["check", "licenses", "bans", "sources"])
}

/// Fetches the database of advisories and checks against it.
pub(crate) fn check_advisories() -> Result<Advisories> {
    // It has just been fetched.
    check_advisories_with(&mut fetch()?, || {
        check_all(&["--offline", "check", "advisories"])
    })
}

fn check_all(arguments: &[&str]) -> Result<()> {
    MANIFESTS
        .iter()
        .try_for_each(|manifest| run(cargo_deny(manifest)?.args(arguments)))
}

fn check_advisories_with(
    fetch: &mut Command,
    check: impl FnOnce() -> Result<()>,
) -> Result<Advisories> {
    if let Err(error) = run_at_most(fetch, PATIENCE) {
        eprintln!("{error:#}");
        return Ok(Advisories::Unchecked);
    }
    check().map(|()| Advisories::Checked)
}

fn fetch() -> Result<Command> {
    let mut fetch = cargo_deny(&MANIFESTS[0])?;
    // Git must not ask anybody for a password.
    fetch.args(["fetch", "db"]).env("GIT_TERMINAL_PROMPT", "0");
    Ok(fetch)
}

fn cargo_deny([manifest, rules]: &[&str; 2]) -> Result<Command> {
    let slot = Need::CargoDeny
        .slot()?
        .context("cargo-deny has no place in the cache")?;
    let mut deny = workspace::command(slot.program());
    deny.args(["--locked", "--workspace", "--all-features"])
        .args(["--manifest-path", manifest, "--config", rules]);
    Ok(deny)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn nothing_passes_for_checked_without_a_database() {
        let result = check_advisories_with(&mut Command::new("false"), || {
            panic!("checked against no database")
        });
        assert_eq!(result.unwrap(), Advisories::Unchecked);
    }

    #[test]
    fn an_advisory_is_an_error() {
        let found = check_advisories_with(&mut Command::new("true"), || {
            run(&mut Command::new("false"))
        });
        assert!(found.is_err());
        let clean = check_advisories_with(&mut Command::new("true"), || Ok(()));
        assert_eq!(clean.unwrap(), Advisories::Checked);
    }
}
