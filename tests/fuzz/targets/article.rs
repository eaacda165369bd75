//! Front matter, Markdown and facts as any author might type them: an article that passes its own check, or errors.
//!
//! The input is `article.md`, then a line `=== facts.toml`, then that file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sidelight::press::{Kind, Memory, read, suggest};

fuzz_target!(|input: &str| {
    let (article, facts) = input.split_once("\n=== facts.toml\n").unwrap_or((input, ""));
    let memory = Memory::default()
        .with("one", "article.md", article)
        .with("one", "facts.toml", facts);
    let (found, report) = read(&memory, "one");
    assert_eq!(found.is_some(), report.errors() == 0);
    assert!(report.diagnostics.iter().all(|fault| fault.kind != Kind::Internal));
    report.render(false);
    if let Some(found) = found {
        found.check().unwrap();
    }
    suggest(&memory, "one");
});
