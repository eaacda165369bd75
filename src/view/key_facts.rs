//! The key facts: large numbers at the top of the page, each a link to its fact or its box.

use yew::{Html, html};

use super::index::Index;
use super::{copied, fact, format};
use sidelight_i18n::Messages;
use sidelight_model::{Amount, Article, Fact, KeyFactOf, anchor};

/// Renders the key facts. Renders nothing for an article without any.
pub(super) fn key_facts(article: &Article, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let items: Html = article
        .key_facts
        .iter()
        .filter_map(|key_fact| {
            let (href, number, label) = match &key_fact.of {
                KeyFactOf::Fact(id) => {
                    let fact = article.facts().find(|fact| fact.id == *id)?;
                    let (number, label) = number(fact, messages)?;
                    (anchor::link(&anchor::fact(id)), number, label)
                }
                KeyFactOf::Box(id) => {
                    let fact_box = article.boxes.iter().find(|other| other.id == *id)?;
                    let count = Number::plain(messages.number(fact_box.count()));
                    (anchor::link(&anchor::fact_box(id)), count, String::new())
                }
            };
            let label = key_fact.label.clone().unwrap_or(label);
            Some(html! {
                <li><a {href}><b>{ number.shown() }</b>{ " " }<span>{ label }</span></a></li>
            })
        })
        .collect();
    html! {
        if !article.key_facts.is_empty() {
            <ul class="key-facts" aria-label={messages.key_facts()}>{ items }</ul>
        }
    }
}

/// A number with the words that it is read as.
pub(super) struct Number {
    /// The number in words and digits: `more than 100`.
    pub(super) spoken: String,
    /// The same in fewer characters: `100+`. `None` if it can't be shorter.
    short: Option<String>,
}

impl Number {
    fn plain(spoken: String) -> Self {
        Self {
            spoken,
            short: None,
        }
    }

    fn of(amount: Amount, messages: Messages) -> Self {
        let number = |n| messages.number(n);
        Self {
            spoken: format::amount(amount, messages),
            short: match amount {
                Amount::Exact(_) | Amount::About(_) => None,
                Amount::AtLeast(n) | Amount::MoreThan(n) => Some([&number(n), "+"].concat()),
                Amount::Range(low, high) => Some([&number(low), "–", &number(high)].concat()),
            },
        }
    }

    /// Renders the short number, with the words for screen readers.
    fn shown(self) -> Html {
        match self.short {
            None => copied(&self.spoken),
            Some(short) => html! {
                <><span aria-hidden="true">{ short }</span><span class="unseen">{ self.spoken }</span></>
            },
        }
    }
}

/// Returns the number of a fact, and the words that say what it is: its label, or its unit and its label. Returns `None` for
/// a fact without a number.
pub(super) fn number(fact: &Fact, messages: Messages) -> Option<(Number, String)> {
    let label = fact::label(fact, messages);
    if let Some(figure) = &fact.figure {
        let value = format::figure(figure.value, figure, messages);
        return Some((Number::plain(value), label));
    }
    let quantity = fact.quantity.as_ref()?;
    let label = match (fact.aspect.is_counted_by_label(), label.as_str()) {
        (true, _) => label,
        (false, "") => quantity.unit.clone(),
        (false, label) => [&quantity.unit, ", ", label].concat(),
    };
    Some((Number::of(quantity.amount, messages), label))
}
