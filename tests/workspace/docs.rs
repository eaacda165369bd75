//! Everything that the contributors' documents name exists.

use std::fs;
use std::path::Path;

use crate::root;

const DOCUMENTS: [&str; 2] = ["CONTRIBUTING.md", "docs/architecture.md"];

/// The folders that paths begin with.
const FOLDERS: [&str; 6] = ["assets/", "crates/", "docs/", "src/", "tests/", "xtask/"];

/// Returns the texts between single backticks, without blocks of code.
fn code_spans(text: &str) -> Vec<&str> {
    let mut is_block = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        is_block ^= is_fence;
        !is_block && !is_fence
    });
    lines
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

/// Returns all Rust code of the workspace.
fn all_code() -> String {
    let mut code = String::new();
    let mut folders: Vec<_> = ["src", "crates", "xtask", "tests"]
        .map(|folder| root().join(folder))
        .into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                code.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    code
}

/// Returns true if a name is written like a type or trait.
fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns the paths and types that a document names and the workspace doesn't have.
fn missing(text: &str, code: &str, exists: impl Fn(&Path) -> bool) -> Vec<String> {
    let is_defined = |name: &str| {
        ["struct", "enum", "trait", "type", "fn"]
            .iter()
            .any(|kind| {
                code.match_indices(&format!("{kind} {name}"))
                    .any(|(at, found)| {
                        let after = code[at + found.len()..].chars().next();
                        !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
                    })
            })
    };
    code_spans(text)
        .into_iter()
        .filter(|span| {
            let is_path = FOLDERS.iter().any(|folder| span.starts_with(folder))
                && !span.contains(['<', '…', '*', ' ']);
            (is_path && !exists(&root().join(span))) || (is_type(span) && !is_defined(span))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_path_and_type_that_is_named_exists() {
    // A type of the browser.
    let code = all_code() + "struct ResizeObserver ";
    for document in DOCUMENTS {
        let text = fs::read_to_string(root().join(document)).unwrap();
        assert!(code_spans(&text).len() > 10, "{document}");
        let missing = missing(&text, &code, Path::exists);
        assert!(missing.is_empty(), "{document}: {missing:?}");
    }
}

#[test]
fn what_is_missing_is_found() {
    let text = "`src/gone.rs` and `Gone` in `src/here.rs`, `Here`\n```\n`src/block.rs`\n```\n`src/<name>.rs`, `cargo`, `HTML`";
    let code = "pub struct Here; struct Goner;";
    let found = missing(text, code, |path| path.ends_with("src/here.rs"));
    assert_eq!(found, ["src/gone.rs", "Gone"]);
}
