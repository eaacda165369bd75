//! Annotations in the [Web Annotation model]: each fact is a note on the passages that support it.
//!
//! Every passage is located in three ways, each of which is enough to find it:
//! - by its own text and the text around it (`TextQuoteSelector`),
//! - by its position in the text of the whole article (`TextPositionSelector`),
//! - by the id of its block in the page, with its position in the block (`FragmentSelector`).
//!
//! *Invariant:* positions count Unicode code points from 0. The text of the article is the plain text of its text
//! blocks in order, joined by line feeds. Text blocks are paragraphs, crossheads, list items and quotes. Fact boxes,
//! captions, the headline and the markers of facts are not part of the text.
//!
//! [Web Annotation model]: https://www.w3.org/TR/annotation-model/

use std::collections::HashMap;

use serde::Serialize;

use super::agent::Agent;
use sidelight_compiler::SiteInfo;
use sidelight_model::anchor;
use sidelight_model::{Article, Block, Evidence, Fact, Source};

/// The annotations for all facts of an article, as a collection with one page.
#[derive(Serialize)]
pub(super) struct Collection<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: &'a str,
    total: usize,
    first: Page<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    start_index: usize,
    items: Vec<Annotation<'a>>,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Creator<'a>>,
    body: Body<'a>,
    target: Vec<Target<'a>>,
}

#[derive(Serialize)]
struct Creator<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
    format: &'static str,
    language: &'a str,
    creator: Creator<'a>,
}

#[derive(Serialize)]
struct Target<'a> {
    source: &'a str,
    selector: (Selector<'a>, Selector<'a>, Selector<'a>),
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: &'a str,
        prefix: &'a str,
        suffix: &'a str,
    },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(rename = "FragmentSelector", rename_all = "camelCase")]
    Fragment {
        conforms_to: &'static str,
        value: String,
        refined_by: Box<Self>,
    },
}

/// Returns the annotations of an article with its page at `url`.
pub(super) fn annotations<'a>(
    article: &'a Article,
    info: &'a SiteInfo,
    url: &'a str,
) -> Collection<'a> {
    let id = format!("{url}annotations.json");
    let starts = starts(article);
    let items: Vec<Annotation<'a>> = article
        .boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .map(|fact| annotation(fact, article, info, url, &starts))
        .collect();
    Collection {
        context: "http://www.w3.org/ns/anno.jsonld",
        kind: "AnnotationCollection",
        label: &article.headline,
        total: items.len(),
        first: Page {
            id: format!("{id}#page"),
            kind: "AnnotationPage",
            start_index: 0,
            items,
        },
        id,
    }
}

/// Returns the position of each block's first character in the text of the article, by block id.
fn starts(article: &Article) -> HashMap<&str, usize> {
    let mut at = 0;
    article
        .body
        .iter()
        .flat_map(Block::texts)
        .map(|text| {
            let start = at;
            at += text.plain_text().chars().count() + 1;
            (text.id.as_str(), start)
        })
        .collect()
}

fn annotation<'a>(
    fact: &'a Fact,
    article: &'a Article,
    info: &'a SiteInfo,
    url: &'a str,
    starts: &HashMap<&str, usize>,
) -> Annotation<'a> {
    let by = &fact.attribution;
    Annotation {
        id: format!("{url}{}", anchor::link(&anchor::fact(&fact.id))),
        kind: "Annotation",
        motivation: "describing",
        creator: info.publisher.as_ref().map(|publisher| Creator {
            kind: "Organization",
            name: &publisher.name,
        }),
        body: Body {
            kind: "TextualBody",
            value: &fact.statement,
            format: "text/plain",
            language: &article.language,
            creator: match &by.by {
                Some(name) => Creator {
                    kind: Agent::of_holder(name, by.role.is_some(), article).name(),
                    name,
                },
                None => Creator {
                    kind: Agent::Organization.name(),
                    name: article.source_of(fact).map_or("", Source::name),
                },
            },
        },
        target: fact
            .evidence
            .iter()
            .map(|evidence| target(evidence, url, starts))
            .collect(),
    }
}

fn target<'a>(evidence: &'a Evidence, url: &'a str, starts: &HashMap<&str, usize>) -> Target<'a> {
    let range = evidence.range;
    let start = starts
        .get(evidence.block.as_str())
        .copied()
        .unwrap_or_default();
    Target {
        source: url,
        selector: (
            Selector::Quote {
                exact: &evidence.exact,
                prefix: &evidence.prefix,
                suffix: &evidence.suffix,
            },
            Selector::Position {
                start: start + range.start,
                end: start + range.end,
            },
            Selector::Fragment {
                // Identifies fragments of HTML pages.
                conforms_to: "http://tools.ietf.org/rfc/rfc3236",
                value: anchor::text(&evidence.block),
                refined_by: Box::new(Selector::Position {
                    start: range.start,
                    end: range.end,
                }),
            },
        ),
    }
}
