//! Web pages: a parser with limits, and the kinds of elements. The importer uses them too.

mod elements;
mod parse;

pub use self::elements::{is_inline, is_unseen};
pub use self::parse::{MAX_OPEN, Overgrown, parse};
