//! Pure work on text: folding it for comparison, finding quotes in it, searching it, counting its words.
//!
//! *Invariant:* nothing here reads, writes or draws, and nothing changes a text: what is found is named by its
//! place in the text as it stands, in Unicode code points.

mod fold;
mod quote;
pub mod search;
mod words;

pub use fold::fold;
pub use quote::{Passage, Quote};
pub use words::{word_count, words};
