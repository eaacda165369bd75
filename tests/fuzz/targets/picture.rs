//! Pictures of articles.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("picture", input));
