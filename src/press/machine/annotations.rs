//! Annotations in the [Web Annotation model]: each fact is a note on the passages that bear it out.
//!
//! Every passage is told in three ways, any of which finds it: by the words themselves with those around them
//! (`TextQuoteSelector`); by their place in the text of the whole article (`TextPositionSelector`); and by the block
//! they stand in, which has an id in the page (`FragmentSelector`), and their place in that.
//!
//! *Invariant:* positions count Unicode code points from 0. The text of the article is the plain text of all its
//! blocks of text in their order (paragraphs, crossheads, list items, quotes), with one line feed between each and
//! the next; fact boxes, captions, headline and the markers of facts are no part of it.
//!
//! [Web Annotation model]: https://www.w3.org/TR/annotation-model/

use std::collections::HashMap;

use serde_json::{Value, json};

use super::agent::Agent;
use super::article_url;
use crate::model::{Article, Block, Evidence, Fact};
use crate::press::info::{BaseUrl, SiteInfo};
use crate::reader::anchor;

/// All facts of an article, as a collection with one page.
pub(super) fn annotations(article: &Article, info: &SiteInfo, base: &BaseUrl) -> Value {
    let url = article_url(base, &article.slug);
    let id = format!("{url}annotations.json");
    let starts = starts(article);
    let items: Vec<Value> = article
        .boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .map(|fact| annotation(fact, article, info, &url, &starts))
        .collect();
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "AnnotationCollection",
        "label": article.headline,
        "total": items.len(),
        "first": {
            "id": format!("{id}#page"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    })
}

/// Where each block begins in the text of the article.
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

fn annotation(
    fact: &Fact,
    article: &Article,
    info: &SiteInfo,
    url: &str,
    starts: &HashMap<&str, usize>,
) -> Value {
    let by = &fact.attribution;
    let mut annotation = json!({
        "id": format!("{url}{}", anchor::link(&anchor::fact(&fact.id))),
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "type": "TextualBody",
            "value": fact.statement,
            "format": "text/plain",
            "language": article.language,
            "creator": {
                "type": Agent::of_holder(&by.by, by.role.is_some(), article).name(),
                "name": by.by,
            },
        },
        "target": fact
            .evidence
            .iter()
            .map(|evidence| target(evidence, url, starts))
            .collect::<Vec<_>>(),
    });
    if let Some(publisher) = &info.publisher {
        annotation["creator"] = json!({ "type": "Organization", "name": publisher.name });
    }
    annotation
}

fn target(evidence: &Evidence, url: &str, starts: &HashMap<&str, usize>) -> Value {
    let range = evidence.range;
    let start = starts
        .get(evidence.block.as_str())
        .copied()
        .unwrap_or_default();
    json!({
        "source": url,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": evidence.exact,
                "prefix": evidence.prefix,
                "suffix": evidence.suffix,
            },
            {
                "type": "TextPositionSelector",
                "start": start + range.start,
                "end": start + range.end,
            },
            {
                "type": "FragmentSelector",
                // Fragments of HTML pages.
                "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
                "value": anchor::text(&evidence.block),
                "refinedBy": {
                    "type": "TextPositionSelector",
                    "start": range.start,
                    "end": range.end,
                },
            },
        ],
    })
}
