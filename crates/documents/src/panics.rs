//! Catches the panics of decoders of PDFs, images and fonts.
//!
//! zune-jpeg, which `image` uses to decode JPEG, panics on some damaged files ([zune-image#409]). For the author, such a
//! file is damaged like any other, so the panic becomes an error of the file.
//!
//! *Invariant:* only panics of a decoder are caught and kept silent. All others are reported as before.
//!
//! [zune-image#409]: https://github.com/etemesi254/zune-image/issues/409

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// True while a decoder is running in this thread.
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder. Returns `None` if it panics.
pub fn catch_panic<T>(decode: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !DECODING.get() {
                report(info);
            }
        }));
    });
    DECODING.set(true);
    // Anything that the decoder left incomplete is dropped with it.
    let decoded = panic::catch_unwind(AssertUnwindSafe(decode));
    DECODING.set(false);
    decoded.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_panics_of_decoders_are_caught() {
        assert_eq!(catch_panic(|| 1), Some(1));
        assert_eq!(catch_panic(|| -> u8 { panic!("a decoder's") }), None);
        assert!(panic::catch_unwind(|| panic!("another one")).is_err());
        assert!(!DECODING.get());
    }
}
