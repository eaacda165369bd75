//! Facts, totals and evidence.

use super::*;

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
        (
            "term",
            json!({ "amount": { "exact": 3 }, "unit": "years" }),
            "term",
            "only a fact with the aspect `imprisoned`",
        ),
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
