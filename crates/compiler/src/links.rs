//! Checks that links within the article lead to a part of it that exists.

use std::collections::BTreeSet;

use crate::authored::AuthoredBox;
use crate::did_you_mean::suggestion;
use crate::source_file::SourceFile;
use crate::toml::Spanned;
use crate::{DiagnosticSink, Kind};
use sidelight_model::anchor;
use sidelight_model::{Block, Href};

/// Reports links to parts of the article that don't exist. Only links that begin with `#` are checked.
pub(super) fn check_links(
    links: &[&Spanned<Href>],
    blocks: &[Block],
    boxes: &[AuthoredBox],
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let mut inner = links
        .iter()
        .filter_map(|link| Some((*link, link.value.as_str().strip_prefix('#')?)))
        .peekable();
    if inner.peek().is_none() {
        return;
    }
    let targets = targets(blocks, boxes);
    for (link, target) in inner {
        if targets.contains(target) {
            continue;
        }
        let hint = suggestion(target, targets.iter().map(String::as_str), "");
        let hint = if hint.starts_with("did") {
            hint
        } else {
            "link to `#box-…`, `#fact-…`, `#table-…` or `#text-section-…`, with the id of a box, fact, table or crosshead".to_owned()
        };
        diagnostics.add(
            file.diagnostic(
                Kind::BadLink,
                link.span.clone(),
                format!("the article has no `{target}`"),
            )
            .hint(hint),
        );
    }
}

/// Returns the ids that links within the article can lead to: those of the page's sections, text blocks, facts and boxes.
fn targets(blocks: &[Block], boxes: &[AuthoredBox]) -> BTreeSet<String> {
    let texts = blocks
        .iter()
        .flat_map(Block::texts)
        .map(|text| anchor::text(&text.id));
    let facts = boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter_map(|fact| Some(anchor::fact(&fact.id.as_ref()?.value)));
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(anchor::table(&table.id)),
        _ => None,
    });
    let boxes = boxes
        .iter()
        .filter_map(|fact_box| Some(anchor::fact_box(&fact_box.id.as_ref()?.value)));
    [
        anchor::HEADLINE,
        anchor::BOXES,
        anchor::TEXT,
        anchor::SOURCES,
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(texts)
    .chain(tables)
    .chain(facts)
    .chain(boxes)
    .collect()
}
