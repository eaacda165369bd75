//! The diagnostics of articles, with the files that they point into.
//!
//! Module `render` shows them to people. Module `lines` finds positions in files.

mod json;
mod lines;
mod render;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use self::lines::Lines;
use crate::source_file::SourceFile;
use crate::{Blame, Diagnostic, Severity};
pub use json::Line;

/// Diagnostics, with the text of the files that they point into.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The diagnostics. [`Report::add`] sorts those that it adds by file and position.
    pub diagnostics: Vec<Diagnostic>,
    files: BTreeMap<Arc<str>, Lines>,
}

impl Report {
    /// Returns the number of errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Returns the most serious [`Blame`] of all errors, or `None` if there is no error.
    pub fn blame(&self) -> Option<Blame> {
        self.diagnostics
            .iter()
            .filter(|d| d.severity() == Severity::Error)
            .map(|d| d.kind.blame())
            .max()
    }

    /// Returns the number of warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|d| d.severity() == severity)
            .count()
    }

    /// Returns the text of a file, by the name that is shown to authors. Returns `None` if the report doesn't have the
    /// file.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(|lines| lines.text.as_str())
    }

    /// Returns name and text of a file whose path ends with these components, or `None` if there is no such file.
    pub fn file_ending(&self, end: &str) -> Option<(&Arc<str>, &str)> {
        self.files
            .iter()
            .find(|(name, _)| {
                name.strip_suffix(end)
                    .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
            .map(|(name, lines)| (name, lines.text.as_str()))
    }

    /// Adds a file that diagnostics point into.
    pub fn add_file(&mut self, file: SourceFile) {
        let SourceFile { shown, text } = file;
        self.files.insert(shown, Lines::new(text));
    }

    /// Adds diagnostics, sorted by file and position. Duplicates are added once.
    pub fn add(&mut self, mut diagnostics: Vec<Diagnostic>) {
        diagnostics.sort_by(|a, b| {
            (&a.file, a.range.start, a.range.end).cmp(&(&b.file, b.range.start, b.range.end))
        });
        diagnostics.dedup();
        self.diagnostics.append(&mut diagnostics);
    }

    /// Adds all diagnostics and files of another report.
    pub fn append(&mut self, mut other: Report) {
        self.diagnostics.append(&mut other.diagnostics);
        self.files.append(&mut other.files);
    }

    /// Returns all diagnostics for programs: one JSON object a line, in the format of [`Line`](Line).
    ///
    /// # Errors
    /// Returns an error if serialising fails. Strings and numbers never fail.
    pub fn to_json_lines(&self) -> Result<String, serde_json::Error> {
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            out.push_str(&serde_json::to_string(&Line::of(diagnostic, self))?);
            out.push('\n');
        }
        Ok(out)
    }

    /// Returns line and column of a byte in a file, for people and editors. Both count from 1; columns are in code
    /// points, without a byte order mark. Returns (1, 1) for a file that couldn't be read.
    pub fn position(&self, file: &str, byte: usize) -> (usize, usize) {
        self.files
            .get(file)
            .map_or((1, 1), |lines| lines.position(byte))
    }

    /// Returns the report if it has diagnostics, otherwise an empty one. Without diagnostics, nobody needs the files,
    /// and they may be those of all articles.
    pub fn if_any(self) -> Self {
        if self.diagnostics.is_empty() {
            Self::default()
        } else {
            self
        }
    }
}

impl From<Box<Diagnostic>> for Report {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self {
            diagnostics: vec![*diagnostic],
            ..Self::default()
        }
    }
}

/// `3 errors and 1 warning`, or `no errors` if the report has neither.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: usize, word: &str| match n {
            1 => format!("1 {word}"),
            n => format!("{n} {word}s"),
        };
        match (self.errors(), self.warnings()) {
            (0, 0) => f.write_str("no errors"),
            (0, warnings) => write!(f, "no errors, {}", count(warnings, "warning")),
            (errors, 0) => f.write_str(&count(errors, "error")),
            (errors, warnings) => {
                write!(
                    f,
                    "{} and {}",
                    count(errors, "error"),
                    count(warnings, "warning")
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::Kind;

    fn report(text: &str, diagnostics: impl Iterator<Item = Range<usize>>) -> Report {
        let shown: Arc<str> = "one/article.md".into();
        let mut report = Report::default();
        report.add(
            diagnostics
                .map(|range| Diagnostic::new(Kind::ControlCharacter, &shown, range, "a fault"))
                .collect(),
        );
        report.add_file(SourceFile {
            shown,
            text: text.to_owned(),
        });
        report
    }

    #[test]
    fn places_are_lines_and_code_points() {
        let text = format!("\u{feff}Жа\n{}x\r\ny", "Ж".repeat(3_000));
        let report = report(&text, std::iter::empty());
        let place = |byte| report.position("one/article.md", byte);
        for (byte, expected) in [
            (0, (1, 1)),
            (3, (1, 1)),
            (5, (1, 2)),
            (7, (1, 3)),
            (8, (2, 1)),
            (8 + 2 * 1_000, (2, 1_001)),
            (8 + 2 * 3_000, (2, 3_001)),
            (text.len() - 1, (3, 1)),
            (text.len(), (3, 2)),
        ] {
            assert_eq!(place(byte), expected, "{byte}");
        }
        assert_eq!(report.position("other", 7), (1, 1));
    }

    #[test]
    fn of_a_long_line_the_part_about_the_fault_is_shown_with_its_own_column() {
        let word = "Жаңаөзен қаласы ";
        let text = format!("first\n{}WRONG {}", word.repeat(1_000), word.repeat(1_000));
        let at = text.find("WRONG").unwrap();
        let shown = report(&text, std::iter::once(at..at + 5)).render(false);
        assert!(shown.contains("one/article.md:2:16001"), "{shown}");
        assert!(
            shown.contains("WRONG") && shown.contains("^^^^^"),
            "{shown}"
        );
        assert!(
            shown.lines().all(|line| line.chars().count() < 200),
            "{shown}"
        );
        let short = report("first\nA WRONG word", std::iter::once(8..13)).render(false);
        // Compare the margin before each line, whatever the content of the line is.
        let form = |text: &str| -> Vec<String> {
            let signs = |line: &str| -> String {
                line.chars().take_while(|c| " 2|->".contains(*c)).collect()
            };
            text.lines()
                .map(|line| signs(line).trim().to_owned())
                .collect()
        };
        assert_eq!(form(&shown), form(&short), "{shown}\n{short}");
    }

    #[test]
    fn many_faults_in_one_line_have_their_own_columns() {
        let number = 300;
        let text = "\u{7} wrong ".repeat(number);
        let report = report(&text, (0..number).map(|i| i * 8..i * 8 + 1));
        assert_eq!(report.to_json_lines().unwrap().lines().count(), number);
        let shown = report.render(false);
        for i in 0..number {
            assert!(shown.contains(&format!(":1:{}\n", i * 8 + 1)), "{i}");
        }
    }
}
