//! What the page says of itself to machines: title, authors, outlet, date and address.
//!
//! A pressed page has it in JSON-LD, as it was written whatever a translation makes of the text; where there is none it is
//! read from the article's head.

use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, UrlSearchParams};

use super::dom::{Dom, member};
use super::share::{all_texts, text};
use sidelight_model::anchor;
use sidelight_text::{Author, Work};

/// What a citation tells of the article.
pub(super) fn work(dom: &Dom) -> Work {
    let linked = linked_data(dom);
    let said = |name: &str| member(linked.as_ref()?, name)?.as_string();
    let in_head = |selector: &str, attribute: &str| {
        let element = dom.document.query_selector(selector).ok()??;
        element
            .get_attribute(attribute)
            .filter(|said| !said.is_empty())
    };
    let publisher = || member(&member(linked.as_ref()?, "publisher")?, "name")?.as_string();
    let root = &dom.root;
    Work {
        title: said("headline").unwrap_or_else(|| text(root, &anchor::link(anchor::HEADLINE))),
        authors: linked.as_ref().and_then(authors).unwrap_or_else(|| {
            let name = |name| Author {
                name,
                is_organisation: false,
            };
            all_texts(dom, ".author").into_iter().map(name).collect()
        }),
        outlet: publisher().or_else(|| in_head("meta[property='og:site_name']", "content")),
        published: said("datePublished")
            .or_else(|| in_head(".dates time", "datetime"))
            .and_then(|date| date.parse().ok()),
        url: in_head("link[rel='canonical']", "href").unwrap_or_else(|| address(dom)),
        language: said("inLanguage")
            .or_else(|| in_head(&anchor::link(anchor::ARTICLE), "lang"))
            .unwrap_or_default(),
    }
}

/// The article among the page's JSON-LD.
fn linked_data(dom: &Dom) -> Option<JsValue> {
    let script: Element = dom
        .document
        .query_selector("script[type='application/ld+json']")
        .ok()??;
    let data = JSON::parse(&script.text_content()?).ok()?;
    let graph: Array = member(&data, "@graph")?.dyn_into().ok()?;
    graph.iter().find(|item| {
        member(item, "@type")
            .and_then(|kind| kind.as_string())
            .as_deref()
            == Some("NewsArticle")
    })
}

fn authors(article: &JsValue) -> Option<Vec<Author>> {
    let authors: Array = member(article, "author")?.dyn_into().ok()?;
    let author = |author: JsValue| {
        let kind = member(&author, "@type").and_then(|kind| kind.as_string());
        Some(Author {
            name: member(&author, "name")?.as_string()?,
            is_organisation: kind.as_deref() == Some("Organization"),
        })
    };
    Some(authors.iter().filter_map(author).collect())
}

/// The page's address without what says nothing of the article. Which package a page shows is in its query.
fn address(dom: &Dom) -> String {
    let location = dom.window.location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    let mut url = part(location.href());
    url.truncate(url.find(['?', '#']).unwrap_or(url.len()));
    if dom.root.get_attribute(anchor::KIND).as_deref() == Some(anchor::PACKAGE)
        && let Ok(query) = UrlSearchParams::new_with_str(&part(location.search()))
        && let Some(package) = query.get("package")
    {
        url.push_str("?package=");
        url.push_str(&String::from(js_sys::encode_uri_component(&package)));
    }
    url
}
