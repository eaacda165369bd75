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
