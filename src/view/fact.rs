//! One fact: its statement, attribution and passages.

use yew::{Html, html};

use super::index::{Index, entity};
use super::source_passages::{source_lines, source_passages};
use super::{copied, fixed, format};
use sidelight_i18n::Messages;
use sidelight_model::{
    Amount, Aspect, Attribution, Correction, Entity, Evidence, Fact, Measure, PartialDate,
    Quantity, Source, anchor,
};

/// A number that has the plural form for many in every language.
const MANY: u64 = 100;

/// Renders a fact. `is_attributed` says that its attribution is above its list, with that of its neighbours.
pub(super) fn fact<'a>(fact: &'a Fact, index: &Index<'a>, is_attributed: bool) -> Html {
    let number = index.number(fact);
    let messages = index.messages;
    let class = if fact.is_planned() {
        "fact planned"
    } else {
        "fact"
    };
    html! {
        <li
            {class}
            id={anchor::fact(&fact.id)}
            data-fact-number={number.to_string()}
            data-quantity={number_data(fact)}
            data-before={fact.figure.as_ref().and_then(|figure| figure.before).map(|before| before.to_string())}
            data-points={fact.figure.as_ref().map(Measure::points_text).filter(|points| !points.is_empty())}
            data-date={fact.when().map(|date| date.to_string())}
            data-from={source_lines(fact, index)}
        >
            if let Aspect::Question(question) = &fact.aspect { { self::question(fact, question) } }
            { lead(fact, index) }
            if let Some(figure) = &fact.figure { { earlier(figure, messages) } }
            if let Some(entity) = entity(fact) { { about(entity, index) } }
            if let Some(date) = fact.date.filter(|date| !index.has_in_title(fact, *date)) {
                <p class="about">{ format::time(date, messages) }</p>
            }
            <p class="statement" id={anchor::statement(&fact.id)}>{ copied(&fact.statement) }</p>
            if let Some(change) = fact.figure.as_ref().and_then(|figure| format::change(figure, messages)) {
                { derived(change, messages) }
            }
            if let Some(calculation) = &fact.derived { { derived(calculation.clone(), messages) } }
            { attribution(fact, index, is_attributed || index.is_held(fact)) }
            { for index.corrections(fact).map(|c| correction(c, messages)) }
            if matches!(fact.aspect, Aspect::Event(_)) { { more(fact, index) } }
            { named_in(fact, index) }
            { passages(fact, index) }
            if let Some(name) = fact.name() { { links(fact, name, index) } }
        </li>
    }
}

/// Renders the question that a fact answers, as a heading below that of its group or box.
fn question(fact: &Fact, question: &str) -> Html {
    let heading = if fact.group.is_some() { "h4" } else { "h3" };
    html! { <@{heading} class="lead name"><b>{ copied(question) }</b></@> }
}

/// Renders the large line at the top of a fact: a number, a date or a name, with its label.
fn lead(fact: &Fact, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let label = label(fact, messages);
    let (class, lead, label) = match (&fact.aspect, &fact.quantity) {
        (Aspect::Event(date), _) => return event(fact, *date, index),
        (Aspect::Person(entity) | Aspect::Organisation(entity), _) => (
            "lead name",
            entity.name.clone(),
            entity.role.clone().unwrap_or_default(),
        ),
        (Aspect::Entry, _) => ("lead name", label, String::new()),
        (Aspect::Place(at), _) => ("lead name", label, format::coordinates(*at, messages)),
        (aspect, Some(quantity)) if aspect.is_counted_by_label() => (
            "lead",
            format::amount(quantity.amount, messages),
            with_term(fact, label, messages),
        ),
        (_, Some(_)) => ("lead", quantity(fact, messages).unwrap_or_default(), label),
        (_, None) => match &fact.figure {
            Some(figure) => (
                "lead",
                format::figure(figure.value, figure, messages),
                label,
            ),
            None => return Html::default(),
        },
    };
    html! {
        <p {class}>
            <b>{ lead }</b>
            if !label.is_empty() { { " " }<span class="label">{ label }</span> }
        </p>
    }
}

/// Renders the number before a figure or the points of its series.
fn earlier(figure: &Measure, messages: Messages) -> Html {
    html! {
        <>
            if let Some(before) = figure.before {
                <p class="about">
                    <span translate="no">{ fixed(messages.before()) }</span>{ " " }{ format::figure(before, figure, messages) }
                </p>
            }
            if !figure.points.is_empty() {
                <ul class="points">
                    { for figure.points.iter().map(|point| html! {
                        <li>
                            { format::time(point.date, messages) }{ ": " }{ format::figure(point.value, figure, messages) }
                        </li>
                    }) }
                </ul>
            }
        </>
    }
}

/// Renders a calculation, marked as our own.
fn derived(calculation: String, messages: Messages) -> Html {
    html! {
        <p class="derived"><span translate="no">{ fixed(messages.derived()) }{ ": " }</span>{ calculation }</p>
    }
}

/// Returns the label of a number of imprisoned people with the length of their sentences.
fn with_term(fact: &Fact, label: String, messages: Messages) -> String {
    match &fact.term {
        Some(Quantity { amount, unit }) => {
            format!("{label}, {} {unit}", format::amount(*amount, messages))
        }
        None => label,
    }
}

/// Renders the date of a past or planned event, as a link to its first passage.
fn event(fact: &Fact, date: PartialDate, index: &Index<'_>) -> Html {
    let messages = index.messages;
    html! {
        <p class="lead">
            <b>
                if let Some(evidence) = fact.evidence.first() {
                    <a
                        class="when"
                        id={anchor::when(&evidence.id)}
                        href={index.link_to_text(&anchor::evidence(&evidence.id))}
                        data-evidence={evidence.id.to_string()}
                    >{ format::time(date, messages) }</a>
                } else {
                    { format::time(date, messages) }
                }
            </b>
            if let Some(label) = &fact.label { { " " }<span class="label">{ label }</span> }
            if fact.is_planned() {
                { " " }<span class="plan" translate="no">{ fixed(messages.planned()) }</span>
            }
        </p>
    }
}

/// Renders links to other boxes with facts about the same passage as an event.
fn more<'a>(fact: &'a Fact, index: &Index<'a>) -> Html {
    let links = index.more_on(fact);
    let links = links.map(|(fact_box, other)| (other, fact_box.title.clone()));
    boxes("more-in", index.messages.more_in(), links.collect(), index)
}

/// Renders links to the boxes that name a person, an organisation, a place or a term, with the number of their facts.
fn named_in(fact: &Fact, index: &Index<'_>) -> Html {
    let links = index.named_in(fact).into_iter();
    let links = links.map(|(fact_box, first, count)| {
        let count = count.to_string();
        (first, [&fact_box.title, " (", &count, ")"].concat())
    });
    boxes(
        "named-in",
        index.messages.named_in(),
        links.collect(),
        index,
    )
}

/// Renders a line of links, each to a fact of another box. Renders nothing without links.
fn boxes(
    class: &'static str,
    title: &'static str,
    links: Vec<(&Fact, String)>,
    index: &Index<'_>,
) -> Html {
    html! {
        if !links.is_empty() {
            <p {class}>
                <span translate="no">{ fixed(title) }</span>
                { for links.iter().enumerate().map(|(i, (fact, title))| html! {
                    <>
                        { fixed(if i > 0 { ", " } else { " " }) }
                        <a href={index.link_to_fact(fact)}>{ copied(title) }</a>
                    </>
                }) }
            </p>
        }
    }
}

/// Renders the affiliation of a person or organisation, and the other spellings of their name.
fn about(entity: &Entity, index: &Index<'_>) -> Html {
    // A spelling that is part of the name, such as the surname, helps the search but is redundant here.
    let spellings: Vec<&str> = index
        .spellings(&entity.name)
        .iter()
        .map(String::as_str)
        .filter(|spelling| !entity.name.contains(spelling))
        .collect();
    html! {
        <>
            if let Some(name) = &entity.affiliation {
                <p class="about">
                    <span translate="no">{ fixed(index.messages.affiliation()) }</span>{ " " }
                    if let Some(fact) = index.organisation(name) {
                        <a href={index.link_to_fact(fact)}>{ name }</a>
                    } else {
                        { name }
                    }
                </p>
            }
            if !spellings.is_empty() {
                <p class="about">
                    <span translate="no">{ fixed(index.messages.also_written()) }</span>{ " " }{ spellings.join(", ") }
                </p>
            }
        </>
    }
}

/// Renders links to the first mention of a person, an organisation, a place or a term, and to their own web page.
fn links(fact: &Fact, name: &str, index: &Index<'_>) -> Html {
    // Distinguishes the links of different facts when a screen reader lists them.
    let of = |title: &str| [title, ", ", name].concat();
    let messages = index.messages;
    let mentioned = index.is_mentioned(fact);
    let url = entity(fact).and_then(|entity| entity.url.as_ref());
    html! {
        if mentioned || url.is_some() {
            <p class="fact-evidence" translate="no">
                if mentioned {
                    <a
                        class="to-text"
                        id={anchor::from_mention(&fact.id)}
                        href={index.link_to_text(&anchor::mention(&fact.id))}
                        aria-label={of(messages.first_named())}
                    >{ fixed(messages.first_named()) }</a>
                }
                if let Some(url) = url {
                    <a
                        class="to-text"
                        href={index.link_to_file(url.as_str())}
                        aria-label={of(messages.website())}
                    >{ fixed(messages.website()) }</a>
                }
            </p>
        }
    }
}

/// Returns the number of a fact for programs that read the page. A figure is exact: `exact 48.2 million EUR`.
fn number_data(fact: &Fact) -> Option<String> {
    let quantity = fact.quantity.as_ref().map(quantity_data);
    quantity.or_else(|| {
        let figure = fact.figure.as_ref()?;
        Some(
            [
                "exact ",
                &figure.value.to_string(),
                " ",
                &figure.unit_text(),
            ]
            .concat(),
        )
    })
}

/// Returns a quantity for programs that read the page: `exact 14 people`, `range 3–7 years`. The dash keeps spreadsheets
/// from reading a range as a date.
fn quantity_data(quantity: &Quantity) -> String {
    let (low, high) = quantity.amount.bounds();
    let precision = match quantity.amount {
        Amount::Exact(_) => "exact",
        Amount::AtLeast(_) => "at-least",
        Amount::MoreThan(_) => "more-than",
        Amount::About(_) => "about",
        Amount::Range(..) => return format!("range {low}–{high} {}", quantity.unit),
    };
    format!("{precision} {low} {}", quantity.unit)
}

/// Returns the quantity of a fact with its unit, as the author gave it.
pub(super) fn quantity(fact: &Fact, messages: Messages) -> Option<String> {
    let Quantity { amount, unit } = fact.quantity.as_ref()?;
    Some(format!("{} {unit}", format::amount(*amount, messages)))
}

/// Returns the fact's own label, or the message for its aspect. Returns an empty text if there is neither.
pub(super) fn label(fact: &Fact, messages: Messages) -> String {
    // After “more than” and the like, languages use the form for many.
    let exact = fact
        .quantity
        .as_ref()
        .and_then(|quantity| quantity.amount.exact());
    let count = exact.unwrap_or(MANY);
    fact.label.clone().unwrap_or_else(|| {
        match fact.aspect {
            Aspect::Killed => return messages.killed(count),
            Aspect::Injured => return messages.injured(count),
            Aspect::Charged => return messages.charged(count),
            Aspect::Imprisoned => return messages.imprisoned(count),
            Aspect::Released => return messages.released(count),
            Aspect::For => messages.votes_for(),
            Aspect::Against => messages.votes_against(),
            Aspect::Abstained => messages.abstained(),
            Aspect::Absent => messages.absent(),
            Aspect::Term
            | Aspect::Penalty
            | Aspect::Demand
            | Aspect::Criticism
            | Aspect::Event(_)
            | Aspect::Person(_)
            | Aspect::Organisation(_)
            | Aspect::Place(_)
            | Aspect::Votes
            | Aspect::Question(_)
            | Aspect::Entry
            | Aspect::Claim
            | Aspect::Finding(_)
            | Aspect::Figure
            | Aspect::Account
            | Aspect::Context => "",
        }
        .to_owned()
    })
}

/// Renders who says so, where that isn't said for the whole box: a person or party, a source in an article with several
/// sources, or another date. With `is_hidden`, it is hidden on the page because a line above says the same. It is there
/// for programs and for copies of the fact.
pub(super) fn attribution(fact: &Fact, index: &Index<'_>, is_hidden: bool) -> Html {
    let messages = index.messages;
    let Attribution { by, role, .. } = &fact.attribution;
    let source = index.source_at(fact);
    let as_of = index.as_of_at(fact);
    html! {
        if by.is_some() || source.is_some() || as_of.is_some() {
            <p class="attribution" hidden={is_hidden}>
                <span translate="no">{ fixed(messages.who_says_so()) }</span>{ " " }
                if let Some(by) = by {
                    <span class="by">{ copied(by) }</span>
                    if let Some(role) = role { { ", " }<span class="role">{ copied(role) }</span> }
                    if let Some(source) = source {
                        { "; " }<span translate="no">{ fixed(messages.reported_by()) }</span>{ " " }{ source_link(source, index) }
                    }
                } else if let Some(source) = index.source_of(fact) {
                    { source_link(source, index) }
                }
                if let Some(as_of) = as_of {
                    { " " }
                    <span class="as-of">
                        { format::phrase(messages.as_of(), format::as_of_time(as_of, messages)) }
                    </span>
                }
            </p>
        }
    }
}

/// Renders the name of a source as a link to the list of sources.
pub(super) fn source_link(source: &Source, index: &Index<'_>) -> Html {
    let link = index.link_to_text(&anchor::source(&source.id));
    html! { <a class="source" href={link}>{ copied(source.name()) }</a> }
}

fn correction(correction: &Correction, messages: Messages) -> Html {
    html! {
        <p class="corrected">
            { format::phrase(messages.corrected(), format::time(correction.date, messages)) }{ ". " }
            <span translate="no">{ fixed(messages.it_said()) }</span>{ " " }<del>{ copied(&correction.was) }</del>{ " " }
            <span translate="no">{ fixed(messages.it_says_now()) }</span>{ " " }<ins>{ copied(&correction.now) }</ins>
        </p>
    }
}

/// Renders the words of a passage. In a cell of a table, the headers of its row and its column come before them.
fn passage(evidence: &Evidence, index: &Index<'_>) -> Html {
    let exact = copied(&evidence.exact);
    match index.headers_of(evidence) {
        Some((row, column)) => {
            html! { <>{ row.plain_text() }{ ", " }{ column.plain_text() }{ ": " }{ exact }</> }
        }
        None => exact,
    }
}

/// Renders the passages of a fact, closed at first. Each has a link to its place in the text.
fn passages(fact: &Fact, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let title = match fact.evidence.len() {
        1 => fixed(messages.passage()),
        count => messages.passages(count as u64).into(),
    };
    // Distinguishes the controls of different facts.
    let statement = anchor::statement(&fact.id);
    html! {
        <details class="passage">
            <summary translate="no" aria-describedby={statement.clone()}>{ title }</summary>
            { for fact.evidence.iter().map(|evidence| html! {
                <>
                    <blockquote>{ passage(evidence, index) }</blockquote>
                    <a
                        class="to-text"
                        id={anchor::from_fact(&evidence.id)}
                        href={index.link_to_text(&anchor::evidence(&evidence.id))}
                        data-evidence={evidence.id.to_string()}
                        aria-describedby={statement.clone()}
                        translate="no"
                    >{ fixed(messages.to_text()) }</a>
                </>
            }) }
            { source_passages(fact, index) }
        </details>
    }
}
