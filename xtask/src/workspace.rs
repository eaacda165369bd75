//! The folders of the repository, and commands that run in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// Returns the repository's top folder.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Returns the folder of the release site, which `cargo xtask build` writes.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Returns cargo's target folder.
pub(crate) fn target() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(target)
}

/// Returns the folders of all packages of the workspace.
pub(crate) fn packages() -> Result<Vec<PathBuf>> {
    let crates = root().join("crates");
    let mut packages = vec![root().to_owned(), root().join("xtask")];
    for entry in
        std::fs::read_dir(&crates).with_context(|| format!("can't read {}", crates.display()))?
    {
        packages.push(entry?.path());
    }
    Ok(packages)
}

/// Returns a command that runs a program in the repository.
///
/// It removes the variables that `cargo run` sets about xtask's own package. Build scripts that read such variables would
/// see a change between `cargo xtask test` and `cargo test`, and everything would be built twice.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_own_package) {
            command.env_remove(name);
        }
    }
    command
}

/// Returns a cargo command that runs in the repository. It fails instead of changing a lock file.
///
/// *Invariant:* all of xtask runs cargo through this function; a test below checks it.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.arg(subcommand);
    // `cargo fmt` reads no lock file and rejects the option.
    if subcommand != "fmt" {
        cargo.arg("--locked");
    }
    cargo
}

fn is_about_own_package(name: &str) -> bool {
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
        || name == "CARGO_PRIMARY_PACKAGE"
        || name == "OUT_DIR"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_has_the_lock() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn cargo_never_changes_a_lock_file() {
        for subcommand in [
            "build", "test", "clippy", "doc", "run", "install", "metadata",
        ] {
            let cargo = cargo(subcommand);
            assert!(
                cargo.get_args().any(|word| word == "--locked"),
                "{subcommand}"
            );
        }
    }

    #[test]
    fn cargo_is_only_run_from_here() {
        let program = format!("{:?}", ["car", "go"].concat());
        for path in sources(&root().join("xtask/src")) {
            let times = std::fs::read_to_string(&path)
                .unwrap()
                .matches(&program)
                .count();
            let here = path.ends_with("workspace.rs");
            assert_eq!(times, usize::from(here), "{}", path.display());
        }
    }

    /// Returns all files in a folder and in the folders below it.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .flat_map(|path| {
                if path.is_dir() {
                    sources(&path)
                } else {
                    vec![path]
                }
            })
            .collect()
    }

    /// This covers commands that cargo's alias and Trunk run by themselves.
    #[test]
    fn settings_never_let_a_lock_file_change() {
        let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
        let aliases = read(".cargo/config.toml");
        let alias = aliases
            .lines()
            .find(|line| line.starts_with("xtask = "))
            .unwrap();
        assert!(alias.contains("run --quiet --locked "), "{alias}");
        let trunk = read("Trunk.toml");
        assert!(trunk.lines().any(|line| line == "locked = true"));
        let hooks: Vec<_> = trunk
            .lines()
            .filter(|line| line.starts_with("command_arguments"))
            .collect();
        assert!(!hooks.is_empty());
        for hook in hooks {
            // This is the alias that is checked above.
            assert!(hook.contains(r#"["xtask","#), "{hook}");
        }
    }

    #[test]
    fn only_what_is_about_our_own_package_is_taken_out() {
        assert!(is_about_own_package("CARGO_PKG_NAME"));
        assert!(is_about_own_package("CARGO_MANIFEST_DIR"));
        assert!(!is_about_own_package("CARGO_HOME"));
        assert!(!is_about_own_package("CARGO_BUILD_JOBS"));
    }
}
