//! Imported Markdown.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("import_markdown", input));
