//! The ids, classes and attributes of a page's elements. The ids are link targets, on this page and from others. The
//! program in the browser finds elements by all of them.
//!
//! *Invariant:* no two elements of a page have the same id. Ids made from authored ids can collide: the heading of the box
//! `casualties` is `box-casualties-title`, and so is the box `casualties-title`. [`Article::check`] and the compiler
//! refuse such an article.
//! The page's own ids never begin with a prefix used for ids that are made from authored ids.
//!
//! [`Article::check`]: super::Article::check

use super::{BlockId, BoxId, EvidenceId, FactId, SourceId, TableId};

/// Returns the id of a text block.
pub fn text(block: &BlockId) -> String {
    format!("text-{block}")
}

/// Returns the id of a table.
pub fn table(id: &TableId) -> String {
    format!("table-{id}")
}

/// Returns the id of a table's caption.
pub fn table_caption(id: &TableId) -> String {
    format!("caption-{id}")
}

/// Returns the name of a table's CSV file, beside the article's page.
pub fn table_csv(id: &TableId) -> String {
    format!("table-{id}.csv")
}

/// The class of the region in which a table scrolls sideways.
pub const TABLE_REGION: &str = "table-region";

/// Returns the id of a fact box.
pub fn fact_box(id: &BoxId) -> String {
    format!("box-{id}")
}

/// Returns the id of a fact box's heading.
pub fn box_title(id: &BoxId) -> String {
    format!("box-{id}-title")
}

/// Returns the id of a fact in its box.
pub fn fact(id: &FactId) -> String {
    format!("fact-{id}")
}

/// Returns the id of a fact's statement.
pub fn statement(fact: &FactId) -> String {
    format!("statement-{fact}")
}

/// Returns the id of the first span of a passage in the text.
///
/// ```
/// use sidelight_model::{EvidenceId, IdError, anchor};
///
/// let id = EvidenceId::new("killed-1")?;
/// assert_eq!(anchor::link(&anchor::evidence(&id)), "#evidence-killed-1");
/// # Ok::<(), IdError>(())
/// ```
pub fn evidence(id: &EvidenceId) -> String {
    format!("evidence-{id}")
}

/// Returns the id of the marker: the link after a passage that leads to its fact.
pub fn marker(id: &EvidenceId) -> String {
    format!("marker-{id}")
}

/// Returns the id of the link in a fact that leads to its passage.
pub fn from_fact(id: &EvidenceId) -> String {
    format!("from-{id}")
}

/// Returns the id of an event's date, which links to the first passage of the event.
pub fn when(id: &EvidenceId) -> String {
    format!("when-{id}")
}

/// Returns the id of the first mention of a person, an organisation, a place or a term in the text. It links to
/// their fact.
pub fn mention(fact: &FactId) -> String {
    format!("mention-{fact}")
}

/// Returns the id of the link in a fact that leads to the first mention.
pub fn from_mention(fact: &FactId) -> String {
    format!("from-mention-{fact}")
}

/// Returns all ids that a page can give to a box and its heading.
pub fn of_box(id: &BoxId) -> Vec<String> {
    vec![fact_box(id), box_title(id)]
}

/// Returns all ids that a page can give to a fact. `is_named` says that the fact is about a named person, organisation
/// or place.
pub fn of_fact(id: &FactId, is_named: bool) -> Vec<String> {
    let mut ids = vec![fact(id), statement(id)];
    if is_named {
        ids.extend([mention(id), from_mention(id)]);
    }
    ids
}

/// Returns all ids that a page can give to a passage and to the links to and from it.
pub fn of_evidence(id: &EvidenceId) -> Vec<String> {
    vec![evidence(id), marker(id), from_fact(id), when(id)]
}

/// The attribute of an author's name that marks an organisation.
pub const ORGANISATION: &str = "data-organisation";

/// The id of the root element, which holds the article or is reserved for one.
pub const ROOT: &str = "sidelight";
/// The attribute of the root that gives its kind: [`BUILT`] or [`PACKAGE`].
pub const KIND: &str = "data-sidelight";
/// The value of [`KIND`] for a root that holds a built article.
pub const BUILT: &str = "pressed";
/// The value of [`KIND`] for an empty root in which the browser renders a package.
pub const PACKAGE: &str = "package";
/// The attribute of a package page's root with the other origins that packages may come from, separated by spaces.
pub const ORIGINS: &str = "data-origins";
/// The id of the empty root after [`ROOT`] in which the browser mounts the floating parts of the chrome.
pub const CHROME: &str = "sidelight-chrome";
/// The id of the element before [`ROOT`] with the toolbar. It is empty on a package page until the package is loaded.
pub const TOOLBAR: &str = "sidelight-toolbar";
/// The id of the loader's script element.
pub const BOOT: &str = "boot";
/// The attribute of the loader's element with the path of the site's service worker. Absent if the page uses none.
pub const WORKER: &str = "data-worker";
/// The name of the Trusted Types policy that makes the service worker's address. Pages' policies allow no other.
pub const WORKER_POLICY: &str = "sidelight-worker";
/// The attribute of the `<html>` element that marks an embedded page. `assets/prepaint.js` sets it before the first paint.
pub const EMBED: &str = "data-embed";
/// The attribute of the `<html>` element that says if the program is loading (`loads`) or running ([`RUNNING`]). Without it,
/// the controls that need the program are hidden. `assets/toolbar.js` sets it before the first paint.
pub const PROGRAM: &str = "data-program";
/// The value of [`PROGRAM`] while the program is running.
pub const RUNNING: &str = "runs";
/// The class of the empty roots in the toolbar in which the browser mounts the content of an open panel.
pub const PROGRAM_ROOT: &str = "program-root";
/// The id of the empty root in the toolbar in which the browser mounts the offer to continue reading.
pub const RESUME: &str = "resume-place";
/// The id of the search field in the toolbar.
pub const SEARCH_FIELD: &str = "search-field";
/// The id of the notes about a search.
pub const SEARCH_NOTE: &str = "search-note";
/// The id of the card. The element exists only while a card is open.
pub const CARD: &str = "sidelight-card";
/// The id of the reading progress line at the toolbar.
pub const PROGRESS: &str = "reading-progress";
/// The attribute of the article element with the number of words in the text.
pub const WORDS: &str = "data-words";
/// The id of the article element. The delegated event listeners are attached to it.
pub const ARTICLE: &str = "article";
/// The attribute of the article element with the spellings of its names, in the format of `Spellings` in `crates/text`.
pub const SPELLINGS: &str = "data-spellings";
/// The id of the headline.
pub const HEADLINE: &str = "headline";
/// The id of the list of fact boxes in the header.
pub const BOXES: &str = "boxes";
/// The id of the empty root beside that list in which the browser mounts *open all / close all*.
pub const BOXES_CHROME: &str = "boxes-chrome";
/// The id of the element with the article's text.
pub const TEXT: &str = "text";
/// The class of a stretch of a long text. Browsers lay out a stretch when the reader comes near it.
pub const STRETCH: &str = "stretch";
/// The id of the list of sources.
pub const SOURCES: &str = "sources";

/// The name of the folder with the page of sources, beside the folders of the boxes. If an article has this page, no box has this
/// id.
pub const SOURCES_PAGE: &str = "sources";

/// Returns the id of a source in the list of sources, and on the page of sources.
pub fn source(id: &SourceId) -> String {
    format!("source-{id}")
}

/// The prefix of a link to a fact. The fact's id follows it.
pub const TO_FACT: &str = "#fact-";

/// Returns a link to the element with this id on the same page.
pub fn link(id: &str) -> String {
    format!("#{id}")
}

/// The path from a box's page to the article's page. A box's page is in a folder of its own, inside the article's.
pub const FROM_BOX: &str = "../";

/// Returns `true` if an address is relative to the folder of the page. Addresses with a scheme, from the root of the site, and of
/// parts of the page aren't.
pub fn is_relative(address: &str) -> bool {
    let head = address.split(['/', '?', '#']).next().unwrap_or_default();
    !address.starts_with(['/', '#', '?']) && !head.contains(':')
}

/// Returns a link from a box's page to the element with this id on the article's page.
pub fn link_from_box(id: &str) -> String {
    format!("{FROM_BOX}#{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links from other sites lead to these ids, so they never change.
    #[test]
    fn ids_are_made_as_published_links_expect() {
        let (block, of) = (
            BlockId::new("p1").unwrap(),
            BoxId::new("casualties").unwrap(),
        );
        let killed = FactId::new("killed").unwrap();
        let passage = EvidenceId::of(&killed, 1);
        assert_eq!(text(&block), "text-p1");
        assert_eq!(of_box(&of), ["box-casualties", "box-casualties-title"]);
        assert_eq!(of_fact(&killed, false), ["fact-killed", "statement-killed"]);
        assert_eq!(
            of_fact(&killed, true),
            [
                "fact-killed",
                "statement-killed",
                "mention-killed",
                "from-mention-killed"
            ]
        );
        assert_eq!(
            of_evidence(&passage),
            [
                "evidence-killed-1",
                "marker-killed-1",
                "from-killed-1",
                "when-killed-1"
            ]
        );
        assert_eq!(link(&fact(&killed)), format!("{TO_FACT}killed"));
        assert_eq!(link_from_box(&evidence(&passage)), "../#evidence-killed-1");
    }
}
