//! Embedding: the code with which other sites show the article or one of its boxes.

mod panel;
mod snippet;

use yew::html;

use super::icon::Icon;
use super::tool::Tool;
use panel::EmbedPanel;
use sidelight_i18n::Messages;

/// Embedding in the toolbar.
pub(super) const TOOL: Tool = Tool::new(
    "embed",
    Messages::embed,
    Icon("M8 6l-6 6 6 6M16 6l6 6-6 6"),
    |props| html! { <EmbedPanel ..props /> },
);

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
