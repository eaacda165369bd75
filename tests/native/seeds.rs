//! Inputs of the fuzz targets, each checked against its target's property: examples for each parser, and every input that
//! once failed (`tests/fuzz/seeds`). They run here so that they stay fixed without a fuzzer.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

#[allow(
    unreachable_pub,
    reason = "it is a crate of its own for the fuzz targets"
)]
#[path = "../fuzz/properties/lib.rs"]
mod properties;

use properties::{TARGETS, check};

fn folder(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests")).join(name)
}

/// Returns the files of a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Checks every seed of a target, and lists all that fail.
fn check_seeds(target: &str) {
    let seeds = files(&folder("fuzz/seeds").join(target));
    assert!(seeds.len() > 2, "the seeds are found");
    let failed: Vec<&PathBuf> = seeds
        .iter()
        .filter(|seed| {
            let input = fs::read(seed).unwrap();
            catch_unwind(|| check(target, &input)).is_err()
        })
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

macro_rules! seeds {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                check_seeds(stringify!($target));
            }
        )*

        /// The targets whose seeds are checked here.
        const CHECKED: &[&str] = &[$(stringify!($target)),*];
    };
}

seeds! {
    article
    document_html
    document_pdf
    document_transcript
    import_html
    import_markdown
    import_text
    message
    options
    output
    package
    picture
    saved
    site
    text
}

#[test]
fn every_target_has_a_property_a_program_and_seeds() {
    let names = |path: &str| -> BTreeSet<String> {
        files(&folder(path))
            .iter()
            .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect()
    };
    let properties: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("fuzz/targets"), properties);
    assert_eq!(names("fuzz/seeds"), properties);
    let checked: BTreeSet<String> = CHECKED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(checked, properties);
}
