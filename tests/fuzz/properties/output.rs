//! An output folder whose journal and index somebody else wrote. A build ends with a site or with errors, and nothing
//! outside of the folder changes.
//!
//! The input is a line `=== journal.json`, the file, `=== index.json`, the file; either may be missing. `$OUTSIDE` is
//! replaced by the absolute path of a folder beside the site's. `$PRESS` and `$INPUTS` are replaced by the values that
//! this program writes into an index.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;
use sidelight_compiler::{Memory, SiteInfo};
use sidelight_site::{Compression, Shell, Site};
use tempfile::TempDir;

use super::report::check_report;
use super::site::{ARTICLE, shell};

const MARKER: &str = ".sidelight";

/// A built site, and its index.
struct Built {
    folder: TempDir,
    index: Value,
}

static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path());
    let index = fs::read(folder.path().join(MARKER).join("index.json")).unwrap();
    Built {
        folder,
        index: serde_json::from_slice(&index).unwrap(),
    }
});

pub fn output(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (site, outside) = (folder.path().join("site"), folder.path().join("outside"));
    copy(BUILT.folder.path(), &site);
    for kept in ["kept", "inner/kept"] {
        write(&outside.join(kept), "kept");
    }
    write(&folder.path().join("kept"), "kept");
    write(&site.join(MARKER).join("staging/planted"), "planted");
    let known = |path: &str| BUILT.index.pointer(path).and_then(Value::as_str);
    let input = input
        .replace("$OUTSIDE", &outside.display().to_string())
        .replace("$PRESS", known("/press").unwrap_or_default())
        .replace("$INPUTS", known("/articles/one/inputs").unwrap_or_default());
    for section in input.split("=== ").skip(1) {
        let (name, text) = section.split_once('\n').unwrap_or((section, ""));
        if matches!(name, "journal.json" | "index.json") {
            write(&site.join(MARKER).join(name), text);
        }
    }
    let before = files_but(folder.path(), &site);
    for _ in 0..2 {
        build(&site);
        assert_eq!(files_but(folder.path(), &site), before, "{input}");
    }
}

/// Builds a site of one article, and checks that the report has no internal error.
fn build(out: &Path) {
    let sources =
        Memory::default()
            .with("one", "article.md", ARTICLE)
            .with("one", "facts.toml", "");
    let built = Site {
        sources: &sources,
        shell: &Shell::read(&shell()).unwrap(),
        info: &SiteInfo::default(),
        out,
        compression: Compression::None,
        keep_going: false,
        published: false,
    }
    .build(&|_, _| {});
    check_report(&built.report);
    assert_eq!(built.published.is_some(), built.report.errors() == 0);
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Returns all files below a folder with their content, except those below another folder.
fn files_but(folder: &Path, except: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path == except {
            continue;
        }
        if path.is_dir() {
            files.extend(files_but(&path, except));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}
