//! Diagnostics for programs: editors, and the checks that run when an article is handed in.
//!
//! *Invariant:* a line says of a diagnostic all that is shown to a person, under names that stay.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::{Diagnostic, Severity};

/// One diagnostic, as `sidelight check --format json` writes it, an object a line.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "A diagnostic of Sidelight", deny_unknown_fields)]
pub struct Line<'a> {
    /// What is wrong, as docs/diagnostics.md lists it.
    #[schemars(regex(pattern = r"^SL\d{3}$"))]
    code: String,
    /// How grave it is: pages are made in spite of warnings, never in spite of errors.
    severity: Grade,
    /// The file or folder it is in, as the folder of articles was named.
    #[schemars(length(min = 1))]
    file: &'a str,
    /// The offending text; empty at the start of the file when the file as a whole is meant.
    range: Place,
    /// The fault in a sentence without a full stop.
    #[schemars(length(min = 1))]
    message: &'a str,
    /// A few words about the offending text; may be empty.
    label: &'a str,
    /// What to do about it; may be empty.
    hint: &'a str,
    /// Other places that have to do with it.
    related: Vec<RelatedLine<'a>>,
}

/// How grave a diagnostic is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Grade {
    /// Pages are made.
    Warning,
    /// No page is made.
    Error,
}

/// A place that has to do with a diagnostic.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RelatedLine<'a> {
    /// The file, as the folder of articles was named.
    file: &'a str,
    /// The text.
    range: Place,
    /// A few words about it.
    label: &'a str,
}

/// A part of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Place {
    /// Where it begins.
    start: Position,
    /// Where what follows it begins.
    end: Position,
}

/// A point in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Position {
    /// The line, from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column in Unicode code points, from 1; a byte order mark has none.
    #[schemars(range(min = 1))]
    column: usize,
    /// The byte, from 0.
    byte: usize,
}

impl<'a> Line<'a> {
    /// A diagnostic with its places, which the report's files give lines and columns.
    pub(super) fn of(diagnostic: &'a Diagnostic, report: &Report) -> Self {
        let place = |file: &str, range: &Range<usize>| {
            let position = |byte: usize| {
                let (line, column) = report.position(file, byte);
                Position { line, column, byte }
            };
            Place {
                start: position(range.start),
                end: position(range.end),
            }
        };
        Self {
            code: diagnostic.kind.code().to_string(),
            severity: match diagnostic.severity() {
                Severity::Warning => Grade::Warning,
                Severity::Error => Grade::Error,
            },
            file: &diagnostic.file,
            range: place(&diagnostic.file, &diagnostic.range),
            message: &diagnostic.message,
            label: &diagnostic.label,
            hint: &diagnostic.hint,
            related: diagnostic
                .related
                .iter()
                .map(|related| RelatedLine {
                    file: &related.file,
                    range: place(&related.file, &related.range),
                    label: &related.label,
                })
                .collect(),
        }
    }
}
