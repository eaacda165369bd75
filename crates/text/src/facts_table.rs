//! Exports the facts of an article as tables for other programs: CSV and JSON.

use super::Work;
use super::json::{Object, string};

/// A fact as a row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactRow {
    /// Number of the fact on the page.
    pub number: String,
    /// Title of the fact box.
    pub title: String,
    /// Statement of the fact.
    pub statement: String,
    /// Label of the number; may be empty.
    pub label: String,
    /// Precision of the number, its digits and its unit, as in `exact 14 people` and `range 3–7 years`. Empty without a
    /// number.
    pub quantity: String,
    /// Number before it changed, in the same unit; may be empty.
    pub before: String,
    /// Numbers of a series with their dates, as in `2024 44.1; 2025 46.0`; may be empty.
    pub points: String,
    /// Date of what happened in the format of ISO 8601; may be empty.
    pub date: String,
    /// Attribution: the person or organisation that states the fact. Empty if the source itself states it.
    pub by: String,
    /// Role of that person or organisation; may be empty.
    pub role: String,
    /// Name of the source; may be empty.
    pub source: String,
    /// As-of date in the format of ISO 8601, as precise as it is known.
    pub as_of: String,
    /// Passages of the article that support the fact.
    pub passages: Vec<String>,
    /// Address of the fact.
    pub url: String,
    /// Passages in documents of sources that support the fact, one in each line, as in `The log, Page 7: three men`. May be
    /// empty.
    pub from: String,
}

impl FactRow {
    /// Returns the precision, the digits and the unit of the number.
    fn quantity(&self) -> [&str; 3] {
        let mut parts = self.quantity.splitn(3, ' ');
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    }
}

/// The columns. Only a table with passages in documents has the last one.
const COLUMNS: [&str; 17] = [
    "number",
    "box",
    "statement",
    "label",
    "precision",
    "quantity",
    "unit",
    "before",
    "points",
    "date",
    "attribution",
    "role",
    "source",
    "as-of",
    "passages",
    "url",
    "source-passages",
];

/// Returns the facts as CSV (RFC 4180) with a header line. The file begins with a byte order mark, by which
/// spreadsheets recognise UTF-8.
///
/// The column of passages in documents is absent if no fact has any. Tables without it stay as programs know them.
///
/// An apostrophe is written before any text that a spreadsheet would take for a formula. The spreadsheet then treats
/// it as text (OWASP, *CSV injection*).
#[must_use]
pub fn facts_csv(rows: &[FactRow]) -> String {
    let mut out = String::from("\u{feff}");
    let may_be_negative = |at: usize| matches!(COLUMNS[at], "quantity" | "before");
    let has_from = rows.iter().any(|row| !row.from.is_empty());
    let columns = COLUMNS.len() - usize::from(!has_from);
    line(&mut out, &COLUMNS[..columns], may_be_negative);
    for row in rows {
        let [precision, quantity, unit] = row.quantity();
        line(
            &mut out,
            &[
                &row.number,
                &row.title,
                &row.statement,
                &row.label,
                precision,
                quantity,
                unit,
                &row.before,
                &row.points,
                &row.date,
                &row.by,
                &row.role,
                &row.source,
                &row.as_of,
                &row.passages.join("\n"),
                &row.url,
                &*row.from,
            ][..columns],
            may_be_negative,
        );
    }
    out
}

/// Returns the rows of a table as CSV, in the format of [`facts_csv`] and as safe as it.
#[must_use]
pub fn table_csv(rows: &[Vec<String>]) -> String {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        line(&mut out, &cells, |_| true);
    }
    out
}

/// Returns the facts as JSON, together with their article in CSL-JSON.
#[must_use]
pub fn facts_json(article: &Work, rows: &[FactRow]) -> String {
    let facts: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut fact = Object::default();
            fact.raw(
                "number",
                if is_number(&row.number) {
                    &row.number
                } else {
                    "null"
                },
            );
            fact.text("box", &row.title);
            fact.text("statement", &row.statement);
            let [precision, quantity, unit] = row.quantity();
            for (name, text) in [
                ("label", &*row.label),
                ("precision", precision),
                ("quantity", quantity),
                ("unit", unit),
                ("before", &row.before),
                ("points", &row.points),
                ("date", &row.date),
                ("attribution", &row.by),
                ("role", &row.role),
                ("source", &row.source),
                ("as-of", &row.as_of),
                ("source-passages", &row.from),
            ] {
                if !text.is_empty() {
                    fact.text(name, text);
                }
            }
            let passages: Vec<String> = row.passages.iter().map(|p| string(p)).collect();
            fact.list("passages", &passages);
            fact.text("url", &row.url);
            fact.end()
        })
        .collect();
    let mut out = Object::default();
    out.raw("article", &article.to_csl());
    out.list("facts", &facts);
    out.end()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// Writes a row. `may_be_negative` selects the columns in which a negative number stays a number.
fn line(out: &mut String, cells: &[&str], may_be_negative: impl Fn(usize) -> bool) {
    for (i, value) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        let is_number = may_be_negative(i) && is_negative(value);
        cell(out, value, is_number);
    }
    out.push_str("\r\n");
}

/// Returns `true` for a negative number in digits, which is no formula: `-3.4`.
fn is_negative(text: &str) -> bool {
    text.strip_prefix('-')
        .and_then(|digits| digits.strip_prefix(|c: char| c.is_ascii_digit()))
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// Writes a cell, in quotes if a spreadsheet could see a separator in it.
///
/// If the decimal sign is a comma, spreadsheets use a semicolon as the separator between cells. They then ignore
/// quotes in the middle of a line. So an apostrophe is also written before a formula that follows such a separator. A number,
/// such as -3.4, is no formula.
fn cell(out: &mut String, value: &str, is_number: bool) {
    let is_quoted = value.contains(['"', ',', ';', '|', '\t', '\n', '\r'])
        || value.starts_with(' ')
        || value.ends_with(' ');
    if is_quoted {
        out.push('"');
    }
    let mut may_begin = !is_number;
    for c in value.chars() {
        if may_begin && "=+-@\t\r＝＋－＠".contains(c) {
            out.push('\'');
        }
        may_begin = match c {
            ';' | '\t' | '\n' | '\r' => true,
            ' ' | '"' => may_begin,
            _ => false,
        };
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    if is_quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_are_never_formulas() {
        for (value, written) in [
            ("plain", "plain"),
            ("", ""),
            ("a, b", "\"a, b\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("one\ntwo", "\"one\ntwo\""),
            (" space", "\" space\""),
            ("=1+1", "'=1+1"),
            ("+7 727", "'+7 727"),
            ("-3", "'-3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            (
                "=HYPERLINK(\"https://example.org\",\"x\")",
                "\"'=HYPERLINK(\"\"https://example.org\"\",\"\"x\"\")\"",
            ),
            ("\t=1", "\"'\t'=1\""),
            ("3-7", "3-7"),
            ("a; b", "\"a; b\""),
            ("a|b", "\"a|b\""),
            ("a\tb", "\"a\tb\""),
            // If a semicolon separates cells, each of these would be a formula in quotes.
            ("x;=cmd|' /C calc'!A0", "\"x;'=cmd|' /C calc'!A0\""),
            ("x; \"=1", "\"x; \"\"'=1\""),
            ("x\n@SUM(A1)", "\"x\n'@SUM(A1)\""),
            ("x\r\n+1", "\"x\r\n'+1\""),
            ("x\t-1", "\"x\t'-1\""),
            ("x;;＝1", "\"x;;'＝1\""),
            (" =1", "\" '=1\""),
            ("x - y; z = 1", "\"x - y; z = 1\""),
        ] {
            let mut out = String::new();
            cell(&mut out, value, false);
            assert_eq!(out, written, "{value:?}");
        }
    }

    // `proptest` runs only natively: it needs the operating system.
    proptest::proptest! {
        #[test]
        fn nothing_behind_a_border_is_a_formula(by in "[=+@;|,\"'\t\r\n a-]{0,12}") {
            let csv = facts_csv(&[FactRow { by, ..FactRow::default() }]);
            // Split at every possible separator, as a program that ignores quotes may do.
            for part in csv.split([';', '\t', '\n', '\r']) {
                let begin = part.trim_start_matches([' ', '"']);
                proptest::prop_assert!(!begin.starts_with(['=', '+', '-', '@']), "{:?} in {:?}", part, csv);
            }
        }
    }

    fn work() -> Work {
        Work {
            title: "A strike ends".into(),
            authors: Vec::new(),
            outlet: None,
            published: None,
            url: "https://example.org/".into(),
            language: "en".into(),
        }
    }

    fn rows() -> Vec<FactRow> {
        vec![FactRow {
            number: "1".into(),
            title: "Casualties".into(),
            statement: "“Three” men, all told, died".into(),
            label: "killed".into(),
            quantity: "range 3–7 young men".into(),
            before: String::new(),
            points: String::new(),
            date: "2011-12-16".into(),
            by: "Police".into(),
            role: String::new(),
            source: "IWPR".into(),
            as_of: "2011-12".into(),
            passages: vec!["three men died".into(), "\"dead\"".into()],
            url: "https://example.org/#fact-killed".into(),
            from: String::new(),
        }]
    }

    #[test]
    fn csv_has_a_line_for_each_fact() {
        assert_eq!(
            facts_csv(&rows()),
            "\u{feff}number,box,statement,label,precision,quantity,unit,before,points,date,attribution,role,source,as-of,passages,url\r\n\
             1,Casualties,\"“Three” men, all told, died\",killed,range,3–7,young men,,,2011-12-16,Police,,IWPR,2011-12,\"three men died\n\"\"dead\"\"\",\
             https://example.org/#fact-killed\r\n"
        );
        assert_eq!(facts_csv(&[]).lines().count(), 1);
    }

    #[test]
    fn passages_in_documents_have_a_column_of_their_own() {
        let mut rows = rows();
        rows.push(FactRow {
            from: "The log, Page 7: three men\n=1".into(),
            ..FactRow::default()
        });
        let csv = facts_csv(&rows);
        let mut lines = csv.split("\r\n");
        assert!(lines.next().unwrap().ends_with(",url,source-passages"));
        assert!(lines.next().unwrap().ends_with("#fact-killed,"));
        assert_eq!(
            lines.next().unwrap(),
            ",,,,,,,,,,,,,,,,\"The log, Page 7: three men\n'=1\""
        );
        let json: serde_json::Value = serde_json::from_str(&facts_json(&work(), &rows)).unwrap();
        assert!(json["facts"][0].get("source-passages").is_none());
        assert_eq!(
            json["facts"][1]["source-passages"],
            "The log, Page 7: three men\n=1"
        );
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        let written = |quantity: &str, before: &str| {
            let csv = facts_csv(&[FactRow {
                quantity: quantity.into(),
                before: before.into(),
                points: "2024 -2.1; 2025 1.9".into(),
                ..FactRow::default()
            }]);
            csv.lines().nth(1).unwrap().to_owned()
        };
        assert_eq!(
            written("exact -2.1 million EUR", "-1.9"),
            ",,,,exact,-2.1,million EUR,-1.9,\"2024 -2.1; 2025 1.9\",,,,,,,"
        );
        assert!(written("exact -2+3 x", "-1;=2").starts_with(",,,,exact,'-2+3,x,\"'-1;'=2\","));
    }

    #[test]
    fn json_says_the_same() {
        let json: serde_json::Value = serde_json::from_str(&facts_json(&work(), &rows())).unwrap();
        assert_eq!(json["article"]["title"], "A strike ends");
        let fact = &json["facts"][0];
        assert_eq!(fact["number"], 1);
        assert_eq!(fact["passages"][1], "\"dead\"");
        assert_eq!(fact["as-of"], "2011-12");
        assert_eq!(fact["quantity"], "3–7");
        assert_eq!(fact["source"], "IWPR");
        assert!(fact.get("role").is_none());
        let numberless: serde_json::Value =
            serde_json::from_str(&facts_json(&work(), &[FactRow::default()])).unwrap();
        assert!(numberless["facts"][0]["number"].is_null());
    }
}
