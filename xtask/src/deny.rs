//! cargo-deny: checks dependencies against `deny.toml`.
//!
//! *Invariant:* licences, bans and sources are checked on every machine, without network. Advisories are checked only
//! against a database that has just been fetched. Without a new database the result is [`Advisories::Unchecked`], never a
//! success.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::needs::Need;
use crate::process::{run, run_at_most};
use crate::workspace;

/// Manifests of everything that is built here, each with its rules: the workspace, and wasm-bindgen, which generates code
/// that readers run.
const MANIFESTS: [[&str; 2]; 2] = [
    ["Cargo.toml", "deny.toml"],
    [
        "xtask/tools/wasm-bindgen/Cargo.toml",
        "xtask/tools/deny.toml",
    ],
];

/// Longest time for fetching the database.
const PATIENCE: Duration = Duration::from_secs(60);

/// Result of the check for advisories.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Advisories {
    /// The check ran, and every advisory that applies has an exception with a reason in `deny.toml`.
    Checked,
    /// The database couldn't be fetched, so nothing was checked.
    Unchecked,
}

/// Checks licences, bans and sources. Returns an error on the first violation.
pub(crate) fn check_policies() -> Result<()> {
    check_all(&["check", "licenses", "bans", "sources"])
}

/// Fetches the advisory database and checks dependencies against it. Returns an error if an advisory has no exception.
pub(crate) fn check_advisories() -> Result<Advisories> {
    // The check can be offline, because the database has just been fetched.
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
    // Git must fail instead of asking for a password.
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
