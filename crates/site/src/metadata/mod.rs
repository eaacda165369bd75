//! The files and elements for machines, and the site's own pages: pure functions from articles to files and elements.
//!
//! | for | made by |
//! | --- | --- |
//! | an article's folder | [`documents`]: `article.json`, `annotations.json`, `share.png`, `oembed.json` (also per box) |
//! | an article's `<head>` | [`head`]: canonical link, Open Graph, Twitter, JSON-LD, links to the other forms |
//! | the `<head>` of a page of sources | [`sources_head`]: its own canonical link |
//! | a box's `<head>` | [`box_head`]: the article as canonical link, Open Graph, the link to its oEmbed response |
//! | the site | [`site_pages`]: `index.html`, further pages, `404.html`; [`topic_pages`]; [`site_documents`]: `feed.xml`, a feed for each language of editions, `sitemap.xml` |
//!
//! *Invariant:* every text of an author is escaped for its context. Output that requires the site's address is made
//! only if that address is known.

mod about;
mod agent;
mod annotations;
mod documents;
mod feed;
mod head;
mod linked;
mod listing;
mod oembed;
mod share;
mod sitemap;
mod time;

pub use head::{box_head, head, sources_head};
pub(crate) use listing::{NOT_FOUND, topic_path};
pub use listing::{PER_PAGE, SitePage, site_pages, topic_pages};

use crate::Entry;
use crate::place::Place;
use sidelight_compiler::OutFile;
use sidelight_compiler::SiteInfo;
use sidelight_model::{Article, Table, TextBlock, anchor};
use sidelight_text::table_csv;

/// Returns the files of an article or of an edition at this place, except its pages. Without a base URL that is the package
/// and the tables.
/// Annotations, oEmbed responses and the share picture are found only by absolute addresses.
pub fn documents(article: &Article, info: &SiteInfo, place: &Place) -> Vec<OutFile> {
    let file = |name: &str, content: Vec<u8>| OutFile {
        path: format!("{}{name}", place.folder()),
        content,
    };
    let mut files = Vec::new();
    if let Ok(json) = article.to_json() {
        files.push(OutFile {
            path: place.package(),
            content: json.into_bytes(),
        });
    }
    files.extend(
        article
            .tables()
            .map(|table| file(&anchor::table_csv(&table.id), csv(table).into_bytes())),
    );
    if let Some(base) = &info.base_url {
        let url = place.url(base);
        if let Ok(json) = serde_json::to_vec(&annotations::annotations(
            article,
            info,
            &url,
            &place.files_url(base),
        )) {
            files.push(file("annotations.json", json));
        }
        files.push(file(
            "oembed.json",
            oembed::oembed(article, info, base, place)
                .to_string()
                .into_bytes(),
        ));
        files.extend(share::share_image(article, info).map(|png| file("share.png", png)));
        files.extend(article.boxes.iter().map(|fact_box| {
            file(
                &format!("{}/oembed.json", fact_box.id),
                oembed::of_box(article, fact_box, info, base, place)
                    .to_string()
                    .into_bytes(),
            )
        }));
    }
    files
}

/// Returns a table as CSV, with the headers of the columns as the first line.
fn csv(table: &Table) -> String {
    let headers = table
        .columns
        .iter()
        .map(|column| column.header.plain_text());
    let rows = table.rows.iter().map(|row| {
        let cells = row
            .cells
            .iter()
            .map(|cell| cell.text().map_or_else(String::new, TextBlock::plain_text));
        std::iter::once(row.header.plain_text())
            .chain(cells)
            .collect()
    });
    let rows: Vec<Vec<String>> = std::iter::once(headers.collect()).chain(rows).collect();
    table_csv(&rows)
}

/// Returns the site's files that are not pages, `feed.xml` and `sitemap.xml`. Returns an empty list without a base URL.
pub fn site_documents(index: &[Entry], info: &SiteInfo) -> Vec<OutFile> {
    let Some(base) = &info.base_url else {
        return Vec::new();
    };
    let mut files = sitemap::sitemap(index, base);
    files.extend(feed::feeds(index, info, base));
    files
}
