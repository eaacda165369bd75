//! The contents that a page may have: the elements, attributes, scripts and policies of good articles' pages, and no
//! others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use scraper::{ElementRef, Html, Selector};
use sidelight_compiler::{Folder, Memory};
use url::Url;

use crate::hostile_cases::good;
use crate::{documents, media, site};

/// The URL that pages are assumed to have, so that relative URLs can be resolved.
const PLACE: &str = "https://site.example/news/one/";

/// Elements and attributes that good articles may have, although none of the articles read here has them.
const MORE_ELEMENTS: [&str; 18] = [
    "mark",
    "aside",
    "blockquote",
    "caption",
    "del",
    "em",
    "h2",
    "ins",
    "li",
    "ol",
    "strong",
    "table",
    "tbody",
    "td",
    "textarea",
    "th",
    "thead",
    "tr",
];
const MORE_ATTRIBUTES: [&str; 6] = ["download", "readonly", "rows", "scope", "tabindex", "value"];

/// Attributes with URLs. `xlink:href` is checked as `href`.
const ADDRESSES: [&str; 6] = ["href", "src", "action", "formaction", "data", "poster"];

/// The contents of good pages.
struct Known {
    elements: BTreeSet<String>,
    attributes: BTreeSet<String>,
    /// Inline scripts, and policies.
    texts: BTreeSet<String>,
}

impl Known {
    fn read() -> Self {
        let mut known = Self {
            elements: MORE_ELEMENTS.map(str::to_owned).into(),
            attributes: MORE_ATTRIBUTES.map(str::to_owned).into(),
            texts: BTreeSet::new(),
        };
        let bundled = Folder::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../assets/articles"
        ));
        // An article with every kind of box.
        let starter = include_str!("../../../assets/starter/article.md")
            .replace("published = 2000-01-01", "published = 2026-11-23");
        let starter = Memory::default()
            .with("starter", "article.md", starter)
            .with(
                "starter",
                "facts.toml",
                include_str!("../../../assets/starter/facts.toml"),
            );
        for sources in [
            site::pages(&starter),
            site::pages(&good().put_into(Memory::default())),
            site::pages(&bundled),
            site::pages(&media::recordings()),
            site::pages(&documents::sources()),
            site::pages(&site::with(
                site::memory("one", crate::files::ARTICLE),
                "two",
                crate::files::ARTICLE,
            )),
        ] {
            for path in sources.html() {
                let page = Html::parse_document(&sources.text(&path));
                for element in elements(&page) {
                    known.elements.insert(element.value().name().to_owned());
                    known.attributes.extend(names(element));
                    known.texts.extend(governing(element));
                }
            }
        }
        known
    }
}

fn elements(page: &Html) -> Vec<ElementRef<'_>> {
    page.select(&Selector::parse("*").unwrap()).collect()
}

fn names(element: ElementRef<'_>) -> impl Iterator<Item = String> {
    element.value().attrs().map(|(name, _)| name.to_owned())
}

/// Returns the text of a script, or the policy of a `<meta>`. Returns `None` for other elements.
fn governing(element: ElementRef<'_>) -> Option<String> {
    match element.value().name() {
        "script" if element.attr("type") != Some("application/ld+json") => {
            Some(element.text().collect())
        }
        "meta" => {
            element.attr("http-equiv")?;
            element.attr("content").map(str::to_owned)
        }
        _ => None,
    }
}

/// Returns the problems of a page.
pub(super) fn alarms(path: &str, html: &str) -> Vec<String> {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(Known::read);
    let mut alarms = Vec::new();
    let mut alarm = |what: String| alarms.push(format!("{path}: {what}"));
    if let Some(c) = html
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        alarm(format!("it holds the control character {c:?}"));
    }
    let page = Html::parse_document(html);
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for element in elements(&page) {
        let name = element.value().name();
        if !known.elements.contains(name) {
            alarm(format!("no good page has an element <{name}>"));
        }
        for attribute in names(element) {
            if !known.attributes.contains(&attribute) {
                alarm(format!("no good page has an attribute `{attribute}`"));
            }
        }
        if let Some(text) = governing(element)
            && !known.texts.contains(&text)
        {
            alarm(format!("no good page has the script or policy `{text}`"));
        }
        if element.attr("type") == Some("application/ld+json") {
            let text: String = element.text().collect();
            if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
                alarm(format!("its linked data isn't JSON: {error}"));
            }
        }
        for (attribute, value) in element.value().attrs() {
            if ADDRESSES.contains(&attribute) && !is_allowed(element, value) {
                alarm(format!("it leads to `{value}`"));
            }
        }
        if let Some(id) = element.attr("id") {
            *ids.entry(id).or_default() += 1;
        }
    }
    for (id, count) in ids {
        if count > 1 {
            alarm(format!("{count} elements have the id `{id}`"));
        }
    }
    alarms
}

fn is_allowed(element: ElementRef<'_>, address: &str) -> bool {
    let scheme = Url::parse(PLACE)
        .and_then(|place| place.join(address))
        .map(|url| url.scheme().to_owned());
    match scheme.as_deref() {
        Ok("data") => element.attr("rel") == Some("icon"),
        // A browser can't resolve such a URL either, so the link leads nowhere.
        Err(_) => element.value().name() == "a",
        Ok(scheme) => ["http", "https", "mailto"].contains(&scheme),
    }
}

/// Returns the visible text of a page, with single spaces.
pub(super) fn words(html: &str) -> String {
    let page = Html::parse_document(html);
    let body = page.select(&Selector::parse("body").unwrap()).next();
    squeezed(&body.unwrap().text().collect::<String>())
}

/// Returns a text with single spaces.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_that_runs_anything_is_noticed() {
    let page = |inside: &str| format!("<!doctype html><title>A</title><main>{inside}</main>");
    assert_eq!(alarms("good", &page("<p>Text.</p>")), [""; 0]);
    for inside in [
        "<script>canary()</script>",
        "<p onclick=canary()>Text.</p>",
        "<img src=x onerror=canary()>",
        "<a href=javascript:canary()>Text.</a>",
        "<a href='java\tscript:canary()'>Text.</a>",
        "<a href='data:text/html,x'>Text.</a>",
        "<svg><a xlink:href=javascript:canary()>Text.</a></svg>",
        "<iframe></iframe>",
        "<base href=//canary.example/>",
        "<form action=javascript:canary()></form>",
        "<meta http-equiv=refresh content=0>",
        "<p style='background:url(/canary)'>Text.</p>",
        "<p id=a>A</p><p id=a>B</p>",
        "<p>\u{1b}[2J</p>",
        "<script type=application/ld+json>{</script>",
    ] {
        assert_ne!(alarms("bad", &page(inside)), [""; 0], "{inside}");
    }
}
