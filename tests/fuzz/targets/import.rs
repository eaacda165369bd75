//! Files as anybody might bring them in: an article whose only faults are its blanks, or an error. The first byte
//! tells the file's name.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sidelight::press::import;

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let name = ["a.txt", "a.html", "a.md"][usize::from(*first) % 3];
    if let Ok(imported) = import(name, bytes) {
        assert!(imported.article.starts_with("+++\n"));
    }
});
