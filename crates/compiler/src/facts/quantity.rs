//! Reads quantities, written as `{ exact = 14, unit = "people" }`.

use crate::Kind;
use crate::toml::{Spanned, Value};
use sidelight_model::{Amount, Quantity};

pub(super) fn read_quantity(value: Value<'_>) -> Option<Spanned<Quantity>> {
    let mut table = value.table("this quantity")?;
    let unit = table.text("unit");
    let mut amounts: Vec<(&str, Option<Amount>)> = Vec::new();
    for (key, make) in [
        ("exact", Amount::Exact as fn(u64) -> Amount),
        ("at-least", Amount::AtLeast),
        ("more-than", Amount::MoreThan),
        ("about", Amount::About),
    ] {
        if let Some(value) = table.optional(key) {
            amounts.push((key, value.count().map(|count| make(count.value))));
        }
    }
    if let Some(value) = table.optional("range") {
        amounts.push(("range", read_range(&value)));
    }
    table.finish();
    match amounts.as_slice() {
        [(_, amount)] => Some(value.at(Quantity {
            amount: (*amount)?,
            unit,
        })),
        [] => {
            value.report(
                Kind::MissingKey,
                "this quantity has no number",
                "add one of `exact = 14`, `at-least = 14`, `more-than = 100`, `about = 100`, `range = [3, 7]`",
            );
            None
        }
        [(first, _), (second, _), ..] => {
            value.report(
                Kind::BadNumber,
                format!("this quantity has two numbers, `{first}` and `{second}`"),
                "keep one number; for two numbers, write two facts",
            );
            None
        }
    }
}

fn read_range(value: &Value<'_>) -> Option<Amount> {
    let numbers = value.list();
    let [low, high] = numbers.as_slice() else {
        value.report(
            Kind::BadNumber,
            "a `range` must be two numbers",
            "write `range = [3, 7]`",
        );
        return None;
    };
    let (low, high) = (low.count()?.value, high.count()?.value);
    let range = Amount::Range(low, high);
    if range.is_ordered() {
        return Some(range);
    }
    value.report(
        Kind::BadNumber,
        "the first number of a range must be smaller than the second",
        if low == high {
            format!("write `exact = {low}`")
        } else {
            format!("write `range = [{high}, {low}]`")
        },
    );
    None
}
