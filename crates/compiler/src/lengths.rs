//! How long the parts of an article may be, in characters.
//!
//! Nobody writes as much by intent. What is longer was pasted by mistake, or is there to slow down whoever reads it:
//! some of what a page is made of takes the square of a part's length.

/// What stands in a line: a headline, a title, a name, a crosshead, a credit.
pub(super) const MAX_LINE: usize = 500;

/// A sentence or a few: a standfirst, a statement, a quotation, a note, the words for an image.
pub(super) const MAX_PASSAGE: usize = 5_000;

/// A paragraph, an item of a list or a caption.
pub(super) const MAX_PARAGRAPH: usize = 200_000;
