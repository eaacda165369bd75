//! The text of the article, with the marks of its evidence.

use yew::{Html, html};

use super::index::Index;
use super::{anchor, copied, fact_box, figure};
use crate::model::{Article, Block, EvidenceId, EvidenceSpan, Inline, TextBlock};

/// From how many blocks of text on a page is *long*: what lies far off screen is then laid out only when the
/// reader comes near (CSS `content-visibility`). Shorter ones gain nothing from it.
const LONG: usize = 150;

pub(super) fn prose<'a>(article: &'a Article, index: &Index<'a>) -> Html {
    let long = article.body.len() >= LONG;
    html! {
        <div class={if long { "prose long" } else { "prose" }} id={anchor::TEXT}>
            { for article.body.iter().map(|block| self::block(article, block, index)) }
        </div>
    }
}

fn block<'a>(article: &'a Article, block: &Block, index: &Index<'a>) -> Html {
    let id = |text: &TextBlock| anchor::text(&text.id);
    let items = |texts: &[TextBlock]| -> Html {
        texts
            .iter()
            .map(|text| html! { <li id={id(text)}>{ inlines(&text.inlines, index) }</li> })
            .collect()
    };
    match block {
        Block::Paragraph(text) => html! { <p id={id(text)}>{ inlines(&text.inlines, index) }</p> },
        Block::Crosshead(text) => {
            html! { <h2 id={id(text)}>{ inlines(&text.inlines, index) }</h2> }
        }
        Block::Quote(texts) => html! {
            <blockquote>
                { for texts.iter().map(|text| html! { <p id={id(text)}>{ inlines(&text.inlines, index) }</p> }) }
            </blockquote>
        },
        Block::List(texts) => html! { <ul>{ items(texts) }</ul> },
        Block::NumberedList(texts) => html! { <ol>{ items(texts) }</ol> },
        Block::Box(id) => article
            .boxes
            .iter()
            .find(|fact_box| fact_box.id == *id)
            .map(|fact_box| fact_box::fact_box(fact_box, index))
            .unwrap_or_default(),
        Block::Figure(figure) => figure::figure(article, figure, index),
    }
}

/// Inlines, each followed by the markers of the passages that end in it. Markers stand outside, so that they
/// are no part of any passage and never a link inside a link.
pub(super) fn inlines(inlines: &[Inline], index: &Index<'_>) -> Html {
    inlines
        .iter()
        .map(|inline| {
            let mut ended = Vec::new();
            let shown = self::inline(inline, index, &mut ended);
            if ended.is_empty() {
                shown
            } else {
                html! { <>{ shown }{ markers(&ended, index) }</> }
            }
        })
        .collect()
}

fn inline<'a>(inline: &'a Inline, index: &Index<'_>, ended: &mut Vec<&'a EvidenceId>) -> Html {
    let mut children = || -> Html {
        inline
            .children()
            .iter()
            .map(|child| self::inline(child, index, ended))
            .collect()
    };
    match inline {
        Inline::Text(text) => copied(text),
        Inline::Emphasis(_) => html! { <em>{ children() }</em> },
        Inline::Strong(_) => html! { <strong>{ children() }</strong> },
        Inline::Link(link) => {
            let first = index.next_mention(link).map(|fact| &fact.id);
            html! {
                <a
                    class={first.map(|_| "mention")}
                    id={first.map(anchor::mention)}
                    data-fact={first.map(ToString::to_string)}
                    href={link.href.as_str().to_owned()}
                >{ children() }</a>
            }
        }
        Inline::Evidence(span) => evidence(span, index, ended),
    }
}

fn evidence<'a>(
    span: &'a EvidenceSpan,
    index: &Index<'_>,
    ended: &mut Vec<&'a EvidenceId>,
) -> Html {
    let place = index.next_span(&span.evidence);
    let children: Html = span
        .inlines
        .iter()
        .map(|child| inline(child, index, ended))
        .collect();
    if place.last {
        ended.push(&span.evidence);
    }
    let id = place.first.then(|| anchor::evidence(&span.evidence));
    html! {
        <span class="evidence" {id} data-evidence={span.evidence.to_string()}>{ children }</span>
    }
}

fn markers(ended: &[&EvidenceId], index: &Index<'_>) -> Html {
    let mut facts: Vec<_> = ended
        .iter()
        .filter_map(|id| {
            index
                .fact_of(id)
                .map(|fact| (index.number(fact), *id, fact))
        })
        .collect();
    facts.sort_by_key(|(number, ..)| *number);
    html! {
        <sup class="markers" translate="no">
            { for facts.iter().map(|(number, id, fact)| html! {
                <a
                    class="marker"
                    id={anchor::marker(id)}
                    href={anchor::link(&anchor::fact(&fact.id))}
                    data-fact={fact.id.to_string()}
                    aria-label={index.words.fact_number(&number.to_string())}
                >{ number }</a>
            }) }
        </sup>
    }
}
