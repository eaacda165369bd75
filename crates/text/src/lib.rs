//! Pure work on text: folding it for comparison, finding quotes in it, searching it, counting its words, and writing of
//! it what other programs read: citations, tables, addresses.
//!
//! *Invariant:* nothing here reads, writes or draws, and nothing changes a text: what is found is named by its
//! place in the text as it stands, in Unicode code points.

mod cite;
mod directive;
mod facts_table;
mod fold;
mod json;
mod phrases;
mod quote;
mod rich;
pub mod search;
mod sentences;
mod words;

pub use cite::{Author, Style, Work};
pub use directive::text_directive;
pub use facts_table::{FactRow, facts_csv, facts_json};
pub use fold::fold;
pub use json::string as json_string;
pub use phrases::Phrases;
pub use quote::{Passage, Quote};
pub use rich::Rich;
pub use sentences::sentences;
pub use words::{word_count, words};
