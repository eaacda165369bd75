//! The site's own file.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("site", input));
