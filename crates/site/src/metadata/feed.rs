//! The feeds of the newest articles, one for the site and one for each language of editions, in [Atom](https://www.rfc-editor.org/rfc/rfc4287).

use std::collections::BTreeSet;

use atom_syndication::{
    Category, Entry as AtomEntry, Feed, FixedDateTime, Link, Person, Text, WriteConfig,
};

use super::time::moment;
use crate::Entry;
use crate::place::feed_in;
use sidelight_compiler::{BaseUrl, OutFile, SiteInfo};
use sidelight_model::Moment;

/// The path of the feed of the site.
const MAIN: &str = "feed.xml";

/// The maximum number of articles in a feed.
const NEWEST: usize = 50;

/// An article in a feed, in one of its languages.
struct Item<'a> {
    entry: &'a Entry,
    url: String,
    language: &'a str,
    headline: &'a str,
    standfirst: &'a str,
    authors: &'a [String],
    topics: &'a [String],
}

/// Returns the feeds: `feed.xml` with all articles, and a feed for each language that articles have editions in. The latter
/// also has the articles that are in this language themselves. Returns none if there are no articles, since Atom requires the
/// date of the last change.
pub(super) fn feeds(index: &[Entry], info: &SiteInfo, base: &BaseUrl) -> Vec<OutFile> {
    let file = |path: String, content: Option<Vec<u8>>| {
        Some(OutFile {
            path,
            content: content?,
        })
    };
    let all = index.iter().map(|entry| item(entry, base)).collect();
    let main = feed(all, MAIN, &info.language, info, base);
    let editions = index.iter().flat_map(|entry| &entry.editions);
    let languages: BTreeSet<&str> = editions.map(|edition| edition.language.as_str()).collect();
    let in_languages = languages.into_iter().filter_map(|language| {
        let path = feed_in(language);
        let items = index
            .iter()
            .filter_map(|entry| item_in(entry, language, base))
            .collect();
        let content = feed(items, &path, language, info, base);
        file(path, content)
    });
    file(MAIN.to_owned(), main)
        .into_iter()
        .chain(in_languages)
        .collect()
}

/// Returns an article in its own language.
fn item<'a>(entry: &'a Entry, base: &BaseUrl) -> Item<'a> {
    Item {
        entry,
        url: entry.place().url(base),
        language: &entry.language,
        headline: &entry.headline,
        standfirst: &entry.standfirst,
        authors: &entry.authors,
        topics: &entry.topics,
    }
}

/// Returns an article in a language. Returns `None` if it has no edition in it.
fn item_in<'a>(entry: &'a Entry, language: &str, base: &BaseUrl) -> Option<Item<'a>> {
    if entry.language == language {
        return Some(item(entry, base));
    }
    let edition = entry
        .editions
        .iter()
        .find(|edition| edition.language == language)?;
    let place = entry
        .place()
        .editions()
        .find(|place| place.language() == language)?;
    Some(Item {
        entry,
        url: place.url(base),
        language: &edition.language,
        headline: &edition.headline,
        standfirst: &edition.standfirst,
        authors: &edition.authors,
        topics: &edition.topics,
    })
}

fn feed(
    mut items: Vec<Item<'_>>,
    path: &str,
    language: &str,
    info: &SiteInfo,
    base: &BaseUrl,
) -> Option<Vec<u8>> {
    let changed = |item: &Item<'_>| item.entry.updated.unwrap_or(item.entry.published);
    let updated = time(items.iter().map(changed).max()?)?;
    items.sort_by(|a, b| {
        (b.entry.published, &a.entry.slug).cmp(&(a.entry.published, &b.entry.slug))
    });
    let publisher = info.publisher.as_ref();
    let is_main = path == MAIN;
    let feed = Feed {
        title: text(&info.title),
        subtitle: (is_main && !info.description.is_empty()).then(|| text(&info.description)),
        id: if is_main {
            base.as_str().to_owned()
        } else {
            base.join(path)
        },
        updated,
        lang: Some(language.to_owned()),
        authors: vec![person(
            publisher.map_or(&info.title, |publisher| &publisher.name),
        )],
        links: vec![
            link("self", "application/atom+xml", base.join(path)),
            link("alternate", "text/html", base.as_str().to_owned()),
        ],
        entries: items
            .into_iter()
            .take(NEWEST)
            .filter_map(|item| {
                let in_language = |value: &str| Text {
                    lang: Some(item.language.to_owned()),
                    ..text(value)
                };
                Some(AtomEntry {
                    id: item.url.clone(),
                    title: in_language(item.headline),
                    summary: Some(in_language(item.standfirst)),
                    published: time(item.entry.published),
                    updated: time(changed(&item))?,
                    authors: item.authors.iter().map(|name| person(name)).collect(),
                    categories: item.topics.iter().map(|topic| category(topic)).collect(),
                    links: vec![Link {
                        hreflang: Some(item.language.to_owned()),
                        ..link("alternate", "text/html", item.url)
                    }],
                    ..AtomEntry::default()
                })
            })
            .collect(),
        ..Feed::default()
    };
    let config = WriteConfig {
        write_document_declaration: true,
        indent_size: None,
    };
    feed.write_with_config(Vec::new(), config).ok()
}

fn time(at: Moment) -> Option<FixedDateTime> {
    moment(at).parse().ok()
}

fn text(value: &str) -> Text {
    Text::plain(xml_text(value))
}

fn person(name: &str) -> Person {
    Person {
        name: xml_text(name),
        ..Person::default()
    }
}

fn category(topic: &str) -> Category {
    Category {
        term: xml_text(topic),
        ..Category::default()
    }
}

fn link(rel: &str, kind: &str, href: String) -> Link {
    Link {
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        href,
        ..Link::default()
    }
}

/// Removes the characters that XML can't represent in any form (XML 1.0, section 2.2).
fn xml_text(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}
