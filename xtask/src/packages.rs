//! System packages, installed with apt-get on Debian-like machines if we have the permission.

use std::io::IsTerminal;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail};

use crate::process::{output, run};

/// Installs packages with apt-get. If that isn't possible, the error names the packages and the reason.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    // Needs are set up at the same time, but an apt-get that updates its lists doesn't wait for another one.
    static ONCE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONCE_AT_A_TIME
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let names = packages.join(" ");
    if !on_path("apt-get") {
        bail!(
            "this isn't a Debian system; install the equivalents of these Debian packages: {names}"
        );
    }
    let Some(as_root) = as_root() else {
        bail!(
            "root permissions are missing; run as root: apt-get install --no-install-recommends {names}"
        );
    };
    if !has_package_lists() {
        run(&mut apt_get(as_root, &["update"]))?;
    }
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    if run(&mut apt_get(as_root, &arguments)).is_ok() {
        return Ok(());
    }
    // The lists may be outdated and name versions that the archive no longer has.
    run(&mut apt_get(as_root, &["update"]))?;
    run(&mut apt_get(as_root, &arguments))
}

/// Returns true if `PATH` has a program of this name.
pub(crate) fn on_path(program: &str) -> bool {
    find(program).is_some()
}

/// Returns the path of the program of this name in `PATH`. Returns `None` if there is no such program.
pub(crate) fn find(program: &str) -> Option<std::path::PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// Returns the command prefix that runs a command as root: empty for root itself, otherwise sudo. Returns `None` without
/// sudo, or if sudo needs a password and can't ask for it.
fn as_root() -> Option<&'static [&'static str]> {
    if output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        Some(&[])
    } else if !on_path("sudo") {
        None
    } else if output(Command::new("sudo").args(["-n", "true"])).is_some() {
        Some(&["sudo", "-n"])
    } else if std::io::stdin().is_terminal() && authenticated() {
        Some(&["sudo"])
    } else {
        None
    }
}

/// Lets sudo ask for the password in the foreground. Returns true if that succeeds.
fn authenticated() -> bool {
    eprintln!("sudo is needed to install packages");
    Command::new("sudo")
        .arg("-v")
        .status()
        .is_ok_and(|status| status.success())
}

fn apt_get(as_root: &[&str], arguments: &[&str]) -> Command {
    let mut words: Vec<&str> = as_root.to_vec();
    words.extend([
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
        "--quiet",
    ]);
    words.extend(arguments);
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

fn has_package_lists() -> bool {
    std::fs::read_dir("/var/lib/apt/lists").is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
    })
}
