//! Text algorithms: folding for comparison, finding quotations, search, counting words, and output for other programs
//! such as citations, tables and addresses. Also suggestions for quotations and words that aren't found.
//!
//! *Invariant:* no function here has side effects, and none changes a text. Results refer to positions in the
//! original text. Quotations and phrases count Unicode code points. Sentences, words and suggestions count bytes, and search hits
//! count UTF-16 code units.

mod cite;
mod directive;
mod facts_table;
mod fold;
mod json;
mod nearest;
mod phrases;
mod quote;
mod rich;
pub mod search;
mod sentences;
mod word_index;
mod words;

pub use cite::{Author, Style, Work};
pub use directive::text_directive;
pub use facts_table::{FactRow, facts_csv, facts_json, table_csv};
pub use fold::fold;
pub use json::string as json_string;
pub use nearest::nearest;
pub use phrases::Phrases;
pub use quote::{Passage, Quote};
pub use rich::Rich;
pub use sentences::sentences;
pub use word_index::{Closest, WordIndex};
pub use words::{word_count, words};
