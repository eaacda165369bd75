//! Hostile output folders: whatever they contain, a build changes nothing outside of them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use sidelight_compiler::Memory;
use tempfile::TempDir;

use super::none;
use super::page::alarms;
use crate::hostile_cases::{Hostile, good, group};
use crate::site::{all_files, build};

#[test]
fn no_folder_of_a_site_leads_a_build_out_of_it() {
    let mut wrong = Vec::new();
    for case in group("output") {
        let folder = lay(&case);
        let before = outside(folder.path());
        // The output of the first build must not mislead the second one either.
        for number in 1..=2 {
            let site = folder.path().join("site");
            let built = build(&good().put_into(Memory::default()), &site);
            let report = built.report.render(false);
            if outside(folder.path()) != before {
                wrong.push(format!("{}: build {number} wrote outside", case.slug));
                break;
            }
            if built.published.is_some() != case.is_accepted() {
                wrong.push(format!("{}: build {number}: {report}", case.slug));
                break;
            }
            if case.is_accepted() {
                for path in all_files(&site).iter().filter(|p| p.ends_with(".html")) {
                    let html = fs::read_to_string(site.join(path)).unwrap();
                    wrong.extend(alarms(&format!("{}: {path}", case.slug), &html));
                }
            }
        }
    }
    none(wrong);
}

/// Writes the files of a case into a new folder.
fn lay(case: &Hostile) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path();
    for name in ["site", "outside"] {
        fs::create_dir(top.join(name)).unwrap();
    }
    for (name, content) in case.files() {
        match name.split_once(" -> ") {
            Some((link, target)) => {
                fs::create_dir_all(top.join(link).parent().unwrap()).unwrap();
                symlink(target, top.join(link)).unwrap();
            }
            None => {
                let file = top.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, placed(content, top)).unwrap();
            }
        }
    }
    folder
}

/// Replaces `{{inode …}}` and `{{path …}}` by the inode or path of a file in the folder. Other bytes are returned
/// unchanged.
fn placed(content: &[u8], top: &Path) -> Vec<u8> {
    let Ok(mut text) = String::from_utf8(content.to_vec()) else {
        return content.to_vec();
    };
    for (recipe, of) in [("{{inode ", true), ("{{path ", false)] {
        while let Some((before, rest)) = text.split_once(recipe) {
            let (path, after) = rest.split_once("}}").unwrap();
            let path = top.join(path);
            let made = if of {
                fs::metadata(&path).unwrap().ino().to_string()
            } else {
                path.display().to_string()
            };
            text = format!("{before}{made}{after}");
        }
    }
    text.into_bytes()
}

/// Returns everything in the folder except the site: the content of files by path, and `None` for folders.
fn outside(top: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(top.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}{}", entry.file_name().to_string_lossy());
            if path == "site" {
                continue;
            }
            let content = if entry.file_type().unwrap().is_dir() {
                folders.push(format!("{path}/"));
                None
            } else {
                Some(fs::read(entry.path()).unwrap())
            };
            found.insert(path, content);
        }
    }
    found
}
