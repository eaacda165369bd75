//! The per-user cache of tools. Each tool has a folder `<tool>-<version>` with its programs in `bin/`.
//!
//! *Invariant:* a folder with such a name is complete. A tool is installed into a temporary folder beside it, by one
//! process at a time, and moved into place after the installation has succeeded. Different tools can be installed at the
//! same time.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};

use crate::process::Scratch;

/// The folder in the cache for one version of a tool.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    folder: PathBuf,
    program: &'static str,
}

impl Slot {
    /// Returns the slot of a tool. `program` is the name of the program that the slot's `bin/` must contain. Returns an
    /// error if the system has no cache folder.
    pub(crate) fn new(tool: &str, version: &str, program: &'static str) -> Result<Self> {
        Ok(Self::at(
            folder()?.join(format!("{tool}-{version}")),
            program,
        ))
    }

    /// Returns a slot in this folder, which may be outside the cache.
    pub(crate) fn at(folder: PathBuf, program: &'static str) -> Self {
        Self { folder, program }
    }

    /// Returns true if the tool is installed.
    pub(crate) fn is_filled(&self) -> bool {
        self.program().is_file()
    }

    /// Returns the folder of the tool's programs.
    pub(crate) fn bin(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// Returns the folder of npm packages, for tools that are installed from npm.
    pub(crate) fn packages(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    /// Returns the name of the tool's program, without a suffix such as `.exe`.
    pub(crate) fn program_name(&self) -> &'static str {
        self.program
    }

    /// Returns the path of the tool's program.
    pub(crate) fn program(&self) -> PathBuf {
        self.bin()
            .join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX))
    }

    /// Installs the tool unless it is installed already. `install` gets two empty folders: the first is moved to the slot
    /// when `install` succeeds; the second is for temporary files and is removed.
    pub(crate) fn fill(&self, install: impl FnOnce(&Path, &Path) -> Result<()>) -> Result<()> {
        let parent = self.folder.parent().context("the cache has no folder")?;
        std::fs::create_dir_all(parent)
            .with_context(|| format!("can't make {}", parent.display()))?;
        let name = self
            .folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let _lock = lock(&parent.join(format!(".{name}.lock")))?;
        if self.is_filled() {
            return Ok(());
        }
        // This also removes the files of an installation that was killed.
        let scratch = Scratch::new(parent.join(format!(".{name}")))?;
        let (made, meanwhile) = (
            scratch.path().join("made"),
            scratch.path().join("meanwhile"),
        );
        for folder in [&made, &meanwhile] {
            std::fs::create_dir(folder)
                .with_context(|| format!("can't make {}", folder.display()))?;
        }
        install(&made, &meanwhile)?;
        // A folder can only exist here if someone has removed the program from it.
        let _ = std::fs::remove_dir_all(&self.folder);
        std::fs::rename(&made, &self.folder)
            .with_context(|| format!("can't make {}", self.folder.display()))?;
        if !self.is_filled() {
            return Err(anyhow!(
                "{} isn't there after installing it",
                self.program().display()
            ));
        }
        Ok(())
    }
}

/// Runs `set_up` while no other process or thread runs this function. It is for set-up that doesn't go into the cache.
pub(crate) fn exclusively(set_up: impl FnOnce() -> Result<()>) -> Result<()> {
    let folder = folder()?;
    std::fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    let _lock = lock(&folder.join(".lock"))?;
    set_up()
}

/// Locks a file, and waits if another process or thread has locked it. The lock ends when the returned file is dropped.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path).with_context(|| format!("can't write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => eprintln!("waiting for another set-up to finish"),
        Err(TryLockError::Error(_)) => {}
    }
    file.lock()
        .with_context(|| format!("can't lock {}", path.display()))?;
    Ok(file)
}

/// Returns the first 12 hexadecimal digits of the SHA-256 of a lock file. They serve as the version in a slot's name, so
/// that a changed lock file leads to a new installation.
pub(crate) fn fingerprint(lock_file: &Path) -> Result<String> {
    let bytes =
        std::fs::read(lock_file).with_context(|| format!("can't read {}", lock_file.display()))?;
    Ok(sha256(&bytes)[..12].to_owned())
}

/// Returns the SHA-256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(bytes) {
        digits += &format!("{byte:02x}");
    }
    digits
}

/// Returns the folder of the tools: `$SIDELIGHT_TOOLS`, or `sidelight/tools` in the platform's cache folder.
fn folder() -> Result<PathBuf> {
    folder_from(
        |name| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        },
        std::env::consts::OS,
    )
    .context("the folder for tools wasn't found: set SIDELIGHT_TOOLS or HOME")
}

fn folder_from(var: impl Fn(&str) -> Option<PathBuf>, os: &str) -> Option<PathBuf> {
    if let Some(folder) = var("SIDELIGHT_TOOLS") {
        return std::path::absolute(folder).ok();
    }
    // The XDG specification says that relative paths must be ignored.
    let cache = var("XDG_CACHE_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| match os {
            "windows" => var("LOCALAPPDATA"),
            "macos" => Some(var("HOME")?.join("Library/Caches")),
            _ => Some(var("HOME")?.join(".cache")),
        })?;
    Some(cache.join("sidelight").join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Environment variables, the platform, and the expected folder.
    type Case = (
        &'static [(&'static str, &'static str)],
        &'static str,
        Option<&'static str>,
    );

    #[test]
    fn the_folder_follows_the_platform() {
        let cases: [Case; 6] = [
            (
                &[("HOME", "/h")],
                "linux",
                Some("/h/.cache/sidelight/tools"),
            ),
            (
                &[("HOME", "/h")],
                "macos",
                Some("/h/Library/Caches/sidelight/tools"),
            ),
            (
                &[("HOME", "/h"), ("XDG_CACHE_HOME", "/x")],
                "linux",
                Some("/x/sidelight/tools"),
            ),
            (
                &[("HOME", "/h"), ("XDG_CACHE_HOME", "x")],
                "linux",
                Some("/h/.cache/sidelight/tools"),
            ),
            (
                &[("HOME", "/h"), ("SIDELIGHT_TOOLS", "/t")],
                "linux",
                Some("/t"),
            ),
            (&[], "linux", None),
        ];
        for (vars, os, expected) in cases {
            let var = |name: &str| {
                vars.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| PathBuf::from(value))
            };
            assert_eq!(
                folder_from(var, os),
                expected.map(PathBuf::from),
                "{vars:?} on {os}"
            );
        }
    }

    #[test]
    fn the_sha256_of_nothing_is_known() {
        assert_eq!(
            sha256(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    fn slot(name: &str) -> Slot {
        let folder =
            std::env::temp_dir().join(format!("sidelight-cache-{}-{name}", std::process::id()));
        Slot::at(folder.join("tool-1.0.0"), "tool")
    }

    #[test]
    fn what_a_killed_installation_left_is_cleared_away() {
        let slot = slot("killed");
        let left = slot.folder.with_file_name(".tool-1.0.0").join("made");
        std::fs::create_dir_all(&left).unwrap();
        std::fs::write(left.join("half"), "").unwrap();
        slot.fill(|made, _| {
            assert!(!made.join("half").exists());
            Err(anyhow!("not today"))
        })
        .unwrap_err();
        assert_eq!(left_behind(&slot), [".tool-1.0.0.lock"]);
    }

    fn left_behind(slot: &Slot) -> Vec<String> {
        let parent = slot.folder.parent().unwrap();
        let mut names: Vec<_> = std::fs::read_dir(parent)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        std::fs::remove_dir_all(parent).unwrap();
        names
    }

    #[test]
    fn a_tool_is_moved_into_place_whole() {
        let slot = slot("whole");
        assert!(!slot.is_filled());
        slot.fill(|made, meanwhile| {
            std::fs::write(meanwhile.join("object"), "")?;
            std::fs::create_dir(made.join("bin"))?;
            std::fs::write(
                made.join("bin")
                    .join(format!("tool{}", std::env::consts::EXE_SUFFIX)),
                "",
            )?;
            Ok(())
        })
        .unwrap();
        assert!(slot.is_filled());
        assert_eq!(left_behind(&slot), [".tool-1.0.0.lock", "tool-1.0.0"]);
    }

    #[test]
    fn a_failed_installation_leaves_nothing_behind() {
        let slot = slot("failed");
        let error = slot
            .fill(|made, _| {
                std::fs::create_dir(made.join("bin"))?;
                Err(anyhow!("no network"))
            })
            .unwrap_err();
        assert_eq!(error.to_string(), "no network");
        assert!(!slot.is_filled());
        assert_eq!(left_behind(&slot), [".tool-1.0.0.lock"]);
    }
}
