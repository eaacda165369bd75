//! Source documents that are transcripts.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("document_transcript", input));
