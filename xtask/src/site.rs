//! Building the site with Trunk.

use std::process::Command;

use anyhow::Result;

use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::Progress;
use crate::workspace;

/// What building takes.
pub(crate) fn needs(release: bool) -> Vec<Need> {
    let mut needs = vec![Need::WasmTarget, Need::WasmBindgen, Need::Trunk];
    if release {
        needs.push(Need::WasmOpt);
    }
    needs
}

/// Trunk, from the cache, with its tools.
pub(crate) fn trunk(subcommand: &str) -> Result<Command> {
    let needs = needs(true);
    let program = Need::Trunk
        .slot()?
        .map_or_else(|| "trunk".into(), |slot| slot.program());
    let mut trunk = workspace::command(program);
    trunk.arg(subcommand).env("PATH", needs::path_with(&needs)?);
    // Where in Trunk an error came up helps nobody here.
    trunk.env("RUST_LIB_BACKTRACE", "0");
    // Trunk takes NO_COLOR=1 for a mistake.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    Ok(trunk)
}

/// Builds the release site into `dist/`. Trunk's log goes where our own does, since our output may be read by programs.
pub(crate) fn build_release() -> Result<()> {
    run(trunk("build")?.arg("--release").stdout(std::io::stderr()))
}

/// `cargo xtask build`.
pub(crate) fn build() -> Result<()> {
    let missing = needs::missing(&needs(true))?;
    let mut progress = Progress::new(missing.len() + 1);
    for need in &missing {
        needs::meet(need, &mut progress)?;
    }
    progress.step("Build the site for release", build_release)?;
    progress.print_timings();
    println!("{}", workspace::dist().display());
    Ok(())
}
