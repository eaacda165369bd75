//! Packages that are refused, each with the path and the reason, and packages at the limits of what is accepted. Each case
//! changes the package of `tests/fixtures/packages`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use sidelight_model::Article;

const PACKAGE: &str = include_str!("../../../tests/fixtures/packages/six-kinds.json");

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

/// Stands for removing a member.
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
fn a_wrong_head_is_refused() {
    for tag in [
        "",
        "e",
        "engl",
        "e1",
        "en-",
        "en-123456789",
        "en-ü",
        "en_GB",
    ] {
        refused(&[(
            "/language",
            json!(tag),
            "language",
            "it is not a BCP 47 tag",
        )]);
    }
    for tag in ["en", "kk-Cyrl", "sr-Latn-RS", "abc-x-12345678"] {
        accepted(&[("/language", json!(tag))]);
    }
    accepted(&[("/updated", json!("2012-06-13"))]);
    accepted(&[("/updated", json!(REMOVED))]);
    refused(&[
        ("/headline", json!(" \n"), "headline", "it is empty"),
        ("/headline", json!(UNCLOSED), "headline", UNSHOWABLE),
        ("/standfirst", json!(""), "standfirst", "it is empty"),
        (
            "/byline",
            json!([]),
            "byline",
            "an article needs at least one author",
        ),
        ("/byline/1/name", json!(""), "byline[1].name", "it is empty"),
        (
            "/byline/1/role",
            json!(UNCLOSED),
            "byline[1].role",
            UNSHOWABLE,
        ),
        (
            "/updated",
            json!("2012-06-12"),
            "updated",
            "it is before `published`",
        ),
        (
            "/sources/1",
            json!({ "id": "log", "title": "Another" }),
            "sources[1].id",
            "`log` is used twice",
        ),
        (
            "/sources/0/title",
            json!(""),
            "sources[0].title",
            "it is empty",
        ),
        (
            "/sources/0/author",
            json!(UNCLOSED),
            "sources[0].author",
            UNSHOWABLE,
        ),
        (
            "/sources/0/publisher",
            json!(UNCLOSED),
            "sources[0].publisher",
            UNSHOWABLE,
        ),
        (
            "/sources/0/note",
            json!(UNCLOSED),
            "sources[0].note",
            UNSHOWABLE,
        ),
        (
            "/aliases/0/name",
            json!(""),
            "aliases[0].name",
            "it is empty",
        ),
        (
            "/aliases/0/spellings",
            json!([]),
            "aliases[0].spellings",
            "an alias needs at least one spelling",
        ),
        (
            "/aliases/0/spellings/1",
            json!(""),
            "aliases[0].spellings[1]",
            "it is empty",
        ),
        (
            "/corrections/0/was",
            json!(UNCLOSED),
            "corrections[0].was",
            UNSHOWABLE,
        ),
        (
            "/corrections/0/now",
            json!(UNCLOSED),
            "corrections[0].now",
            UNSHOWABLE,
        ),
        ("/note/0/text", json!(UNCLOSED), "note", UNSHOWABLE),
        (
            "/note/0",
            json!({ "emphasis": [{ "text": "a" }, evidence("killed-1", "b")] }),
            "note",
            "only the body can contain evidence",
        ),
        (
            "/corrections/0/fact",
            json!("nobody"),
            "corrections[0].fact",
            "there is no fact `nobody`",
        ),
    ]);
}

/// Returns a span of evidence.
fn evidence(id: &str, text: &str) -> Value {
    json!({ "evidence": { "evidence": id, "inlines": [{ "text": text }] } })
}

#[test]
fn a_wrong_body_is_refused() {
    refused(&[
        (
            "/body",
            json!([{ "box": "casualties" }]),
            "body",
            "an article needs text",
        ),
        (
            "/body/4/box",
            json!("casualties"),
            "body[4].box",
            "`casualties` is used twice",
        ),
        (
            "/body/4/box",
            json!("nothing"),
            "body[4].box",
            "there is no box `nothing`",
        ),
        ("/body/5/quote", json!([]), "body[5]", "it is empty"),
        ("/body/7/list", json!([]), "body[7]", "it is empty"),
        ("/body/9/numbered-list", json!([]), "body[9]", "it is empty"),
        (
            "/body/2/crosshead/inlines/0/text",
            json!(" "),
            "body[2] (section-trial)",
            "it is empty",
        ),
        (
            "/body/2/crosshead/id",
            json!("p1"),
            "body[2].id",
            "`p1` is used twice",
        ),
        (
            "/body/3/paragraph/inlines/1",
            json!({ "link": { "href": "#a", "inlines": [] } }),
            "body[3] (p2), a link",
            "it is empty",
        ),
        (
            "/body/11/paragraph/inlines/1",
            evidence("other-1", " Always."),
            "body[11] (p6)",
            "no fact has the evidence `other-1`",
        ),
        (
            "/body/11/paragraph/inlines/1/strong/1",
            evidence("other-1", "x"),
            "body[11] (p6)",
            "no fact has the evidence `other-1`",
        ),
        (
            "/body/11/paragraph/inlines/1",
            json!({ "evidence": { "evidence": "other-1", "inlines": [] } }),
            "body[11] (p6)",
            "the spans of the evidence `other-1` don't form one passage",
        ),
    ]);
    // There is other text between the spans.
    refused_with(
        &[
            ("/body/0/paragraph/inlines/2", json!({ "text": " were" })),
            (
                "/body/0/paragraph/inlines/3",
                evidence("injured-1", " hurt"),
            ),
        ],
        "body[0] (p1)",
        "the spans of the evidence `injured-1` don't form one passage",
    );
    // The second span begins in another block, after as many characters as the first one ends.
    refused_with(
        &[(
            "/body/2/crosshead/inlines",
            json!([{ "text": "a".repeat(56) }, evidence("injured-1", "b")]),
        )],
        "body[0] (p1)",
        "the spans of the evidence `injured-1` don't form one passage",
    );
}

#[test]
fn a_wrong_figure_is_refused() {
    for src in ["./a.png", "a..b/c.png", "a/b/c.png?d"] {
        accepted(&[("/body/13/figure/variants/0/src", json!(src))]);
    }
    accepted(&[("/body/13/figure/credit", json!(REMOVED))]);
    for src in [
        "https://example.org/a.png",
        "//example.org/a.png",
        "/a.png",
        "#a",
        "?a",
        "../a.png",
        "a/%2e%2E/b.png",
        "a/..",
    ] {
        refused(&[(
            "/body/13/figure/variants/1/src",
            json!(src),
            "body[13].figure.variants[1].src",
            "a picture must be in the package's folder",
        )]);
    }
    let figure = "body[13].figure";
    for (pointer, value, path, reason) in [
        ("alt", json!(" "), "alt", "it is empty"),
        ("credit", json!(" "), "credit", "it is empty"),
        ("caption/0/text", json!(UNCLOSED), "caption", UNSHOWABLE),
        (
            "caption/0",
            evidence("killed-1", "a"),
            "caption",
            "evidence must be in the text",
        ),
        (
            "variants",
            json!([]),
            "variants",
            "a picture needs at least one size",
        ),
        (
            "variants/1/src",
            json!("a,b.png"),
            "variants[1].src",
            "a picture's address can't contain a comma",
        ),
        (
            "variants/1/height",
            json!(0),
            "variants[1].height",
            "a picture needs a height",
        ),
        (
            "variants/0/width",
            json!(0),
            "variants[0].width",
            "the sizes must go from the narrowest to the widest",
        ),
        (
            "variants/1/width",
            json!(100),
            "variants[1].width",
            "the sizes must go from the narrowest to the widest",
        ),
    ] {
        refused(&[(
            &format!("/body/13/figure/{pointer}"),
            value,
            &format!("{figure}.{path}"),
            reason,
        )]);
    }
}

#[test]
fn a_wrong_box_is_refused() {
    accepted(&[("/boxes/2/facts/0/aspect", json!("context"))]);
    let map = package()["boxes"][5]["map"].clone();
    refused(&[
        (
            "/boxes/1/id",
            json!("casualties"),
            "boxes[1].id",
            "`casualties` is used twice",
        ),
        ("/boxes/1/title", json!(""), "boxes[1].title", "it is empty"),
        ("/boxes/1/gist", json!(""), "boxes[1].gist", "it is empty"),
        (
            "/boxes/3/facts",
            json!([]),
            "boxes[3].facts",
            "a box needs at least one fact",
        ),
        (
            "/boxes/0/groups/1",
            json!({ "id": "harbour", "title": "Another" }),
            "boxes[0].groups[1].id",
            "`harbour` is used twice",
        ),
        (
            "/boxes/1/groups/0/title",
            json!(""),
            "boxes[1].groups[0].title",
            "it is empty",
        ),
        (
            "/boxes/1/groups/0/party",
            json!(UNCLOSED),
            "boxes[1].groups[0].party",
            UNSHOWABLE,
        ),
        (
            "/boxes/4/map",
            map,
            "boxes[4].map",
            "only a box of places can have a map",
        ),
        (
            "/boxes/0/disputes/0/about",
            json!(""),
            "boxes[0].disputes[0].about",
            "it is empty",
        ),
        (
            "/boxes/0/disputes/0/versions",
            json!([{ "holder": "Police", "facts": ["injured"] }]),
            "boxes[0].disputes[0].versions",
            "a dispute needs at least two versions",
        ),
        (
            "/boxes/0/disputes/0/versions/1/holder",
            json!(""),
            "boxes[0].disputes[0].versions[1].holder",
            "it is empty",
        ),
        (
            "/boxes/0/disputes/0/versions/1/facts",
            json!([]),
            "boxes[0].disputes[0].versions[1].facts",
            "a version needs at least one fact",
        ),
        (
            "/boxes/0/disputes/0/versions/1/facts/0",
            json!("charged"),
            "boxes[0].disputes[0].versions[1].facts[0]",
            "the box has no fact `charged`",
        ),
        (
            "/boxes/0/disputes/0/versions/1/facts/0",
            json!("killed"),
            "boxes[0].disputes[0].versions[1].facts[0]",
            "`killed` is used twice",
        ),
    ]);
    refused_with(
        &[
            ("/boxes/0/id", json!("x")),
            ("/boxes/1/id", json!("x-title")),
        ],
        "boxes[1].id",
        "the box `x` and the box `x-title` would have the same id `box-x-title` on the page",
    );
    refused_with(
        &[
            ("/boxes/4/facts/0/evidence/0/id", json!("mention-person")),
            (
                "/body/9/numbered-list/0/inlines/0/evidence/evidence",
                json!("mention-person"),
            ),
        ],
        "boxes[4].facts[0].evidence[0].id",
        "the fact `person` and the passage `mention-person` would have the same id `from-mention-person` on the page",
    );
}

#[test]
fn a_wrong_map_is_refused() {
    for (member, value) in [
        ("width", json!(2000)),
        ("height", json!(2000)),
        ("height", json!(100)),
        ("outline", json!("M".repeat(32_768))),
        ("points/0/x", json!(0)),
        ("points/0/x", json!(340)),
        ("points/0/y", json!(0)),
        ("points/0/y", json!(200)),
    ] {
        accepted(&[(&format!("/boxes/5/map/{member}"), value)]);
    }
    for (member, value, path, reason) in [
        (
            "width",
            json!(0.5),
            ".width",
            "it must be between 1 and 2,000 units",
        ),
        (
            "width",
            json!(2000.5),
            ".width",
            "it must be between 1 and 2,000 units",
        ),
        (
            "height",
            json!(0.5),
            ".height",
            "it must be between 1 and 2,000 units",
        ),
        (
            "height",
            json!(2000.5),
            ".height",
            "it must be between 1 and 2,000 units",
        ),
        ("scale", json!(0), ".scale", "it must be greater than 0"),
        ("scale", json!(-1), ".scale", "it must be greater than 0"),
        (
            "outline",
            json!("M1 1\"/>"),
            ".outline",
            "an outline must be path data of at most 32,768 characters",
        ),
        (
            "outline",
            json!("M".repeat(32_769)),
            ".outline",
            "an outline must be path data of at most 32,768 characters",
        ),
        (
            "points/0/fact",
            json!("nobody"),
            ".points[0].fact",
            "the box has no place",
        ),
        (
            "points/0/x",
            json!(-0.5),
            ".points[0]",
            "it is outside the map",
        ),
        (
            "points/0/x",
            json!(340.5),
            ".points[0]",
            "it is outside the map",
        ),
        (
            "points/0/y",
            json!(-0.5),
            ".points[0]",
            "it is outside the map",
        ),
        (
            "points/0/y",
            json!(200.5),
            ".points[0]",
            "it is outside the map",
        ),
    ] {
        refused(&[(
            &format!("/boxes/5/map/{member}"),
            value,
            &format!("boxes[5].map{path}"),
            reason,
        )]);
    }
    refused(&[(
        "/boxes/5/facts/0/aspect",
        json!("context"),
        "boxes[5].map.points[0].fact",
        "the box has no place `place`",
    )]);
    // JSON has no such number.
    let mut article = accepted(&[]);
    article.boxes[5].map.as_mut().unwrap().scale = f64::INFINITY;
    assert_eq!(article.check().unwrap_err().path, "boxes[5].map.scale");
}

#[test]
fn a_wrong_fact_is_refused() {
    for (member, value, path, reason) in [
        (
            "aspect",
            json!("charged"),
            "aspect",
            "a box of this kind can't contain it",
        ),
        (
            "group",
            json!("trial"),
            "group",
            "the box has no group `trial`",
        ),
        ("statement", json!(""), "statement", "it is empty"),
        ("label", json!(UNCLOSED), "label", UNSHOWABLE),
        ("derived", json!(UNCLOSED), "derived", UNSHOWABLE),
        ("attribution/by", json!(""), "attribution.by", "it is empty"),
        (
            "attribution/role",
            json!(UNCLOSED),
            "attribution.role",
            UNSHOWABLE,
        ),
        (
            "attribution/source",
            json!("diary"),
            "attribution.source",
            "there is no source `diary`",
        ),
        ("evidence", json!([]), "evidence", "a fact needs evidence"),
        (
            "quantity/amount",
            json!({ "range": [3, 3] }),
            "quantity.amount",
            "the first number of a range must be smaller than the second",
        ),
        ("quantity/unit", json!(" "), "quantity.unit", "it is empty"),
        ("namedIn", json!(["person"]), "namedIn", "only a person"),
    ] {
        refused(&[(
            &format!("/boxes/0/facts/0/{member}"),
            value,
            &format!("boxes[0].facts[0].{path}"),
            reason,
        )]);
    }
    refused(&[
        (
            "/boxes/0/facts/1/id",
            json!("killed"),
            "boxes[0].facts[1].id",
            "`killed` is used twice",
        ),
        (
            "/boxes/0/facts/0/quantity",
            json!(REMOVED),
            "boxes[0].facts[0]",
            "this fact needs a quantity",
        ),
        (
            "/boxes/4/facts/0/namedIn",
            json!(["killed", "nobody"]),
            "boxes[4].facts[0].namedIn[1]",
            "there is no fact `nobody`",
        ),
        (
            "/boxes/5/facts/0/label",
            json!(REMOVED),
            "boxes[5].facts[0].label",
            "it is empty",
        ),
    ]);
    accepted(&[("/boxes/4/facts/0/namedIn", json!(["killed"]))]);
    accepted(&[("/boxes/5/facts/0/namedIn", json!(["killed"]))]);
    for (member, limit) in [("latitude", 90.0), ("longitude", 180.0)] {
        let pointer = format!("/boxes/5/facts/0/aspect/place/{member}");
        let path = format!("boxes[5].facts[0].aspect.place.{member}");
        for sign in [1.0, -1.0] {
            accepted(&[(&pointer, json!(sign * limit))]);
            let reason = format!("a {member} must be between");
            refused(&[(&pointer, json!(sign * (limit + 0.1)), &path, &reason)]);
        }
    }
    for kind in ["person", "organisation"] {
        for (name, role, affiliation, path, reason) in [
            ("", "", "", "name", "it is empty"),
            ("Ann Lee", UNCLOSED, "", "role", UNSHOWABLE),
            ("Ann Lee", "", UNCLOSED, "affiliation", UNSHOWABLE),
        ] {
            let members = json!({ "name": name, "role": role, "affiliation": affiliation });
            refused(&[(
                "/boxes/4/facts/0/aspect",
                json!({ kind: members }),
                &format!("boxes[4].facts[0].aspect.{path}"),
                reason,
            )]);
        }
        accepted(&[(
            "/boxes/4/facts/0/aspect",
            json!({ kind: { "name": "Ann Lee" } }),
        )]);
    }
}

#[test]
fn a_wrong_total_is_refused() {
    refused(&[
        (
            "/boxes/1/facts/0/totalOf/1",
            json!("nobody"),
            "boxes[1].facts[0].totalOf[1]",
            "the box has no other fact `nobody`",
        ),
        (
            "/boxes/1/facts/0/totalOf/1",
            json!("charged"),
            "boxes[1].facts[0].totalOf[1]",
            "the box has no other fact `charged`",
        ),
        (
            "/boxes/1/facts/0/totalOf/1",
            json!("term"),
            "boxes[1].facts[0].totalOf[1]",
            "`term` has no exact number, so the total can't be checked",
        ),
        (
            "/boxes/1/facts/0/quantity/amount/exact",
            json!(6),
            "boxes[1].facts[0].totalOf",
            "the parts add up to 5, not to 6",
        ),
        (
            "/boxes/1/facts/0/quantity/amount",
            json!({ "about": 5 }),
            "boxes[1].facts[0].totalOf",
            "a total needs an exact number",
        ),
    ]);
}

#[test]
fn wrong_evidence_is_refused() {
    refused(&[
        (
            "/boxes/1/facts/2/evidence/0/id",
            json!("charged-1"),
            "boxes[1].facts[2].evidence[0].id",
            "`charged-1` is used twice",
        ),
        (
            "/body/5/quote/0/inlines/0",
            json!({ "text": "We want a bridge." }),
            "boxes[2].facts[0].evidence[0]",
            "the body does not mark this passage",
        ),
    ]);
    let path = "boxes[0].facts[0].evidence[0]";
    let range = |start: usize, end: usize| json!({ "start": start, "end": end });
    for (member, value, end, reason) in [
        ("block", json!("p0"), ".block", "the body has no block `p0`"),
        (
            "range",
            range(46, 15),
            ".range",
            "it is outside the block `p1`, which has 70 characters",
        ),
        (
            "range",
            range(15, 15),
            ".range",
            "it is outside the block `p1`",
        ),
        (
            "range",
            range(15, 71),
            ".range",
            "it is outside the block `p1`",
        ),
        (
            "range",
            range(71, 72),
            ".range",
            "it is outside the block `p1`",
        ),
        (
            "range",
            range(16, 47),
            "",
            "the quotation isn't at this position in block `p1`",
        ),
        ("exact", json!(UNCLOSED), ".exact", UNSHOWABLE),
        (
            "exact",
            json!("three"),
            "",
            "the quotation isn't at this position in block `p1`",
        ),
        (
            "prefix",
            json!("harbour"),
            ".prefix",
            "the text before the passage differs",
        ),
        (
            "suffix",
            json!("were"),
            ".suffix",
            "the text after the passage differs",
        ),
    ] {
        refused(&[(
            &format!("/boxes/0/facts/0/evidence/0/{member}"),
            value,
            &format!("{path}{end}"),
            reason,
        )]);
    }
    // The body marks more than this passage, or another block.
    for (exact, start, end) in [
        ("three men died", 15, 29),
        ("men died and more than 21", 21, 46),
    ] {
        refused_with(
            &[
                ("/boxes/0/facts/0/evidence/0/exact", json!(exact)),
                ("/boxes/0/facts/0/evidence/0/prefix", json!("")),
                ("/boxes/0/facts/0/evidence/0/suffix", json!("")),
                ("/boxes/0/facts/0/evidence/0/range", range(start, end)),
            ],
            path,
            "the body marks a different passage with this id",
        );
    }
    refused_with(
        &[
            (
                "/body/2/crosshead/inlines/0/text",
                json!("We want a bridge."),
            ),
            ("/boxes/2/facts/0/evidence/0/block", json!("section-trial")),
        ],
        "boxes[2].facts[0].evidence[0]",
        "the body marks a different passage with this id",
    );
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
        article.place_figures(package);
        let sources: Vec<_> = article
            .figures()
            .flat_map(|figure| &figure.variants)
            .map(|variant| variant.src.as_str())
            .collect();
        assert_eq!(sources, expected, "{package}");
    }
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
