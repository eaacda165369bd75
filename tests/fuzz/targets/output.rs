//! An output folder with the files of earlier builds.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| properties::check("output", input));
