//! Diagnostics for authors. Each case in `tests/fixtures/authoring/` is one file with the authored files and the report
//! that they cause. A file that a case doesn't contain is taken from `good.case`.
//!
//! To accept new reports, run with `SNAPSHOTS=overwrite` and review the difference before you commit it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

use sidelight_compiler::{Kind, Memory, Report, read};

use crate::files;

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/authoring"
);

/// Returns the sections of a case by name. A section is `=== name`, followed by its text up to the next one.
fn sections(case: &str) -> BTreeMap<&str, &str> {
    case.split("=== ")
        .skip(1)
        .map(|section| section.split_once('\n').unwrap())
        .collect()
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "case")
        })
        .collect();
    cases.sort();
    assert!(cases.len() > 50, "the cases are found");
    cases
}

/// Returns a case's `article.md` and `facts.toml`.
fn files_of(case: &str) -> (String, String) {
    let good = fs::read_to_string(Path::new(FOLDER).join("good.case")).unwrap();
    let (good, case) = (sections(&good), sections(case));
    let file = |name| (*case.get(name).or_else(|| good.get(name)).unwrap()).to_owned();
    (file("article.md"), file("facts.toml"))
}

/// Returns the files of all cases.
pub(crate) fn texts() -> &'static [(String, String)] {
    static TEXTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        cases()
            .iter()
            .map(|path| files_of(&fs::read_to_string(path).unwrap()))
            .collect()
    })
}

fn report_of(case: &str) -> (bool, Report) {
    let (article, facts) = files_of(case);
    let mut sources = Memory::default()
        .with("an-article", "article.md", article)
        .with("an-article", "facts.toml", facts);
    for (name, text) in sections(case) {
        if !["article.md", "facts.toml", "report"].contains(&name) {
            sources = sources.with("an-article", name, text);
        }
    }
    let (article, report) = read(&sources, "an-article");
    (article.is_some(), report)
}

#[test]
fn every_case_is_reported_as_it_says() {
    let mut wrong = Vec::new();
    for path in cases() {
        let case = fs::read_to_string(&path).unwrap();
        let (has_article, report) = report_of(&case);
        assert_eq!(has_article, report.errors() == 0, "{}", path.display());
        let found = report.render(false).trim_end().to_owned();
        let (input, expected) = case.split_once("=== report\n").unwrap();
        if found == expected.trim_end() {
            continue;
        }
        if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
            let end = if found.is_empty() { "" } else { "\n" };
            fs::write(&path, format!("{input}=== report\n{found}{end}")).unwrap();
        } else {
            wrong.push(format!(
                "{}\n--- expected ---\n{expected}\n--- found ---\n{found}\n",
                path.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_of_diagnostic_has_a_case() {
    let mut seen: BTreeSet<Kind> = cases()
        .iter()
        .flat_map(|path| report_of(&fs::read_to_string(path).unwrap()).1.diagnostics)
        .map(|diagnostic| diagnostic.kind)
        .collect();
    seen.extend(files::kinds());
    // Input from outside can't cause an internal error.
    seen.insert(Kind::Internal);
    let missing: Vec<&Kind> = Kind::ALL
        .iter()
        .filter(|kind| !seen.contains(kind))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_diagnostic_says_what_to_do() {
    for path in cases() {
        let (_, report) = report_of(&fs::read_to_string(&path).unwrap());
        for diagnostic in report.diagnostics {
            let at = format!("{}: {}", path.display(), diagnostic.message);
            assert!(!diagnostic.hint.is_empty(), "{at}");
            assert!(!diagnostic.message.ends_with('.'), "{at}");
        }
    }
}
