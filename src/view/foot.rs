//! The end of the page: corrections, evidence for print, sources, authors, related stories, and topics.

use yew::{Html, html};

use super::index::Index;
use super::inlines::inlines;
use super::source_passages::source_places;
use super::{fixed, format, key_facts};
use sidelight_i18n::Messages;
use sidelight_model::{
    Article, Aspect, Byline, Correction, Fact, Href, PartialDate, RelatedStory, Source, anchor,
    plain_text,
};

/// Renders the end of the page. `topic_links` has the addresses of the pages of its topics, `files` that of the folder with the
/// page of sources.
pub(super) fn foot(
    article: &Article,
    index: &Index<'_>,
    topic_links: &[String],
    files: Option<&str>,
) -> Html {
    let messages = index.messages;
    let corrections = article.corrections.iter();
    let corrections = corrections.map(|it| correction(article, index, it));
    let related = article.related.iter().map(|it| related(it, messages));
    html! {
        <div class="foot">
            { list("corrections", None, messages.corrections(), corrections.collect()) }
            { notes(index) }
            { sources(article, files, messages) }
            { authors(article, index) }
            { list("stories", None, messages.related(), related.collect()) }
            if !article.topics.is_empty() {
                { section("topics", None, messages.topics(), html! { <p>{ topics(&article.topics, topic_links) }</p> }) }
            }
        </div>
    }
}

/// Renders a section with a list. Renders nothing if the list is empty.
fn list(
    class: &'static str,
    id: Option<&'static str>,
    title: &'static str,
    items: Vec<Html>,
) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    section(class, id, title, html! { <ul>{ for items }</ul> })
}

fn section(
    class: &'static str,
    id: Option<&'static str>,
    title: &'static str,
    content: Html,
) -> Html {
    let title_id = [class, "-title"].concat();
    html! {
        <section {class} {id} aria-labelledby={title_id.clone()}>
            <h2 id={title_id} translate="no">{ title }</h2>
            { content }
        </section>
    }
}

/// The maximum length of the words of a statement in a note, in code points.
const WORDS: usize = 48;

/// Renders notes for print, where links don't work. Each place in the text has a number in print. Its note names the boxes
/// with its facts, and the beginning of each fact. The notes are hidden on screens, also from screen readers. Must be called
/// after the text is rendered.
fn notes(index: &Index<'_>) -> Html {
    let places = index.take_places();
    if places.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notes" hidden=true>
            <h2>{ index.messages.notes() }</h2>
            <ol>{ for places.iter().map(|facts| html! { <li>{ note(facts, index) }</li> }) }</ol>
        </section>
    }
}

/// Returns the note of a place: `Killed and injured: 14 killed; Timeline: 16 December 2011`. A fact with passages in documents
/// also has their places: `14 killed (Report, Page 2)`.
fn note(facts: &[&Fact], index: &Index<'_>) -> String {
    let mut note = String::new();
    let mut last = None;
    for fact in facts {
        let Some(fact_box) = index.box_of(fact) else {
            continue;
        };
        let is_new = last.replace(&fact_box.id) != Some(&fact_box.id);
        if is_new {
            note.push_str(if note.is_empty() { "" } else { "; " });
            note.push_str(&fact_box.title);
        }
        note.push_str(if is_new { ": " } else { ", " });
        note.push_str(&beginning(fact, index.messages));
        let documents = source_places(fact, index);
        if !documents.is_empty() {
            note.push_str(&[" (", &documents.join("; "), ")"].concat());
        }
    }
    note
}

/// Returns the number, the date or the name that a fact begins with, else the first words of its statement.
fn beginning(fact: &Fact, messages: Messages) -> String {
    if let Aspect::Event(date) = &fact.aspect {
        return format::date(*date, messages);
    }
    if let Some((number, label)) = key_facts::number(fact, messages) {
        return [&number.spoken, " ", &label].concat();
    }
    let statement = fact.statement.as_str();
    match (fact.name(), statement.char_indices().nth(WORDS)) {
        (Some(name), _) => name.to_owned(),
        (None, None) => statement.trim_end_matches('.').to_owned(),
        (None, Some((end, _))) => {
            let words = statement[..end].rsplit_once(' ');
            let words = words.map_or(&statement[..end], |(words, _)| words);
            [words.trim_end_matches(','), "…"].concat()
        }
    }
}

fn correction(article: &Article, index: &Index<'_>, correction: &Correction) -> Html {
    let fact = correction.fact.as_ref().and_then(|id| {
        article
            .boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
            .find(|fact| fact.id == *id)
    });
    html! {
        <li>
            { format::time(correction.date, index.messages) }
            if let Some(fact) = fact {
                { ", " }
                <a href={anchor::link(&anchor::fact(&fact.id))} translate="no">
                    { index.messages.fact_number(&index.number(fact).to_string()) }
                </a>
            }
            <p><span translate="no">{ index.messages.it_said() }</span>{ " " }<del>{ &correction.was }</del></p>
            <p><span translate="no">{ index.messages.it_says_now() }</span>{ " " }<ins>{ &correction.now }</ins></p>
        </li>
    }
}

/// Renders the topics, each as a link to its page if there is one.
fn topics(topics: &[String], links: &[String]) -> Html {
    topics
        .iter()
        .enumerate()
        .map(|(i, topic)| {
            html! {
                <>
                    if i > 0 { { " · " } }
                    if let Some(link) = links.get(i) { <a href={link.clone()}>{ topic }</a> } else { { topic } }
                </>
            }
        })
        .collect()
}

/// Renders the list of sources, with a link to the page of sources if there is one.
fn sources(article: &Article, files: Option<&str>, messages: Messages) -> Html {
    let (class, id, title) = ("sources", Some(anchor::SOURCES), messages.sources());
    let items: Vec<Html> = article
        .sources
        .iter()
        .map(|it| source(it, messages))
        .collect();
    let Some(files) = files.filter(|_| article.has_sources_page()) else {
        return list(class, id, title, items);
    };
    let page = [files, anchor::SOURCES_PAGE, "/"].concat();
    let content = html! {
        <div>
            <ul>{ for items }</ul>
            <p translate="no"><a href={page}>{ fixed(messages.more_on_sources()) }</a></p>
        </div>
    };
    section(class, id, title, content)
}

fn source(source: &Source, messages: Messages) -> Html {
    html! {
        <li id={anchor::source(&source.id)}>
            { work(&source.title, source.url.as_ref(), [&source.author, &source.publisher], source.date, messages) }
            if let Some(note) = &source.note { <p class="source-note">{ note }</p> }
        </li>
    }
}

fn related(story: &RelatedStory, messages: Messages) -> Html {
    html! {
        <li>{ work(&story.title, Some(&story.url), [&None, &story.publisher], story.date, messages) }</li>
    }
}

/// Renders the title of a work, its author and publisher, and its date.
fn work(
    title: &str,
    url: Option<&Href>,
    credit: [&Option<String>; 2],
    date: Option<PartialDate>,
    messages: Messages,
) -> Html {
    let title = match url {
        Some(url) => html! { <a href={url.as_str().to_owned()}>{ title }</a> },
        None => html! { title },
    };
    let credit: Vec<&str> = credit.into_iter().flatten().map(String::as_str).collect();
    html! {
        <>
            <cite>{ title }</cite>
            if !credit.is_empty() { { ". " }{ credit.join(", ") } }
            if let Some(date) = date { { ", " }{ format::time(date, messages) } }
        </>
    }
}

/// Renders the biographies and contacts of the authors who have one.
fn authors(article: &Article, index: &Index<'_>) -> Html {
    let known = article
        .byline
        .iter()
        .filter(|author| !author.biography.is_empty() || author.contact.is_some());
    let known: Vec<Html> = known.map(|author| about(author, index)).collect();
    let title = match known.len() {
        1 => index.messages.about_author(),
        _ => index.messages.about_authors(),
    };
    list("authors", None, title, known)
}

fn about(author: &Byline, index: &Index<'_>) -> Html {
    // Most biographies begin with the name.
    let is_named = plain_text(&author.biography).starts_with(&author.name);
    html! {
        <li>
            if !is_named { { &author.name }{ ". " } }
            { inlines(&author.biography, index) }
            if let Some(contact) = &author.contact { { " " }{ self::contact(contact, index.messages) } }
        </li>
    }
}

/// Renders the link to an author. An e-mail address is readable, so that it can be copied and printed.
fn contact(href: &Href, messages: Messages) -> Html {
    let target = href.as_str();
    let address = target
        .strip_prefix("mailto:")
        .and_then(|address| address.split('?').next());
    html! {
        <a href={target.to_owned()} translate="no">{ address.unwrap_or(messages.contact()) }</a>
    }
}
