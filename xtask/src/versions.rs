//! The versions of the tools from crates.io that build the project.
//!
//! *Invariant:* `Trunk.toml` requires the versions of Trunk and wasm-opt that are installed; the tests below check it.
//! wasm-bindgen's tools have no version here, because it must equal that of the crate in `Cargo.lock`. The versions of npm
//! packages are in the lock files in `xtask/npm`.

use anyhow::{Context, Result, anyhow};
use toml::de::DeTable;

use crate::workspace;

/// Trunk. Version 0.22 needs a newer compiler than ours.
pub(crate) const TRUNK: &str = "0.21.14";
/// geckodriver, the WebDriver of Firefox.
pub(crate) const GECKODRIVER: &str = "0.37.1";
/// cargo-fuzz, which builds fuzz targets.
pub(crate) const CARGO_FUZZ: &str = "0.13.2";
/// cargo-deny, which checks dependencies against `deny.toml`.
pub(crate) const CARGO_DENY: &str = "0.20.2";
/// cargo-cyclonedx, which lists dependencies in a bill of materials.
pub(crate) const CARGO_CYCLONEDX: &str = "0.5.9";
/// The compilation target of the browser programs.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Returns the version of wasm-bindgen in `Cargo.lock`.
pub(crate) fn wasm_bindgen() -> Result<String> {
    let path = workspace::root().join("Cargo.lock");
    let lock =
        std::fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    locked_version(&lock, "wasm-bindgen").with_context(|| format!("in {}", path.display()))
}

/// Returns the version of a package in the text of a Cargo lock file. Returns an error if the package isn't there.
pub(crate) fn locked_version(lock: &str, name: &str) -> Result<String> {
    let lock = DeTable::parse(lock)?;
    lock.get_ref()
        .get("package")
        .and_then(|packages| packages.get_ref().as_array())
        .into_iter()
        .flatten()
        .filter_map(|package| package.get_ref().as_table())
        .find(|package| {
            package
                .get("name")
                .and_then(|value| value.get_ref().as_str())
                == Some(name)
        })
        .and_then(|package| package.get("version"))
        .and_then(|version| version.get_ref().as_str())
        .map(str::to_owned)
        .ok_or_else(|| anyhow!("no package `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::npm;

    fn trunk_toml(path: &[&str]) -> String {
        let text = std::fs::read_to_string(workspace::root().join("Trunk.toml")).unwrap();
        let table = DeTable::parse(&text).unwrap();
        let mut value = table.get_ref().get(path[0]).unwrap().get_ref();
        for key in &path[1..] {
            value = value.get(*key).unwrap().get_ref();
        }
        value.as_str().unwrap().to_owned()
    }

    #[test]
    fn trunk_is_asked_for_in_the_version_that_is_installed() {
        assert_eq!(trunk_toml(&["trunk-version"]), format!("={TRUNK}"));
    }

    #[test]
    fn trunk_asks_for_the_wasm_opt_that_is_installed() {
        let version = npm::version("binaryen", "binaryen").unwrap();
        let major = version.split('.').next().unwrap();
        assert_eq!(
            trunk_toml(&["tools", "wasm_opt"]),
            format!("version_{major}")
        );
    }

    #[test]
    fn a_version_is_read_from_the_lock() {
        let lock = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n[[package]]\nname = \"b\"\nversion = \"4.5.6\"\n";
        assert_eq!(locked_version(lock, "b").unwrap(), "4.5.6");
        assert_eq!(
            locked_version(lock, "c").unwrap_err().to_string(),
            "no package `c`"
        );
    }
}
