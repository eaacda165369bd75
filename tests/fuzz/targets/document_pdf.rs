//! Source documents that are PDFs.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("document_pdf", input));
