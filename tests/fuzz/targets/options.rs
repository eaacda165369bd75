//! Queries of frames' URLs.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("options", input));
