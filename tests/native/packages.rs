//! Errors for invalid packages: the path inside the JSON, and the reason.

use std::rc::Rc;

use serde_json::{Value, json};
use sidelight_model::Article;
use sidelight_site::render;

use crate::files::{ARTICLE, FACTS};
use crate::site;

/// Changes a valid package and parses the result.
fn reading_with(change: impl FnOnce(&mut Value)) -> Result<Article, (String, String)> {
    let mut package = serde_json::from_str(&site::article().to_json().unwrap()).unwrap();
    change(&mut package);
    Article::from_json(&package.to_string()).map_err(|error| (error.path, error.reason))
}

/// Sets a value in a valid package. Returns the path and reason of the error, or empty strings.
fn fault_with(pointer: &str, value: Value) -> (String, String) {
    let read = reading_with(|package| put(package, pointer, value));
    read.err().unwrap_or_default()
}

/// Sets a value in a package, at a JSON pointer.
pub(crate) fn put(package: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match package.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
}

#[test]
fn a_good_package_is_read() {
    assert_eq!(reading_with(|_| {}).unwrap(), site::article());
}

/// The bundled article, in a package that was built when every fact had its own attribution.
#[test]
fn a_package_from_before_default_sources_is_shown() {
    let json = include_str!("../fixtures/packages/before-default-sources.json");
    let article = Article::from_json(json).unwrap();
    let facts = article.boxes.iter().flat_map(|fact_box| &fact_box.facts);
    assert_eq!(facts.clone().count(), 62);
    assert!(facts.clone().all(|fact| fact.attribution.by.is_some()));
    assert_eq!(
        article.default_source().unwrap().name(),
        "Institute for War & Peace Reporting"
    );
    let html = render(&Rc::new(article)).unwrap();
    assert!(html.contains("Fourteen demonstrators were killed in Janaozen"));
    assert!(html.contains(">IWPR’s report<"));
}

/// Values that make a valid package invalid: the JSON pointer, the value, the path in the error, and a part of its
/// reason.
fn wrong_values() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    vec![
        ("/schema", json!("sidelight/2"), "schema", "`sidelight/2`"),
        ("/schema", json!(1), "schema", "the text"),
        ("/language", json!("English"), "language", "BCP 47"),
        ("/headline", json!(" "), "headline", "empty"),
        ("/headline", json!(null), "headline", "null"),
        ("/updated", json!(null), "updated", "null"),
        ("/note", json!(null), "note", "null"),
        ("/headline", json!("a\u{0}b"), "headline", "U+0000"),
        ("/headline", json!("a\u{7f}b"), "headline", "U+007F"),
        ("/headline", json!("a\u{85}b"), "headline", "U+0085"),
        ("/headline", json!("a\u{feff}b"), "headline", "U+FEFF"),
        (
            "/headline",
            json!("a\u{202e}b\u{202c}"),
            "headline",
            "order of letters",
        ),
        (
            "/standfirst",
            json!("a\u{2067}b"),
            "standfirst",
            "changes the direction",
        ),
        (
            "/byline/0/name",
            json!("a\u{2069}"),
            "byline[0].name",
            "ends a change",
        ),
        (
            "/body/0",
            json!({ "paragraph": { "id": "p1", "inlines": [{ "text": "\u{2067}a" }, { "emphasis": [{ "text": "b" }] }] } }),
            "body[0] (p1)",
            "changes the direction",
        ),
        (
            "/body/0",
            json!({ "paragraph": { "id": "p1", "inlines": [{ "text": "a\u{1b}b" }] } }),
            "body[0].paragraph.inlines[0].text",
            "U+001B",
        ),
        (
            "/boxes/0/facts/0/attribution/by",
            json!("Police\r"),
            "boxes[0].facts[0].attribution.by",
            "U+000D",
        ),
        (
            "/sources/0/url",
            json!("https://a.example/\u{202e}"),
            "sources[0].url",
            "control characters",
        ),
        ("/color", json!("red"), "", "unknown name `color`"),
        (
            "/published",
            json!("2012-02-30"),
            "published",
            "this date doesn't exist",
        ),
        ("/updated", json!("1999"), "updated", "before"),
        (
            "/body/0",
            json!({ "paragraph": { "id": "p1", "inlines": [{ "text": "See " }, { "link": { "href": "#x" } }] } }),
            "body[0] (p1), a link",
            "empty",
        ),
        ("/byline", json!([]), "byline", "at least one author"),
        (
            "/sources/0/url",
            json!("javascript:x"),
            "sources[0].url",
            "http",
        ),
        (
            "/sources",
            json!([]),
            "boxes[0].facts[0].attribution.source",
            "no source `iwpr`",
        ),
        (
            "/body/0/paragraph/id",
            json!("P 1"),
            "body[0].paragraph.id",
            "lower-case",
        ),
        ("/body/0", json!({"chart": 1}), "body[0]", "unknown name"),
        ("/body/1", json!({"box": "x"}), "body[1].box", "no box `x`"),
        (
            "/boxes/0/kind",
            json!("weather"),
            "boxes[0].kind",
            "unknown name",
        ),
        (
            "/boxes/0/facts",
            json!([]),
            "boxes[0].facts",
            "at least one fact",
        ),
        (
            "/boxes/0/facts/0/id",
            json!("Killed"),
            "boxes[0].facts[0].id",
            "lower-case",
        ),
        (
            "/boxes/0/facts/0/aspect",
            json!("imprisoned"),
            "boxes[0].facts[0].aspect",
            "box of this kind",
        ),
        (
            "/boxes/0/facts/0/quantity/amount",
            json!({"exact": -1}),
            "boxes[0].facts[0].quantity.amount.exact",
            "it is a number",
        ),
        (
            "/boxes/0/facts/0/quantity/amount",
            json!({"range": [7, 3]}),
            "boxes[0].facts[0].quantity.amount",
            "smaller",
        ),
        (
            "/boxes/0/facts/0/group",
            json!("x"),
            "boxes[0].facts[0].group",
            "no group `x`",
        ),
        (
            "/boxes/0/facts/0/totalOf",
            json!(["x"]),
            "boxes[0].facts[0].totalOf[0]",
            "no other fact `x`",
        ),
        (
            "/boxes/0/facts/0/evidence",
            json!([]),
            "boxes[0].facts[0].evidence",
            "needs evidence",
        ),
        (
            "/boxes/0/facts/0/evidence/0/exact",
            json!("killed by"),
            "boxes[0].facts[0].evidence[0]",
            "isn't at this position in block `p1`",
        ),
        (
            "/boxes/0/facts/0/evidence/0/block",
            json!("p9"),
            "boxes[0].facts[0].evidence[0].block",
            "no block `p9`",
        ),
        (
            "/boxes/0/facts/0/evidence/0/range",
            json!({"start": 40, "end": 400}),
            "boxes[0].facts[0].evidence[0].range",
            "outside the block",
        ),
        (
            "/boxes/0/facts/0/evidence/0/range",
            json!({"start": 40}),
            "boxes[0].facts[0].evidence[0].range",
            "missing field `end`",
        ),
        (
            "/boxes/0/facts/0/evidence/0/prefix",
            json!("x"),
            "boxes[0].facts[0].evidence[0].prefix",
            "differs",
        ),
        (
            "/boxes/0/facts/0/evidence/0/suffix",
            json!("x"),
            "boxes[0].facts[0].evidence[0].suffix",
            "differs",
        ),
        (
            "/boxes/0/facts/0/evidence/0/id",
            json!("other-1"),
            "boxes[0].facts[0].evidence[0]",
            "does not mark",
        ),
        (
            "/corrections",
            json!([{"date": "2026", "fact": "x", "was": "a", "now": "b"}]),
            "corrections[0].fact",
            "no fact `x`",
        ),
    ]
}

/// Returns the changes that make a valid package invalid.
pub(crate) fn faulty() -> impl Iterator<Item = (&'static str, Value)> {
    wrong_values()
        .into_iter()
        .map(|(pointer, value, ..)| (pointer, value))
}

#[test]
fn a_fault_is_told_with_its_path_and_its_reason() {
    let mut wrong = Vec::new();
    for (pointer, value, path, reason) in wrong_values() {
        let (found_path, found_reason) = fault_with(pointer, value.clone());
        if found_path != path || !found_reason.contains(reason) {
            wrong.push(format!(
                "{pointer} = {value}: `{found_path}`: {found_reason}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_package_at_all_is_told_so() {
    for (json, path, reason) in [
        ("", "", "not JSON"),
        ("<!doctype html>", "", "not JSON"),
        ("{\"schema\": \"sidelight/1\"", "", "not JSON"),
        ("3", "", "a JSON object"),
        ("{}", "schema", "missing"),
        ("{\"schema\": \"sidelight/1\"}", "", "missing field"),
    ] {
        let error = Article::from_json(json).unwrap_err();
        assert_eq!(error.path, path, "{json}: {error}");
        assert!(error.reason.contains(reason), "{json}: {error}");
    }
}

#[test]
fn no_two_parts_have_one_id_on_the_page() {
    let second = FACTS
        .replace("\"casualties\"", "\"second\"")
        .replace("kind = \"second\"", "kind = \"casualties\"")
        .replace("\"killed\"", "\"other\"")
        .replace("aspect = \"other\"", "aspect = \"killed\"");
    let article = site::compiled("one", ARTICLE, &format!("{FACTS}\n{second}"));
    let good: Value = serde_json::from_str(&article.to_json().unwrap()).unwrap();
    let version = json!({ "holder": "Police", "facts": ["killed"] });
    let dispute = json!([{ "about": "How many", "versions": [version, version] }]);
    for (pointer, value, path, reason) in [
        ("/boxes/1/id", json!("second"), "", ""),
        (
            "/boxes/1/id",
            json!("casualties-title"),
            "boxes[1].id",
            "the box `casualties` and the box `casualties-title` would have the same id `box-casualties-title` on the page",
        ),
        (
            "/boxes/0/disputes",
            dispute,
            "boxes[0].disputes[0].versions[1].facts[0]",
            "`killed` is used twice",
        ),
    ] {
        let mut package = good.clone();
        put(&mut package, pointer, value);
        let error = Article::from_json(&package.to_string()).err();
        let told = error.map_or_else(Default::default, |error| (error.path, error.reason));
        assert_eq!(told, (path.to_owned(), reason.to_owned()));
    }
}
