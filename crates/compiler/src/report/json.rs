//! Diagnostics for programs: editors, and checks in CI.
//!
//! *Invariant:* a line has everything that is shown to a person. The names of its fields never change.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::Report;
use crate::{Diagnostic, Severity};

/// One diagnostic. `sidelight check --format json` writes one such object per line.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "A diagnostic of Sidelight", deny_unknown_fields)]
pub struct Line<'a> {
    /// Code of the diagnostic, such as `SL020`. docs/diagnostics.md lists all codes.
    #[schemars(regex(pattern = r"^SL\d{3}$"))]
    code: String,
    /// Severity of the diagnostic. Any error stops the build; warnings don't.
    severity: Grade,
    /// Path of the file or folder. It begins with the folder of articles, as given on the command line.
    #[schemars(length(min = 1))]
    file: &'a str,
    /// The text that the diagnostic is about. Empty, at the start of the file, if it is about the whole file.
    range: FileRange,
    /// Description of the problem: one sentence without a full stop.
    #[schemars(length(min = 1))]
    message: &'a str,
    /// Short note about the marked text. May be empty.
    label: &'a str,
    /// Suggestion for a fix. May be empty.
    hint: &'a str,
    /// Other text that the diagnostic refers to, such as the first use of a duplicate id.
    related: Vec<RelatedLine<'a>>,
}

/// Severity of a diagnostic.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Grade {
    /// The site can be built.
    Warning,
    /// Nothing is built until the error is fixed.
    Error,
}

/// Other text that a diagnostic refers to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RelatedLine<'a> {
    /// Path of the file. It begins with the folder of articles, as given on the command line.
    file: &'a str,
    /// Range of the text.
    range: FileRange,
    /// Short note about the text.
    label: &'a str,
}

/// A range of text in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FileRange {
    /// Position of the first character.
    start: Position,
    /// Position after the last character.
    end: Position,
}

/// A position in a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Position {
    /// Line, from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// Column in Unicode code points, from 1. A byte order mark isn't counted.
    #[schemars(range(min = 1))]
    column: usize,
    /// Byte in the file, from 0.
    byte: usize,
}

impl<'a> Line<'a> {
    /// Converts a diagnostic. Lines and columns come from the files of the report.
    pub(super) fn of(diagnostic: &'a Diagnostic, report: &Report) -> Self {
        let place = |file: &str, range: &Range<usize>| {
            let position = |byte: usize| {
                let (line, column) = report.position(file, byte);
                Position { line, column, byte }
            };
            FileRange {
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
