//! What a fact is about, in the vocabulary of schema.org: a question, a term, another fact or an amount.

use serde_json::{Value, json};

use sidelight_model::{Aspect, Decimal, Fact, Measure, MeasureUnit, Scale, anchor};

/// Returns the value of a claim's `about`. Returns `None` for a fact whose statement says it all. `url` is the article's
/// address.
pub(super) fn about(fact: &Fact, url: &str) -> Option<Value> {
    match &fact.aspect {
        Aspect::Question(question) => Some(json!({ "@type": "Question", "name": question })),
        Aspect::Entry => {
            let term = fact.label.as_deref()?;
            Some(json!({ "@type": "DefinedTerm", "name": term }))
        }
        Aspect::Finding(claim) => {
            Some(json!({ "@id": format!("{url}{}", anchor::link(&anchor::fact(claim))) }))
        }
        _ => fact.figure.as_ref().map(amount),
    }
}

/// Returns an amount: a `MonetaryAmount` or a `QuantitativeValue`. Numbers are texts, because JSON numbers lose digits.
fn amount(figure: &Measure) -> Value {
    let value = in_full(figure.value, figure.scale);
    match &figure.unit {
        MeasureUnit::Currency(currency) => {
            json!({ "@type": "MonetaryAmount", "value": value, "currency": currency.code() })
        }
        // The code of per cent in UN/CEFACT Recommendation 20.
        MeasureUnit::Percent => {
            json!({ "@type": "QuantitativeValue", "value": value, "unitCode": "P1" })
        }
        MeasureUnit::Named(unit) => {
            json!({ "@type": "QuantitativeValue", "value": value, "unitText": unit })
        }
    }
}

/// Returns a number in units of 1: 48.2 million is `48200000`.
fn in_full(number: Decimal, scale: Option<Scale>) -> String {
    let zeros = usize::from(scale.map_or(0, Scale::zeros));
    let (whole, decimals) = number.digits();
    let padded = format!("{decimals:0<zeros$}");
    let (shifted, decimals) = padded.split_at(zeros);
    let sign = if number.is_negative() { "-" } else { "" };
    let whole = format!("{whole}{shifted}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{decimals}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_units_of_one() {
        for (number, scale, expected) in [
            ("48.2", Some(Scale::Million), "48200000"),
            ("-0.05", Some(Scale::Thousand), "-50"),
            ("0.0005", Some(Scale::Thousand), "0.5"),
            ("1.2345678", Some(Scale::Million), "1234567.8"),
            ("-3.40", None, "-3.40"),
            ("0", Some(Scale::Billion), "0"),
            ("2", Some(Scale::Billion), "2000000000"),
        ] {
            assert_eq!(
                in_full(number.parse().unwrap(), scale),
                expected,
                "{number}"
            );
        }
    }
}
