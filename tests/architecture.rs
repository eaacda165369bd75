//! The plan of the house: which room may use what (see the crate's documentation and each room's own).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// A room, the other rooms it may use, and the crates it may not.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

/// In the order of the plan: `{press, view} ← browser ← embed ← main`.
const ROOMS: [Room; 6] = [
    Room {
        name: "view",
        may_use: &[],
        never: &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "gloo",
            "tokio",
            "toml",
            "pulldown_cmark",
            "std::fs",
            "std::io",
        ],
    },
    Room {
        name: "press",
        may_use: &["view"],
        never: &["web_sys", "js_sys", "wasm_bindgen", "gloo"],
    },
    Room {
        name: "browser",
        may_use: &["view"],
        never: &[
            "function_component",
            "#[component",
            "html!",
            "tokio",
            "toml",
            "pulldown_cmark",
            "std::fs",
            "std::io",
        ],
    },
    Room {
        name: "embed",
        may_use: &["browser"],
        // Its codecs are pure, and its wiring asks `page`.
        never: &[
            "yew",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "gloo",
            "serde",
            "serde_json",
            "tokio",
            "toml",
            "pulldown_cmark",
            "std::fs",
            "std::io",
        ],
    },
    Room {
        name: "main",
        may_use: &["view", "browser", "embed"],
        never: &["tokio", "toml", "pulldown_cmark", "std::fs", "std::io"],
    },
    Room {
        name: "bin",
        may_use: &["press"],
        never: &["yew", "web_sys", "js_sys", "wasm_bindgen", "gloo"],
    },
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files of a room: `src/<room>.rs` and all in `src/<room>/`.
fn files(room: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let single = src().join(format!("{room}.rs"));
    if single.exists() {
        files.push(single);
    }
    let mut folders = vec![src().join(room)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// A file's code, line by line with its number, without comments and without what is only for tests.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .enumerate()
        .map(|(i, line)| {
            (
                i + 1,
                line.split("//").next().unwrap_or_default().to_owned(),
            )
        })
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim().is_empty())
        .collect()
}

/// Whether a line of code names something, as a word of its own.
fn names(line: &str, what: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(what).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + what.len()..].chars().next();
        let ends_open = what.ends_with(is_word);
        !(before.is_some_and(is_word) || ends_open && after.is_some_and(is_word))
    })
}

/// The rooms that a line of code names, with those of a group: `crate::{model::Article, press}`.
fn rooms_named(line: &str) -> Vec<&'static str> {
    let groups: String = line
        .split("crate::{")
        .skip(1)
        .flat_map(|group| {
            let mut depth = 0;
            // Of a group only what stands outside of inner groups is a room.
            group.chars().filter(move |c| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth == 0
            })
        })
        .collect();
    ROOMS
        .iter()
        .map(|room| room.name)
        .filter(|room| {
            let alone = ["crate", "sidelight"]
                .iter()
                .any(|root| names(line, &format!("{root}::{room}")));
            let grouped = groups
                .split(',')
                .any(|path| path.trim().split("::").next() == Some(room));
            alone || grouped
        })
        .collect()
}

/// Lines joined where a group of imports runs over several.
fn statements(path: &Path) -> Vec<(usize, String)> {
    let mut statements: Vec<(usize, String)> = Vec::new();
    for (number, line) in code(path) {
        match statements.last_mut() {
            Some((_, open)) if open.trim().starts_with("use ") && !open.contains(';') => {
                open.push_str(&line);
            }
            _ => statements.push((number, line)),
        }
    }
    statements
}

fn faults(room: &Room) -> Vec<String> {
    let mut faults = Vec::new();
    let is_test = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "tests");
    for path in files(room.name).into_iter().filter(|path| !is_test(path)) {
        for (number, line) in statements(&path) {
            let at = format!("{}:{number}: {}", path.display(), line.trim());
            for other in rooms_named(&line) {
                if other != room.name && !room.may_use.contains(&other) {
                    faults.push(format!("`{}` may not use `{other}`: {at}", room.name));
                }
            }
            for what in room.never.iter().filter(|what| names(&line, what)) {
                faults.push(format!("`{}` never uses `{what}`: {at}", room.name));
            }
        }
    }
    faults
}

#[test]
fn rooms_use_only_what_they_may() {
    let faults: Vec<String> = ROOMS.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rooms_use_each_other_in_one_direction() {
    for (i, room) in ROOMS.iter().enumerate() {
        for used in room.may_use {
            let place = ROOMS.iter().position(|other| other.name == *used);
            assert!(
                place.is_some_and(|place| place < i),
                "{} and {used}",
                room.name
            );
        }
    }
}

#[test]
fn every_part_of_the_house_is_a_room() {
    for entry in fs::read_dir(src()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let known = name == "lib" || ROOMS.iter().any(|room| room.name == name);
        assert!(
            known,
            "{} stands in no plan; add it to ROOMS",
            path.display()
        );
    }
}

#[test]
fn a_wrong_use_would_be_seen() {
    for (line, what, expected) in [
        ("use web_sys::Window;", "web_sys", true),
        ("use crate::press::Kind;", "crate::press", true),
        ("use crate::pressing::Kind;", "crate::press", false),
        ("let my_web_sys = 1;", "web_sys", false),
        ("html! { <p/> }", "html!", true),
        ("let page = 1;", "crate::browser", false),
    ] {
        assert_eq!(names(line, what), expected, "{line}");
    }
    for (line, expected) in [
        (
            "use crate::{browser::Article, press};",
            &["press", "browser"][..],
        ),
        (
            "use crate::{browser::{Article, press}, embed};",
            &["browser", "embed"],
        ),
        ("crate::view::Reader", &["view"]),
        ("use super::page::Page;", &[]),
    ] {
        assert_eq!(rooms_named(line), expected, "{line}");
    }
}
