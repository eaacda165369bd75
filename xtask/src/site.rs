//! Builds the site with Trunk.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::needs::{self, Need};
use crate::process::run;
use crate::progress::Progress;
use crate::sbom;
use crate::stamp;
use crate::workspace;

/// Name of the program that turns articles into a site.
const PROGRAM: &str = "sidelight";

/// Returns the tools for a build. A release also needs wasm-opt.
pub(crate) fn needs(release: bool) -> Vec<Need> {
    let mut needs = vec![Need::WasmTarget, Need::WasmBindgen, Need::Trunk];
    if release {
        needs.push(Need::WasmOpt);
    }
    needs
}

/// Returns a command that runs the cached Trunk, with the other tools first in `PATH`.
pub(crate) fn trunk(subcommand: &str) -> Result<Command> {
    let needs = needs(true);
    let program = Need::Trunk
        .slot()?
        .map_or_else(|| "trunk".into(), |slot| slot.program());
    let mut trunk = workspace::command(program);
    trunk.arg(subcommand).env("PATH", needs::path_with(&needs)?);
    // Backtraces into Trunk's own code don't help to fix a build.
    trunk.env("RUST_LIB_BACKTRACE", "0");
    // Trunk rejects the value in `NO_COLOR=1`.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    Ok(trunk)
}

/// `cargo xtask hook`, which Trunk runs as a hook: builds the bundled articles into the site that Trunk is making.
pub(crate) fn build_articles() -> Result<()> {
    run(workspace::command(sidelight_program()?).args(["build", "assets/articles"]))
}

/// Builds the `sidelight` program for use by xtask, unoptimised and without embedded browser programs. Returns its path.
pub(crate) fn sidelight_program() -> Result<PathBuf> {
    run(&mut generator())?;
    let file = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target().join("debug").join(file))
}

/// Returns the command that compiles the `sidelight` program, which generates sites.
pub(crate) fn generator() -> Command {
    let mut build = workspace::cargo("build");
    build.args(["--workspace", "--bin", PROGRAM]);
    // There are no examples. With this option cargo gives dependencies the same features as for tests, so that both share
    // build artefacts. `cargo run` has no such option.
    build.arg("--examples");
    build
}

/// The folders of a build.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// Cargo's home, which contains the sources of dependencies.
    pub(crate) cargo_home: PathBuf,
}

impl Places {
    /// Returns the folders of this repository on this machine. Returns an error if cargo's home can't be found.
    pub(crate) fn ours() -> Result<Self> {
        let cargo_home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
            .context("cargo's folder wasn't found: set CARGO_HOME or HOME")?;
        Ok(Self {
            root: workspace::root().to_owned(),
            target: workspace::target(),
            cargo_home: std::path::absolute(cargo_home)?,
        })
    }

    /// Returns compiler options that replace these folders in the paths of source files. Returns an error if an option
    /// contains white space.
    fn without_paths(&self) -> Result<String> {
        let sources = self.cargo_home.join("registry/src");
        // The last option that matches a path wins, and the target folder is usually inside the repository.
        let options = [
            (sources.as_path(), "crates"),
            (&self.root, "."),
            (&self.target, "./target"),
        ]
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
        for option in &options {
            // Cargo splits the variable with the flags at white space.
            ensure!(
                !option.contains(char::is_whitespace),
                "a release can't be built in a path with a space: {option}"
            );
        }
        Ok(options.join(" "))
    }
}

/// Builds the release site into `dist/`, unless it is up to date. Trunk's log goes to stderr, because another program may
/// read our stdout. Returns an error if a file in `dist/shared` contains a path of this machine.
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

/// Returns a Trunk command that builds a release in these folders.
///
/// *Invariant:* the programs don't depend on the location of these folders. `cargo xtask reproduce` compares two builds.
pub(crate) fn release(places: &Places) -> Result<Command> {
    let mut trunk = trunk("build")?;
    trunk
        .arg("--release")
        .current_dir(&places.root)
        .env("CARGO_TARGET_DIR", &places.target)
        .env("CARGO_HOME", &places.cargo_home);
    // For WebAssembly only: with other flags for native code, everything that is shared with the tests would be compiled
    // again.
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        places.without_paths()?,
    );
    Ok(trunk)
}

/// Returns an error if a file of a folder contains one of these paths.
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
                "{} contains the path {} of this computer",
                file.display(),
                path.display()
            );
        }
    }
    Ok(())
}

/// `cargo xtask build`: builds the release and its bills of materials, and prints their paths.
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
            error.starts_with("a release can't be built in a path with a space"),
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
            error.ends_with("contains the path /home/me of this computer"),
            "{error}"
        );
    }
}
