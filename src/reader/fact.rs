//! One fact: its number, what it says, who says so, and the passages that bear it out.

use yew::{Html, html};

use super::index::Index;
use super::{anchor, format, words};
use crate::model::{Aspect, Attribution, Correction, Evidence, Fact};

pub(super) fn fact(fact: &Fact, index: &Index<'_>) -> Html {
    let number = index.number(fact);
    html! {
        <li class="fact" id={anchor::fact(&fact.id)} data-fact-number={number.to_string()}>
            <span class="fact-number" translate="no" aria-hidden="true">{ number }</span>
            <div class="fact-body">
                { lead(fact) }
                <p class="statement">{ &fact.statement }</p>
                if let Some(derived) = &fact.derived {
                    <p class="derived"><span translate="no">{ words::DERIVED }{ ": " }</span>{ derived }</p>
                }
                { attribution(fact) }
                { for index.corrections(fact).map(correction) }
                { for fact.evidence.iter().map(|e| evidence(e, number)) }
            </div>
        </li>
    }
}

/// What the fact comes to in a few words, set large: a number, a date or a name.
fn lead(fact: &Fact) -> Html {
    let label = label(fact);
    let lead = match (&fact.quantity, &fact.aspect) {
        (Some(quantity), Aspect::Term | Aspect::Penalty | Aspect::Context) => Some((
            format!("{} {}", format::amount(quantity.amount), unit(fact)),
            label,
        )),
        (Some(quantity), _) => Some((format::amount(quantity.amount), label)),
        (None, Aspect::Event(date)) => Some((format::date(*date), label)),
        (None, Aspect::Person(entity) | Aspect::Organisation(entity)) => {
            Some((entity.name.clone(), entity.role.clone().unwrap_or_default()))
        }
        (None, _) => None,
    };
    html! {
        if let Some((lead, label)) = lead {
            <p class="lead"><b>{ lead }</b>{ " " }<span class="label">{ label }</span></p>
        }
    }
}

/// The unit of a fact's number, in the singular for one.
fn unit(fact: &Fact) -> &str {
    match &fact.quantity {
        Some(quantity) if quantity.amount.exact() == Some(1) => {
            quantity.unit.strip_suffix('s').unwrap_or(&quantity.unit)
        }
        Some(quantity) => &quantity.unit,
        None => "",
    }
}

/// A fact's own label, or the word for its aspect.
pub(super) fn label(fact: &Fact) -> String {
    fact.label
        .clone()
        .unwrap_or_else(|| words::aspect(&fact.aspect).to_owned())
}

fn attribution(fact: &Fact) -> Html {
    let Attribution { by, role, .. } = &fact.attribution;
    html! {
        <p class="attribution">
            <span translate="no">{ words::WHO_SAYS_SO }</span>{ " " }<span class="by">{ by }</span>
            if let Some(role) = role { { ", " }{ role } }
            { " " }
            <span class="as-of">
                <span translate="no">{ words::AS_OF }</span>{ " " }{ format::time(fact.as_of) }
            </span>
        </p>
    }
}

fn correction(correction: &Correction) -> Html {
    html! {
        <p class="corrected">
            <span translate="no">{ words::CORRECTED }</span>{ " " }{ format::time(correction.date) }{ ". " }
            <span translate="no">{ words::IT_SAID }</span>{ " " }<del>{ &correction.was }</del>{ " " }
            <span translate="no">{ words::IT_SAYS_NOW }</span>{ " " }<ins>{ &correction.now }</ins>
        </p>
    }
}

fn evidence(evidence: &Evidence, number: usize) -> Html {
    // Tells one link or summary from the others of its kind for those who hear them in a list.
    let of_fact = || html! { <span class="unseen">{ ", " }{ words::fact_number(number) }</span> };
    html! {
        <div class="proof">
            <a
                class="to-text"
                id={anchor::from_fact(&evidence.id)}
                href={anchor::link(&anchor::evidence(&evidence.id))}
                data-evidence={evidence.id.to_string()}
                translate="no"
            >{ words::TO_TEXT }{ of_fact() }</a>
            <details class="passage">
                <summary translate="no">{ words::PASSAGE }{ of_fact() }</summary>
                <blockquote>{ &evidence.exact }</blockquote>
            </details>
        </div>
    }
}
