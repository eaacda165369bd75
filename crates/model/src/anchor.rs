//! The ids that a page gives to the parts of an article. Links lead to them, from this page and from others.
//!
//! *Invariant:* authored ids share these names with each other and with what is made of them: the heading of the box
//! `casualties` is `box-casualties-title`, which is also the box `casualties-title`. [`Article::check`] and the compiler
//! refuse an article in which two parts would have one id.
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
