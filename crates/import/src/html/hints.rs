//! What the markup of an element says about it: the field of its text, or that it is furniture around the article.

use dom_query::NodeRef;

use crate::piece::Field;

/// Words in the classes and ids of furniture.
const FURNITURE: [&str; 22] = [
    "nav",
    "navigation",
    "menu",
    "footer",
    "sidebar",
    "comments",
    "comment",
    "cookie",
    "cookies",
    "newsletter",
    "share",
    "sharing",
    "social",
    "advert",
    "advertisement",
    "ad",
    "promo",
    "breadcrumb",
    "breadcrumbs",
    "subscribe",
    "recommended",
    "login",
];

/// Words in classes and properties, and the fields that they indicate.
const HINTS: [(&str, Field); 30] = [
    ("headline", Field::Headline),
    ("standfirst", Field::Standfirst),
    ("subtitle", Field::Standfirst),
    ("subheadline", Field::Standfirst),
    ("dek", Field::Standfirst),
    ("deck", Field::Standfirst),
    ("lede", Field::Standfirst),
    ("excerpt", Field::Standfirst),
    ("strapline", Field::Standfirst),
    ("byline", Field::Byline),
    ("author", Field::Byline),
    ("date", Field::Published),
    ("datepublished", Field::Published),
    ("dateline", Field::Published),
    ("published", Field::Published),
    ("pubdate", Field::Published),
    ("timestamp", Field::Published),
    ("datemodified", Field::Updated),
    ("updated", Field::Updated),
    ("caption", Field::Caption),
    ("figcaption", Field::Caption),
    ("tags", Field::Topics),
    ("topics", Field::Topics),
    ("tag", Field::Topics),
    ("keywords", Field::Topics),
    ("bio", Field::Biography),
    ("biography", Field::Biography),
    ("authorbio", Field::Biography),
    ("related", Field::Related),
    ("summary", Field::Standfirst),
];

/// Returns the field that an element's name, `rel`, classes or `itemprop` indicate. Returns `None` if they indicate none.
pub(super) fn hint_of(node: &NodeRef<'_>, name: &str) -> Option<Field> {
    let attribute = |name: &str| {
        node.attr(name)
            .map(|value| value.to_lowercase())
            .unwrap_or_default()
    };
    match name {
        "figcaption" | "caption" => return Some(Field::Caption),
        "time" => return Some(Field::Published),
        "body" | "html" | "article" | "main" => return None,
        _ => {}
    }
    if attribute("rel")
        .split_whitespace()
        .any(|rel| rel == "author")
    {
        return Some(Field::Byline);
    }
    let names = format!("{} {}", attribute("class"), attribute("itemprop"));
    names
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .filter_map(|word| HINTS.iter().find(|(hint, _)| *hint == word))
        .map(|(_, field)| *field)
        // “author-bio” is a biography and not a byline.
        .reduce(|first, next| {
            if next == Field::Biography {
                next
            } else {
                first
            }
        })
}

/// Returns `true` if an element is furniture: a part that pages have around an article, such as a menu.
pub(super) fn is_furniture(node: &NodeRef<'_>, name: &str) -> bool {
    if matches!(name, "nav" | "footer" | "aside" | "form") {
        return true;
    }
    if matches!(name, "body" | "html" | "article" | "main") {
        return false;
    }
    let attribute = |name: &str| {
        node.attr(name)
            .map(|value| value.to_lowercase())
            .unwrap_or_default()
    };
    let is_hidden = node.has_attr("hidden")
        || attribute("aria-hidden") == "true"
        || attribute("style").replace(' ', "").contains("display:none");
    is_hidden
        || format!("{} {}", attribute("class"), attribute("id"))
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| FURNITURE.contains(&word))
}
