//! Building the site with Trunk.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::Progress;
use crate::stamp;
use crate::workspace;

/// The newsroom's program.
const PRESS: &str = "sidelight";

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

/// Builds the release site into `dist/`, if it isn't up to date. Trunk's log goes where our own does, since our output may be
/// read by programs.
pub(crate) fn build_release() -> Result<()> {
    stamp::build_once(|| run(trunk("build")?.arg("--release").stdout(std::io::stderr())))
}

/// `cargo xtask press`, Trunk's hook: presses the bundled articles into the site that Trunk is making.
pub(crate) fn press() -> Result<()> {
    run(workspace::command(press_program()?).args(["build", "assets/articles"]))
}

/// Builds the newsroom's program for use here, without a reader in it and without optimisation; where it is.
pub(crate) fn press_program() -> Result<PathBuf> {
    let mut build = workspace::cargo("build");
    build.args(["--workspace", "--features", "press", "--bin", PRESS]);
    // There are no examples. Asking for them has cargo give dependencies the features that tests need, so that the same
    // artefacts serve both. `cargo run` can't do that.
    run(build.arg("--examples"))?;
    let file = format!("{PRESS}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target().join("debug").join(file))
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
