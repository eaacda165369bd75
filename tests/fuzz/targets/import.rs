//! Files as anybody might bring them in, under each kind of name: an article whose only faults are its blanks, or an
//! error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sidelight::press::{Field, Kind, Memory, import, read};

fuzz_target!(|input: &[u8]| {
    for name in ["a.txt", "a.html", "a.md"] {
        let Ok(imported) = import(name, input) else {
            continue;
        };
        let memory = Memory::default()
            .with("one", "article.md", imported.article.clone())
            .with("one", "facts.toml", imported.facts);
        let (_, report) = read(&memory, "one");
        let blanks = imported
            .taken
            .iter()
            .filter(|taken| taken.field == Field::Blank)
            .count();
        // A source may be all headline.
        let is_empty = usize::from(imported.paragraphs == 0);
        // What is longer than an article may have it is the author's to shorten.
        let faults = report
            .diagnostics
            .iter()
            .filter(|fault| fault.kind != Kind::TooLong);
        assert!(
            faults.count() <= blanks + is_empty,
            "{}",
            imported.article
        );
        assert!(
            report
                .diagnostics
                .iter()
                .all(|fault| fault.kind != Kind::Internal)
        );
    }
});
