//! Every interface message is used.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

#[test]
fn every_message_is_used() {
    let mut code = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.starts_with(root.join("crates/i18n"))
            {
                code.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let english: toml::Table = include_str!("../crates/i18n/messages/en.toml")
        .parse()
        .unwrap();
    let unused: Vec<_> = english
        .keys()
        .filter(|key| *key != "language")
        .filter(|key| !code.contains(&format!(".{}(", key.replace('-', "_"))))
        .filter(|key| !code.contains(&format!("Messages::{}", key.replace('-', "_"))))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}
