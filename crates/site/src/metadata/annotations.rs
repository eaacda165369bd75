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

use std::borrow::Cow;
use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::agent::Agent;
use super::documents;
use sidelight_compiler::SiteInfo;
use sidelight_model::anchor;
use sidelight_model::{Article, Block, Document, DocumentPlace, Evidence, Fact, Source};
use sidelight_text::{SourcePlace, media_fragment};

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
    source: Cow<'a, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    selector: Vec<Selector<'a>>,
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
        #[serde(skip_serializing_if = "Option::is_none")]
        refined_by: Option<Box<Self>>,
    },
}

/// Returns the annotations of an article with its page at `url`, and its files in the folder `files`.
pub(super) fn annotations<'a>(
    article: &'a Article,
    info: &'a SiteInfo,
    url: &'a str,
    files: &str,
) -> Collection<'a> {
    let id = format!("{url}annotations.json");
    let starts = starts(article);
    let items: Vec<Annotation<'a>> = article
        .boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .map(|fact| annotation(fact, article, info, (url, files), &starts))
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
    (url, files): (&'a str, &str),
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
            .chain(source_targets(fact, article, files))
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
        source: Cow::Borrowed(url),
        selector: vec![
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
                refined_by: Some(Box::new(Selector::Position {
                    start: range.start,
                    end: range.end,
                })),
            },
        ],
    }
}

/// Returns the passages of a fact in documents of its sources. `files` is the address of the folder with the article's
/// files.
///
/// A document that has no address of its own is named by its hash (RFC 6920). The words of a passage in a recording are in the
/// transcript, which is a target of its own.
fn source_targets<'a>(fact: &'a Fact, article: &'a Article, files: &str) -> Vec<Target<'a>> {
    let mut targets = Vec::new();
    for passage in &fact.from {
        let mut sources = article.sources.iter();
        let source = sources.find(|source| source.id == passage.source);
        let Some((source, document)) = source.and_then(|it| Some((it, it.document.as_ref()?)))
        else {
            continue;
        };
        let quote = passage.quote.as_ref().map(|quote| Selector::Quote {
            exact: &quote.exact,
            prefix: &quote.prefix,
            suffix: &quote.suffix,
        });
        let known = SourcePlace::of(source, passage).and_then(|place| place.document);
        let known = known.and_then(|known| documents::absolute(&known, files));
        let (address, selector) = match (passage.place, known) {
            (DocumentPlace::Page(page), known) => {
                let fragment = Selector::Fragment {
                    conforms_to: "http://tools.ietf.org/rfc/rfc8118",
                    value: format!("page={page}"),
                    refined_by: quote.map(Box::new),
                };
                (known, vec![fragment])
            }
            (DocumentPlace::Time(time), Some(recording)) => {
                let file = document.file.as_ref();
                targets.extend(quote.map(|quote| {
                    Target {
                        source: file
                            .and_then(|file| documents::absolute(file.as_str(), files))
                            .unwrap_or_else(|| hash_name(document))
                            .into(),
                        selector: vec![quote],
                    }
                }));
                let fragment = Selector::Fragment {
                    conforms_to: "http://www.w3.org/TR/media-frags/",
                    value: media_fragment(time),
                    refined_by: None,
                };
                (Some(recording), vec![fragment])
            }
            (DocumentPlace::Paragraph(_) | DocumentPlace::Time(_), known) => {
                (known, quote.into_iter().collect())
            }
        };
        targets.push(Target {
            source: address.unwrap_or_else(|| hash_name(document)).into(),
            selector,
        });
    }
    targets
}

/// Returns the name of a document that is made of its hash: `ni:///sha-256;…` (RFC 6920, section 3).
fn hash_name(document: &Document) -> String {
    let digits = document.sha256.as_bytes().chunks(2);
    let bytes: Vec<u8> = digits
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    format!("ni:///sha-256;{}", URL_SAFE_NO_PAD.encode(bytes))
}
