//! Front matter, Markdown and facts as any author might type them: an article that passes its own check, or errors.
//!
//! The input is written as the tests' cases are: a line `=== article.md`, the file, `=== facts.toml`, the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sidelight::press::{Kind, Memory, read, suggest};

fuzz_target!(|input: &str| {
    let input = input.split("=== report").next().unwrap_or_default();
    let (article, facts) = input.split_once("=== facts.toml\n").unwrap_or((input, ""));
    let article = article.strip_prefix("=== article.md\n").unwrap_or(article);
    let memory =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", facts);
    let (found, report) = read(&memory, "one");
    assert_eq!(found.is_some(), report.errors() == 0);
    assert!(
        report
            .diagnostics
            .iter()
            .all(|fault| fault.kind != Kind::Internal)
    );
    report.render(false);
    if let Some(found) = found {
        found.check().unwrap();
    }
    suggest(&memory, "one");
});
