//! Syntax errors of TOML, explained to people who don't know its grammar.

use std::ops::Range;

use toml::de::Error;

use crate::source_file::SourceFile;
use crate::{Diagnostic, Kind};

/// Converts syntax errors to diagnostics, at most one a line. After the first, a parser mostly reports the consequences.
pub(super) fn syntax_errors(
    file: &SourceFile,
    part: Range<usize>,
    errors: &[Error],
) -> Vec<Diagnostic> {
    let text = &file.text[part.clone()];
    let mut diagnostics: Vec<(usize, Diagnostic)> = errors
        .iter()
        .map(|error| {
            let end = text.len();
            let span = error.span().unwrap_or(end..end);
            let line = text[..span.start].matches('\n').count();
            (
                line,
                diagnostic(
                    file,
                    error.message(),
                    part.start + span.start..part.start + span.end,
                ),
            )
        })
        .collect();
    diagnostics.sort_by_key(|(line, diagnostic)| (*line, diagnostic.range.start));
    diagnostics.dedup_by_key(|(line, _)| *line);
    diagnostics
        .into_iter()
        .map(|(_, diagnostic)| diagnostic)
        .collect()
}

fn diagnostic(file: &SourceFile, message: &str, span: Range<usize>) -> Diagnostic {
    let (message, expected) = match message.split_once(", expected ") {
        Some((message, expected)) => (message, expected),
        None => (message, ""),
    };
    let offending = file.text.get(span.clone()).unwrap_or_default();
    if let Some((number, place)) = grouped_number(file, span.start) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        return file
            .diagnostic(
                Kind::Syntax,
                place,
                "a number can't have commas, dots or spaces between its digits",
            )
            .hint(format!("write `{digits}`"));
    }
    if message == "invalid date" {
        return bad_date(file, offending, expected, span);
    }
    let (message, hint) = match message {
        "duplicate key" => (
            format!("`{offending}` is set twice"),
            "delete one of the two; start a new box or fact with `[[box]]` or `[[box.fact]]`, in double brackets",
        ),
        "string values must be quoted" if offending.starts_with(['“', '”', '„', '«', '‘', '’']) => {
            (
                "text can't start with a typographic quotation mark".to_owned(),
                "put straight quotation marks around it, `\"…\"`; typographic ones are fine inside",
            )
        }
        "string values must be quoted" => (
            "this text has no quotation marks around it".to_owned(),
            "write `\"` before and after it",
        ),
        "invalid basic string" | "invalid literal string" => (
            "this text has no closing quotation mark on its line".to_owned(),
            "add the closing mark; text over several lines goes between `\"\"\"` and `\"\"\"`",
        ),
        "unexpected key or value" => (
            "unexpected text after the value".to_owned(),
            "delete it; inside `\"…\"`, write `\\\"` for a straight quotation mark",
        ),
        "missing escaped value" => (
            "this backslash isn't a valid TOML escape".to_owned(),
            "write `\\\\` for a backslash",
        ),
        "missing comma between array elements" => (
            "a comma is missing between two items of a list".to_owned(),
            "add the comma, or close the list with `]`",
        ),
        "unclosed array" => ("this list isn't closed".to_owned(), "end it with `]`"),
        "key with no value" => ("this key has no value".to_owned(), "write `key = value`"),
        other => (
            format!("this isn't valid TOML: {other}"),
            "compare it with another part of the file; toml.io explains TOML",
        ),
    };
    let label = if expected.is_empty() || hint.contains('`') {
        String::new()
    } else {
        format!("expected {expected}")
    };
    file.diagnostic(Kind::Syntax, span, message)
        .label(label)
        .hint(hint)
}

/// Returns the number after a `=` in the line at a byte offset whose digits are in groups of three, such as `48,200,000`,
/// with its range in the file.
fn grouped_number(file: &SourceFile, at: usize) -> Option<(&str, Range<usize>)> {
    let before = file.text.get(..at)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = file.text[start..].lines().next()?;
    line.match_indices('=').find_map(|(equals, _)| {
        let rest = &line[equals + 1..];
        let number = rest.trim_start();
        let from = start + equals + 1 + (rest.len() - number.len());
        let end = number
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | ' ' | '\u{a0}'))
            .unwrap_or(number.len());
        let number = number[..end].trim_end_matches([',', '.', ' ', '\u{a0}']);
        let mut groups = number.split([',', '.', ' ', '\u{a0}']);
        let is_first = groups
            .next()
            .is_some_and(|group| (1..=3).contains(&group.len()));
        let mut others = groups.peekable();
        (is_first && others.peek().is_some() && others.all(|group| group.len() == 3))
            .then(|| (number, from..from + number.len()))
    })
}

fn bad_date(file: &SourceFile, offending: &str, expected: &str, span: Range<usize>) -> Diagnostic {
    let is_month = offending.len() == "2012-06".len()
        && offending.bytes().enumerate().all(|(i, b)| {
            if i == 4 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    if is_month {
        return file
            .diagnostic(
                Kind::BadDate,
                span,
                "a month without a day needs quotation marks",
            )
            .hint(format!("write `\"{offending}\"`"));
    }
    let possible = expected.contains(" between ");
    file.diagnostic(
        Kind::BadDate,
        span,
        if possible {
            format!("{offending} isn't a valid date")
        } else {
            format!("`{offending}` isn't a date")
        },
    )
    .label(if possible {
        format!("expected a {expected}")
    } else {
        String::new()
    })
    .hint("write 2011-12-16, or for a month or a year \"2011-12\" or \"2011\"")
}
