//! The page's data about itself: title, authors, outlet, date and address.
//!
//! A built page has this data in JSON-LD, which a translation of the text doesn't change. Without JSON-LD, the data is read
//! from the article's head.

use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, UrlSearchParams};

use super::dom::{Dom, member, spaced, text};
use sidelight_model::anchor;
use sidelight_text::{Author, Work};

/// Returns the data of the article for citations.
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
            dom.all(".author")
                .map(|author| Author {
                    name: spaced(&author),
                    is_organisation: author.has_attribute(anchor::ORGANISATION),
                })
                .filter(|author| !author.name.is_empty())
                .collect()
        }),
        outlet: publisher().or_else(|| in_head("meta[property='og:site_name']", "content")),
        published: said("datePublished")
            .or_else(|| in_head(".dates time", "datetime"))
            .and_then(|at| at.split('T').next()?.parse().ok()),
        url: in_head("link[rel='canonical']", "href").unwrap_or_else(|| address(dom)),
        language: said("inLanguage")
            .or_else(|| in_head(&anchor::link(anchor::ARTICLE), "lang"))
            .unwrap_or_default(),
    }
}

/// Returns the article from the page's JSON-LD. Returns `None` if there is none.
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

/// Returns the page's address without its query and fragment. The query of a package page keeps the parameter `package`,
/// which names the package.
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
