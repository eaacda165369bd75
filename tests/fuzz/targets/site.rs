//! The file `site.toml`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("site", input));
