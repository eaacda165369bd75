//! What HTML that we write never holds, whatever it was made of.

use scraper::{Html, Selector};
use sidelight_model::Href;

/// Elements that run something, load something or change what the rest of the page means.
const FORBIDDEN: [&str; 12] = [
    "base", "embed", "form", "frame", "iframe", "link", "meta", "object", "portal", "script",
    "style", "template",
];

/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["action", "cite", "formaction", "href", "poster", "src"];

/// Checks that a piece of HTML runs nothing and loads nothing.
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

/// The words of the first element of this kind, each run of white space as one space.
pub fn words_in(html: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let element = html.select(&selector).next()?;
    Some(squeeze(&element.text().collect::<String>()))
}

/// A text with each run of white space as one space, and none around it.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
