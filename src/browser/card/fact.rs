//! The facts about a position in the text, read from the page in its current state.
//!
//! Overlapping passages are nested spans, and a split passage has several spans. All spans of a passage are in one text
//! block.

use web_sys::{Element, Node};
use yew::Html;

use crate::browser::dom::{Dom, all, text};
use crate::browser::passage::evidence_of;
use crate::view::chrome::CardFact;

/// Selector of the parts of a fact that aren't copied to the card, because the card has its own controls for them.
const LEFT_OUT: &str = ".more-in, .passage, .fact-evidence > a[href^='#']";

/// A fact about a position in the text.
#[derive(Clone)]
pub(super) struct PlaceFact {
    /// The element of the fact in its box.
    fact: Element,
    number: u32,
}

impl PlaceFact {
    /// Reads a fact from its box. Returns `None` if the page lacks it.
    fn read(dom: &Dom, fact: &str) -> Option<Self> {
        let fact = dom.find(&format!("fact-{fact}"))?;
        let number = fact.get_attribute("data-fact-number")?.parse().ok()?;
        Some(Self { fact, number })
    }

    /// Returns the fact as the card shows it. `marker` is the marker of the place, or `None` if the card belongs to a name.
    pub(super) fn shown(&self, dom: &Dom, marker: Option<&Element>) -> Option<CardFact> {
        let whole = self.fact.closest(".box").ok().flatten();
        Some(CardFact {
            id: self.fact.id(),
            title: whole.map(|whole| text(&whole, "h2")).unwrap_or_default(),
            content: Html::VRef(self.content(dom)?),
            next_passage: marker.and_then(|marker| self.next_passage(marker)),
        })
    }

    /// Returns the name of the person, organisation or place, or the term.
    pub(super) fn name(&self) -> String {
        text(&self.fact, ".lead b")
    }

    /// Returns a copy of the fact's content on the page, without ids and without the parts in [`LEFT_OUT`].
    fn content(&self, dom: &Dom) -> Option<Node> {
        let copy = dom.document.create_element("div").ok()?;
        let fact = self.fact.clone_node_with_deep(true).ok()?;
        while let Some(part) = fact.first_child() {
            copy.append_child(&part).ok()?;
        }
        // The fact names no source of its own, so the card names the one that the box states for all its facts.
        if copy.query_selector(".attribution").ok()?.is_none()
            && let Some(whole) = self.fact.closest(".box").ok()?
            && let Some(stated) = whole.query_selector(".default-source").ok()?
        {
            copy.append_child(&stated.clone_node_with_deep(true).ok()?)
                .ok()?;
        }
        for left_out in all(&copy, LEFT_OUT) {
            left_out.remove();
        }
        for with_id in all(&copy, "[id]") {
            let _ = with_id.remove_attribute("id");
        }
        Some(copy.into())
    }

    /// Returns the element id of the fact's next passage after the one that the marker follows. The first follows the last.
    /// Returns `None` if there is no other.
    fn next_passage(&self, marker: &Element) -> Option<String> {
        let here = evidence_of(marker);
        let passages: Vec<String> = all(&self.fact, ".to-text[data-evidence]")
            .filter_map(|link| link.get_attribute("data-evidence"))
            .collect();
        let at = passages.iter().position(|passage| here.contains(passage))?;
        let next = &passages[(at + 1) % passages.len()];
        (!here.contains(next)).then(|| format!("evidence-{next}"))
    }
}

/// Returns the link that gets focus when the card of a name closes. An element of a drawing can't have focus, but the list
/// below the drawing has the same link.
pub(super) fn opener_of_name(dom: &Dom, link: &Element, fact: &str) -> Element {
    let below = (link.namespace_uri().as_deref() != dom.root.namespace_uri().as_deref())
        .then(|| link.closest("figure").ok().flatten())
        .flatten()
        .and_then(|figure| {
            let selector = format!("li a[data-fact='{fact}']");
            figure.query_selector(&selector).ok().flatten()
        });
    below.unwrap_or_else(|| link.clone())
}

/// Returns the markers of the passages around an element of the text, the innermost passage first, each marker once.
pub(super) fn markers_around(dom: &Dom, span: &Element) -> Vec<Element> {
    let mut markers: Vec<Element> = Vec::new();
    let mut around = Some(span.clone());
    while let Some(span) = around {
        if let Some(evidence) = span.get_attribute("data-evidence")
            && let Some(marker) = dom.find(&format!("marker-{evidence}"))
            && let Ok(Some(marker)) = marker.closest(".marker")
            && !markers.contains(&marker)
        {
            markers.push(marker);
        }
        around = span.parent_element();
    }
    markers
}

/// Returns the facts with these ids, separated by spaces in each text. They are ordered by number, each of them once.
pub(super) fn facts_of(dom: &Dom, ids: &[String]) -> Vec<PlaceFact> {
    let mut facts: Vec<PlaceFact> = Vec::new();
    for id in ids.iter().flat_map(|ids| ids.split_whitespace()) {
        if let Some(fact) = PlaceFact::read(dom, id)
            && let Err(at) = facts.binary_search_by_key(&fact.number, |fact| fact.number)
        {
            facts.insert(at, fact);
        }
    }
    facts
}
