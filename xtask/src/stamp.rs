//! Detects if the release site in `dist/` is up to date, so that several commands can share one build.
//!
//! *Invariant:* a site is reused only if its inputs, the toolchain and every file of the site are as they were after a
//! successful build. The stamp is removed before a build begins. It isn't written again if inputs change during the build.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::output;
use crate::workspace;

/// Entries of the repository that don't affect the site. All others count as inputs, so that none is forgotten.
const OTHERS: [&str; 5] = [".git", ".ci", "dist", "target", "tests"];
/// Cargo marks target folders with this file, also those with other names.
const CACHE: &str = "CACHEDIR.TAG";
/// Prefixes of the environment variables that affect a build.
const VARIABLES: [&str; 6] = [
    "CARGO_BUILD_",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_PROFILE_",
    "RUSTC",
    "RUSTFLAGS",
    "TRUNK_",
];

/// Builds the release site with `build`, unless `dist/` is up to date.
pub(crate) fn build_once(build: impl FnOnce() -> Result<()>) -> Result<()> {
    let site = Site {
        inputs: workspace::root().to_owned(),
        settings: settings(),
        outputs: workspace::dist(),
        stamp: workspace::target().join("dist.stamp"),
    };
    if site.is_fresh()? {
        eprintln!("{} is up to date", site.outputs.display());
        return Ok(());
    }
    site.build(build)
}

/// Returns the inputs that aren't files: the toolchain's version and the environment variables.
fn settings() -> String {
    let compiler = output(workspace::command("rustc").arg("-vV")).unwrap_or_default();
    let variables: BTreeMap<_, _> = std::env::vars_os()
        .filter(|(name, _)| {
            let name = name.to_string_lossy();
            VARIABLES.iter().any(|begin| name.starts_with(begin))
        })
        .collect();
    format!("{compiler}{variables:?}")
}

/// A folder of outputs that is built from a folder of inputs.
struct Site {
    inputs: PathBuf,
    settings: String,
    outputs: PathBuf,
    stamp: PathBuf,
}

impl Site {
    fn is_fresh(&self) -> Result<bool> {
        let Ok(stamp) = fs::read_to_string(&self.stamp) else {
            return Ok(false);
        };
        Ok(self.outputs.is_dir() && stamp == self.stamp_now()?)
    }

    fn build(&self, build: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.stamp.exists() {
            fs::remove_file(&self.stamp)
                .with_context(|| format!("can't remove {}", self.stamp.display()))?;
        }
        let before = self.digest_of_inputs()?;
        build()?;
        if self.digest_of_inputs()? == before {
            fs::write(&self.stamp, self.stamp_now()?)
                .with_context(|| format!("can't write {}", self.stamp.display()))?;
        }
        Ok(())
    }

    fn stamp_now(&self) -> Result<String> {
        let outputs = digest(&self.outputs, &[], "")?;
        Ok(format!("{:x} {outputs:x}\n", self.digest_of_inputs()?))
    }

    fn digest_of_inputs(&self) -> Result<u64> {
        digest(&self.inputs, &OTHERS, &self.settings)
    }
}

/// Returns a digest of a folder's files and their paths, and of some text. Leaves out the entries named in `except` at the
/// top of the folder, and cargo's target folders.
fn digest(folder: &Path, except: &[&str], text: &str) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for path in entries(&current)? {
            let place = path.strip_prefix(folder)?;
            if except.iter().any(|name| place == Path::new(name)) || path.join(CACHE).is_file() {
                continue;
            }
            place.hash(&mut hasher);
            if path.is_dir() {
                folders.push(path);
            } else {
                let content =
                    fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
                content.hash(&mut hasher);
            }
        }
    }
    Ok(hasher.finish())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Scratch;

    /// Makes a site that has been built once. Inputs, outputs and stamp are in the scratch folder.
    fn built(name: &str) -> (Scratch, Site) {
        let folder =
            std::env::temp_dir().join(format!("sidelight-stamp-{name}-{}", std::process::id()));
        let scratch = Scratch::new(folder).unwrap();
        let inputs = scratch.path().join("inputs");
        let site = Site {
            outputs: inputs.join("dist"),
            stamp: scratch.path().join("stamp"),
            settings: "rustc 1".to_owned(),
            inputs,
        };
        for (path, content) in [
            ("src/a.rs", "a"),
            ("src/b.rs", "b"),
            ("Cargo.toml", "c"),
            ("tests/e2e.rs", "d"),
            ("target/debug/sidelight", "e"),
            ("elsewhere/CACHEDIR.TAG", ""),
        ] {
            put(&site, path, content);
        }
        build(&site);
        assert!(site.is_fresh().unwrap(), "it has just been built");
        (scratch, site)
    }

    fn put(site: &Site, path: &str, content: &str) {
        let path = site.inputs.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn build(site: &Site) {
        site.build(|| {
            put(site, "dist/index.html", "page");
            Ok(())
        })
        .unwrap();
    }

    /// A change: its description and its effect.
    type Change = (&'static str, fn(&mut Site));

    #[test]
    fn every_change_of_an_input_makes_a_site_stale() {
        let (_scratch, mut site) = built("inputs");
        let changes: [Change; 7] = [
            ("content", |site| put(site, "src/a.rs", "A")),
            ("a new file", |site| put(site, "assets/new.css", "")),
            ("a file that is gone", |site| {
                fs::remove_file(site.inputs.join("assets/new.css")).unwrap();
            }),
            ("an empty folder", |site| {
                fs::create_dir(site.inputs.join("src/empty")).unwrap();
            }),
            ("another name", |site| {
                fs::rename(site.inputs.join("src/b.rs"), site.inputs.join("src/c.rs")).unwrap();
            }),
            ("text that moves from one file to the next", |site| {
                put(site, "src/a.rs", "Ab");
                put(site, "src/c.rs", "");
            }),
            ("another compiler", |site| {
                site.settings = "rustc 2".to_owned();
            }),
        ];
        for (what, change) in changes {
            change(&mut site);
            assert!(!site.is_fresh().unwrap(), "{what}");
            build(&site);
            assert!(site.is_fresh().unwrap(), "built after {what}");
        }
    }

    #[test]
    fn tests_and_caches_are_no_inputs() {
        let (_scratch, site) = built("others");
        put(&site, "tests/e2e.rs", "D");
        put(&site, "target/debug/sidelight", "E");
        put(&site, "elsewhere/debug/sidelight", "F");
        assert!(site.is_fresh().unwrap());
    }

    #[test]
    fn a_site_that_was_changed_or_removed_is_stale() {
        let (_scratch, site) = built("outputs");
        put(&site, "dist/index.html", "another page");
        assert!(!site.is_fresh().unwrap());
        build(&site);
        put(&site, "dist/more.html", "");
        assert!(!site.is_fresh().unwrap());
        fs::remove_dir_all(&site.outputs).unwrap();
        assert!(!site.is_fresh().unwrap());
    }

    #[test]
    fn a_build_that_fails_leaves_the_site_stale() {
        let (_scratch, site) = built("failed");
        site.build(|| anyhow::bail!("no wasm-opt")).unwrap_err();
        assert!(!site.is_fresh().unwrap());
    }

    #[test]
    fn what_changes_during_a_build_isn_t_in_it() {
        let (_scratch, site) = built("meanwhile");
        site.build(|| {
            put(&site, "src/a.rs", "saved meanwhile");
            Ok(())
        })
        .unwrap();
        assert!(!site.is_fresh().unwrap());
    }
}
