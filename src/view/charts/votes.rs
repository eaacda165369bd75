//! Votes as one bar of parts of the whole for each group, with a mark at half of the bar.

use std::iter;

use yew::{Html, html};

use super::super::index::facts_in;
use super::super::{fact, format};
use sidelight_i18n::Messages;
use sidelight_model::{Amount, Aspect, Fact, FactBox};

/// The style of a part: its fill, and the dashes of its outline.
type Look = (&'static str, Option<&'static str>);

/// Renders a bar for the facts without a group and for each group. A bar needs exact numbers, because the size of the
/// whole is unknown otherwise. Without any bar, nothing is rendered.
pub(super) fn votes(fact_box: &FactBox, messages: Messages) -> Html {
    let groups = fact_box.groups.iter().map(Some);
    let bars: Vec<Html> = iter::once(None)
        .chain(groups)
        .filter_map(|group| {
            let id = group.map(|group| group.id.as_str());
            let facts: Vec<&Fact> = facts_in(fact_box, id).collect();
            let parts = parts(&facts)?;
            let all = facts.iter().find(|fact| fact.aspect == Aspect::Votes);
            let title: Vec<String> = group
                .map(|group| group.title.clone())
                .into_iter()
                .chain(all.and_then(|fact| fact::quantity(fact, messages)))
                .collect();
            Some(html! {
                <div class="unit-group">
                    if !title.is_empty() { <p class="unit-title">{ title.join(": ") }</p> }
                    { bar(&parts) }
                    { for parts.iter().map(|part| label(part, messages)) }
                </div>
            })
        })
        .collect();
    html! {
        if !bars.is_empty() {
            <figure class="chart">
                { bars }
                <figcaption translate="no">{ messages.votes_key() }</figcaption>
            </figure>
        }
    }
}

/// One part of the whole.
struct Part<'a> {
    fact: &'a Fact,
    look: Look,
    count: u64,
}

/// Returns the parts of a whole. Leaves out facts that are parts of another part. Returns `None` if a number isn't exact, or
/// if all are 0.
fn parts<'a>(facts: &[&'a Fact]) -> Option<Vec<Part<'a>>> {
    let counted = || facts.iter().filter(|fact| look(fact).is_some());
    let parts = counted()
        .filter(|fact| !counted().any(|whole| whole.total_of.contains(&fact.id)))
        .map(|fact| {
            Some(Part {
                fact,
                look: look(fact)?,
                count: fact.quantity.as_ref()?.amount.exact()?,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    parts.iter().any(|part| part.count > 0).then_some(parts)
}

fn look(fact: &Fact) -> Option<Look> {
    Some(match fact.aspect {
        Aspect::For => ("currentColor", None),
        Aspect::Against => ("none", None),
        Aspect::Abstained => ("none", Some("5 3")),
        Aspect::Absent => ("none", Some("1 3")),
        _ => return None,
    })
}

fn bar(parts: &[Part<'_>]) -> Html {
    let whole: u128 = parts.iter().map(|part| u128::from(part.count)).sum();
    let mut start = 0;
    html! {
        <svg class="term" width="100%" height="26" aria-hidden="true" focusable="false">
            { for parts.iter().map(|part| {
                let count = u128::from(part.count);
                let x = percent(start, whole);
                start += count;
                rect(part.look, x, "5", percent(count, whole), "16")
            }) }
            <line x1="50%" x2="50%" y1="0" y2="26" stroke="currentColor" stroke-width="2" />
        </svg>
    }
}

/// Returns a part in per cent of a whole that isn't 0, with two decimals.
pub(super) fn percent(part: u128, whole: u128) -> String {
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Renders the number of a part beside a sample of its style.
fn label(part: &Part<'_>, messages: Messages) -> Html {
    html! {
        <p class="unit-label">
            <svg width="14" height="10" aria-hidden="true" focusable="false">
                { rect(part.look, "1".into(), "1", "12".into(), "8") }
            </svg>
            { " " }<b>{ format::amount(Amount::Exact(part.count), messages) }</b>{ " " }{ fact::label(part.fact, messages) }
        </p>
    }
}

fn rect(
    (fill, dashes): Look,
    x: String,
    y: &'static str,
    width: String,
    height: &'static str,
) -> Html {
    html! {
        <rect {x} {y} {width} {height} {fill} stroke="currentColor" stroke-dasharray={dashes} />
    }
}
