//! The dependencies that `cargo metadata` lists.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The dependencies that a package may have. Development dependencies don't count.
struct Rule {
    package: &'static str,
    /// Packages of this workspace.
    may_use: &'static [&'static str],
    others: Others,
}

/// Rule for packages from outside the workspace.
enum Others {
    /// Only these.
    Only(&'static [&'static str]),
    /// All but these.
    AllBut(&'static [&'static str]),
}

/// Crates that only a browser needs.
const BROWSER: &[&str] = &[
    "gloo",
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

/// Crates that would make the programs in a page too large, or that can't work there.
const NATIVE: &[&str] = &[
    "ammonia",
    "comrak",
    "image",
    "jiff",
    "pulldown-cmark",
    "regex",
    "tokio",
    "toml",
];

/// From the bottom up: a package may only use packages above it in this list.
const RULES: [Rule; 9] = [
    Rule {
        package: "sidelight-model",
        may_use: &[],
        others: Others::Only(&["schemars", "serde", "serde_json"]),
    },
    Rule {
        package: "sidelight-i18n",
        may_use: &[],
        others: Others::Only(&[]),
    },
    Rule {
        package: "sidelight-text",
        may_use: &["sidelight-model"],
        others: Others::Only(&["memchr", "strsim"]),
    },
    Rule {
        package: "sidelight",
        may_use: &["sidelight-i18n", "sidelight-model", "sidelight-text"],
        others: Others::AllBut(NATIVE),
    },
    Rule {
        package: "sidelight-documents",
        may_use: &["sidelight-model", "sidelight-text"],
        others: Others::AllBut(BROWSER),
    },
    Rule {
        package: "sidelight-compiler",
        may_use: &["sidelight-documents", "sidelight-model", "sidelight-text"],
        others: Others::AllBut(BROWSER),
    },
    Rule {
        package: "sidelight-import",
        may_use: &[
            "sidelight-compiler",
            "sidelight-documents",
            "sidelight-model",
            "sidelight-text",
        ],
        others: Others::AllBut(BROWSER),
    },
    Rule {
        package: "sidelight-site",
        may_use: &[
            "sidelight",
            "sidelight-compiler",
            "sidelight-i18n",
            "sidelight-model",
            "sidelight-text",
        ],
        others: Others::AllBut(BROWSER),
    },
    Rule {
        package: "sidelight-cli",
        may_use: &[
            "sidelight-compiler",
            "sidelight-import",
            "sidelight-model",
            "sidelight-site",
        ],
        others: Others::AllBut(BROWSER),
    },
];

/// Returns the packages of the workspace with their dependencies, except development and build dependencies.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--locked", "--offline"])
        .args(["--format-version", "1"])
        .current_dir(super::root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap();
            let names = dependencies
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (
                package["name"].as_str().unwrap().to_owned(),
                names.collect(),
            )
        })
        .collect()
}

/// Returns the dependencies of a package that break its rule.
fn broken(rule: &Rule, dependencies: &BTreeSet<String>) -> Vec<String> {
    dependencies
        .iter()
        .filter(|name| {
            let name = name.as_str();
            if name.starts_with("sidelight") {
                return !rule.may_use.contains(&name);
            }
            match rule.others {
                Others::Only(allowed) => !allowed.contains(&name),
                Others::AllBut(refused) => refused.contains(&name),
            }
        })
        .map(|name| format!("{} may not use {name}", rule.package))
        .collect()
}

#[test]
fn packages_use_only_what_they_may() {
    let packages = packages();
    let broken: Vec<String> = RULES
        .iter()
        .flat_map(|rule| broken(rule, &packages[rule.package]))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_package_has_a_rule() {
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.package).collect();
    let packages = packages();
    let found: BTreeSet<&str> = packages.keys().map(String::as_str).collect();
    let xtask = BTreeSet::from(["xtask"]);
    assert_eq!(&found - &xtask, known);
}

#[test]
fn packages_use_each_other_in_one_direction() {
    for (i, rule) in RULES.iter().enumerate() {
        for used in rule.may_use {
            let is_above = RULES[..i].iter().any(|above| above.package == *used);
            assert!(is_above, "{} and {used}", rule.package);
        }
    }
}

#[test]
fn a_broken_rule_is_found() {
    let dependencies = BTreeSet::from(["serde", "sidelight-text", "yew"].map(str::to_owned));
    assert_eq!(
        broken(&RULES[0], &dependencies),
        [
            "sidelight-model may not use sidelight-text",
            "sidelight-model may not use yew"
        ]
    );
    let dependencies = BTreeSet::from(["serde", "sidelight-text", "tokio"].map(str::to_owned));
    assert_eq!(
        broken(&RULES[3], &dependencies),
        ["sidelight may not use tokio"]
    );
}
