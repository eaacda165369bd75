//! The ids of the page's parts: what links point at and what the browser's side looks for.
//!
//! *Invariant:* the page's own ids begin with no prefix of those that are made of authored ids, so they never meet.

pub use sidelight_model::anchor::{
    box_title, evidence, fact, fact_box, from_fact, from_mention, marker, mention, text, when,
};

/// The root of the page: what holds the article, or will.
pub const ROOT: &str = "sidelight";
/// The root's attribute that says what it holds: [`PRESSED`] or [`PACKAGE`].
pub const KIND: &str = "data-sidelight";
/// A pressed article.
pub const PRESSED: &str = "pressed";
/// Nothing yet: a package is to be rendered there.
pub const PACKAGE: &str = "package";
/// The attribute of a package page's root that names, with spaces between, the other origins that packages may come from.
pub const ORIGINS: &str = "data-origins";
/// The empty root after it in which the browser mounts the chrome that floats.
pub const CHROME: &str = "sidelight-chrome";
/// The empty root before it in which the browser mounts the tools.
pub const TOOLBAR: &str = "sidelight-toolbar";
/// The loader's element.
pub const BOOT: &str = "boot";
/// Its attribute that says where the site's service worker is, if there is to be one.
pub const WORKER: &str = "data-worker";
/// The name of the Trusted Types policy that makes the service worker's address. Pages' policies allow no other.
pub const WORKER_POLICY: &str = "sidelight-worker";
/// The attribute of the document's element by which a page is embedded; set before the page is painted (`assets/early.js`).
pub const EMBED: &str = "data-embed";
/// The card, when there is one.
pub const CARD: &str = "sidelight-card";
/// The line at the bar of tools that shows how far one has read.
pub const PROGRESS: &str = "reading-progress";
/// The article element's attribute that says how many words its text has.
pub const WORDS: &str = "data-words";
/// The article element; listeners sit on it.
pub const ARTICLE: &str = "article";
/// The article's attribute with the spellings of its names, as [`sidelight_text::search::Spellings`] writes them.
pub const SPELLINGS: &str = "data-spellings";
/// The headline.
pub const HEADLINE: &str = "headline";
/// The list of fact boxes in the header.
pub const BOXES: &str = "boxes";
/// The empty root beside that list in which the browser mounts *open all / close all*.
pub const BOXES_CHROME: &str = "boxes-chrome";
/// The prose.
pub const TEXT: &str = "text";
/// The class of a stretch of a long text, which browsers lay out when the reader comes near.
pub const STRETCH: &str = "stretch";
/// The list of sources.
pub const SOURCES: &str = "sources";

/// What a link to a fact begins with; the fact's id follows.
pub const TO_FACT: &str = "#fact-";

/// A link to something on this page.
pub fn link(id: &str) -> String {
    format!("#{id}")
}

/// Where the article is, from the page of one of its boxes: that lies in a folder of its own beside it.
pub const FROM_BOX: &str = "../";

/// A link from the page of a box to something on the article's page.
pub fn link_from_box(id: &str) -> String {
    format!("{FROM_BOX}#{id}")
}
