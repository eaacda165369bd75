//! The article's head.

use super::*;

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
            "/sources/0/shortName",
            json!(" "),
            "sources[0].shortName",
            "it is empty",
        ),
        (
            "/defaultSource",
            json!("diary"),
            "defaultSource",
            "there is no source `diary`",
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

#[test]
fn authors_topics_and_related_stories_are_checked() {
    let story = |url: &str| json!([{ "title": "A", "url": url }]);
    accepted(&[
        ("/byline/0/kind", json!("organisation")),
        ("/byline/0/contact", json!("mailto:desk@example.org")),
        ("/topics", json!(["Ports", "Strikes"])),
        ("/related", story("../another/")),
    ]);
    refused(&[
        (
            "/byline/0/kind",
            json!("robot"),
            "byline[0].kind",
            "unknown name `robot`",
        ),
        (
            "/byline/0/biography",
            json!([{ "text": UNCLOSED }]),
            "byline[0].biography",
            UNSHOWABLE,
        ),
        (
            "/byline/0/biography",
            json!([evidence("killed-1", "b")]),
            "byline[0].biography",
            "only the body can contain evidence",
        ),
        (
            "/byline/0/contact",
            json!("http://example.org"),
            "byline[0].contact",
            "it is neither `mailto:`",
        ),
        ("/topics", json!(["Ports", " "]), "topics[1]", "it is empty"),
        (
            "/topics",
            json!(["Ports", "Ports"]),
            "topics[1]",
            "`Ports` is used twice",
        ),
        (
            "/related",
            json!([{ "title": "A" }]),
            "related[0]",
            "missing field `url`",
        ),
        (
            "/related",
            json!([{ "title": "", "url": "b" }]),
            "related[0].title",
            "it is empty",
        ),
        (
            "/related",
            json!([{ "title": "A", "url": "b", "publisher": UNCLOSED }]),
            "related[0].publisher",
            UNSHOWABLE,
        ),
        (
            "/related",
            story("mailto:a@b.c"),
            "related[0].url",
            "it is not the address of a page",
        ),
        (
            "/related",
            story("javascript:a"),
            "related[0].url",
            "a link must be",
        ),
    ]);
}

#[test]
fn an_article_may_have_times_of_day() {
    let at = "2012-06-13T14:30:00+05:00";
    let article = accepted(&[
        ("/published", json!(at)),
        ("/updated", json!("2012-06-13T09:30:00Z")),
    ]);
    assert_eq!(article.published.to_string(), at);
    let read_back = Article::from_json(&article.to_json().unwrap()).unwrap();
    assert_eq!(read_back, article);
    refused_with(
        &[
            ("/published", json!(at)),
            ("/updated", json!("2012-06-13T09:29:59Z")),
        ],
        "updated",
        "it is before `published`",
    );
    refused(&[
        (
            "/published",
            json!("2012-06-13T14:30:00"),
            "published",
            "the time has no offset from UTC",
        ),
        (
            "/published",
            json!("2012-06-13T14:30:00+05:00 "),
            "published",
            "write a time as",
        ),
        ("/asOf", json!(at), "asOf", "write a date as"),
    ]);
}

#[test]
fn key_facts_have_a_number_and_a_label() {
    let facts = |facts: serde_json::Value| ("/keyFacts", facts);
    let killed = json!({ "of": { "fact": "killed" } });
    let demands = json!({ "of": { "box": "demands" }, "label": "demands" });
    accepted(&[facts(json!([killed, demands]))]);
    accepted(&[facts(
        json!([killed, { "of": { "fact": "term" }, "label": "years" }]),
    )]);
    let long = "x".repeat(41);
    let no_number = "it names no fact and no box with a number";
    for (other, reason) in [
        (json!({ "of": { "fact": "nobody" } }), no_number),
        (json!({ "of": { "box": "none" }, "label": "a" }), no_number),
        (json!({ "of": { "fact": "demand" } }), no_number),
        (
            json!({ "of": { "box": "casualties" }, "label": "a" }),
            no_number,
        ),
        (json!({ "of": { "box": "demands" } }), "it has no label"),
        (
            json!({ "of": { "box": "demands" }, "label": " " }),
            "it is empty",
        ),
        (
            json!({ "of": { "box": "demands" }, "label": long }),
            "its label is longer than 40 characters",
        ),
        (killed.clone(), "two key facts are the same"),
    ] {
        refused_with(&[facts(json!([killed, other]))], "keyFacts[1]", reason);
    }
    for count in [1, 7] {
        let many = vec![killed.clone(); count];
        refused_with(
            &[facts(json!(many))],
            "keyFacts",
            "an article has 2 to 6 key facts, or none",
        );
    }
}
