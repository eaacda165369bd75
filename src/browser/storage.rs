//! The reader's own storage, for settings and places. It may be blocked, full, or hold anything; that is normal.

use web_sys::{Storage, Window};

/// What is kept under a key; nothing when there is nothing, or storage is blocked.
pub(super) fn read(window: &Window, key: &str) -> Option<String> {
    storage(window)?.get_item(key).ok()?
}

/// Keeps a text, or keeps nothing any more when it is empty. Whether that could be done.
pub(super) fn keep(window: &Window, key: &str, text: &str) -> bool {
    storage(window).is_some_and(|storage| {
        if text.is_empty() {
            storage.remove_item(key)
        } else {
            storage.set_item(key, text)
        }
        .is_ok()
    })
}

fn storage(window: &Window) -> Option<Storage> {
    window.local_storage().ok()?
}
