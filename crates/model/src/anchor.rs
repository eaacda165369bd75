//! The ids and attributes of a page's elements. Links lead to the ids, from this page and from others, and the program in the
//! browser finds elements by them.
//!
//! *Invariant:* authored ids share these names with each other and with what is made of them: the heading of the box
//! `casualties` is `box-casualties-title`, which is also the box `casualties-title`. [`Article::check`] and the compiler
//! refuse an article in which two parts would have one id.
//! The page's own ids begin with none of the prefixes of ids that are made of authored ids.
//!
//! [`Article::check`]: super::Article::check

use super::{BlockId, BoxId, EvidenceId, FactId};

/// A block of text.
pub fn text(block: &BlockId) -> String {
    format!("text-{block}")
}

/// A fact box.
pub fn fact_box(id: &BoxId) -> String {
    format!("box-{id}")
}

/// The heading of a fact box.
pub fn box_title(id: &BoxId) -> String {
    format!("box-{id}-title")
}

/// A fact in its box.
pub fn fact(id: &FactId) -> String {
    format!("fact-{id}")
}

/// The first span of a passage in the text.
pub fn evidence(id: &EvidenceId) -> String {
    format!("evidence-{id}")
}

/// The link after a passage that leads to its fact.
pub fn marker(id: &EvidenceId) -> String {
    format!("marker-{id}")
}

/// The link in a fact that leads to its passage.
pub fn from_fact(id: &EvidenceId) -> String {
    format!("from-{id}")
}

/// The date of an event, a link to its first passage.
pub fn when(id: &EvidenceId) -> String {
    format!("when-{id}")
}

/// The first mention of a person, an organisation or a place in the text: a link to their fact.
pub fn mention(fact: &FactId) -> String {
    format!("mention-{fact}")
}

/// The link in a fact that leads to that mention.
pub fn from_mention(fact: &FactId) -> String {
    format!("from-mention-{fact}")
}

/// Returns all ids that a page can give to a box and its heading.
pub fn of_box(id: &BoxId) -> Vec<String> {
    vec![fact_box(id), box_title(id)]
}

/// Returns all ids that a page can give to a fact; `is_named` if it tells of somebody or something by name.
pub fn of_fact(id: &FactId, is_named: bool) -> Vec<String> {
    let mut ids = vec![fact(id)];
    if is_named {
        ids.extend([mention(id), from_mention(id)]);
    }
    ids
}

/// Returns all ids that a page can give to a passage and to what leads to it.
pub fn of_evidence(id: &EvidenceId) -> Vec<String> {
    vec![evidence(id), marker(id), from_fact(id), when(id)]
}

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
/// The article's attribute with the spellings of its names, as `Spellings` in the crate of text algorithms writes them.
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
