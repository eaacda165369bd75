//! Figures of facts, their series and totals.

use super::*;

/// Returns the changes that make figures of the numbers in the first box. The first is the total of the second.
fn figures() -> Vec<(&'static str, Value)> {
    let figure =
        |value: &str| json!({ "value": value, "unit": { "currency": "EUR" }, "scale": "million" });
    vec![
        ("/boxes/0/kind", json!("figures")),
        ("/boxes/0/facts/0/aspect", json!("figure")),
        ("/boxes/0/facts/0/quantity", json!(REMOVED)),
        ("/boxes/0/facts/0/figure", figure("-48.20")),
        ("/boxes/0/facts/0/totalOf", json!(["injured"])),
        ("/boxes/0/facts/1/aspect", json!("context")),
        ("/boxes/0/facts/1/quantity", json!(REMOVED)),
        ("/boxes/0/facts/1/figure", figure("-48.2")),
    ]
}

fn with(change: (&'static str, Value)) -> Vec<(&'static str, Value)> {
    let mut changes = figures();
    changes.push(change);
    changes
}

#[test]
fn figures_are_read_and_written_exactly() {
    let article = accepted(&figures());
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json), Ok(article));
    assert!(json.contains("\"value\":\"-48.20\""), "{json}");
    let points = json!([{ "date": "2011", "value": "3" }, { "date": "2012-05", "value": "-48.2" }]);
    accepted(&with(("/boxes/0/facts/0/figure/points", points)));
    accepted(&with(("/boxes/0/facts/0/figure/before", json!("0"))));
    let series = json!({
        "value": "3.4",
        "unit": "percent",
        "points": [{ "date": "2011-12", "value": "1" }, { "date": "2012-01", "value": "3.40" }],
    });
    let mut changes = with(("/boxes/0/facts/0/figure", series));
    changes.push(("/boxes/0/facts/0/totalOf", json!([])));
    let article = accepted(&changes);
    let figure = article.boxes[0].facts[0].figure.as_ref().unwrap();
    assert_eq!(figure.to_string(), "3.4 % (2011-12 1; 2012-01 3.40)");
    assert_eq!(figure.earlier().unwrap().to_string(), "1");
}

#[test]
fn a_wrong_figure_is_refused() {
    for (member, value, path, reason) in [
        (
            "value",
            json!(48.2),
            "figure.value",
            "it is a number, not a text",
        ),
        (
            "value",
            json!("4e7"),
            "figure.value",
            "write a number as 48.2",
        ),
        (
            "value",
            json!("1234567890123456"),
            "figure.value",
            "a number has at most 15 digits",
        ),
        ("value", json!("-48.3"), "totalOf", "the parts don't add up"),
        ("unit", json!("litres"), "figure.unit", "unknown name"),
        (
            "unit",
            json!({ "named": " " }),
            "figure.unit.named",
            "it is empty",
        ),
        (
            "unit",
            json!({ "named": UNCLOSED }),
            "figure.unit.named",
            UNSHOWABLE,
        ),
        (
            "unit",
            json!({ "currency": "eur" }),
            "figure.unit.currency",
            "a currency is three",
        ),
        (
            "unit",
            json!("percent"),
            "figure.scale",
            "per cent has no scale",
        ),
        (
            "unit",
            json!({ "currency": "USD" }),
            "totalOf[0]",
            "the box has no other fact `injured` with",
        ),
        ("scale", json!("trillion"), "figure.scale", "unknown name"),
        (
            "scale",
            json!(REMOVED),
            "totalOf[0]",
            "the box has no other fact `injured` with",
        ),
        ("before", json!("-48.2"), "figure.before", "it must differ"),
        (
            "points",
            json!([{ "date": "2012", "value": "-48.2" }]),
            "figure.points",
            "a series needs two points",
        ),
        (
            "points",
            json!([{ "date": "2012", "value": "1" }, { "date": "2012", "value": "-48.2" }]),
            "figure.points",
            "a series needs two points or more, in order",
        ),
        (
            "points",
            json!([{ "date": "2011", "value": "1" }, { "date": "2012", "value": "2" }]),
            "figure.value",
            "it isn't the last",
        ),
    ] {
        let pointer = format!("/boxes/0/facts/0/figure/{member}");
        let mut changes: Vec<(&str, Value)> = figures();
        changes.push((&pointer, value));
        refused_with(&changes, &format!("boxes[0].facts[0].{path}"), reason);
    }
    let quantity = json!({ "amount": { "exact": 3 }, "unit": "people" });
    for (change, path, reason) in [
        (
            ("/boxes/0/facts/0/figure", json!(REMOVED)),
            "facts[0]",
            "this fact needs a figure",
        ),
        (
            ("/boxes/0/facts/0/quantity", quantity),
            "facts[0].figure",
            "this fact can't have a figure",
        ),
        (
            ("/boxes/0/facts/0/totalOf", json!(["killed"])),
            "facts[0].totalOf[0]",
            "the box has no other fact",
        ),
        (
            ("/boxes/0/kind", json!("demands")),
            "facts[0].aspect",
            "a box of this kind",
        ),
        (
            (
                "/boxes/1/facts/0/figure",
                json!({ "value": "1", "unit": "percent" }),
            ),
            "facts[0].figure",
            "this fact can't have a figure",
        ),
    ] {
        let number = change.0.split('/').nth(2).unwrap();
        refused_with(
            &with(change.clone()),
            &format!("boxes[{number}].{path}"),
            reason,
        );
    }
}
