//! The sitemap for search engines, as specified by <https://www.sitemaps.org/protocol.html>.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{article_url, topic_path};
use crate::Entry;
use sidelight_compiler::BaseUrl;
use sidelight_compiler::OutFile;
use sidelight_model::Moment;

/// The maximum number of addresses in a file.
const MAX_URLS: usize = 50_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// An entry of a sitemap: an address, and the date of its last change.
struct SitemapEntry {
    address: String,
    changed: Option<Moment>,
}

/// Returns `sitemap.xml`, with the front page, the pages of topics and all articles. If these are too many for one
/// file, `sitemap.xml` lists further files, which are returned too. The front page of a site with one article is that
/// article, so it isn't listed twice.
pub(super) fn sitemap(index: &[Entry], base: &BaseUrl) -> Vec<OutFile> {
    let changed = |entry: &Entry| entry.updated.unwrap_or(entry.published);
    let front = (index.len() != 1).then(|| SitemapEntry {
        address: base.as_str().to_owned(),
        changed: index.iter().map(changed).max(),
    });
    let articles = index.iter().map(|entry| SitemapEntry {
        address: article_url(base, &entry.slug),
        changed: Some(changed(entry)),
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
        });
        files.extend(file(&name, "urlset", "url", part));
    }
    files.extend(file("sitemap.xml", "sitemapindex", "sitemap", &parts));
    files
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
    writer
        .create_element(root)
        .with_attribute(("xmlns", NAMESPACE))
        .write_inner_content(|writer| {
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
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    Ok(())
}
