//! Checks that generated HTML has nothing that runs, whatever the input.

use scraper::{Html, Selector};
use sidelight_model::Href;

/// Elements that run something, load something or change the meaning of the rest of the page.
const FORBIDDEN: [&str; 12] = [
    "base", "embed", "form", "frame", "iframe", "link", "meta", "object", "portal", "script",
    "style", "template",
];

/// Attributes that contain a URL.
const ADDRESSES: [&str; 6] = ["action", "cite", "formaction", "href", "poster", "src"];

/// Parses a piece of HTML, and checks that it runs nothing and loads nothing.
pub fn check_inert(html: &str) -> Html {
    let parsed = Html::parse_fragment(html);
    for element in parsed
        .tree
        .nodes()
        .filter_map(|node| node.value().as_element())
    {
        assert!(
            !FORBIDDEN.contains(&element.name()),
            "<{}> in {html}",
            element.name()
        );
        for (name, value) in element.attrs() {
            assert!(
                !name.starts_with("on") && !matches!(name, "style" | "srcdoc"),
                "{name} in {html}"
            );
            assert!(
                !ADDRESSES.contains(&name) || Href::new(value).is_ok(),
                "{name}={value:?} in {html}"
            );
        }
    }
    parsed
}

/// Returns the text of the first element that matches, with single spaces. Returns `None` if there is no such element.
pub fn words_in(html: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let element = html.select(&selector).next()?;
    Some(squeeze(&element.text().collect::<String>()))
}

/// Returns a text with single spaces, and without white space at either end.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
