//! Things that a machine needs besides cargo, and their set-up.
//!
//! *Invariant:* everything that is part of a release or generates a part of it is pinned by a committed hash: crates and
//! npm packages by lock files, release archives by `prebuilt.rs`. Needs don't depend on each other, so they are set up at
//! the same time.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cache::{self, Slot};
use crate::crates::{self, Source};
use crate::npm;
use crate::packages;
use crate::prebuilt;
use crate::process::{output, run};
use crate::progress::Progress;
use crate::versions::{
    self, CARGO_CYCLONEDX, CARGO_DENY, CARGO_FUZZ, GECKODRIVER, TRUNK, WASM_TARGET,
};
use crate::workspace;

/// One thing that a machine needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The standard library for WebAssembly, which the browser programs are compiled with.
    WasmTarget,
    /// A component of the toolchain that isn't in rustup's minimal profile, such as clippy.
    Component(&'static str),
    /// Trunk, which builds and serves the site.
    Trunk,
    /// wasm-bindgen and its test runner.
    WasmBindgen,
    /// wasm-opt, which optimises the browser programs of a release.
    WasmOpt,
    /// geckodriver, the WebDriver of Firefox.
    Geckodriver,
    /// cargo-fuzz, which builds and runs fuzz targets.
    CargoFuzz,
    /// cargo-deny, which checks dependencies against `deny.toml`.
    CargoDeny,
    /// cargo-cyclonedx, which lists dependencies in a bill of materials.
    CargoCyclonedx,
    /// Scripts of third parties that sites use to embed pages, for end-to-end tests.
    HostScripts,
    /// axe-core, which finds accessibility problems in pages, for tests.
    Axe,
}

impl Need {
    /// Returns true if the machine has it.
    pub(crate) fn is_met(&self) -> Result<bool> {
        Ok(match self {
            Self::WasmTarget => output(workspace::command("rustc").args([
                "--print",
                "target-libdir",
                "--target",
                WASM_TARGET,
            ]))
            .is_some_and(|folder| Path::new(folder.trim()).is_dir()),
            Self::Component(name) => output(workspace::cargo(name).arg("--version")).is_some(),
            _ => self.slot()?.is_some_and(|slot| slot.is_filled()),
        })
    }

    /// Sets it up. Returns an error if it can't be downloaded, compiled or installed.
    pub(crate) fn meet(&self) -> Result<()> {
        let slot = || self.slot()?.context("not a tool of the cache");
        let published = |name, version, options| {
            self.install_program(&slot()?, &Source::Published(name, version, options))
        };
        match self {
            Self::WasmTarget => rustup(&["target", "add", WASM_TARGET]),
            Self::Component("fmt") => rustup(&["component", "add", "rustfmt"]),
            Self::Component(name) => rustup(&["component", "add", name]),
            Self::Trunk => published("trunk", TRUNK, &["--no-default-features"]),
            Self::WasmBindgen => self.install_program(&slot()?, &Source::Ours("wasm-bindgen")),
            Self::Geckodriver => published("geckodriver", GECKODRIVER, &[]),
            Self::CargoFuzz => published("cargo-fuzz", CARGO_FUZZ, &[]),
            Self::CargoDeny => published("cargo-deny", CARGO_DENY, &[]),
            Self::CargoCyclonedx => published("cargo-cyclonedx", CARGO_CYCLONEDX, &[]),
            Self::WasmOpt => npm::install(&slot()?, "binaryen", ".bin/wasm-opt"),
            Self::HostScripts => npm::install(&slot()?, "host-scripts", "pym.js/dist/pym.v1.js"),
            Self::Axe => npm::install(&slot()?, "axe", "axe-core/axe.min.js"),
        }
    }

    /// Downloads a program if the hash of an archive for this machine is committed. Compiles it if there is no such
    /// archive or it can't be used. Prints which of the two was done.
    fn install_program(&self, slot: &Slot, source: &Source) -> Result<()> {
        let name = self.title()?;
        if let Some(archive) = prebuilt::of(slot.program_name()) {
            match prebuilt::install(slot, &archive) {
                Ok(()) => {
                    eprintln!("{name}: downloaded; its SHA-256 matches the committed one");
                    return Ok(());
                }
                Err(error) => eprintln!("{name}: the release archive can't be used: {error:#}"),
            }
        }
        eprintln!("{name}: compiling it from crates.io");
        crates::install(slot, source)
    }

    /// Returns the name and version for messages.
    fn title(&self) -> Result<String> {
        Ok(match self {
            Self::WasmTarget => format!("the {WASM_TARGET} target, from rustup"),
            Self::Component(name) => format!("cargo {name}, from rustup"),
            Self::Trunk => format!("trunk {TRUNK}"),
            Self::WasmBindgen => format!("wasm-bindgen-cli {}", versions::wasm_bindgen()?),
            Self::Geckodriver => format!("geckodriver {GECKODRIVER}"),
            Self::CargoFuzz => format!("cargo-fuzz {CARGO_FUZZ}"),
            Self::CargoDeny => format!("cargo-deny {CARGO_DENY}"),
            Self::CargoCyclonedx => format!("cargo-cyclonedx {CARGO_CYCLONEDX}"),
            Self::WasmOpt => format!(
                "wasm-opt, from npm's binaryen {}",
                npm::version("binaryen", "binaryen")?
            ),
            Self::HostScripts => "scripts of embedding pages, from npm".to_owned(),
            Self::Axe => format!("axe-core {}, from npm", npm::version("axe", "axe-core")?),
        })
    }

    /// Returns a note with the time that compiling takes on two cores. Returns an empty string for needs that aren't
    /// compiled.
    fn time(&self) -> &'static str {
        match self {
            Self::Trunk => " (about 5 minutes where it must be compiled)",
            Self::Geckodriver | Self::CargoDeny => " (about 2 minutes where it must be compiled)",
            Self::WasmBindgen | Self::CargoFuzz | Self::CargoCyclonedx => " (about 2 minutes)",
            _ => "",
        }
    }

    /// Returns the slot in the cache. Returns `None` for needs that rustup sets up.
    pub(crate) fn slot(&self) -> Result<Option<Slot>> {
        let from_npm = |set: &str, program| {
            Slot::new(set, &cache::fingerprint(&npm::lock_file(set))?, program)
        };
        Ok(Some(match self {
            Self::Trunk => Slot::new("trunk", TRUNK, "trunk")?,
            Self::WasmBindgen => {
                let lock = cache::fingerprint(&crates::lock_file("wasm-bindgen"))?;
                Slot::new("wasm-bindgen", &lock, "wasm-bindgen-test-runner")?
            }
            Self::Geckodriver => Slot::new("geckodriver", GECKODRIVER, "geckodriver")?,
            Self::CargoFuzz => Slot::new("cargo-fuzz", CARGO_FUZZ, "cargo-fuzz")?,
            Self::CargoDeny => Slot::new("cargo-deny", CARGO_DENY, "cargo-deny")?,
            Self::CargoCyclonedx => {
                Slot::new("cargo-cyclonedx", CARGO_CYCLONEDX, "cargo-cyclonedx")?
            }
            Self::WasmOpt => from_npm("binaryen", "wasm-opt")?,
            // One of several scripts. They are installed together, so checking one is enough.
            Self::HostScripts => from_npm("host-scripts", "pym.v1.js")?,
            Self::Axe => from_npm("axe", "axe.min.js")?,
            Self::WasmTarget | Self::Component(_) => return Ok(None),
        }))
    }
}

/// Returns those of `needs` that the machine doesn't have.
pub(crate) fn missing(needs: &[Need]) -> Result<Vec<Need>> {
    needs
        .iter()
        .filter_map(|need| {
            need.is_met()
                .map(|met| (!met).then(|| need.clone()))
                .transpose()
        })
        .collect()
}

/// Sets up several needs at the same time, each as a step of its own. Tries all of them, then returns the first error.
pub(crate) fn meet_all(needs: &[Need], progress: &mut Progress) -> Result<()> {
    progress.together(steps(needs)?).into_iter().collect()
}

/// A step: its title and its work.
pub(crate) type Step<'a> = (String, Box<dyn FnOnce() -> Result<()> + Send + 'a>);

/// Returns steps that set up `needs`. They don't depend on each other.
pub(crate) fn steps(needs: &[Need]) -> Result<Vec<Step<'_>>> {
    needs
        .iter()
        .map(|need| {
            let title = need.title()?;
            let announced = format!("Set up {title}{}", need.time());
            let step: Box<dyn FnOnce() -> Result<()> + Send> =
                Box::new(move || need.meet().with_context(|| format!("can't set up {title}")));
            Ok((announced, step))
        })
        .collect()
}

/// Returns `PATH` with the `bin/` folders of the installed tools among `needs` in front.
pub(crate) fn path_with(needs: &[Need]) -> Result<OsString> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for need in needs {
        folders.extend(need.slot()?.filter(Slot::is_filled).map(|slot| slot.bin()));
    }
    folders.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    std::env::join_paths(folders).context("a folder in PATH has a name that PATH can't contain")
}

fn rustup(arguments: &[&str]) -> Result<()> {
    if !packages::on_path("rustup") {
        bail!(
            "rustup isn't installed; add to your toolchain what `rustup {}` adds",
            arguments.join(" ")
        );
    }
    // rustup has no lock of its own against a second rustup that changes the same toolchain.
    cache::exclusively(|| run(workspace::command("rustup").args(arguments)))
}
