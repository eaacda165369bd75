//! Source documents that are web pages, Markdown or plain text.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("document_html", input));
