//! Text inside a block, with its marked evidence.

use yew::{Html, html};

use super::copied;
use super::index::Index;
use sidelight_model::{EvidenceId, EvidenceSpan, Inline, anchor};

/// Renders inlines, each followed by the markers of the passages that end in it. Markers are outside of the inline, so they
/// are never part of a passage, and never a link inside a link.
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
                    aria-label={index.messages.fact_number(&number.to_string())}
                >{ number }</a>
            }) }
        </sup>
    }
}
