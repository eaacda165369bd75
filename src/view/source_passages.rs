//! The passages in documents of sources that support a fact: the words, the place, and a link that opens it.

use yew::{Html, html};

use super::index::Index;
use super::media::clock;
use super::{copied, fixed};
use sidelight_i18n::Messages;
use sidelight_model::{
    DocumentPlace, Fact, Href, Recording, Source, SourcePassage, SourceQuote, TimeRange, anchor,
};
use sidelight_text::{SourcePlace, media_fragment};

/// The ending of the transcripts that browsers can show as captions.
const WEBVTT: &str = ".vtt";

/// Renders the passages of a fact in documents, below its passages in the article.
pub(super) fn source_passages(fact: &Fact, index: &Index<'_>) -> Html {
    if fact.from.is_empty() {
        return Html::default();
    }
    // Distinguishes the links of different facts.
    let statement = anchor::statement(&fact.id);
    let passages = fact.from.iter();
    let passages = passages.filter_map(|passage| {
        let source = index.source_by_id(&passage.source)?;
        Some(source_passage(passage, source, &statement, index))
    });
    html! {
        <div class="in-source">
            <p class="about" translate="no">{ fixed(index.messages.in_source()) }</p>
            { for passages }
        </div>
    }
}

/// Returns the passages of a fact in documents for programs that read the page, one in each line: `The log, Page 7: three men`.
/// Returns `None` if there are none.
pub(super) fn source_lines(fact: &Fact, index: &Index<'_>) -> Option<String> {
    let lines = fact.from.iter().filter_map(|passage| {
        let source = index.source_by_id(&passage.source)?;
        let place = place_name(passage.place, index.messages);
        let mut line = [&source.title, ", ", &place].concat();
        if let Some(quote) = &passage.quote {
            line.push_str(": ");
            line.push_str(&quote.exact);
        }
        Some(line)
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Returns the places of a fact's passages in documents, each once, with the names of the sources: `Harbour Court, Page 1`.
pub(super) fn source_places(fact: &Fact, index: &Index<'_>) -> Vec<String> {
    let places = fact.from.iter().filter_map(|passage| {
        let source = index.source_by_id(&passage.source)?;
        Some(
            [
                source.name(),
                ", ",
                &place_name(passage.place, index.messages),
            ]
            .concat(),
        )
    });
    let mut places: Vec<String> = places.collect();
    places.dedup();
    places
}

fn source_passage(
    passage: &SourcePassage,
    source: &Source,
    statement: &str,
    index: &Index<'_>,
) -> Html {
    let messages = index.messages;
    let place = SourcePlace::of(source, passage);
    let url = place.as_ref().map(|place| index.link_to_file(&place.url));
    html! {
        <div class="from">
            if let Some(quote) = &passage.quote {
                <blockquote cite={url.clone()}>{ words(quote, passage.place) }</blockquote>
            }
            { player(passage, source, index) }
            <p class="about">
                <cite><a href={index.link_to_text(&anchor::source(&source.id))}>{ copied(&source.title) }</a></cite>
                { " · " }<span class="place" translate="no">{ place_name(passage.place, messages) }</span>
            </p>
            if let Some(place) = place {
                <a
                    class="to-text"
                    href={url}
                    aria-describedby={statement.to_owned()}
                    translate="no"
                >{ fixed(open_link(&place, messages)) }</a>
            }
        </div>
    }
}

/// Returns the text of the link that opens a place, or only its source.
pub(super) fn open_link(place: &SourcePlace, messages: Messages) -> &'static str {
    match place.document.is_some() {
        true => messages.open_at_place(),
        false => messages.open_source(),
    }
}

/// Returns the name of a place: `Page 7`.
pub fn place_name(place: DocumentPlace, messages: Messages) -> String {
    match place {
        DocumentPlace::Page(page) => messages.source_page(&page.to_string()),
        DocumentPlace::Paragraph(paragraph) => messages.source_paragraph(&paragraph.to_string()),
        DocumentPlace::Time(time) => messages.source_time(&clock(time.start)),
    }
}

/// Renders the words of a passage. In a recording, they are marked among the words around them, which the reader hears first
/// and last.
pub(super) fn words(quote: &SourceQuote, place: DocumentPlace) -> Html {
    let exact = copied(&quote.exact);
    if !matches!(place, DocumentPlace::Time(_)) {
        return exact;
    }
    let (before, after) = around(quote);
    html! { <>{ copied(&before) }<mark>{ exact }</mark>{ copied(&after) }</> }
}

/// Returns the words around a quotation, with dots in place of words that may be cut off.
fn around(quote: &SourceQuote) -> (String, String) {
    let before = match quote.prefix.split_once(char::is_whitespace) {
        Some((_, rest)) if !rest.is_empty() => ["… ", rest].concat(),
        _ => String::new(),
    };
    let after = match quote.suffix.rsplit_once(char::is_whitespace) {
        Some((rest, _)) if !rest.is_empty() => [rest, " …"].concat(),
        _ => String::new(),
    };
    (before, after)
}

/// Renders the player of a published recording, for the time of the passage. A video shows the transcript as captions, if
/// browsers can read it. Nothing plays unless the reader starts it.
fn player(passage: &SourcePassage, source: &Source, index: &Index<'_>) -> Html {
    let DocumentPlace::Time(time) = passage.place else {
        return Html::default();
    };
    let Some(document) = &source.document else {
        return Html::default();
    };
    let Some(recording) = &document.recording else {
        return Html::default();
    };
    let address = |href: &Href| index.link_to_file(href.as_str());
    let src = recording_at(recording, time, index);
    // The transcript of a package from another origin needs its permission.
    let crossorigin = recording.src().is_external().then_some("anonymous");
    let transcript = document.file.as_ref();
    let captions = transcript.filter(|file| file.as_str().ends_with(WEBVTT));
    match recording {
        Recording::Audio(_) => html! {
            <audio {src} aria-label={source.title.clone()} preload="none" controls=true {crossorigin}></audio>
        },
        Recording::Video(_) => html! {
            <video {src} aria-label={source.title.clone()} preload="none" controls=true playsinline=true {crossorigin}>
                if let Some(captions) = captions {
                    <track kind="captions" src={address(captions)} default=true/>
                }
            </video>
        },
    }
}

/// Returns the address of a recording that plays only this time.
fn recording_at(recording: &Recording, time: TimeRange, index: &Index<'_>) -> String {
    let src = index.link_to_file(recording.src().as_str());
    [&src, "#", &media_fragment(time)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_quotation_are_whole() {
        for (prefix, suffix, expected) in [
            ("", "", ("", "")),
            ("ter said ", " in the har", ("… said ", " in the …")),
            ("said ", ".", ("", "")),
            (" he said ", " and left ", ("… he said ", " and left …")),
        ] {
            let quote = SourceQuote {
                exact: "a".into(),
                prefix: prefix.into(),
                suffix: suffix.into(),
            };
            let (before, after) = around(&quote);
            assert_eq!((&*before, &*after), expected);
        }
    }

    #[test]
    fn places_have_names_in_each_language() {
        let time = DocumentPlace::Time(TimeRange {
            start: 65_500,
            end: 70_000,
        });
        for (language, expected) in [
            ("en", ["Page 7", "Paragraph 3", "At 1:05"]),
            ("ru", ["Страница 7", "Абзац 3", "С отметки 1:05"]),
            ("kk", ["7-бет", "3-абзац", "1:05 сәтінен"]),
        ] {
            let messages = Messages::of(language).unwrap();
            let places = [DocumentPlace::Page(7), DocumentPlace::Paragraph(3), time];
            assert_eq!(places.map(|place| place_name(place, messages)), expected);
        }
    }
}
