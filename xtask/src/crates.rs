//! Tools from crates.io, compiled with a lock file, so that every machine compiles the same sources.
//!
//! *Invariant:* cargo runs with `--locked`, and the lock file has the checksum of every crate. Most tools use the lock
//! file that is published with them and covered by their own checksum. If a published lock file can't be used, the tool
//! has a crate of ours in `xtask/tools` with a committed lock file.

use std::path::Path;

use anyhow::Result;

use crate::cache::Slot;
use crate::process::run;
use crate::workspace;

/// The origin of a tool's sources and of its lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A published crate: its name, its version, and options for `cargo install`.
    Published(&'static str, &'static str, &'static [&'static str]),
    /// A crate of ours: the name of its folder in `xtask/tools`.
    Ours(&'static str),
}

/// Compiles a tool into its slot in the cache.
pub(crate) fn install(slot: &Slot, source: &Source) -> Result<()> {
    slot.fill(|made, meanwhile| {
        let mut install = workspace::cargo("install");
        // Run outside the repository: its cargo configuration doesn't apply to tools.
        install.current_dir(meanwhile).args(["--quiet", "--root"]);
        install.arg(made);
        match source {
            Source::Published(name, version, options) => {
                install.args([name, "--version", version]).args(*options)
            }
            Source::Ours(name) => install.arg("--path").arg(folder(name)),
        };
        // The tools' own release settings (fat LTO, one codegen unit) take twice as long to compile. They make the
        // programs small, but hardly faster.
        let profile = [
            ("LTO", "off"),
            ("CODEGEN_UNITS", "16"),
            ("OPT_LEVEL", "1"),
            ("DEBUG", "0"),
            ("STRIP", "symbols"),
        ];
        install.envs(profile.map(|(key, value)| (format!("CARGO_PROFILE_RELEASE_{key}"), value)));
        install.env("CARGO_TARGET_DIR", meanwhile.join("target"));
        run(&mut install)
    })
}

/// Returns the path of the lock file of a crate in `xtask/tools`.
pub(crate) fn lock_file(name: &str) -> std::path::PathBuf {
    folder(name).join("Cargo.lock")
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tools")
        .join(name)
}

#[cfg(test)]
mod tests {
    use crate::versions;

    /// wasm-bindgen's programs reject modules that were built with another version of the library.
    #[test]
    fn wasm_bindgen_is_built_in_the_version_of_the_library() {
        let lock = std::fs::read_to_string(super::lock_file("wasm-bindgen")).unwrap();
        let library = versions::wasm_bindgen().unwrap();
        // Our crate has the same version too: the compiler rejects a program called wasm-bindgen with an old version.
        for package in ["wasm-bindgen-cli", "sidelight-wasm-bindgen"] {
            let version = versions::locked_version(&lock, package).unwrap();
            assert_eq!(version, library, "{package}");
        }
    }
}
