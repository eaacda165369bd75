//! The contents: the article's headings and fact boxes, each a link to its place, which of them the reader is in, and how
//! long there is to read.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::{ChromeProps, Subscription};
use sidelight_i18n::Words;
use sidelight_model::anchor;

/// A part of the article that the contents lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of its element.
    pub id: String,
    /// What its heading says on the page now, in whatever language the page has been translated into.
    pub title: String,
    /// What it is.
    pub kind: SectionKind,
}

/// What a part of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Text under a heading.
    Text,
    /// A fact box.
    Box,
}

/// How long an article's text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLength {
    /// In words.
    pub words: u32,
    /// The language of the text, as a BCP 47 tag.
    pub language: String,
}

/// Where a reader is in the article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// How much of the text they have passed, in hundredths.
    pub percent: u32,
    /// The id of the part they are in; none before the first.
    pub section: Option<String>,
}

/// What the contents ask of the page.
pub trait ContentsHost {
    /// The parts of the article, in the order in which they stand.
    fn sections(&self) -> Vec<Section>;
    /// How long the text is; nothing on a page that doesn't say.
    fn length(&self) -> Option<TextLength>;
    /// Where the reader is.
    fn reading(&self) -> Reading;
    /// Tells the listener of every frame in which the page is scrolled, until the subscription is dropped.
    fn on_scroll(&self, listener: Callback<()>) -> Subscription;
}

/// The contents' panel.
#[function_component]
pub(super) fn ContentsPanel(props: &ChromeProps) -> Html {
    let sections = use_memo((), |()| props.host.sections());
    let length = use_memo((), |()| props.host.length());
    let reading = use_state_eq(|| props.host.reading());
    {
        let (host, setter) = (Rc::clone(&props.host), reading.setter());
        use_subscription(
            0,
            Box::new(move || {
                let asked = Rc::clone(&host);
                Some(host.on_scroll(Callback::from(move |()| setter.set(asked.reading()))))
            }),
        );
    }
    let current = |id: &str| (reading.section.as_deref() == Some(id)).then_some("location");
    let is_before_all = reading.section.is_none().then_some("location");
    html! {
        <div class="contents-panel">
            <p class="reading">{ how_far(length.as_ref().as_ref(), reading.percent, props.words) }</p>
            <nav aria-label={props.words.contents()}>
                <ol class="contents">
                    <li key="" aria-current={is_before_all}>
                        <a href={anchor::link(anchor::HEADLINE)}>{ props.words.beginning() }</a>
                    </li>
                    { for sections.iter().map(|section| html! {
                        <li key={section.id.clone()} class={class(section.kind)} aria-current={current(&section.id)}>
                            <a href={anchor::link(&section.id)}>{ &section.title }</a>
                            if section.kind == SectionKind::Box {
                                <span class="contents-kind">{ props.words.fact_box() }</span>
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

/// *12 minutes to read · 34 % read · 8 minutes left*, as far as it is known and says something.
fn how_far(length: Option<&TextLength>, percent: u32, words: Words) -> String {
    let mut parts = Vec::new();
    if let Some(length) = length {
        parts.push(words.minutes_to_read(minutes(length, 0)));
    }
    if percent > 0 {
        parts.push(words.percent_read(&percent.to_string()));
    }
    if let Some(length) = length.filter(|_| (1..100).contains(&percent)) {
        parts.push(words.minutes_left(minutes(length, percent)));
    }
    parts.join(" · ")
}

/// How long reading on takes from so many hundredths of the text, in minutes, begun ones counted.
///
/// Words a minute are those of a study that had adults read the same texts in 17 languages (Trauzettel-Klosinski and Dietz,
/// 2012): 228 in English, 184 in Russian, whose words are longer, as are those of Kazakh.
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
            ("en", 0, "10 minutes to read"),
            ("en", 50, "10 minutes to read · 50 % read · 5 minutes left"),
            ("en", 95, "10 minutes to read · 95 % read · 1 minute left"),
            ("en", 100, "10 minutes to read · 100 % read"),
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
            let words = Words::for_text(tag);
            let told_now = how_far(Some(&length(2280, "en-GB")), percent, words);
            assert_eq!(told_now, told);
        }
        assert_eq!(how_far(None, 0, Words::default()), "");
        assert_eq!(how_far(None, 7, Words::default()), "7 % read");
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
