//! Embedding: the code with which other sites show the article or one of its boxes.

mod panel;
mod snippet;

pub(super) use panel::EmbedPanel;

/// The addresses that embedding needs, and the standfirst.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmbedPlace {
    /// The address to embed, which is the article's own address.
    pub article: String,
    /// The address of the page that is open. It may be another copy of the article.
    pub here: String,
    /// `true` if the boxes have pages below the article's address.
    pub has_boxes: bool,
    /// The address of the site's script for hosts.
    pub script: String,
    /// The standfirst.
    pub standfirst: String,
}

/// Requests from the embed panel to the page.
pub trait EmbedHost {
    /// Returns the addresses and the standfirst.
    fn embed_place(&self) -> EmbedPlace;
}
