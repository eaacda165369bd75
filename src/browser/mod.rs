//! The code that uses web APIs: adopting an article, jumping in it, loading a package, recovering from a panic.
//!
//! The parts of an article are found by the ids and `data-` attributes in [`sidelight_model::anchor`]. Event listeners are
//! on the article as a whole.
//!
//! *Invariant:* the article's text nodes are never changed. The cost of adopting doesn't grow with the number of paragraphs.
//! Dropping the value that [`adopt`] returns removes everything that was added. It is normal that a browser lacks an API or
//! refuses a call.

mod adopt;
mod boxes;
mod card;
mod chrome;
mod contents;
mod context;
mod dom;
mod embed;
mod focus;
mod frame;
mod highlight;
mod history;
mod jump_note;
mod language;
mod listen;
mod metadata;
mod navigation;
mod offline;
mod package;
mod panels;
mod panic;
mod passage;
mod progress;
mod resume;
mod scroll;
mod search;
mod share;
mod start;
mod storage;
mod subscribers;
mod tables;
mod text_position;
mod toolbar;
mod typography;

/// The allocator. It adds less than half as much code as that of the standard library.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

pub use adopt::{Adopted, adopt};
pub use frame::{Frame, FrameEvent, Jump};
pub use listen::{SENTENCE_CLASS, SENTENCE_HIGHLIGHT};
pub use package::{load, package_url};
pub use panic::install as install_panic_hook;
pub use passage::{FALLBACK_CLASS, HIGHLIGHT};
pub use search::{CURRENT_HIT, CURRENT_HIT_CLASS, HITS, HITS_CLASS};
pub use start::{start_article, start_package};
