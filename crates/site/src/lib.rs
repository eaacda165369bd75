//! The site generator: renders articles into a static site, and serves drafts while they are written.
//!
//! *Invariant:* no article is published while it has an error.

mod against;
mod compare;
mod entry;
mod escape;
mod language_names;
mod look;
pub mod metadata;
mod page;
mod place;
mod policy;
mod program;
mod scripts;
pub mod serve;
mod shared;
mod shell;
mod site;
mod styles;
mod switch;

pub use against::against;
pub use compare::compare;
pub use entry::{EditionEntry, Entry};
pub use place::{EditionPlace, Place};
pub use shell::Shell;
pub use site::{Built, Compression, Published, Site, render, render_box, render_sources};
pub use styles::{styles, text_styles};
