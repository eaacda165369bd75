//! Packages as any program might write them. They give a valid article, or an error with its reason. The browser's parser
//! gives the same result as the native one.

use scraper::Html;
use scraper::node::Element;
use sidelight_compiler::{BaseUrl, SiteInfo};
use sidelight_model::{Article, Json};
use sidelight_site::{Place, metadata};

use super::article::check_article;

pub fn package(input: &[u8]) {
    let Ok(json) = std::str::from_utf8(input) else {
        return;
    };
    let read = Article::from_json(json);
    if let Err(error) = &read {
        assert!(!error.reason.is_empty(), "{error:?}");
    }
    let Ok(tree) = serde_json::from_str::<Json>(json) else {
        assert!(read.is_err());
        return;
    };
    assert_eq!(Article::from_tree(&tree), read);
    let in_browser = Article::from_tree(&as_in_browser(tree));
    if read.is_ok() {
        assert_eq!(in_browser, read);
    }
    if let Ok(article) = in_browser {
        check_documents(&article);
        check_article(article);
    }
}

/// Returns a tree as browsers parse it. If a name is repeated, the last member counts, at the position of the first.
fn as_in_browser(json: Json) -> Json {
    match json {
        Json::List(items) => Json::List(items.into_iter().map(as_in_browser).collect()),
        Json::Object(members) => {
            let mut object: Vec<(String, Json)> = Vec::with_capacity(members.len());
            for (name, value) in members {
                let value = as_in_browser(value);
                match object.iter_mut().find(|(known, _)| *known == name) {
                    Some(member) => member.1 = value,
                    None => object.push((name, value)),
                }
            }
            Json::Object(object)
        }
        plain => plain,
    }
}

/// Checks the files that are published beside an article, and the content of its head.
fn check_documents(article: &Article) {
    let info = SiteInfo {
        base_url: BaseUrl::new("https://example.org/news/").ok(),
        ..SiteInfo::default()
    };
    let place = Place::of(article);
    for file in metadata::documents(article, &info, &place) {
        if file.path.ends_with(".json") {
            let read = serde_json::from_slice::<serde_json::Value>(&file.content);
            assert!(read.is_ok(), "{}: {read:?}", file.path);
        }
    }
    check_head(&metadata::head(article, &info, &place));
    for fact_box in &article.boxes {
        check_head(&metadata::box_head(fact_box, &info, &place));
    }
}

/// Checks that a head contains only metadata, links and data.
fn check_head(head: &str) {
    let parsed = Html::parse_document(head);
    for node in parsed.tree.nodes() {
        let parent = node.parent().and_then(|parent| parent.value().as_element());
        if let Some(text) = node.value().as_text() {
            assert_eq!(parent.map(Element::name), Some("script"), "{head}");
            let read = serde_json::from_str::<serde_json::Value>(text);
            assert!(read.is_ok(), "{read:?}: {head}");
        } else if let Some(element) = node.value().as_element() {
            let is_known = match element.name() {
                "html" | "head" | "body" => element.attrs().next().is_none(),
                "meta" => element.attr("http-equiv").is_none(),
                "link" => matches!(element.attr("rel"), Some("alternate" | "canonical")),
                "script" => element.attr("type") == Some("application/ld+json"),
                _ => false,
            };
            assert!(is_known, "<{}> in {head}", element.name());
        }
    }
}
