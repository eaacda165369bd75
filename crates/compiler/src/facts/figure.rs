//! Reads figures, written as `{ value = 48.2, scale = "million", currency = "EUR" }`.

use crate::Kind;
use crate::toml::{Spanned, Table, Value};
use sidelight_model::{Aspect, Currency, Decimal, Measure, MeasurePoint, MeasureUnit, Scale};

/// The scales, each with the keyword that authors write.
const SCALES: [(&str, Scale); 3] = [
    ("thousand", Scale::Thousand),
    ("million", Scale::Million),
    ("billion", Scale::Billion),
];

/// A valid figure, for hints.
const EXAMPLE: &str = "{ value = 48.2, scale = \"million\", currency = \"EUR\" }";

/// Reads the figure of a fact. Reports one that is missing or can't be in this fact. Also returns `true` if the fact has
/// the key, or should have it.
pub(super) fn read_figure(
    table: &mut Table<'_>,
    aspect: Option<&Aspect>,
    has_quantity: bool,
) -> (Option<Spanned<Measure>>, bool) {
    let is_required = aspect == Some(&Aspect::Figure);
    let value = match is_required {
        true => table.required("figure", EXAMPLE),
        false => table.optional("figure"),
    };
    let Some(value) = value else {
        return (None, is_required);
    };
    let refused = match aspect {
        Some(aspect) if !aspect.allows_figure() => Some("`figure` can't be used with this aspect"),
        _ if has_quantity => Some("a fact can't have both a `quantity` and a `figure`"),
        _ => None,
    };
    if let Some(message) = refused {
        let file = table.document().file();
        let diagnostic = file.diagnostic(Kind::UnknownKey, value.key_span(), message);
        table.document().report(
            diagnostic.hint("delete it, or put it into a fact of its own with the aspect `figure`"),
        );
    }
    (read_measure(&value), true)
}

fn read_measure(value: &Value<'_>) -> Option<Spanned<Measure>> {
    let mut table = value.table("this figure")?;
    let number = table.optional_like("value", "48.2");
    let before = table.optional_like("before", "46.0");
    let points = table.optional_like("points", "[[2024, 44.1], [2025, 46.0]]");
    let scale = table.optional("scale").map(|scale| scale.choice(&SCALES));
    let unit = read_unit(value, &mut table, scale.is_some());
    if number.is_none() && points.is_none() {
        table.missing("value", "add `value = 48.2`".to_owned());
    }
    table.finish();
    let has_number = number.is_some();
    let decimal = |value: Option<Value<'_>>| value.and_then(|value| value.decimal());
    let number = decimal(number);
    let (before, has_before) = (decimal(before.clone()), before.is_some());
    let points = match &points {
        Some(points) => Some(read_points(points)?),
        None => None,
    };
    let last = points
        .as_ref()
        .and_then(|points| points.last())
        .map(|point| point.value);
    let contradicts = |place: &Spanned<Decimal>, message: String, hint: &str| {
        value.report_at(&place.span, Kind::FigureContradicts, message, hint);
    };
    if let (Some(number), Some(last)) = (&number, last)
        && number.value.compare(last).is_ne()
    {
        contradicts(
            number,
            format!(
                "the value {} isn't the last of the `points`, {last}",
                number.value
            ),
            "delete `value`: readers see the last of the points; or correct the wrong number",
        );
    }
    if let Some(before) = &before {
        if last.is_some() {
            contradicts(
                before,
                "a figure with `points` can't have `before`".to_owned(),
                "delete `before`: the first of the points says what came before",
            );
        } else if let Some(number) = &number
            && number.value.compare(before.value).is_eq()
        {
            contradicts(
                before,
                format!("`before` and `value` are the same number, {}", before.value),
                "correct the wrong number; if nothing changed, delete `before`",
            );
        }
    }
    if (has_before && before.is_none()) || (has_number && number.is_none()) {
        return None;
    }
    Some(value.at(Measure {
        value: last.or_else(|| number.map(|number| number.value))?,
        unit: unit?,
        scale: match scale {
            Some(scale) => Some(scale?.value),
            None => None,
        },
        before: before.map(|before| before.value),
        points: points.unwrap_or_default(),
    }))
}

/// Reads the unit: exactly one of `unit`, `currency` and `percent`. Reports any other combination and returns `None`.
fn read_unit(value: &Value<'_>, table: &mut Table<'_>, has_scale: bool) -> Option<MeasureUnit> {
    let mut units: Vec<(&str, Option<MeasureUnit>)> = Vec::new();
    if let Some(unit) = table.optional_like("unit", "\"pupils\"") {
        units.push(("unit", read_named(&unit)));
    }
    if let Some(currency) = table.optional_like("currency", "\"EUR\"") {
        let currency = read_currency(&currency);
        units.push(("currency", currency.map(MeasureUnit::Currency)));
    }
    if let Some(percent) = table.optional_like("percent", "true") {
        let unit = read_percent(&percent, has_scale);
        units.push(("percent", unit));
    }
    match units.as_slice() {
        [(_, unit)] => unit.clone(),
        [] if table.document().is_broken() => None,
        [] => {
            value.report(
                Kind::FigureUnit,
                "this figure has no unit",
                "add one of `currency = \"EUR\"`, `percent = true`, `unit = \"pupils\"`",
            );
            None
        }
        [(first, _), (second, _), ..] => {
            value.report(
                Kind::FigureUnit,
                format!("this figure has two units, `{first}` and `{second}`"),
                "keep one; for two units, write two facts",
            );
            None
        }
    }
}

fn read_named(value: &Value<'_>) -> Option<MeasureUnit> {
    let unit = value.text()?.value;
    if unit == "%" {
        value.report(
            Kind::FigureUnit,
            "`%` can't be a `unit`",
            "write `percent = true` instead; it is shown as the article's language writes it",
        );
        return None;
    }
    Some(MeasureUnit::Named(unit))
}

fn read_currency(value: &Value<'_>) -> Option<Currency> {
    let text = value.text()?.value;
    if let Some(currency) = Currency::new(&text) {
        return Some(currency);
    }
    let capital = text.to_uppercase();
    let known = Currency::WITH_SIGNS.iter();
    let mut meant = known.map(|(code, sign)| (*code, *sign == text || *code == capital));
    let hint = match meant.find(|(_, is_meant)| *is_meant) {
        Some((code, _)) => format!("write `currency = \"{code}\"`"),
        None => "write its three letters of ISO 4217, such as `EUR`, `USD` or `KZT`".to_owned(),
    };
    value.report(
        Kind::FigureUnit,
        format!("`{text}` isn't the code of a currency"),
        hint,
    );
    None
}

fn read_percent(value: &Value<'_>, has_scale: bool) -> Option<MeasureUnit> {
    if !value.flag()? {
        value.report(
            Kind::FigureUnit,
            "`percent` can only be `true`",
            "delete it, and write a `unit` or a `currency`",
        );
        return None;
    }
    if has_scale {
        value.report(
            Kind::FigureUnit,
            "per cent has no `scale`",
            "delete `scale`, or write a `unit` or a `currency` instead of `percent`",
        );
        return None;
    }
    Some(MeasureUnit::Percent)
}

/// Reads the points of a series, each written as `[2024, 44.1]` or `{ date = 2024, value = 44.1 }`. Returns `None` if a
/// point is invalid, if there are fewer than two, or if they aren't in order of time.
fn read_points(value: &Value<'_>) -> Option<Vec<MeasurePoint>> {
    let items = value.list();
    if !value.is_list() {
        return None;
    }
    if items.len() < 2 {
        value.report(
            Kind::FigureContradicts,
            "`points` has fewer than two points",
            "write the first and the last at least: `points = [[2024, 44.1], [2025, 46.0]]`; for one number, write \
             `value`",
        );
        return None;
    }
    let points: Vec<Option<MeasurePoint>> = items.iter().map(read_point).collect();
    for (pair, item) in points.windows(2).zip(&items[1..]) {
        let [Some(first), Some(second)] = pair else {
            continue;
        };
        if first.date.is_before(second.date) {
            continue;
        }
        let (message, hint) = if first.date == second.date {
            (
                format!("there are two points for {}", first.date),
                "delete one of them, or correct its date",
            )
        } else {
            (
                format!("{} isn't after {}", second.date, first.date),
                "put the points in order of time, and don't mix a year with months of it",
            )
        };
        item.report(Kind::FigureContradicts, message, hint);
        return None;
    }
    points.into_iter().collect()
}

fn read_point(value: &Value<'_>) -> Option<MeasurePoint> {
    if value.is_table() {
        let mut table = value.table("this point")?;
        let date = table.required("date", "2024").and_then(|v| v.date());
        let number = table.required("value", "44.1").and_then(|v| v.decimal());
        table.finish();
        return Some(MeasurePoint {
            date: date?.value,
            value: number?.value,
        });
    }
    let parts = match value.is_list() {
        true => value.list(),
        false => Vec::new(),
    };
    match parts.as_slice() {
        [date, number] if number.is_number() => Some(MeasurePoint {
            date: date.date()?.value,
            value: number.decimal()?.value,
        }),
        _ => {
            value.report(
                Kind::WrongType,
                "a point must be a date and a number",
                "write `[2024, 44.1]`",
            );
            None
        }
    }
}
