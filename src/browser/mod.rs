//! Everything that touches the browser: adopting an article, jumping in it, loading a package, surviving a panic.
//!
//! It finds the parts of an article by the ids and `data-` attributes that [`sidelight_model::anchor`] names, and
//! listens on the article as a whole.
//!
//! *Invariant:* the article's text nodes are never touched, no cost grows with the number of its paragraphs, and
//! dropping what [`adopt`] returns leaves nothing behind. An API that a browser lacks or refuses is normal.

mod adopt;
mod arrival;
mod article;
mod boxes;
mod card;
mod card_fact;
mod clipboard;
mod contents;
mod dom;
mod elsewhere;
mod embed;
mod excerpt;
mod focus;
mod frame;
mod highlight;
mod history;
mod jump;
mod language;
mod listen;
mod metadata;
mod offline;
mod package;
mod panic;
mod passage;
mod place_card;
mod reading;
mod resume;
mod search;
mod sentences;
mod share;
mod spot;
mod start;
mod storage;
mod subscribers;
mod toolbar;
mod typeface;
mod voice;

/// The heap, which weighs less than half of what the standard library would bring.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

pub use adopt::{Adopted, adopt};
pub use frame::{Frame, Happened, Jump};
pub use listen::{SENTENCE_CLASS, SENTENCE_HIGHLIGHT};
pub use package::{load, package_url};
pub use panic::install as install_panic_hook;
pub use passage::{FALLBACK_CLASS, HIGHLIGHT};
pub use search::{CURRENT_HIT, CURRENT_HIT_CLASS, HITS, HITS_CLASS};
pub use start::{start_package, start_pressed};
