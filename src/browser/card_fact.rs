//! The facts of a place in the text, read from the page as it stands.
//!
//! Passages that overlap are spans in each other, and one that is split has several; all of them stand in one text block.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};
use yew::Html;

use super::dom::Dom;
use super::passage::spans;
use crate::view::chrome::Card;
use sidelight_model::anchor;

/// What of a fact the card has its own ways for.
const LEFT_OUT: &str = ".more-in, .proof > details, .proof > a[href^='#']";

/// A fact at a place in the text.
#[derive(Clone)]
pub(super) struct PlaceFact {
    /// The fact in its box.
    fact: Element,
    number: u32,
    /// The link at this place that leads to it.
    pub(super) link: Element,
    /// The passage that bears it out here; none where only a name stands.
    evidence: Option<String>,
}

impl PlaceFact {
    fn of(dom: &Dom, evidence: String) -> Option<Self> {
        let link = dom.find(&format!("marker-{evidence}"))?;
        let fact = link.get_attribute("data-fact")?;
        Self::read(dom, &fact, link, Some(evidence))
    }

    /// The fact of a name that a link leads to.
    pub(super) fn entry(dom: &Dom, fact: &str, link: &Element) -> Option<Self> {
        // What is drawn can't have focus; the list below the drawing has the same link.
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

    /// Whether it is the fact with this id.
    pub(super) fn is(&self, fact: &str) -> bool {
        self.fact.id().strip_prefix("fact-") == Some(fact)
    }

    /// Its card, of which only the serial and the place are still to be set.
    pub(super) fn card(&self, dom: &Dom, is_entry: bool) -> Option<Card> {
        let article = dom.find(anchor::ARTICLE)?;
        let name = text_of(&self.fact, ".lead b").filter(|_| is_entry);
        Some(Card {
            serial: 0,
            fact: self.fact.id(),
            number: self.fact.get_attribute("data-fact-number")?,
            name,
            content: Html::VRef(self.content()?),
            language: article.get_attribute("lang").unwrap_or_default(),
            place: (1, 1),
            next_passage: self.next_passage(),
        })
    }

    /// A copy of what the page shows of it.
    fn content(&self) -> Option<Node> {
        let body = self.fact.query_selector(".fact-body").ok()??;
        let copy = body.clone_node_with_deep(true).ok()?;
        let copy: Element = copy.dyn_into().ok()?;
        for left_out in all(&copy, LEFT_OUT) {
            left_out.remove();
        }
        for with_id in all(&copy, "[id]") {
            let _ = with_id.remove_attribute("id");
        }
        Some(copy.into())
    }

    /// The passage after this one that bears the fact out; after the last comes the first.
    fn next_passage(&self) -> Option<String> {
        let here = self.evidence.as_deref()?;
        let passages: Vec<String> = all(&self.fact, ".to-text[data-evidence]")
            .iter()
            .filter_map(|link| link.get_attribute("data-evidence"))
            .collect();
        let at = passages.iter().position(|passage| passage == here)?;
        let next = &passages[(at + 1) % passages.len()];
        (next != here).then(|| format!("evidence-{next}"))
    }
}

/// The facts whose passages overlap this one, itself included.
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

/// The facts whose passages hold this span.
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

/// The facts by their numbers, each of them once.
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

fn all(element: &Element, selector: &str) -> Vec<Element> {
    // An array, because a list that is looked at while it is taken apart would be another each time.
    let found = element.query_selector_all(selector);
    found.map_or_else(
        |_| Vec::new(),
        |found| {
            Array::from(&found)
                .iter()
                .filter_map(|element| element.dyn_into().ok())
                .collect()
        },
    )
}

/// The text of the first such element, its white space made one space each.
fn text_of(element: &Element, selector: &str) -> Option<String> {
    let text = element.query_selector(selector).ok()??.text_content()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
