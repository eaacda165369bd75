//! Packages that are refused, each with the path and the reason, and packages at the limits of what is accepted. Each case
//! changes the package of `tests/fixtures/packages`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod body;
mod boxes;
mod documents;
mod facts;
mod figures;
mod head;

use serde_json::{Value, json};
use sidelight_model::{Article, Aspect, Href, Inline};

const PACKAGE: &str = include_str!("../../../../tests/fixtures/packages/six-kinds.json");

/// A text with a change of direction that doesn't end. It can't be displayed.
const UNCLOSED: &str = "a\u{2067}";
const UNSHOWABLE: &str = "it contains the character U+2067";

/// Returns the package with a figure, as its last block.
fn package() -> Value {
    let mut package: Value = serde_json::from_str(PACKAGE).unwrap();
    let figure = json!({
        "variants": [
            { "src": "a.png", "width": 100, "height": 50 },
            { "src": "b/c.png", "width": 200, "height": 100 },
        ],
        "alt": "A pier",
        "caption": [{ "text": "The pier" }],
        "credit": "A. Writer",
    });
    put(&mut package, "/body/13", json!({ "figure": figure }));
    package
}

/// The value that removes a member in [`put`].
const REMOVED: &str = "(removed)";

/// Sets the value at a JSON pointer, or removes the member there if the value is [`REMOVED`]. The last part of the pointer may
/// name a new member, or the item after the last.
fn put(package: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match package.pointer_mut(parent).unwrap() {
        Value::Array(items) => {
            let index: usize = key.parse().unwrap();
            if index == items.len() {
                items.push(value);
            } else {
                items[index] = value;
            }
        }
        Value::Object(members) if value == REMOVED => {
            members.remove(key).unwrap();
        }
        Value::Object(members) => {
            members.insert(key.to_owned(), value);
        }
        other => panic!("{pointer}: {other} has no members"),
    }
}

fn changed(changes: &[(&str, Value)]) -> String {
    let mut package = package();
    for (pointer, value) in changes {
        put(&mut package, pointer, value.clone());
    }
    package.to_string()
}

/// Fails unless each package is refused with this path, and with a reason that begins so.
fn refused(cases: &[(&str, Value, &str, &str)]) {
    for (pointer, value, path, reason) in cases {
        refused_with(&[(pointer, value.clone())], path, reason);
    }
}

fn refused_with(changes: &[(&str, Value)], path: &str, reason: &str) {
    let error = match Article::from_json(&changed(changes)) {
        Ok(_) => panic!("{changes:?} is accepted"),
        Err(error) => error,
    };
    assert_eq!(error.path, path, "{changes:?}: {error}");
    assert!(error.reason.starts_with(reason), "{changes:?}: {error}");
}

fn evidence(id: &str, text: &str) -> Value {
    json!({ "evidence": { "evidence": id, "inlines": [{ "text": text }] } })
}

fn accepted(changes: &[(&str, Value)]) -> Article {
    Article::from_json(&changed(changes)).unwrap_or_else(|error| panic!("{changes:?}: {error}"))
}

#[test]
fn a_package_is_read_and_written() {
    let article = accepted(&[]);
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json), Ok(article.clone()));
    assert_eq!(
        serde_json::from_str::<Value>(&json).unwrap()["body"],
        package()["body"]
    );
    assert_eq!(serde_json::from_str::<Article>(&json).unwrap(), article);
}

#[test]
fn what_is_no_package_is_refused() {
    for (text, path, reason) in [
        ("Not at all", "", "this is not JSON"),
        ("[]", "", "a package must be a JSON object"),
        ("{}", "schema", "it is missing"),
        (
            "{\"schema\":1}",
            "schema",
            "the schema must be the text `sidelight/1`",
        ),
        (
            "{\"schema\":\"sidelight/2\"}",
            "schema",
            "the version `sidelight/2` isn't supported; the supported version is `sidelight/1`",
        ),
    ] {
        let error = Article::from_json(text).unwrap_err();
        assert_eq!(error.path, path, "{text}");
        assert!(error.reason.starts_with(reason), "{text}: {error}");
    }
    let derived = serde_json::from_str::<Article>(&changed(&[("/headline", json!(1))]));
    let error = derived.unwrap_err().to_string();
    assert!(error.contains("headline"), "{error}");
}

#[test]
fn values_of_the_wrong_type_are_refused() {
    refused(&[
        (
            "/headline",
            json!(1.5),
            "headline",
            "it is a number, not a text",
        ),
        ("/headline", json!(-1), "headline", "it is a number"),
        ("/headline", json!(null), "headline", "it is null"),
        ("/updated", json!(null), "updated", "it is null"),
        (
            "/published",
            json!(true),
            "published",
            "it is true or false, not a text",
        ),
        (
            "/byline",
            json!("A. Writer"),
            "byline",
            "it is a text, not a list",
        ),
        ("/byline", json!({}), "byline", "it is an object"),
        (
            "/byline/1",
            json!([]),
            "byline[1]",
            "it is a list, not an object",
        ),
        (
            "/boxes/0/facts/0/aspect",
            json!(1),
            "boxes[0].facts[0].aspect",
            "it is a number, not a text or an object with one member",
        ),
        (
            "/boxes/0/facts/0/aspect",
            json!({ "killed": null, "injured": null }),
            "boxes[0].facts[0].aspect",
            "it is an object",
        ),
        (
            "/boxes/0/facts/0/aspect",
            json!("saved"),
            "boxes[0].facts[0].aspect",
            "unknown name `saved`",
        ),
        (
            "/boxes/0/facts/0/aspect",
            json!({ "killed": 1 }),
            "boxes[0].facts[0].aspect",
            "`killed` has no value",
        ),
        (
            "/boxes/3/facts/0/aspect",
            json!("event"),
            "boxes[3].facts[0].aspect",
            "`event` needs a value",
        ),
        (
            "/boxes/5/map/width",
            json!("340"),
            "boxes[5].map.width",
            "it is a text, not a number",
        ),
        ("/more", json!(1), "", "unknown name `more`"),
        (
            "/byline/0/more",
            json!(1),
            "byline[0]",
            "unknown name `more`",
        ),
        (
            "/boxes/1/facts/3/quantity/amount",
            json!({ "range": [1] }),
            "boxes[1].facts[3].quantity.amount.range",
            "it must be a list of two numbers",
        ),
        (
            "/boxes/1/facts/3/quantity/amount",
            json!({ "range": [1, "3"] }),
            "boxes[1].facts[3].quantity.amount.range[1]",
            "it is a text, not a number",
        ),
        ("/slug", json!("Not a slug"), "slug", ""),
        (
            "/headline",
            json!("a\0"),
            "headline",
            "it contains the character U+0000, which is invisible",
        ),
    ]);
    for number in [json!(-1), json!(1.5), json!(9_007_199_254_740_992_u64)] {
        refused(&[(
            "/boxes/0/facts/0/quantity/amount/exact",
            number,
            "boxes[0].facts[0].quantity.amount.exact",
            "it is a number, not a whole number of at least 0",
        )]);
    }
    for number in [json!(0), json!(3.0), json!(9_007_199_254_740_991_u64)] {
        accepted(&[("/boxes/0/facts/0/quantity/amount/exact", number)]);
    }
    let mut without = package();
    without.as_object_mut().unwrap().remove("headline");
    let error = Article::from_json(&without.to_string()).unwrap_err();
    assert_eq!(error.to_string(), "missing field `headline`");
    let error = Article::from_json(&changed(&[("/byline/0/more", json!(1))])).unwrap_err();
    assert_eq!(error.to_string(), "byline[0]: unknown name `more`");
}

#[test]
fn pictures_are_found_beside_the_package() {
    for (package, expected) in [
        ("article.json", ["a.png", "b/c.png"]),
        (
            "../slug/article.json?v#w/x",
            ["../slug/a.png", "../slug/b/c.png"],
        ),
        // The folder makes no valid address, so the pictures' addresses stay.
        ("java\nscript:/article.json", ["a.png", "b/c.png"]),
    ] {
        let mut article = accepted(&[]);
        article.place_files(package);
        let sources: Vec<_> = article
            .figures()
            .flat_map(|figure| &figure.variants)
            .map(|variant| variant.src.as_str())
            .collect();
        assert_eq!(sources, expected, "{package}");
    }
}

#[test]
fn links_of_authors_people_and_stories_are_found_from_another_folder() {
    let mut article = accepted(&[
        ("/related", json!([{ "title": "More", "url": "../more/" }])),
        (
            "/byline/0/biography",
            json!([{ "link": { "href": "cv.pdf", "inlines": [{ "text": "Her work" }] } }]),
        ),
    ]);
    let person = |article: &Article| {
        let mut facts = article.facts();
        let url = facts.find_map(|fact| match &fact.aspect {
            Aspect::Person(entity) => entity.url.clone(),
            _ => None,
        });
        url.map(|url| url.as_str().to_owned())
    };
    for fact in article.boxes.iter_mut().flat_map(|of| &mut of.facts) {
        if let Aspect::Person(entity) = &mut fact.aspect {
            entity.url = Href::new("her.html").ok();
        }
    }
    article.place_files("../slug/article.json");
    assert_eq!(article.related[0].url.as_str(), "../slug/../more/");
    assert_eq!(person(&article).as_deref(), Some("../slug/her.html"));
    let [Inline::Link(link)] = article.byline[0].biography.as_slice() else {
        panic!("{:?}", article.byline[0].biography);
    };
    assert_eq!(link.href.as_str(), "../slug/cv.pdf");
}

#[test]
fn the_texts_of_each_block_can_be_changed() {
    let mut article = accepted(&[]);
    let ids = |article: &Article| -> Vec<String> {
        let texts = article.body.iter().flat_map(|block| block.texts());
        texts.map(|text| text.id.to_string()).collect()
    };
    let before = ids(&article);
    assert_eq!(
        before,
        ["p1", "section-trial", "p2", "p3", "p4", "p5", "p6"]
    );
    for text in article.body.iter_mut().flat_map(|block| block.texts_mut()) {
        text.inlines.clear();
    }
    assert!(article.body.iter().all(|block| {
        block
            .texts()
            .iter()
            .all(|text| text.plain_text().is_empty())
    }));
    assert_eq!(ids(&article), before);
}

#[test]
fn an_event_after_the_state_of_its_fact_is_planned() {
    let is_planned = |date: &str| {
        accepted(&[("/boxes/3/facts/0/aspect/event", json!(date))]).boxes[3].facts[0].is_planned()
    };
    assert!(is_planned("2013-01"));
    assert!(!is_planned("2012-03"));
    assert!(!accepted(&[]).boxes[0].facts[0].is_planned());
}

#[test]
fn people_organisations_and_places_have_names() {
    let article = accepted(&[]);
    let names: Vec<_> = article
        .boxes
        .iter()
        .map(|shown| shown.facts[0].name())
        .collect();
    assert_eq!(
        names,
        [None, None, None, None, Some("Ann Lee"), Some("The port")]
    );
}
