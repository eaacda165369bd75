//! Reads the hostile cases from `tests/fixtures/hostile/`. Its `README.md` describes the format.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod recipe;

use std::fs;
use std::path::{Path, PathBuf};

use sidelight_compiler::{Memory, read};
use sidelight_model::Article;

/// The folder of all cases. It has a folder for each group.
pub(crate) const FOLDER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/hostile");

/// A hostile input, and the expected result.
pub(crate) struct Hostile {
    /// Path of the case's file.
    pub(crate) path: PathBuf,
    /// The group and the file's name, as a slug.
    pub(crate) slug: String,
    /// The expected result.
    pub(crate) expects: Expects,
    /// The expected result in browsers, if it differs.
    pub(crate) in_browsers: Option<Expects>,
    /// Files and lists of the case, by name and in order.
    sections: Vec<(String, Vec<u8>)>,
}

/// The expected result of a hostile input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expects {
    /// It is accepted, and shown as text.
    Shown,
    /// It has no effect.
    Ignored,
    /// It is refused with diagnostics of these codes, in this order. Packages have no codes.
    Refused(Vec<String>),
}

impl Hostile {
    /// Returns the content of a section.
    pub(crate) fn section(&self, name: &str) -> Option<&[u8]> {
        self.sections
            .iter()
            .find(|(section, _)| section == name)
            .map(|(_, content)| content.as_slice())
    }

    /// Returns the lines of a section. Without such a section, the list is empty.
    pub(crate) fn lines(&self, name: &str) -> Vec<&str> {
        let content = self.section(name).unwrap_or_default();
        let text = std::str::from_utf8(content).unwrap();
        text.lines().filter(|line| !line.is_empty()).collect()
    }

    /// Returns the sections that are files.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.sections
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
            .filter(|(name, _)| !["report", "shown"].contains(name))
    }

    /// Returns true if the input is accepted or has no effect.
    pub(crate) fn is_accepted(&self) -> bool {
        !matches!(self.expects, Expects::Refused(_))
    }

    /// Returns the files of the article under attack. Files that the case doesn't have are taken from the good article.
    pub(crate) fn article_files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<(String, Vec<u8>)> = good()
            .sections
            .into_iter()
            .filter(|(name, _)| self.section(name).is_none())
            .collect();
        let own = self.files().filter(|(name, _)| *name != "site.toml");
        files.extend(own.map(|(name, content)| (name.to_owned(), content.to_vec())));
        files
    }

    /// Adds the article under attack to the sources, under the case's slug.
    pub(crate) fn put_into(&self, memory: Memory) -> Memory {
        self.article_files()
            .into_iter()
            .fold(memory, |memory, (name, content)| {
                memory.with(&self.slug, &name, content)
            })
    }

    /// Returns the hostile package: the case's own, or the good article's package with the case's changes.
    pub(crate) fn package(&self) -> String {
        if let Some(package) = self.section("package.json") {
            return String::from_utf8(package.to_vec()).unwrap();
        }
        let mut package = serde_json::from_str(&good_article().to_json().unwrap()).unwrap();
        for change in self.lines("changes") {
            let (pointer, value) = change.split_once(" = ").unwrap_or_else(|| {
                panic!("{}: a change is `/pointer = value`", self.path.display())
            });
            let value = serde_json::from_str(value)
                .unwrap_or_else(|error| panic!("{}: {error}: {value}", self.path.display()));
            put(&mut package, pointer, value);
        }
        package.to_string()
    }
}

/// Sets a value in a package. The pointer may name a new key.
fn put(package: &mut serde_json::Value, pointer: &str, value: serde_json::Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = package
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("a package has no {pointer}"));
    match parent {
        serde_json::Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
}

/// Returns the cases of a group, sorted by name.
pub(crate) fn group(name: &str) -> Vec<Hostile> {
    let folder = Path::new(FOLDER).join(name);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{name} has cases");
    paths
        .iter()
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            parse(path, format!("{name}-{stem}"))
        })
        .collect()
}

/// Returns the names of all groups.
pub(crate) fn groups() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Returns the article that cases change.
pub(crate) fn good() -> Hostile {
    parse(&Path::new(FOLDER).join("good.case"), "good".into())
}

/// Returns that article, compiled.
pub(crate) fn good_article() -> Article {
    let memory = good().put_into(Memory::default());
    let (article, report) = read(&memory, "good");
    article.unwrap_or_else(|| panic!("{}", report.render(false)))
}

fn parse(path: &Path, slug: String) -> Hostile {
    let text = fs::read_to_string(path).unwrap();
    let at = path.display();
    let (head, sections) = text
        .split_once("\n=== ")
        .unwrap_or_else(|| panic!("{at} has no section"));
    let member = |name: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    };
    assert!(member("attacks").is_some(), "{at} says what it attacks");
    let expects = member("expects").unwrap_or_else(|| panic!("{at} says what it expects"));
    Hostile {
        path: path.to_owned(),
        slug,
        expects: expectation(expects, path),
        in_browsers: member("in browsers").map(|text| expectation(text, path)),
        sections: sections
            .split("\n=== ")
            .map(|section| {
                let (name, content) = section.split_once('\n').unwrap_or((section, ""));
                // Splitting has removed the line end before the next section.
                let content = match content {
                    "" => String::new(),
                    content => format!("{}\n", content.trim_end_matches('\n')),
                };
                (name.to_owned(), recipe::cook(&content, path))
            })
            .collect(),
    }
}

fn expectation(text: &str, path: &Path) -> Expects {
    match text.split(' ').collect::<Vec<_>>().as_slice() {
        ["shown", "as", "text"] => Expects::Shown,
        ["ignored"] => Expects::Ignored,
        ["refused", codes @ ..] => {
            Expects::Refused(codes.iter().map(|code| (*code).to_owned()).collect())
        }
        _ => panic!("{}: nothing is expected by `{text}`", path.display()),
    }
}
