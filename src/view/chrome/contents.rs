//! The contents panel: links to the article's headings and fact boxes, the reader's position, and the reading time.

use std::rc::Rc;

use yew::prelude::*;

use super::icon::Icon;
use super::tool::Tool;
use super::{ChromeProps, Subscription, use_subscription};
use sidelight_i18n::Messages;
use sidelight_model::anchor;

/// A part of the article that the contents link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of its element.
    pub id: String,
    /// The current text of its heading, which may be translated by the browser.
    pub title: String,
    /// The kind of the part.
    pub kind: SectionKind,
}

/// The kind of a part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Text under a heading.
    Text,
    /// A fact box.
    Box,
}

/// The length of an article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLength {
    /// The number of words.
    pub words: u32,
    /// The language of the text, as a BCP 47 tag.
    pub language: String,
}

/// The reader's position in the article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The share of the text above the reader's position, in per cent.
    pub percent: u32,
    /// The id of the part that the reader is in. `None` before the first part.
    pub section: Option<String>,
}

/// Requests from the contents panel to the page.
pub trait ContentsHost {
    /// Returns the parts of the article, in reading order.
    fn sections(&self) -> Vec<Section>;
    /// Returns the length of the text, or `None` if the page doesn't give it.
    fn length(&self) -> Option<TextLength>;
    /// Returns the reader's current position.
    fn reading(&self) -> Reading;
    /// Calls the listener once for every frame in which the page scrolls, until the subscription is dropped.
    fn on_scroll(&self, listener: Callback<()>) -> Subscription;
}

/// The contents in the toolbar.
pub(super) const TOOL: Tool = Tool::new(
    "contents",
    Messages::contents,
    Icon("M4 6h16M4 12h16M4 18h10"),
    |props| html! { <ContentsPanel ..props /> },
);

/// The contents panel.
#[function_component]
fn ContentsPanel(props: &ChromeProps) -> Html {
    let sections = use_memo((), |()| props.host.contents.sections());
    let length = use_memo((), |()| props.host.contents.length());
    let reading = use_state_eq(|| props.host.contents.reading());
    {
        let (host, setter) = (Rc::clone(&props.host), reading.setter());
        use_subscription(
            0,
            Box::new(move || {
                let page = Rc::clone(&host);
                let update = Callback::from(move |()| setter.set(page.contents.reading()));
                Some(host.contents.on_scroll(update))
            }),
        );
    }
    let current = |id: &str| (reading.section.as_deref() == Some(id)).then_some("location");
    let is_before_all = reading.section.is_none().then_some("location");
    html! {
        <div class="contents-panel">
            <p class="reading">{ how_far(length.as_ref().as_ref(), reading.percent, props.messages) }</p>
            <nav aria-label={props.messages.contents()}>
                <ol class="contents">
                    <li key="" aria-current={is_before_all}>
                        <a href={anchor::link(anchor::HEADLINE)}>{ props.messages.beginning() }</a>
                    </li>
                    { for sections.iter().map(|section| html! {
                        <li key={section.id.clone()} class={class(section.kind)} aria-current={current(&section.id)}>
                            <a href={anchor::link(&section.id)}>{ &section.title }</a>
                            if section.kind == SectionKind::Box {
                                <span class="contents-kind">{ props.messages.fact_box() }</span>
                            }
                        </li>
                    }) }
                </ol>
            </nav>
        </div>
    }
}

fn class(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Text => "contents-text",
        SectionKind::Box => "contents-box",
    }
}

/// Formats the reading time and position: *12-minute read · 34% read · 8 minutes left*.
/// Without a length, both times are omitted. At 0% only the time to read is given. At 100% the time left is omitted.
fn how_far(length: Option<&TextLength>, percent: u32, messages: Messages) -> String {
    let mut parts = Vec::new();
    if let Some(length) = length {
        parts.push(messages.minutes_to_read(minutes(length, 0)));
    }
    if percent > 0 {
        parts.push(messages.percent_read(&percent.to_string()));
    }
    if let Some(length) = length.filter(|_| (1..100).contains(&percent)) {
        parts.push(messages.minutes_left(minutes(length, percent)));
    }
    parts.join(" · ")
}

/// Returns the time to read the rest of the text after this percentage, in minutes, rounded up and at least 1.
///
/// The words per minute are from a study of adults who read the same texts in 17 languages (Trauzettel-Klosinski and Dietz,
/// 2012): 228 in English, 184 in Russian. Messages are longer in Russian, and in Kazakh too, which uses the same number.
fn minutes(length: &TextLength, percent: u32) -> u64 {
    let is_english = length
        .language
        .split('-')
        .next()
        .is_some_and(|language| language.eq_ignore_ascii_case("en"));
    let a_minute = if is_english { 228 } else { 184 };
    let left = u64::from(length.words) * u64::from(100 - percent.min(100)) / 100;
    left.div_ceil(a_minute).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(words: u32, language: &str) -> TextLength {
        TextLength {
            words,
            language: language.into(),
        }
    }

    #[test]
    fn the_time_to_read_is_told_in_every_language() {
        for (tag, percent, told) in [
            ("en", 0, "10-minute read"),
            ("en", 50, "10-minute read · 50% read · 5 minutes left"),
            ("en", 95, "10-minute read · 95% read · 1 minute left"),
            ("en", 100, "10-minute read · 100% read"),
            (
                "ru",
                61,
                "10 минут чтения · прочитано 61 % · осталось 4 минуты",
            ),
            (
                "ru",
                95,
                "10 минут чтения · прочитано 95 % · осталась 1 минута",
            ),
            ("kk", 50, "Оқуға 10 минут · 50 % оқылды · 5 минут қалды"),
        ] {
            let words = Messages::for_text(tag);
            let told_now = how_far(Some(&length(2280, "en-GB")), percent, words);
            assert_eq!(told_now, told);
        }
        assert_eq!(how_far(None, 0, Messages::default()), "");
        assert_eq!(how_far(None, 7, Messages::default()), "7% read");
    }

    #[test]
    fn a_begun_minute_counts_and_longer_words_take_longer() {
        for (words, language, expected) in [
            (0, "en", 1),
            (228, "en", 1),
            (229, "en", 2),
            (1840, "ru", 10),
            (1840, "kk-KZ", 10),
            (u32::MAX, "", 23_342_214),
        ] {
            assert_eq!(minutes(&length(words, language), 0), expected, "{words}");
        }
    }
}
