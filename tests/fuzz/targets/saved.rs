//! What a reader's storage holds.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("saved", input));
