//! Embedding: the code by which other sites show the article or one of its boxes.

mod panel;
mod snippet;

pub(super) use panel::EmbedPanel;

/// Where the page and its site are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmbedPlace {
    /// The address that is embedded: the article's own.
    pub article: String,
    /// Where this page is now, which may be another copy of it.
    pub here: String,
    /// Whether the pages of the boxes lie below it.
    pub has_boxes: bool,
    /// Where the site's script for hosts is.
    pub script: String,
    /// The sentence or two under the headline.
    pub standfirst: String,
}

/// What embedding asks of the page.
pub trait EmbedHost {
    /// Where the page and its site are.
    fn embed_place(&self) -> EmbedPlace;
}
