//! The elements for an article's `<head>`.

use super::linked::linked_data;
use super::share::{HEIGHT, WIDTH, has_share_image};
use crate::page::escaped;
use crate::place::Place;
use sidelight_compiler::SiteInfo;
use sidelight_model::{Article, FactBox, anchor};

/// Returns the elements for the `<head>` of an article's page: [Open Graph], Twitter's card and JSON-LD. With a base
/// URL, also the canonical link and links to the article's other forms. They don't depend on the page's own address, so
/// the front page can have the same.
///
/// [Open Graph]: https://ogp.me/
pub fn head(article: &Article, info: &SiteInfo, place: &Place) -> String {
    let mut out = Elements::default();
    out.property("og:type", "article");
    out.property("og:title", &article.headline);
    out.property("og:description", &article.standfirst);
    out.site_name(info);
    // Open Graph requires a territory, so a language without one is left out.
    if let Some((language, territory)) = article.language.split_once('-')
        && territory.len() == 2
    {
        out.property(
            "og:locale",
            &format!("{language}_{}", territory.to_ascii_uppercase()),
        );
    }
    out.property("article:published_time", &article.published.to_string());
    if let Some(updated) = article.updated {
        out.property("article:modified_time", &updated.to_string());
    }
    for topic in &article.topics {
        out.property("article:tag", topic);
    }
    for byline in &article.byline {
        out.name("author", &byline.name);
    }
    let has_image = has_share_image(article, info);
    out.name(
        "twitter:card",
        if has_image {
            "summary_large_image"
        } else {
            "summary"
        },
    );
    if let Some(base) = &info.base_url {
        let url = place.url(base);
        out.property("og:url", &url);
        if has_image {
            out.property("og:image", &format!("{url}share.png"));
            out.property("og:image:type", "image/png");
            out.property("og:image:width", &WIDTH.to_string());
            out.property("og:image:height", &HEIGHT.to_string());
            out.property("og:image:alt", &article.headline);
        }
        out.link("canonical", None, &url);
        for (kind, address) in [
            ("application/atom+xml", base.join(&place.feed())),
            ("application/json+oembed", format!("{url}oembed.json")),
            (
                // The media type of the Web Annotation protocol, section 3.2.
                "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
                format!("{url}annotations.json"),
            ),
        ] {
            out.link("alternate", Some(kind), &address);
        }
    }
    out.0.push_str("<script type=\"application/ld+json\">");
    out.0.push_str(&linked_data(article, info, place));
    out.0.push_str("</script>");
    out.0
}

/// Returns the elements for the `<head>` of a fact box's own page. The page names its article as the canonical page.
/// Search engines then lead to the article and don't list both.
pub fn box_head(fact_box: &FactBox, info: &SiteInfo, place: &Place) -> String {
    let mut out = Elements::default();
    out.property("og:type", "article");
    out.property("og:title", &fact_box.title);
    out.property("og:description", &fact_box.gist);
    out.site_name(info);
    if let Some(base) = &info.base_url {
        let url = place.box_url(base, &fact_box.id);
        out.property("og:url", &url);
        out.link("canonical", None, &place.url(base));
        out.link(
            "alternate",
            Some("application/json+oembed"),
            &format!("{url}oembed.json"),
        );
    }
    out.0
}

/// Returns the elements for the `<head>` of the page of sources of the edition at this place: its canonical link, if the site's
/// address is known.
pub fn sources_head(info: &SiteInfo, place: &Place) -> String {
    let mut out = Elements::default();
    if let Some(base) = &info.base_url {
        let url = place.url(base);
        out.link(
            "canonical",
            None,
            &format!("{url}{}/", anchor::SOURCES_PAGE),
        );
    }
    out.0
}

/// HTML elements for a `<head>`.
#[derive(Default)]
pub(super) struct Elements(pub(super) String);

impl Elements {
    /// Adds the site's title. The default title isn't the name of a newspaper, and citations would use it as one.
    fn site_name(&mut self, info: &SiteInfo) {
        if info.has_title() {
            self.property("og:site_name", &info.title);
        }
    }

    /// Adds an Open Graph `<meta property>`.
    fn property(&mut self, property: &str, content: &str) {
        self.element(&format!(
            "<meta property=\"{property}\" content=\"{}\">",
            escaped(content)
        ));
    }

    /// Adds an HTML `<meta name>`.
    pub(super) fn name(&mut self, name: &str, content: &str) {
        self.element(&format!(
            "<meta name=\"{name}\" content=\"{}\">",
            escaped(content)
        ));
    }

    /// Adds a `<link>`, with the media type of its target if known.
    pub(super) fn link(&mut self, rel: &str, kind: Option<&str>, href: &str) {
        let kind = kind.map_or_else(String::new, |kind| format!(" type=\"{}\"", escaped(kind)));
        self.element(&format!(
            "<link rel=\"{rel}\"{kind} href=\"{}\">",
            escaped(href)
        ));
    }

    fn element(&mut self, element: &str) {
        self.0.push_str(element);
    }
}
