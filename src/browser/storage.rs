//! The reader's own storage, for settings and positions. It may be blocked or full, and may contain anything. All this is
//! normal.

use web_sys::{Storage, Window};

/// Returns the text stored under a key. Returns `None` if there is none, or if storage is blocked.
pub(super) fn read(window: &Window, key: &str) -> Option<String> {
    storage(window)?.get_item(key).ok()?
}

/// Stores a text under a key, or removes the key if the text is empty. Returns `true` on success.
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
