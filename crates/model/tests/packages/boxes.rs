//! Fact boxes and their maps.

use super::*;

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
        ("neighbours", json!("M1 1 2 2 3 0Z")),
        ("neighbours", json!("")),
        ("labels", json!([{ "name": "A", "x": 340, "y": 200 }])),
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
            "neighbours",
            json!("M1 1\"/>"),
            ".neighbours",
            "an outline must be path data of at most 32,768 characters",
        ),
        (
            "labels",
            json!([{ "name": " ", "x": 0, "y": 0 }]),
            ".labels[0].name",
            "it is empty",
        ),
        (
            "labels",
            json!([{ "name": "A", "x": 0, "y": 200.5 }]),
            ".labels[0]",
            "it is outside the map",
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

/// Changes the box of casualties to one of votes.
fn votes(first: &str, second: &str) -> [(&'static str, Value); 3] {
    [
        ("/boxes/0/kind", json!("votes")),
        ("/boxes/0/facts/0/aspect", json!(first)),
        ("/boxes/0/facts/1/aspect", json!(second)),
    ]
}

#[test]
fn a_wrong_box_of_votes_is_refused() {
    accepted(&votes("for", "against"));
    accepted(&votes("abstained", "absent"));
    accepted(&votes("votes", "for"));
    for aspect in ["for", "against", "abstained", "absent", "votes"] {
        let mut changes = votes(aspect, "context").to_vec();
        changes.push(("/boxes/0/facts/0/quantity", json!(REMOVED)));
        refused_with(&changes, "boxes[0].facts[0]", "this fact needs a quantity");
    }
    refused_with(
        &votes("for", "injured"),
        "boxes[0].facts[1].aspect",
        "a box of this kind can't contain it",
    );
}

#[test]
fn a_wrong_question_is_refused() {
    let with = |aspect: Value| {
        [
            ("/boxes/3/kind", json!("questions")),
            ("/boxes/3/facts/0/aspect", aspect),
        ]
    };
    accepted(&with(json!({ "question": "When did the pier open?" })));
    refused_with(
        &with(json!({ "question": " " })),
        "boxes[3].facts[0].aspect.question",
        "it is empty",
    );
    refused_with(
        &with(json!({ "question": UNCLOSED })),
        "boxes[3].facts[0].aspect.question",
        UNSHOWABLE,
    );
    refused_with(
        &with(json!({ "question": 1 })),
        "boxes[3].facts[0].aspect.question",
        "it is a number, not a text",
    );
    refused_with(
        &with(json!("question")),
        "boxes[3].facts[0].aspect",
        "`question` needs a value",
    );
    refused_with(
        &[("/boxes/2/facts/0/aspect", json!({ "question": "Why?" }))],
        "boxes[2].facts[0].aspect",
        "a box of this kind can't contain it",
    );
}

#[test]
fn a_wrong_entry_of_a_glossary_is_refused() {
    let entry = |label: Value| {
        [
            ("/boxes/4/kind", json!("glossary")),
            ("/boxes/4/facts/0/aspect", json!("entry")),
            ("/boxes/4/facts/0/label", label),
        ]
    };
    let article = accepted(&entry(json!("harbour master")));
    assert_eq!(article.boxes[4].facts[0].name(), Some("harbour master"));
    refused_with(&entry(json!("")), "boxes[4].facts[0].label", "it is empty");
    refused_with(
        &entry(json!("x"))[..2],
        "boxes[4].facts[0].label",
        "it is empty",
    );
    refused_with(
        &entry(json!(UNCLOSED)),
        "boxes[4].facts[0].label",
        UNSHOWABLE,
    );
}

#[test]
fn a_wrong_claim_is_refused() {
    let claims = |finding: &str| {
        vec![
            ("/boxes/0/kind", json!("claims")),
            ("/boxes/0/disputes", json!(REMOVED)),
            ("/boxes/0/facts/0/aspect", json!("claim")),
            ("/boxes/0/facts/0/attribution/by", json!("Police")),
            ("/boxes/0/facts/1/aspect", json!({ "finding": finding })),
            ("/boxes/0/facts/1/group", json!(REMOVED)),
        ]
    };
    let with = |change: (&'static str, Value)| {
        let mut changes = claims("killed");
        changes.push(change);
        changes
    };
    accepted(&claims("killed"));
    for other in ["injured", "charged", "nobody"] {
        refused_with(
            &claims(other),
            "boxes[0].facts[1].aspect.finding",
            &format!("the box has no claim `{other}`"),
        );
    }
    refused_with(&claims("No id"), "boxes[0].facts[1].aspect.finding", "");
    refused_with(
        &with(("/boxes/0/facts/0/attribution/by", json!(REMOVED))),
        "boxes[0].facts[0].attribution.by",
        "a claim needs it",
    );
    refused_with(
        &with(("/boxes/0/facts/1/group", json!("harbour"))),
        "boxes[0].facts[1].group",
        "a finding can't be in a group",
    );
    let version = |fact: &str| json!({ "holder": "Police", "facts": [fact] });
    refused_with(
        &with((
            "/boxes/0/disputes",
            json!([{ "about": "How many?", "versions": [version("killed"), version("injured")] }]),
        )),
        "boxes[0].disputes[0].versions[0].facts[0]",
        "a claim and its findings can't be in a dispute",
    );
}
