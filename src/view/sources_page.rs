//! The page of sources: each source with its document, and the facts that rest on it.
//!
//! It is one folder below the article's page, as the page of a fact box is, and needs no program.

use yew::{Html, html};

use super::index::Index;
use super::source_passages::{open_link, place_name, words};
use super::{copied, fixed, format};
use sidelight_i18n::Messages;
use sidelight_model::{
    Article, Document, DocumentFormat, Fact, Href, Publish, Recording, Source, SourcePassage,
    anchor,
};
use sidelight_text::SourcePlace;

/// The number of bytes in a kilobyte, as file managers and the SI count them.
const KILO: u64 = 1000;

/// Returns the content of the page of sources.
pub fn sources_page(article: &Article) -> Html {
    let index = Index::of_sources(article);
    let messages = index.messages;
    html! {
        <main class="page">
            <article class="records" lang={article.language.clone()}>
                <header>
                    <p class="kicker" translate="no">{ messages.from_article() }</p>
                    <p><a href={anchor::FROM_BOX}>{ &article.headline }</a></p>
                    <h1 translate="no">{ messages.sources() }</h1>
                    <p translate="no">{ coverage(article, messages) }</p>
                </header>
                { for article.sources.iter().map(|source| record(source, &index)) }
            </article>
        </main>
    }
}

/// Returns the number of facts that have a passage in a document, and the number of all facts.
fn coverage(article: &Article, messages: Messages) -> String {
    let quoting = article.facts().filter(|fact| !fact.from.is_empty());
    let (quoting, all) = (quoting.count() as u64, article.facts().count() as u64);
    messages.facts_with_documents(&messages.number(quoting), &messages.number(all))
}

fn record(source: &Source, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let id = anchor::source(&source.id);
    let title = format!("{id}-title");
    html! {
        <section class="record" id={id} aria-labelledby={title.clone()}>
            <h2 id={title}><cite>{ copied(&source.title) }</cite></h2>
            <dl>{ particulars(source, index) }</dl>
            { source.document.as_ref().map(|document| downloads(document, index)).unwrap_or_default() }
            if let Some(note) = &source.note { <p class="source-note">{ copied(note) }</p> }
            { facts(source, index, messages) }
        </section>
    }
}

/// Renders all that is known about a source and its document.
fn particulars(source: &Source, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let text = |text: &Option<String>| text.as_deref().map(copied);
    let date = |date| format::time(date, messages);
    let link = |href: &Option<Href>| href.as_ref().map(|href| address(href, index));
    let document = source.document.as_ref();
    let rows = [
        (messages.source_author(), text(&source.author)),
        (messages.source_publisher(), text(&source.publisher)),
        (messages.source_date(), source.date.map(date)),
        (messages.address(), link(&source.url)),
        (messages.source_retrieved(), source.retrieved.map(date)),
        (messages.source_archive(), link(&source.archive)),
        (messages.source_licence(), text(&source.licence)),
        (
            messages.document(),
            document.map(|it| description(it, messages)),
        ),
        (
            "SHA-256",
            document.map(|it| html! { <code>{ copied(&it.sha256) }</code> }),
        ),
        (
            messages.published_part(),
            document.map(|it| published(it.publish, messages)),
        ),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    rows.map(|(name, value)| {
        html! { <div><dt translate="no">{ fixed(name) }</dt><dd>{ value }</dd></div> }
    })
    .collect()
}

/// Renders an address as a link with the address as its text, so that it can be read on paper.
fn address(href: &Href, index: &Index<'_>) -> Html {
    let url = index.link_to_file(href.as_str());
    html! { <a href={url}>{ copied(href.as_str()) }</a> }
}

/// Returns the name of a document with its format and size: `ruling.pdf (PDF, 12 pages, 340 KB)`.
fn description(document: &Document, messages: Messages) -> Html {
    let format = match document.format {
        DocumentFormat::Pdf => "PDF",
        DocumentFormat::Html => messages.document_html(),
        DocumentFormat::Text => messages.document_text(),
        DocumentFormat::Markdown => "Markdown",
        DocumentFormat::Transcript => messages.document_transcript(),
    };
    let mut known = vec![format.to_owned()];
    known.extend(document.pages.map(|pages| messages.document_pages(pages)));
    known.extend(document.bytes.map(|bytes| size(bytes, messages)));
    let known = format!(" ({})", known.join(", "));
    html! { <>{ copied(&document.name) }<span translate="no">{ known }</span></> }
}

/// Formats a size in bytes: `340 KB` or `1.2 MB`. Sizes are rounded up, so that none is 0.
fn size(bytes: u64, messages: Messages) -> String {
    if bytes < KILO * KILO {
        return messages.kilobytes(&bytes.div_ceil(KILO).to_string());
    }
    let tenths = bytes.div_ceil(KILO * KILO / 10);
    let mut number = messages.number(tenths / 10);
    if !tenths.is_multiple_of(10) {
        number = [&number, messages.decimal_mark(), &(tenths % 10).to_string()].concat();
    }
    messages.megabytes(&number)
}

fn published(publish: Publish, messages: Messages) -> Html {
    let part = match publish {
        Publish::File => messages.published_file(),
        Publish::Passages => messages.published_passages(),
        Publish::Nothing => messages.published_nothing(),
    };
    html! { <span translate="no">{ fixed(part) }</span> }
}

/// Renders the links to the published files of a document.
fn downloads(document: &Document, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let link = |href: &Href, text: &'static str| {
        let url = index.link_to_file(href.as_str());
        html! { <p class="download" translate="no"><a href={url} download="">{ fixed(text) }</a></p> }
    };
    let file = document.file.as_ref();
    let recording = document.recording.as_ref().map(Recording::src);
    html! {
        <>
            { for file.map(|href| link(href, messages.download_document())) }
            { for recording.map(|href| link(href, messages.download_recording())) }
        </>
    }
}

/// Renders the facts that rest on a source, each with its passages in the document. Renders nothing if there are none.
fn facts(source: &Source, index: &Index<'_>, messages: Messages) -> Html {
    let facts: Vec<&Fact> = index.facts_from(source).collect();
    html! {
        if !facts.is_empty() {
            <h3 translate="no">{ fixed(messages.facts_from_source()) }</h3>
            <ul class="record-facts">
                { for facts.iter().map(|fact| html! {
                    <li>
                        <a href={index.link_to_fact(fact)}>{ copied(&fact.statement) }</a>
                        { for fact.from.iter().filter(|it| it.source == source.id).map(|it| passage(it, source, index)) }
                    </li>
                }) }
            </ul>
        }
    }
}

fn passage(passage: &SourcePassage, source: &Source, index: &Index<'_>) -> Html {
    let messages = index.messages;
    let place = SourcePlace::of(source, passage);
    let url = place.as_ref().map(|place| index.link_to_file(&place.url));
    html! {
        <>
            if let Some(quote) = &passage.quote {
                <blockquote cite={url.clone()}>{ words(quote, passage.place) }</blockquote>
            }
            <p class="record-place" translate="no">
                <span>{ place_name(passage.place, messages) }</span>
                if let Some(place) = place {
                    { " · " }<a href={url}>{ fixed(open_link(&place, messages)) }</a>
                }
            </p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_up() {
        for (language, bytes, shown) in [
            ("en", 1, "1\u{a0}KB"),
            ("en", 340_001, "341\u{a0}KB"),
            ("en", 1_000_000, "1\u{a0}MB"),
            ("en", 1_200_001, "1.3\u{a0}MB"),
            ("ru", 61_900_000, "61,9\u{a0}МБ"),
        ] {
            assert_eq!(size(bytes, Messages::of(language).unwrap()), shown);
        }
    }
}
