//! The feed of the newest articles, in [Atom](https://www.rfc-editor.org/rfc/rfc4287).

use atom_syndication::{
    Category, Entry as AtomEntry, Feed, FixedDateTime, Link, Person, Text, WriteConfig,
};

use super::article_url;
use super::time::moment;
use crate::Entry;
use sidelight_compiler::{BaseUrl, SiteInfo};
use sidelight_model::Moment;

/// The maximum number of articles in the feed.
const NEWEST: usize = 50;

/// Returns the feed. Returns `None` if there are no articles, since Atom requires the date of the last change.
pub(super) fn feed(index: &[Entry], info: &SiteInfo, base: &BaseUrl) -> Option<Vec<u8>> {
    let changed = |entry: &Entry| entry.updated.unwrap_or(entry.published);
    let updated = time(index.iter().map(changed).max()?)?;
    let mut newest: Vec<&Entry> = index.iter().collect();
    newest.sort_by(|a, b| (b.published, &a.slug).cmp(&(a.published, &b.slug)));
    let publisher = info.publisher.as_ref();
    let feed = Feed {
        title: text(&info.title),
        subtitle: (!info.description.is_empty()).then(|| text(&info.description)),
        id: base.as_str().to_owned(),
        updated,
        lang: Some(info.language.clone()),
        authors: vec![person(
            publisher.map_or(&info.title, |publisher| &publisher.name),
        )],
        links: vec![
            link("self", "application/atom+xml", base.join("feed.xml")),
            link("alternate", "text/html", base.as_str().to_owned()),
        ],
        entries: newest
            .into_iter()
            .take(NEWEST)
            .filter_map(|entry| {
                let url = article_url(base, &entry.slug);
                let in_language = |value: &str| Text {
                    lang: Some(entry.language.clone()),
                    ..text(value)
                };
                Some(AtomEntry {
                    id: url.clone(),
                    title: in_language(&entry.headline),
                    summary: Some(in_language(&entry.standfirst)),
                    published: time(entry.published),
                    updated: time(changed(entry))?,
                    authors: entry.authors.iter().map(|name| person(name)).collect(),
                    categories: entry.topics.iter().map(|topic| category(topic)).collect(),
                    links: vec![Link {
                        hreflang: Some(entry.language.clone()),
                        ..link("alternate", "text/html", url)
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
