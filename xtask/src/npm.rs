//! Sets of npm packages. Each set is a folder of `xtask/npm` with a `package.json` and its lock file.
//!
//! *Invariant:* `npm ci` installs exactly the packages in the lock file, and rejects a package with another hash. Lock
//! files name no registry, so that every machine can use its own. Tests check both.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::cache::Slot;
use crate::packages;
use crate::process::run;

/// Installs a set into its slot in the cache. `file`, a path below `node_modules`, becomes the slot's program.
pub(crate) fn install(slot: &Slot, set: &str, file: &str) -> Result<()> {
    set_up_node()?;
    slot.fill(|made, _| {
        install_from(&folder(set), made, &[])?;
        link_program(made, file, slot.program_name())
    })
}

/// Installs the packages in the lock file of folder `set` into `made/node_modules`.
fn install_from(set: &Path, made: &Path, environment: &[(&str, &str)]) -> Result<()> {
    for name in ["package.json", "package-lock.json"] {
        let from = set.join(name);
        std::fs::copy(&from, made.join(name))
            .with_context(|| format!("can't copy {}", from.display()))?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(made)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--loglevel", "error"])
        .envs(environment.iter().copied())
        // Another program may read our stdout, so npm's output goes to stderr.
        .stdout(std::io::stderr());
    run(&mut npm)
}

/// Returns the version of a package in a set's lock file. Returns an error if it doesn't exist.
pub(crate) fn version(set: &str, package: &str) -> Result<String> {
    let path = lock_file(set);
    let text =
        std::fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let lock: Value =
        serde_json::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    lock["packages"][format!("node_modules/{package}")]["version"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| anyhow!("no package `{package}` in {}", path.display()))
}

/// Returns the path of a set's lock file.
pub(crate) fn lock_file(set: &str) -> PathBuf {
    folder(set).join("package-lock.json")
}

fn folder(set: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("npm").join(set)
}

/// Installs Node.js and npm if one of them is missing.
fn set_up_node() -> Result<()> {
    if packages::on_path("npm") && packages::on_path("node") {
        return Ok(());
    }
    packages::install(&["nodejs", "npm"]).context("npm packages need Node.js and npm")
}

/// Links a file below `node_modules` as `bin/<name>`, the path at which every slot has its program.
#[cfg(unix)]
fn link_program(made: &Path, installed: &str, name: &str) -> Result<()> {
    std::fs::create_dir(made.join("bin"))?;
    let from = Path::new("../node_modules").join(installed);
    std::os::unix::fs::symlink(from, made.join("bin").join(name))
        .with_context(|| format!("can't link {name}"))
}

#[cfg(not(unix))]
fn link_program(_: &Path, _: &str, name: &str) -> Result<()> {
    anyhow::bail!("npm's {name} can only be used on Unix")
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::{Ipv4Addr, TcpListener};

    use super::*;
    use crate::process::Scratch;

    #[test]
    fn lock_files_have_a_hash_of_every_package_and_no_registry() {
        let sets = Path::new(env!("CARGO_MANIFEST_DIR")).join("npm");
        let mut checked = 0;
        for set in std::fs::read_dir(sets).unwrap() {
            let path = set.unwrap().path().join("package-lock.json");
            let lock: Value =
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            for (name, package) in lock["packages"].as_object().unwrap() {
                if name.is_empty() {
                    continue;
                }
                let integrity = package["integrity"].as_str().unwrap_or_default();
                assert!(
                    integrity.starts_with("sha512-"),
                    "{name} in {}",
                    path.display()
                );
                assert!(
                    package.get("resolved").is_none(),
                    "{name} in {}",
                    path.display()
                );
                checked += 1;
            }
        }
        assert!(checked >= 6, "{checked} packages");
    }

    #[test]
    fn a_version_is_read_from_the_lock() {
        assert_eq!(version("axe", "axe-core").unwrap().split('.').count(), 3);
        let error = version("axe", "no-such-package").unwrap_err().to_string();
        assert!(
            error.starts_with("no package `no-such-package` in "),
            "{error}"
        );
    }

    /// Makes a package with one file and packs it with npm. Returns the archive and its hash.
    fn pack(folder: &Path) -> (Vec<u8>, String) {
        let text = r#"{ "name": "sidelight-example", "version": "1.0.0" }"#;
        std::fs::write(folder.join("package.json"), text).unwrap();
        let output = Command::new("npm")
            .current_dir(folder)
            .args(["pack", "--json"])
            .output()
            .unwrap();
        let packed: Value = serde_json::from_slice(&output.stdout).unwrap();
        let file = packed[0]["filename"].as_str().unwrap();
        let hash = packed[0]["integrity"].as_str().unwrap().to_owned();
        (std::fs::read(folder.join(file)).unwrap(), hash)
    }

    /// Serves one package as a registry does. Returns the registry's address.
    fn registry(archive: Vec<u8>, hash: &str) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let about = serde_json::json!({
            "name": "sidelight-example",
            "dist-tags": { "latest": "1.0.0" },
            "versions": { "1.0.0": {
                "name": "sidelight-example",
                "version": "1.0.0",
                "dist": { "tarball": format!("{address}/example.tgz"), "integrity": hash },
            } },
        });
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let request = lines.next().unwrap().unwrap();
                while !lines.next().unwrap().unwrap().is_empty() {}
                let body = if request.contains("example.tgz") {
                    archive.clone()
                } else {
                    about.to_string().into_bytes()
                };
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                )
                .unwrap();
                stream.write_all(&body).unwrap();
            }
        });
        address
    }

    #[test]
    fn a_package_with_another_hash_is_refused() {
        if !packages::on_path("npm") {
            eprintln!("not tested: npm isn't here");
            return;
        }
        let folder = std::env::temp_dir().join(format!("sidelight-npm-{}", std::process::id()));
        let scratch = Scratch::new(folder).unwrap();
        let place = |name: &str| {
            let place = scratch.path().join(name);
            std::fs::create_dir(&place).unwrap();
            place
        };
        let (archive, hash) = pack(&place("package"));
        let registry = registry(archive, &hash);
        let cache = place("cache").display().to_string();
        let environment = [
            ("npm_config_registry", registry.as_str()),
            ("npm_config_cache", cache.as_str()),
        ];
        let wrong = format!("sha512-{}==", "A".repeat(86));
        for (name, hash, installs) in [("right", hash.as_str(), true), ("wrong", &wrong, false)] {
            let set = place(name);
            let needs = serde_json::json!({ "sidelight-example": "1.0.0" });
            let manifest = serde_json::json!({ "name": "set", "dependencies": needs });
            let lock = serde_json::json!({
                "name": "set",
                "lockfileVersion": 3,
                "requires": true,
                "packages": {
                    "": { "name": "set", "dependencies": needs },
                    "node_modules/sidelight-example": { "version": "1.0.0", "integrity": hash },
                },
            });
            std::fs::write(set.join("package.json"), manifest.to_string()).unwrap();
            std::fs::write(set.join("package-lock.json"), lock.to_string()).unwrap();
            let made = place(&format!("{name}-made"));
            assert_eq!(
                install_from(&set, &made, &environment).is_ok(),
                installs,
                "{name}"
            );
            let installed = made.join("node_modules/sidelight-example/package.json");
            assert_eq!(installed.is_file(), installs, "{name}");
        }
    }
}
