//! Embedding: the code with which other sites show the article or one of its boxes.

mod panel;
mod snippet;

use yew::html;

use super::panel::Panel;
use panel::EmbedPanel;
pub(in crate::view) use panel::embed_code;

/// The content of the embed panel.
pub(super) const PANEL: Panel =
    Panel::new("embed", |props| html! { <EmbedPanel ..props.clone() /> });

/// The addresses that embedding needs, and the standfirst.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmbedInfo {
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
    fn embed_info(&self) -> EmbedInfo;
}
