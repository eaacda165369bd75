//! Texts, searches in them, and citations.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("text", input));
