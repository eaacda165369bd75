//! The list of all panels that need the program.

use super::panel::Panel;
use super::{embed, listen, offline, search, share};

/// All panels that need the program.
pub static PANELS: [&Panel; 5] = [
    &search::PANEL,
    &listen::PANEL,
    &share::PANEL,
    &embed::PANEL,
    &offline::PANEL,
];
