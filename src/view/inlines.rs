//! Text inside a block, with its marked evidence.

use yew::{Html, html};

use super::copied;
use super::index::Index;
use sidelight_model::{EvidenceId, EvidenceSpan, Inline, anchor};

/// Renders inlines. One marker follows all passages that end at the same place. It is outside of the inlines, so it is never
/// part of a passage, and never a link inside a link. Closing punctuation after a passage comes before the marker.
pub(super) fn inlines<'a>(inlines: &[Inline], index: &Index<'a>) -> Html {
    let mut ended = Vec::new();
    let mut shown = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let text = match inline {
            Inline::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let closing = match text {
            Some(text) if !ended.is_empty() => text.split_at(closing_punctuation(text)),
            text => ("", text.unwrap_or_default()),
        };
        if !closing.0.is_empty() {
            shown.push(copied(closing.0));
        }
        if text.is_some() && closing.1.is_empty() {
            continue;
        }
        shown.extend(marker(&mut ended, index));
        shown.push(match text {
            Some(_) => copied(closing.1),
            None => self::inline(inline, index, &mut ended),
        });
    }
    shown.extend(marker(&mut ended, index));
    shown.into_iter().collect()
}

/// Returns the length in bytes of the closing punctuation and quotation marks at the beginning of a text. Returns 0 if a
/// letter or a digit follows them, as in `’s`.
fn closing_punctuation(text: &str) -> usize {
    let rest = text.trim_start_matches(|c| ".,;:!?…\"')]}’”“‘»«›‹。、，！？」』）،؛؟".contains(c));
    match rest.starts_with(char::is_alphanumeric) {
        true => 0,
        false => text.len() - rest.len(),
    }
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

/// Renders the marker of the passages that have ended, and forgets them. Returns `None` if none has ended.
fn marker(ended: &mut Vec<&EvidenceId>, index: &Index<'_>) -> Option<Html> {
    let mut passages: Vec<_> = std::mem::take(ended)
        .into_iter()
        .filter_map(|id| Some((index.fact_of(id)?, id)))
        .collect();
    passages.sort_by_key(|(fact, _)| index.number(fact));
    let (first, evidence) = passages.first()?;
    let (id, href, fact) = (
        anchor::marker(evidence),
        anchor::link(&anchor::fact(&first.id)),
        first.id.to_string(),
    );
    let others = passages[1..].iter();
    let others: Html = others
        .map(|(_, id)| html! { <i id={anchor::marker(id)}></i> })
        .collect();
    let mut facts: Vec<_> = passages.into_iter().map(|(fact, _)| fact).collect();
    facts.dedup_by_key(|fact| &fact.id);
    let ids: Vec<&str> = facts.iter().map(|fact| fact.id.as_str()).collect();
    let (ids, count) = (ids.join(" "), facts.len() as u64);
    let place = index.add_place(facts).to_string();
    Some(html! {
        <sup class="markers" translate="no">
            <a
                class="marker"
                {id}
                {href}
                data-fact={fact}
                data-facts={ids}
                data-place={place.clone()}
                aria-label={index.messages.facts_of_place(count, &place)}
            >{ others }</a>
        </sup>
    })
}

#[cfg(test)]
mod tests {
    use super::closing_punctuation;

    #[test]
    fn closing_punctuation_ends_before_the_next_word() {
        for (text, closing) in [
            ("” he said", "”"),
            (".” Then", ".”"),
            (", and", ","),
            ("’s leader", ""),
            (".5 per cent", ""),
            (" and", ""),
            ("». Потом", "»."),
            ("“, sagte er", "“,"),
            ("", ""),
            (")", ")"),
        ] {
            assert_eq!(&text[..closing_punctuation(text)], closing, "{text}");
        }
    }
}
