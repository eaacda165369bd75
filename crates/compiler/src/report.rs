//! What was found in articles: the diagnostics, and the files to show them in.
//!
//! How they are shown to people is in `render`, how a place in a file is found in `lines`.

mod json;
mod lines;
mod render;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use self::lines::Lines;
use crate::file::AuthoredFile;
use crate::{Blame, Diagnostic, Severity};
pub use json::Line;

/// All that was found, with the files to show it in.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What was found, in the order of the files and of the places in them.
    pub diagnostics: Vec<Diagnostic>,
    files: BTreeMap<Arc<str>, Lines>,
}

impl Report {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Whose the gravest error is; none when there is no error.
    pub fn blame(&self) -> Option<Blame> {
        self.diagnostics
            .iter()
            .filter(|d| d.severity() == Severity::Error)
            .map(|d| d.kind.blame())
            .max()
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|d| d.severity() == severity)
            .count()
    }

    /// The text of a file that diagnostics point into, by the name it is shown with.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(|lines| lines.text.as_str())
    }

    /// The name and text of the file whose name ends so.
    pub fn file_ending(&self, end: &str) -> Option<(&Arc<str>, &str)> {
        self.files
            .iter()
            .find(|(name, _)| {
                name.strip_suffix(end)
                    .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
            .map(|(name, lines)| (name, lines.text.as_str()))
    }

    /// Takes a file to show diagnostics in.
    pub fn add_file(&mut self, file: AuthoredFile) {
        let AuthoredFile { shown, text } = file;
        self.files.insert(shown, Lines::new(text));
    }

    /// Takes diagnostics and puts them in the order of their places; those that say the same of the same place
    /// are one.
    pub fn add(&mut self, mut diagnostics: Vec<Diagnostic>) {
        diagnostics.sort_by(|a, b| {
            (&a.file, a.range.start, a.range.end).cmp(&(&b.file, b.range.start, b.range.end))
        });
        diagnostics.dedup();
        self.diagnostics.append(&mut diagnostics);
    }

    /// Takes all that another report holds.
    pub fn append(&mut self, mut other: Report) {
        self.diagnostics.append(&mut other.diagnostics);
        self.files.append(&mut other.files);
    }

    /// Writes all diagnostics for programs: one JSON object a line, as [`Line`](Line) has it.
    ///
    /// # Errors
    /// None that can be brought about: it would be one of serialising texts and numbers.
    pub fn to_json_lines(&self) -> Result<String, serde_json::Error> {
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            out.push_str(&serde_json::to_string(&Line::of(diagnostic, self))?);
            out.push('\n');
        }
        Ok(out)
    }

    /// Where a byte of a file is, for people and editors: its line, and its column in code points, both from 1.
    /// Of a file that couldn't be read it is the start. A byte order mark has no column.
    pub fn position(&self, file: &str, byte: usize) -> (usize, usize) {
        self.files
            .get(file)
            .map_or((1, 1), |lines| lines.position(byte))
    }

    /// Without diagnostics the files aren't needed any more, which may be all there are.
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

/// `3 errors and 1 warning`; `no errors` when there is neither.
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
    use std::time::Instant;

    use super::*;
    use crate::Kind;

    fn report(text: &str, faults: impl Iterator<Item = Range<usize>>) -> Report {
        let shown: Arc<str> = "one/article.md".into();
        let mut report = Report::default();
        report.add(
            faults
                .map(|range| Diagnostic::new(Kind::ControlCharacter, &shown, range, "a fault"))
                .collect(),
        );
        report.add_file(AuthoredFile {
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
        // The same signs before each line, whatever stands in it.
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

    /// Four times as many take about four times as long; were each to look through the whole line, sixteen times.
    #[test]
    fn many_faults_in_one_line_cost_no_more_than_in_many() {
        let spent = |number: usize| {
            let once = || {
                let text = "\u{7} wrong ".repeat(number);
                let report = report(&text, (0..number).map(|i| i * 8..i * 8 + 1));
                let begun = Instant::now();
                assert_eq!(report.to_json_lines().unwrap().lines().count(), number);
                let last = format!(":1:{}", (number - 1) * 8 + 1);
                assert!(report.render(false).contains(&last));
                begun.elapsed()
            };
            // What else runs on the machine only makes it longer.
            (0..3).map(|_| once()).min().unwrap()
        };
        let (few, many) = (spent(300), spent(1_200));
        assert!(many < few * 10, "{few:?}, then {many:?}");
    }
}
