//! A fact box: its heading and gist, and a `<details>` with its charts and facts.
//!
//! The heading is outside the `<summary>`, so that screen readers list it among the headings, even while the box is
//! closed. The box is a `<section>`, because reader modes drop asides.

use yew::{Html, html};

use super::index::{Index, entity, facts_in};
use super::{charts, copied, fact, fixed, format};
use sidelight_model::{Aspect, Correction, Dispute, Fact, FactBox, Group, Source, anchor};

/// Renders a box in the text. It is closed at first.
pub(super) fn fact_box<'a>(fact_box: &'a FactBox, index: &Index<'a>) -> Html {
    section(fact_box, index, false)
}

/// Renders a box that is alone on its page. It is open at first.
pub(super) fn open_fact_box<'a>(fact_box: &'a FactBox, index: &Index<'a>) -> Html {
    section(fact_box, index, true)
}

fn section<'a>(fact_box: &'a FactBox, index: &Index<'a>, open: bool) -> Html {
    let id = anchor::fact_box(&fact_box.id);
    let title = anchor::box_title(&fact_box.id);
    let messages = index.messages;
    html! {
        <section
            class="box"
            id={id}
            data-box={fact_box.id.to_string()}
            aria-labelledby={title.clone()}
        >
            <p class="kicker" translate="no">{ messages.fact_box() }</p>
            <h2 id={title.clone()}>{ &fact_box.title }</h2>
            <p class="gist">{ &fact_box.gist }</p>
            { flags(fact_box, index) }
            <details class="box-body" {open}>
                <summary translate="no" aria-describedby={title}>
                    <span class="when-closed">{ messages.show() }</span>
                    <span class="when-open">{ messages.hide() }</span>
                    { " " }{ messages.facts(fact_box.facts.len() as u64) }
                </summary>
                <div class="box-content">
                    { charts::charts(fact_box, messages) }
                    { facts(facts_in(fact_box, None), index) }
                    { for fact_box.groups.iter().map(|g| group(fact_box, g, index)) }
                    { for fact_box.disputes.iter().map(|d| dispute(fact_box, d, index)) }
                    { default_source(fact_box, index) }
                </div>
            </details>
        </section>
    }
}

/// Renders the disputes and corrections of a box. They are visible while it is closed too.
fn flags<'a>(fact_box: &'a FactBox, index: &Index<'a>) -> Html {
    let messages = index.messages;
    let corrections: Vec<&Correction> = fact_box
        .facts
        .iter()
        .flat_map(|fact| index.corrections(fact))
        .collect();
    html! {
        <>
            { for fact_box.disputes.iter().map(|dispute| html! {
                <p class="flag"><span translate="no">{ fixed(messages.disputed()) }</span>{ " " }{ copied(&dispute.about) }</p>
            }) }
            { for corrections.iter().map(|correction| html! {
                <p class="flag">
                    { format::phrase(messages.corrected(), format::time(correction.date, messages)) }
                </p>
            }) }
        </>
    }
}

/// Renders the source of all facts that name no other. It is hidden in a box in which all facts name another one.
fn default_source(fact_box: &FactBox, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let is_used = |source: &Source| {
        let mut facts = fact_box.facts.iter();
        facts.any(|fact| fact.attribution.source == source.id)
    };
    html! {
        if let Some(source) = index.default_source() {
            <p
                class="attribution default-source"
                data-as-of={index.as_of().to_string()}
                hidden={!is_used(source)}
            >
                <span class="stated">
                    <span translate="no">{ fixed(messages.who_says_so()) }</span>{ " " }{ fact::source_link(source, index) }
                    if let Some(date) = source.date { { ", " }{ format::time(date, messages) } }
                </span>
                <span class="unless">{ ", " }<span translate="no">{ fixed(messages.unless_stated()) }</span></span>
            </p>
        }
    }
}

/// Renders a list of facts, below the attribution that they have in common. A list with events is an ordered list,
/// drawn as a timeline. Each claim has a list of its own.
fn facts<'a>(facts: impl Iterator<Item = &'a Fact>, index: &Index<'a>) -> Html {
    let facts: Vec<&Fact> = facts.collect();
    let Some(first) = facts.first() else {
        return Html::default();
    };
    if facts.iter().any(|fact| fact.aspect == Aspect::Claim) {
        return facts.iter().map(|fact| claim(fact, index)).collect();
    }
    let is_common = facts.len() > 1
        && facts
            .iter()
            .all(|fact| fact.attribution == first.attribution && fact.as_of == first.as_of);
    let is_event = |fact: &&Fact| matches!(fact.aspect, Aspect::Event(_));
    let (list, class) = if facts.iter().any(is_event) {
        ("ol", "facts timeline")
    } else if facts.iter().any(|fact| entity(fact).is_some()) {
        ("ul", "facts cards")
    } else {
        ("ul", "facts")
    };
    html! {
        <>
            if is_common && !index.is_held(first) { { fact::attribution(first, index, false) } }
            <@{list} {class}>{ for facts.iter().map(|fact| fact::fact(fact, index, is_common)) }</@>
        </>
    }
}

/// Renders a claim and its findings side by side, or any other fact alone.
fn claim<'a>(claim: &'a Fact, index: &Index<'a>) -> Html {
    let messages = index.messages;
    let part = |title: &'static str, facts: &[&'a Fact]| {
        html! {
            <div class="version">
                <p class="unit-title" translate="no">{ fixed(title) }</p>
                <ul class="facts">{ for facts.iter().map(|fact| fact::fact(fact, index, false)) }</ul>
            </div>
        }
    };
    if claim.aspect != Aspect::Claim {
        return html! { <ul class="facts">{ fact::fact(claim, index, false) }</ul> };
    }
    let findings = index.findings(claim);
    html! {
        <div class="versions">
            { part(messages.claim(), &[claim]) }
            if !findings.is_empty() { { part(messages.findings(), findings) } }
        </div>
    }
}

fn group<'a>(fact_box: &'a FactBox, group: &'a Group, index: &Index<'a>) -> Html {
    let id = group.id.as_str();
    html! {
        if facts_in(fact_box, Some(id)).next().is_some() {
            <section class="group">
                <h3>{ &group.title }</h3>
                { facts(facts_in(fact_box, Some(id)), index) }
            </section>
        }
    }
}

fn dispute<'a>(fact_box: &'a FactBox, dispute: &'a Dispute, index: &Index<'a>) -> Html {
    html! {
        <section class="dispute">
            <h3>{ &dispute.about }</h3>
            <div class={if dispute.versions.len() > 2 { "versions many" } else { "versions" }}>
                { for dispute.versions.iter().map(|version| html! {
                    <section class="version">
                        <h4>{ &version.holder }</h4>
                        { facts(
                            version.facts.iter().filter_map(|id| fact_box.facts.iter().find(|f| f.id == *id)),
                            index,
                        ) }
                    </section>
                }) }
            </div>
        </section>
    }
}
