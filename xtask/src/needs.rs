//! What a machine needs besides cargo, and how each is set up.
//!
//! *Invariant:* what ends up in a release, or writes it, is pinned by a hash that is committed: crates and npm packages by
//! lock files, release archives by `prebuilt.rs`. Needs don't depend on each other, so they are set up at the same time.

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

/// One thing a machine needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The standard library for the browser's program.
    WasmTarget,
    /// A part of the toolchain that rustup's minimal profile leaves out.
    Component(&'static str),
    /// Trunk, which builds and serves the site.
    Trunk,
    /// wasm-bindgen and its test runner.
    WasmBindgen,
    /// The optimiser for release builds.
    WasmOpt,
    /// Firefox's WebDriver.
    Geckodriver,
    /// Builds and runs fuzz targets.
    CargoFuzz,
    /// Checks dependencies against `deny.toml`.
    CargoDeny,
    /// Lists dependencies in a bill of materials.
    CargoCyclonedx,
    /// The scripts that other sites embed pages with.
    HostScripts,
    /// Finds accessibility problems in pages, for tests.
    Axe,
}

impl Need {
    /// Whether the machine has it.
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

    /// Sets it up.
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

    /// Downloads a program where its archive's hash is committed, compiles it where that can't be done, and says which.
    fn install_program(&self, slot: &Slot, source: &Source) -> Result<()> {
        let name = self.title()?;
        if let Some(archive) = prebuilt::of(slot.program_name()) {
            match prebuilt::install(slot, &archive) {
                Ok(()) => {
                    eprintln!("{name}: downloaded; the archive has the committed SHA-256");
                    return Ok(());
                }
                Err(error) => eprintln!("{name}: the release archive can't be used: {error:#}"),
            }
        }
        eprintln!("{name}: compiling it from crates.io");
        crates::install(slot, source)
    }

    /// What it is called.
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

    /// How long compiling it takes on two cores, for those that may have to be compiled.
    fn time(&self) -> &'static str {
        match self {
            Self::Trunk => " (about 5 minutes where it must be compiled)",
            Self::Geckodriver | Self::CargoDeny => " (about 2 minutes where it must be compiled)",
            Self::WasmBindgen | Self::CargoFuzz | Self::CargoCyclonedx => " (about 2 minutes)",
            _ => "",
        }
    }

    /// Its place in the cache, for those that are kept there.
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
            // One of the scripts; where it is, all of them are.
            Self::HostScripts => from_npm("host-scripts", "pym.v1.js")?,
            Self::Axe => from_npm("axe", "axe.min.js")?,
            Self::WasmTarget | Self::Component(_) => return Ok(None),
        }))
    }
}

/// Those of `needs` the machine doesn't have.
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

/// Sets up several things at the same time, each as a step of its own. All are tried, and the first error is returned.
pub(crate) fn meet_all(needs: &[Need], progress: &mut Progress) -> Result<()> {
    progress.together(steps(needs)?).into_iter().collect()
}

/// A step, with what it is called.
pub(crate) type Step<'a> = (String, Box<dyn FnOnce() -> Result<()> + Send + 'a>);

/// The steps that set things up. They don't depend on each other.
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

/// `PATH` with the tools first that `needs` has in the cache.
pub(crate) fn path_with(needs: &[Need]) -> Result<OsString> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for need in needs {
        folders.extend(need.slot()?.filter(Slot::is_filled).map(|slot| slot.bin()));
    }
    folders.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    std::env::join_paths(folders).context("a folder of PATH can't be written in it")
}

fn rustup(arguments: &[&str]) -> Result<()> {
    if !packages::on_path("rustup") {
        bail!(
            "rustup isn't here; please give your toolchain what `rustup {}` would",
            arguments.join(" ")
        );
    }
    // rustup itself doesn't mind that another of it changes the same toolchain.
    cache::exclusively(|| run(workspace::command("rustup").args(arguments)))
}
