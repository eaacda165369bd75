//! Length limits for the parts of an article, in characters.
//!
//! No author writes texts of this length on purpose. A longer text was pasted by mistake, or is meant to slow programs down.
//! The cost of some parts of a page grows with the square of their length.

/// Limit for a single line: a headline, a title, a name, a crosshead, a credit, a cell of a table or its
/// caption.
pub const MAX_LINE: usize = 500;

/// Limit for a few sentences: a standfirst, a statement, a quotation, a note, a picture's caption, a pull quote or the
/// description of an image.
pub(super) const MAX_PASSAGE: usize = 5_000;

/// Length from which a paragraph or a list item gets a warning. It is ten times the longest that newspapers print. A text
/// of this length was probably pasted without its empty lines.
pub(super) const LONG_PARAGRAPH: usize = 10_000;

/// Limit for a paragraph or a list item.
pub(super) const MAX_PARAGRAPH: usize = 200_000;

/// Limit for the columns of a table. More don't fit on any page.
pub const MAX_COLUMNS: usize = 20;

/// Limit for the rows of a table. Longer ones are data, which authors publish as a file.
pub const MAX_ROWS: usize = 500;
