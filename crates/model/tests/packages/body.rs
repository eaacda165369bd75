//! The body: blocks, evidence in the text, and figures.

use super::*;

/// Returns a span of evidence.
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
fn a_table_is_read_and_a_wrong_one_is_refused() {
    let text = |id: &str| json!({ "id": id, "inlines": [{ "text": id }] });
    let table = json!({
        "id": "budget",
        "caption": [{ "text": "The budget" }],
        "columns": [{ "header": text("c0") }, { "header": text("c1"), "align": "end" }],
        "rows": [{ "header": text("r1"), "cells": [{ "text": text("r1-c1") }] },
                 { "header": text("r2"), "cells": ["empty"] }],
    });
    let article = accepted(&[("/body/13", json!({ "table": table }))]);
    let read = article.tables().next().unwrap();
    let ids: Vec<&str> = read.texts().iter().map(|text| text.id.as_str()).collect();
    assert_eq!(ids, ["c0", "c1", "r1", "r1-c1", "r2"]);
    let headers = read.headers_of(&read.texts()[3].id).unwrap();
    assert_eq!((headers.0.id.as_str(), headers.1.id.as_str()), ("r1", "c1"));
    assert_eq!(read.headers_of(&read.texts()[2].id), None);
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json), Ok(article));
    for (pointer, value, path, reason) in [
        ("id", json!("Budget"), ".id", "use 1 to 64"),
        ("caption", json!([]), ".caption", "it is empty"),
        (
            "caption",
            json!([evidence("killed-1", "x")]),
            ".caption",
            "evidence must be in the text",
        ),
        ("columns", json!([]), "", "a table needs two columns"),
        ("rows", json!([]), "", "a table needs two columns"),
        (
            "rows/0/cells",
            json!([]),
            ".rows[0].cells",
            "a row needs one cell",
        ),
        (
            "rows/0/cells/0",
            json!("full"),
            ".rows[0].cells[0]",
            "unknown name",
        ),
        (
            "columns/1/align",
            json!("left"),
            ".columns[1].align",
            "unknown name",
        ),
    ] {
        refused_with(
            &[
                ("/body/13", json!({ "table": table })),
                (&format!("/body/13/table/{pointer}"), value),
            ],
            &format!("body[13].table{path}"),
            reason,
        );
    }
    refused_with(
        &[
            ("/body/13", json!({ "table": table })),
            ("/body/14", json!({ "table": table })),
        ],
        "body[14].table.id",
        "`budget` is used twice",
    );
}

#[test]
fn a_pull_quote_has_words() {
    let quote = json!({ "text": "Three men died.", "by": "Ann Lee" });
    accepted(&[("/body/13", json!({ "pull-quote": quote }))]);
    for (pointer, path) in [("text", ".text"), ("by", ".by")] {
        refused_with(
            &[
                ("/body/13", json!({ "pull-quote": quote })),
                (&format!("/body/13/pull-quote/{pointer}"), json!(" ")),
            ],
            &format!("body[13].pull-quote{path}"),
            "it is empty",
        );
    }
}
