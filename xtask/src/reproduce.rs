//! `cargo xtask reproduce`: builds the release of one commit twice and compares every byte.
//!
//! The builds share no folder. Each has its own clone of the repository, its own target folder and its own cargo home, and
//! the paths of these folders differ in length.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::needs;
use crate::process::{Scratch, run};
use crate::progress::Progress;
use crate::site::{self, Places};
use crate::workspace;

/// Folders of the two builds, below the scratch folder.
const PLACES: [&str; 2] = ["one", "another/with/a-longer-path"];

/// Builds the current commit twice. Returns an error that names the differing files if the two releases differ.
pub(crate) fn reproduce() -> Result<()> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    let scratch = Scratch::new(workspace::target().join("reproduce"))?;
    let mut releases = Vec::new();
    for place in PLACES {
        let folder = scratch.path().join(place);
        let dist = progress.step(&format!("Build in {}", folder.display()), || build(&folder))?;
        releases.push(read(&dist)?);
    }
    progress.print_timings();
    let differing = differences(&releases[0], &releases[1]);
    if !differing.is_empty() {
        bail!("the two builds differ in: {}", differing.join(", "));
    }
    println!("{} files are the same in both builds", releases[0].len());
    Ok(())
}

/// Clones the repository into a folder and builds it there. Returns the path of the release.
fn build(folder: &Path) -> Result<PathBuf> {
    let places = Places {
        root: folder.join("clone"),
        target: folder.join("target"),
        cargo_home: folder.join("cargo-home"),
    };
    std::fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    run(Command::new("git")
        .args(["clone", "--quiet"])
        .arg(workspace::root())
        .arg(&places.root))?;
    link_cargo_home(&places.cargo_home)?;
    run(&mut site::release(&places)?)?;
    Ok(places.root.join("dist"))
}

/// Makes a cargo home that links to the entries of the real one, so that nothing is downloaded again.
#[cfg(unix)]
fn link_cargo_home(home: &Path) -> Result<()> {
    let real = Places::ours()?.cargo_home;
    std::fs::create_dir_all(home).with_context(|| format!("can't make {}", home.display()))?;
    for entry in
        std::fs::read_dir(&real).with_context(|| format!("can't read {}", real.display()))?
    {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            std::os::unix::fs::symlink(&path, home.join(name))
                .with_context(|| format!("can't link {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn link_cargo_home(_: &Path) -> Result<()> {
    bail!("builds can only be compared on Unix")
}

/// Reads every file below a folder. The keys are paths relative to it. Returns an error if there is no file.
fn read(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in
            std::fs::read_dir(&next).with_context(|| format!("can't read {}", next.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes =
                std::fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
            files.insert(path.strip_prefix(folder)?.to_owned(), bytes);
        }
    }
    ensure!(!files.is_empty(), "{} has no file", folder.display());
    Ok(files)
}

/// Returns the paths of files that differ or are missing in one of the releases.
fn differences(
    one: &BTreeMap<PathBuf, Vec<u8>>,
    other: &BTreeMap<PathBuf, Vec<u8>>,
) -> Vec<String> {
    let mut paths: Vec<_> = one.keys().chain(other.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| one.get(*path) != other.get(*path))
        .map(|path| path.display().to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_differs_or_is_missing_is_named() {
        let release = |files: &[(&str, &str)]| {
            files
                .iter()
                .map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()))
                .collect()
        };
        let one = release(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let other = release(&[("a", "1"), ("b", "9"), ("d", "3")]);
        assert_eq!(differences(&one, &other), ["b", "c", "d"]);
        assert!(differences(&one, &one).is_empty());
    }

    #[test]
    fn every_file_below_a_folder_is_read() {
        let folder =
            std::env::temp_dir().join(format!("sidelight-reproduce-{}", std::process::id()));
        let scratch = Scratch::new(folder).unwrap();
        assert!(read(scratch.path()).is_err());
        std::fs::create_dir_all(scratch.path().join("a/b")).unwrap();
        std::fs::write(scratch.path().join("a/b/c"), "1").unwrap();
        std::fs::write(scratch.path().join("d"), "2").unwrap();
        let paths: Vec<_> = read(scratch.path()).unwrap().into_keys().collect();
        assert_eq!(paths, [PathBuf::from("a/b/c"), PathBuf::from("d")]);
    }
}
