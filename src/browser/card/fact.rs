//! The facts about a position in the text, read from the page in its current state.
//!
//! Overlapping passages are nested spans, and a split passage has several spans. All spans of a passage are in one text
//! block.

use web_sys::{Element, Node};
use yew::Html;

use crate::browser::dom::{Dom, all};
use crate::browser::passage::spans;
use crate::view::chrome::Card;
use sidelight_model::anchor;

/// Selector of the parts of a fact that aren't copied to the card, because the card has its own controls for them.
const LEFT_OUT: &str = ".more-in, .passage, .fact-evidence > a[href^='#']";

/// A fact about a position in the text.
#[derive(Clone)]
pub(super) struct PlaceFact {
    /// The element of the fact in its box.
    fact: Element,
    number: u32,
    /// The link at this position that leads to the fact.
    pub(super) link: Element,
    /// The id of the evidence at this position. `None` if the position is a name.
    evidence: Option<String>,
}

impl PlaceFact {
    fn of(dom: &Dom, evidence: String) -> Option<Self> {
        let link = dom.find(&format!("marker-{evidence}"))?;
        let fact = link.get_attribute("data-fact")?;
        Self::read(dom, &fact, link, Some(evidence))
    }

    /// Reads the fact of a name, to which a link leads. Returns `None` if the page lacks the fact.
    pub(super) fn entry(dom: &Dom, fact: &str, link: &Element) -> Option<Self> {
        // An element of a drawing can't have focus. The list below the drawing has the same link.
        let below = (link.namespace_uri().as_deref() != dom.root.namespace_uri().as_deref())
            .then(|| link.closest("figure").ok().flatten())
            .flatten()
            .and_then(|figure| {
                let selector = format!("li a[data-fact='{fact}']");
                figure.query_selector(&selector).ok().flatten()
            });
        Self::read(dom, fact, below.unwrap_or_else(|| link.clone()), None)
    }

    fn read(dom: &Dom, fact: &str, link: Element, evidence: Option<String>) -> Option<Self> {
        let fact = dom.find(&format!("fact-{fact}"))?;
        let number = fact.get_attribute("data-fact-number")?.parse().ok()?;
        Some(Self {
            fact,
            number,
            link,
            evidence,
        })
    }

    /// Returns `true` if this is the fact with this id.
    pub(super) fn is(&self, fact: &str) -> bool {
        self.fact.id().strip_prefix("fact-") == Some(fact)
    }

    /// Returns the card of the fact. The caller still has to set its serial number and its place.
    pub(super) fn card(&self, dom: &Dom, is_entry: bool) -> Option<Card> {
        let article = dom.find(anchor::ARTICLE)?;
        let name = text_of(&self.fact, ".lead b").filter(|_| is_entry);
        Some(Card {
            serial: 0,
            fact: self.fact.id(),
            number: self.fact.get_attribute("data-fact-number")?,
            name,
            content: Html::VRef(self.content(dom)?),
            language: article.get_attribute("lang").unwrap_or_default(),
            place: (1, 1),
            next_passage: self.next_passage(),
        })
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

    /// Returns the element id of the fact's next passage. The first follows the last. Returns `None` if there is no other.
    fn next_passage(&self) -> Option<String> {
        let here = self.evidence.as_deref()?;
        let passages: Vec<String> = all(&self.fact, ".to-text[data-evidence]")
            .filter_map(|link| link.get_attribute("data-evidence"))
            .collect();
        let at = passages.iter().position(|passage| passage == here)?;
        let next = &passages[(at + 1) % passages.len()];
        (next != here).then(|| format!("evidence-{next}"))
    }
}

/// Returns the facts whose passages overlap this one, including its own fact.
pub(super) fn facts_over(dom: &Dom, evidence: &str) -> Vec<PlaceFact> {
    let mut over = Vec::new();
    for span in spans(dom, evidence) {
        add_around(&span, &mut over);
        for inside in all(&span, "[data-evidence]") {
            over.extend(inside.get_attribute("data-evidence"));
        }
    }
    in_order(dom, over)
}

/// Returns the facts whose passages contain this span.
pub(super) fn facts_at(dom: &Dom, span: &Element) -> Vec<PlaceFact> {
    let mut around = Vec::new();
    add_around(span, &mut around);
    in_order(dom, around)
}

fn add_around(span: &Element, to: &mut Vec<String>) {
    let mut around = Some(span.clone());
    while let Some(span) = around {
        to.extend(span.get_attribute("data-evidence"));
        around = span.parent_element();
    }
}

/// Returns the facts of these passages ordered by number, each of them once.
fn in_order(dom: &Dom, evidence: Vec<String>) -> Vec<PlaceFact> {
    let mut facts: Vec<PlaceFact> = Vec::new();
    for evidence in evidence {
        if let Some(fact) = PlaceFact::of(dom, evidence)
            && let Err(at) = facts.binary_search_by_key(&fact.number, |fact| fact.number)
        {
            facts.insert(at, fact);
        }
    }
    facts
}

/// Returns the text of the first matching element, with each run of white space reduced to one space.
fn text_of(element: &Element, selector: &str) -> Option<String> {
    let text = element.query_selector(selector).ok()??.text_content()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
