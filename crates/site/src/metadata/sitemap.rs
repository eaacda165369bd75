//! The sitemap for search engines, as specified by <https://www.sitemaps.org/protocol.html>.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::topic_path;
use crate::Entry;
use crate::place::Place;
use sidelight_compiler::BaseUrl;
use sidelight_compiler::OutFile;
use sidelight_model::Moment;

/// The maximum number of addresses in a file.
const MAX_URLS: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The namespace of the elements that name editions in other languages.
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// An entry of a sitemap: an address, and the date of its last change.
struct SitemapEntry {
    address: String,
    changed: Option<Moment>,
    /// The languages of the same page, and their addresses. Empty for a page in one language.
    alternates: Vec<(String, String)>,
}

/// Returns `sitemap.xml`, with the front page, the pages of topics and all articles. If these are too many for one
/// file, `sitemap.xml` lists further files, which are returned too. The front page of a site with one article is that
/// article, so it isn't listed twice.
pub(super) fn sitemap(index: &[Entry], base: &BaseUrl) -> Vec<OutFile> {
    let changed = |entry: &Entry| entry.updated.unwrap_or(entry.published);
    let front = (index.len() != 1).then(|| SitemapEntry {
        address: base.as_str().to_owned(),
        changed: index.iter().map(changed).max(),
        alternates: Vec::new(),
    });
    let articles = index.iter().flat_map(|entry| {
        let place = entry.place();
        let alternates = alternates(&place, base);
        let editions: Vec<Place> = place.editions().collect();
        std::iter::once(place)
            .chain(editions)
            .map(move |place| SitemapEntry {
                address: place.url(base),
                changed: Some(changed(entry)),
                alternates: alternates.clone(),
            })
    });
    let mut topics: BTreeMap<String, Moment> = BTreeMap::new();
    // A site with one article has no list of articles.
    let listed = if front.is_some() { index } else { &[] };
    for entry in listed {
        for topic in &entry.topics {
            let latest = topics.entry(topic_path(topic)).or_insert(changed(entry));
            *latest = changed(entry).max(*latest);
        }
    }
    let topics = topics.into_iter().map(|(path, changed)| SitemapEntry {
        address: base.join(&path),
        changed: Some(changed),
        alternates: Vec::new(),
    });
    let places: Vec<SitemapEntry> = front.into_iter().chain(topics).chain(articles).collect();
    if places.len() <= MAX_URLS {
        return file("sitemap.xml", "urlset", "url", &places)
            .into_iter()
            .collect();
    }
    let mut files = Vec::new();
    let mut parts = Vec::new();
    for (number, part) in (1..).zip(places.chunks(MAX_URLS)) {
        let name = format!("sitemap-{number}.xml");
        parts.push(SitemapEntry {
            address: base.join(&name),
            changed: part.iter().filter_map(|place| place.changed).max(),
            alternates: Vec::new(),
        });
        files.extend(file(&name, "urlset", "url", part));
    }
    files.extend(file("sitemap.xml", "sitemapindex", "sitemap", &parts));
    files
}

/// Returns the languages and addresses of all editions, with the base for all other languages. See
/// <https://developers.google.com/search/docs/specialty/international/localized-versions>.
fn alternates(place: &Place, base: &BaseUrl) -> Vec<(String, String)> {
    let editions = place.all().iter();
    let mut all: Vec<(String, String)> = editions
        .map(|edition| (edition.language.clone(), base.join(&edition.folder)))
        .collect();
    if let Some((_, address)) = all.first() {
        all.push(("x-default".to_owned(), address.clone()));
    }
    all
}

fn file(path: &str, root: &str, item: &str, places: &[SitemapEntry]) -> Option<OutFile> {
    let mut writer = Writer::new(Vec::new());
    let written = write(&mut writer, root, item, places);
    // Writing to memory doesn't fail.
    written.ok().map(|()| OutFile {
        path: path.to_owned(),
        content: writer.into_inner(),
    })
}

fn write(
    writer: &mut Writer<Vec<u8>>,
    root: &str,
    item: &str,
    places: &[SitemapEntry],
) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = writer
        .create_element(root)
        .with_attribute(("xmlns", NAMESPACE));
    if places.iter().any(|place| !place.alternates.is_empty()) {
        root = root.with_attribute(("xmlns:xhtml", XHTML));
    }
    root.write_inner_content(|writer| {
        for place in places {
            writer.create_element(item).write_inner_content(|writer| {
                writer
                    .create_element("loc")
                    .write_text_content(BytesText::new(&place.address))?;
                if let Some(changed) = place.changed {
                    writer
                        .create_element("lastmod")
                        .write_text_content(BytesText::new(&changed.to_string()))?;
                }
                for (language, address) in &place.alternates {
                    writer
                        .create_element("xhtml:link")
                        .with_attribute(("rel", "alternate"))
                        .with_attribute(("hreflang", language.as_str()))
                        .with_attribute(("href", address.as_str()))
                        .write_empty()?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}
