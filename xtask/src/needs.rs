//! What a machine needs besides cargo, and how each is set up.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cache::{self, Slot};
use crate::packages;
use crate::process::{output, run};
use crate::progress::Progress;
use crate::versions::{
    self, AXE, BINARYEN, CARGO_FUZZ, GECKODRIVER, HOST_SCRIPTS, TRUNK, WASM_TARGET,
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
    /// What builds and runs fuzz targets.
    CargoFuzz,
    /// The scripts that other sites embed pages with.
    HostScripts,
    /// What finds faults of accessibility in pages, for tests.
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
            .is_some_and(|folder| std::path::Path::new(folder.trim()).is_dir()),
            Self::Component(name) => output(workspace::cargo(name).arg("--version")).is_some(),
            Self::WasmOpt => {
                self.slot()?.is_some_and(|slot| slot.is_filled()) || wasm_opt_on_path()
            }
            _ => self.slot()?.is_some_and(|slot| slot.is_filled()),
        })
    }

    /// Sets it up.
    pub(crate) fn meet(&self) -> Result<()> {
        match self {
            Self::WasmTarget => rustup(&["target", "add", WASM_TARGET]),
            Self::Component("fmt") => rustup(&["component", "add", "rustfmt"]),
            Self::Component(name) => rustup(&["component", "add", name]),
            Self::Trunk => {
                self.cargo_install("trunk", TRUNK, &["--locked", "--no-default-features"])
            }
            // Its own lock file names crates that registries have dropped, so it is not installed --locked.
            Self::WasmBindgen => {
                self.cargo_install("wasm-bindgen-cli", &versions::wasm_bindgen()?, &[])
            }
            Self::Geckodriver => self.cargo_install("geckodriver", GECKODRIVER, &[]),
            Self::WasmOpt => {
                self.npm_install(&[("binaryen", BINARYEN)], ".bin/wasm-opt", "wasm-opt")
            }
            Self::HostScripts => {
                self.npm_install(&HOST_SCRIPTS, "pym.js/dist/pym.v1.js", HOST_SCRIPT)
            }
            Self::Axe => {
                self.npm_install(&[("axe-core", AXE)], "axe-core/axe.min.js", "axe.min.js")
            }
            Self::CargoFuzz => self.cargo_install("cargo-fuzz", CARGO_FUZZ, &["--locked"]),
        }
    }

    /// What it is called, with how long setting it up takes where that is long (on two cores).
    fn title(&self) -> Result<String> {
        Ok(match self {
            Self::WasmTarget => format!("the {WASM_TARGET} target, from rustup"),
            Self::Component(name) => format!("cargo {name}, from rustup"),
            Self::Trunk => format!("trunk {TRUNK}, from crates.io (about 5 minutes)"),
            Self::WasmBindgen => format!(
                "wasm-bindgen-cli {}, from crates.io (about 2 minutes)",
                versions::wasm_bindgen()?
            ),
            Self::Geckodriver => {
                format!("geckodriver {GECKODRIVER}, from crates.io (about 2 minutes)")
            }
            Self::CargoFuzz => {
                format!("cargo-fuzz {CARGO_FUZZ}, from crates.io (about 1 minute)")
            }
            Self::WasmOpt => format!("wasm-opt, from npm's binaryen {BINARYEN}"),
            Self::HostScripts => format!(
                "scripts of embedding pages, from npm: {}",
                host_scripts(", ")
            ),
            Self::Axe => format!("axe-core {AXE}, from npm"),
        })
    }

    /// Its place in the cache, for those that are kept there.
    pub(crate) fn slot(&self) -> Result<Option<Slot>> {
        Ok(Some(match self {
            Self::Trunk => Slot::new("trunk", TRUNK, "trunk")?,
            Self::WasmBindgen => Slot::new(
                "wasm-bindgen-cli",
                &versions::wasm_bindgen()?,
                "wasm-bindgen-test-runner",
            )?,
            Self::Geckodriver => Slot::new("geckodriver", GECKODRIVER, "geckodriver")?,
            Self::WasmOpt => Slot::new("binaryen", BINARYEN, "wasm-opt")?,
            Self::CargoFuzz => Slot::new("cargo-fuzz", CARGO_FUZZ, "cargo-fuzz")?,
            Self::HostScripts => Slot::new("host-scripts", &host_scripts("-"), HOST_SCRIPT)?,
            Self::Axe => Slot::new("axe-core", AXE, "axe.min.js")?,
            Self::WasmTarget | Self::Component(_) => return Ok(None),
        }))
    }

    fn cargo_install(&self, package: &str, version: &str, options: &[&str]) -> Result<()> {
        let slot = self.slot()?.context("not a tool of the cache")?;
        slot.fill(|made, meanwhile| {
            // Away from the repository, whose cargo configuration is not for the tools.
            let mut install = workspace::command("cargo");
            install
                .current_dir(meanwhile)
                .args(["install", package, "--version", version, "--root"])
                .arg(made);
            // The tools' own release settings (fat LTO, one unit) make them small and little faster, and take twice as long.
            let profile = [
                ("LTO", "off"),
                ("CODEGEN_UNITS", "16"),
                ("OPT_LEVEL", "1"),
                ("DEBUG", "0"),
                ("STRIP", "symbols"),
            ];
            install
                .envs(profile.map(|(key, value)| (format!("CARGO_PROFILE_RELEASE_{key}"), value)));
            install
                .env("CARGO_TARGET_DIR", meanwhile.join("target"))
                .args(options);
            run(&mut install)
        })
    }

    /// Installs packages, and links one of their files as the program of that name.
    fn npm_install(&self, wanted: &[(&str, &str)], file: &str, program: &str) -> Result<()> {
        if !packages::on_path("npm") || !packages::on_path("node") {
            packages::install(&["nodejs", "npm"]).context("npm packages need Node.js and npm")?;
        }
        let slot = self.slot()?.context("not a tool of the cache")?;
        slot.fill(|made, meanwhile| {
            let mut npm = Command::new("npm");
            npm.current_dir(meanwhile)
                .args([
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--prefix",
                ])
                .arg(made);
            npm.args(
                wanted
                    .iter()
                    .map(|(name, version)| format!("{name}@{version}")),
            );
            run(&mut npm)?;
            link_program(made, file, program)
        })
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

/// Sets one thing up as a step of its own.
pub(crate) fn meet(need: &Need, progress: &mut Progress) -> Result<()> {
    let title = need.title()?;
    progress
        .step(&format!("Set up {title}"), || need.meet())
        .with_context(|| format!("can't set up {title}"))
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

fn wasm_opt_on_path() -> bool {
    let major = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    output(Command::new("wasm-opt").arg("--version")).is_some_and(|version| {
        version
            .split_whitespace()
            .any(|word| word == major || word == format!("version_{major}"))
    })
}

/// One of the host scripts; where it is, all of them are.
const HOST_SCRIPT: &str = "pym.v1.js";

fn host_scripts(between: &str) -> String {
    let named = HOST_SCRIPTS.map(|(name, version)| {
        let name = name.replace(['@', '/'], " ");
        format!("{} {version}", name.trim()).replace(' ', "-")
    });
    named.join(between)
}

/// Gives something that npm has installed the place every tool has its program in.
#[cfg(unix)]
fn link_program(made: &std::path::Path, installed: &str, name: &str) -> Result<()> {
    std::fs::create_dir(made.join("bin"))?;
    let from = std::path::Path::new("../node_modules").join(installed);
    std::os::unix::fs::symlink(from, made.join("bin").join(name))
        .with_context(|| format!("can't link {name}"))
}

#[cfg(not(unix))]
fn link_program(_: &std::path::Path, _: &str, name: &str) -> Result<()> {
    bail!("npm's {name} can only be used on Unix")
}
