//! The content of a reader's storage.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("saved", input));
