//! Building the site with Trunk.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::Progress;
use crate::sbom;
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

/// `cargo xtask press`, Trunk's hook: builds the bundled articles into the site that Trunk is making.
pub(crate) fn press() -> Result<()> {
    run(workspace::command(press_program()?).args(["build", "assets/articles"]))
}

/// Builds the newsroom's program for use here, without a reader in it and without optimisation; returns where it is.
pub(crate) fn press_program() -> Result<PathBuf> {
    run(&mut generator())?;
    let file = format!("{PRESS}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target().join("debug").join(file))
}

/// Compiles the newsroom's program, which generates sites.
pub(crate) fn generator() -> Command {
    let mut build = workspace::cargo("build");
    build.args(["--workspace", "--bin", PRESS]);
    // There are no examples. With this option cargo gives dependencies the features that tests need, so that the same
    // artefacts serve both. `cargo run` can't do that.
    build.arg("--examples");
    build
}

/// The folders of a build.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// Cargo's own folder, where the sources of dependencies are.
    pub(crate) cargo_home: PathBuf,
}

impl Places {
    /// Those of this repository on this machine.
    pub(crate) fn ours() -> Result<Self> {
        let cargo_home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
            .context("no folder of cargo: set CARGO_HOME or HOME")?;
        Ok(Self {
            root: workspace::root().to_owned(),
            target: workspace::target(),
            cargo_home: std::path::absolute(cargo_home)?,
        })
    }

    /// The compiler's options that name sources by where they are in these folders.
    fn without_paths(&self) -> Result<String> {
        let sources = self.cargo_home.join("registry/src");
        // The last one that fits a path counts, and the target folder is mostly in the repository.
        let options = [
            (sources.as_path(), "crates"),
            (&self.root, "."),
            (&self.target, "./target"),
        ]
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
        for option in &options {
            // Cargo splits the variable there.
            ensure!(
                !option.contains(char::is_whitespace),
                "a release can't be built where a path has a space in it: {option}"
            );
        }
        Ok(options.join(" "))
    }
}

/// Builds the release site into `dist/`, unless it is up to date. Trunk's log goes where our own does, since our output may be
/// read by programs.
pub(crate) fn build_release() -> Result<()> {
    let places = Places::ours()?;
    stamp::build_once(|| {
        run(release(&places)?.stdout(std::io::stderr()))?;
        check_for_paths(
            &workspace::dist().join("shared"),
            &[&places.root, &places.target, &places.cargo_home],
        )
    })
}

/// Trunk, to build a release in these folders.
///
/// *Invariant:* nothing in the programs depends on where these folders are; `cargo xtask reproduce` compares two builds.
pub(crate) fn release(places: &Places) -> Result<Command> {
    let mut trunk = trunk("build")?;
    trunk
        .arg("--release")
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        .env("CARGO_HOME", &places.cargo_home);
    // For the programs only: with the flags of a native build, all that tests share with it would be compiled again.
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        places.without_paths()?,
    );
    Ok(trunk)
}

/// Fails when a file of a folder has one of these paths in it.
fn check_for_paths(folder: &Path, paths: &[&Path]) -> Result<()> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?
    {
        let file = entry?.path();
        let bytes =
            std::fs::read(&file).with_context(|| format!("can't read {}", file.display()))?;
        for path in paths {
            let needle = path.as_os_str().as_encoded_bytes();
            ensure!(
                !bytes.windows(needle.len()).any(|part| part == needle),
                "{} has the path {} of this machine in it",
                file.display(),
                path.display()
            );
        }
    }
    Ok(())
}

/// `cargo xtask build`: the release, and bills of what is in it.
pub(crate) fn build() -> Result<()> {
    let mut needs = needs(true);
    needs.push(Need::CargoCyclonedx);
    let missing = needs::missing(&needs)?;
    let mut progress = Progress::new(missing.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    progress.step("Build the site for release", build_release)?;
    let bills = progress.step("Write bills of materials", sbom::write)?;
    progress.print_timings();
    println!("{}", workspace::dist().display());
    for bill in bills {
        println!("{}", bill.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Scratch;

    #[test]
    fn sources_are_named_without_the_machines_paths() {
        let places = |root: &str| Places {
            root: root.into(),
            target: "/t".into(),
            cargo_home: "/b/.cargo".into(),
        };
        assert_eq!(
            places("/a/sidelight").without_paths().unwrap(),
            "--remap-path-prefix=/b/.cargo/registry/src=crates --remap-path-prefix=/a/sidelight=. \
             --remap-path-prefix=/t=./target"
        );
        let error = places("/a b").without_paths().unwrap_err().to_string();
        assert!(
            error.starts_with("a release can't be built where a path has a space"),
            "{error}"
        );
    }

    #[test]
    fn a_path_of_this_machine_is_found_in_a_program() {
        let folder = std::env::temp_dir().join(format!("sidelight-paths-{}", std::process::id()));
        let scratch = Scratch::new(folder).unwrap();
        let check = || check_for_paths(scratch.path(), &[Path::new("/home/me"), Path::new("/c")]);
        std::fs::write(scratch.path().join("clean.wasm"), b"\0asm src/main.rs").unwrap();
        check().unwrap();
        std::fs::write(scratch.path().join("other.wasm"), b"\0asm/home/me/src").unwrap();
        let error = check().unwrap_err().to_string();
        assert!(
            error.ends_with("has the path /home/me of this machine in it"),
            "{error}"
        );
    }
}
