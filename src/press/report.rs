//! Showing diagnostics to people: the line, the offending text underlined, what to do.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::file::AuthoredFile;
use super::json::Line;
use super::{Blame, Diagnostic, Severity};

/// The widest line shown, in columns; of longer ones, as paragraphs are, the part about the fault is shown.
const WIDTH: usize = 100;

/// How many bytes are shown of a line before and after a fault; of them the renderer shows what has room. Without this limit
/// a line with thousands of faults would be looked through as often.
const AROUND: usize = 500;

/// From how many bytes to how many code points are counted beforehand.
const STEP: usize = 1024;

/// How far apart two places may be to be shown together, in bytes.
const NEAR: usize = 20_000;

/// All that was found, with the files to show it in.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What was found, in the order of the files and of the places in them.
    pub diagnostics: Vec<Diagnostic>,
    files: BTreeMap<Arc<str>, Lines>,
}

/// A file's text, with what finds places in it; that is made when the first is asked for.
#[derive(Debug, Clone)]
struct Lines {
    text: String,
    index: OnceLock<LineIndex>,
}

/// What makes every place of a file equally cheap to find, however long its lines are.
#[derive(Debug, Clone)]
struct LineIndex {
    /// Where lines begin.
    starts: Vec<usize>,
    /// How many code points begin before each [`STEP`] bytes.
    counts: Vec<usize>,
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
    pub(super) fn file_ending(&self, end: &str) -> Option<(&Arc<str>, &str)> {
        self.files
            .iter()
            .find(|(name, _)| {
                name.strip_suffix(end)
                    .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
            .map(|(name, lines)| (name, lines.text.as_str()))
    }

    /// Takes a file to show diagnostics in.
    pub(super) fn add_file(&mut self, file: AuthoredFile) {
        let AuthoredFile { shown, text } = file;
        let index = OnceLock::new();
        self.files.insert(shown, Lines { text, index });
    }

    /// Takes diagnostics and puts them in the order of their places; those that say the same of the same place
    /// are one.
    pub(super) fn add(&mut self, mut diagnostics: Vec<Diagnostic>) {
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

    /// Writes all diagnostics for programs: one JSON object a line, as [`Line`](super::json::Line) has it.
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
    pub(super) fn position(&self, file: &str, byte: usize) -> (usize, usize) {
        self.files
            .get(file)
            .map_or((1, 1), |lines| lines.position(byte))
    }

    /// Without diagnostics the files aren't needed any more, which may be all there are.
    pub(super) fn if_any(self) -> Self {
        if self.diagnostics.is_empty() {
            Self::default()
        } else {
            self
        }
    }

    /// Writes all diagnostics for a person, with colours for a terminal if `styled`. Columns count characters
    /// from 1. Each ends with an empty line.
    pub fn render(&self, styled: bool) -> String {
        let renderer = if styled {
            Renderer::styled()
        } else {
            Renderer::plain()
        }
        .term_width(WIDTH);
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            let mut places = Vec::new();
            let mut text = renderer.render(&[self.group(diagnostic, &mut places)]);
            for (counted, place) in places {
                text = text.replacen(&counted, &place, 1);
            }
            out.push_str(&text);
            out.push_str("\n\n");
        }
        out
    }

    /// A diagnostic for the renderer. Where it will count columns from where a line was cut off, `places` gets what it
    /// will write and what it should.
    fn group<'a>(
        &'a self,
        diagnostic: &'a Diagnostic,
        places: &mut Vec<(String, String)>,
    ) -> Group<'a> {
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(
            level
                .primary_title(diagnostic.message.as_str())
                .id(diagnostic.kind.code().to_string()),
        );
        for shown in self.shown(diagnostic) {
            group = group.element(self.element(&shown, places));
        }
        if !diagnostic.hint.is_empty() {
            group = group.element(Level::HELP.message(diagnostic.hint.as_str()));
        }
        group
    }

    /// The places of a diagnostic; those near each other in a file are shown together.
    fn shown<'a>(&'a self, diagnostic: &'a Diagnostic) -> Vec<Shown<'a>> {
        let primary = (
            &diagnostic.file,
            Place {
                range: &diagnostic.range,
                label: &diagnostic.label,
                kind: AnnotationKind::Primary,
            },
        );
        let related = diagnostic.related.iter().map(|related| {
            (
                &related.file,
                Place {
                    range: &related.range,
                    label: &related.label,
                    kind: AnnotationKind::Context,
                },
            )
        });
        let mut shown: Vec<Shown<'a>> = Vec::new();
        for (file, place) in std::iter::once(primary).chain(related) {
            match shown
                .iter_mut()
                .find(|shown| shown.file == file && shown.is_near(place.range))
            {
                Some(shown) => shown.places.push(place),
                None => shown.push(Shown {
                    file,
                    places: vec![place],
                }),
            }
        }
        shown
    }

    fn element<'a>(&'a self, shown: &Shown<'a>, places: &mut Vec<(String, String)>) -> Element<'a> {
        let range = shown.range();
        let Some(lines) = self.files.get(shown.file).filter(|_| range != (0..0)) else {
            return Origin::path(&**shown.file).into();
        };
        let (first, mut window) = lines.window(&range);
        if let Some(near) = lines.near(&window, &range) {
            let (line, column) = lines.position(shown.first());
            let cut_off = lines.position(near.start).1 - lines.position(window.start).1;
            let place = |column: usize| format!("{}:{line}:{column}", shown.file);
            // When the first place is in a later line, nothing is cut off before it.
            if line == first && cut_off > 0 {
                places.push((place(column - cut_off), place(column)));
            }
            window = near;
        }
        let inside = |place: usize| place.clamp(window.start, window.end) - window.start;
        Snippet::source(&lines.text[window.clone()])
            .line_start(first)
            .path(&**shown.file)
            .annotations(shown.places.iter().map(|place| {
                let annotation = place
                    .kind
                    .span(inside(place.range.start)..inside(place.range.end));
                match place.label {
                    "" => annotation,
                    label => annotation.label(label),
                }
            }))
            .into()
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

/// Places of one file that are shown together.
struct Shown<'a> {
    file: &'a Arc<str>,
    places: Vec<Place<'a>>,
}

struct Place<'a> {
    range: &'a Range<usize>,
    label: &'a str,
    kind: AnnotationKind,
}

impl Shown<'_> {
    fn range(&self) -> Range<usize> {
        let start = self.places.iter().map(|place| place.range.start).min();
        let end = self.places.iter().map(|place| place.range.end).max();
        start.unwrap_or(0)..end.unwrap_or(0)
    }

    /// Where the one begins that the others are shown with.
    fn first(&self) -> usize {
        self.places.first().map_or(0, |place| place.range.start)
    }

    fn is_near(&self, other: &Range<usize>) -> bool {
        let range = self.range();
        range.start.abs_diff(other.start) < NEAR && range.end.abs_diff(other.end) < NEAR
    }
}

impl Lines {
    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut count = 0;
            LineIndex {
                starts: std::iter::once(0)
                    .chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1))
                    .collect(),
                counts: bytes
                    .chunks(STEP)
                    .map(|chunk| {
                        let before = count;
                        count += code_points(chunk);
                        before
                    })
                    .collect(),
            }
        })
    }

    /// The number of the line in which a byte is, from 1, and where it begins.
    fn line(&self, byte: usize) -> (usize, usize) {
        let starts = &self.index().starts;
        let line = starts.partition_point(|start| *start <= byte).max(1);
        (line, starts[line - 1])
    }

    fn position(&self, byte: usize) -> (usize, usize) {
        let (line, start) = self.line(byte);
        let mut column = self.count(byte) - self.count(start) + 1;
        if start == 0 && byte > 0 && self.text.starts_with('\u{feff}') {
            column -= 1;
        }
        (line, column)
    }

    /// How many code points begin before a byte.
    fn count(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let step = (byte / STEP).min(self.index().counts.len().saturating_sub(1));
        let counted = self.index().counts.get(step).copied().unwrap_or_default();
        counted + code_points(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The number of the first line of a range, from 1, and the whole lines that hold it, without a byte order mark.
    fn window(&self, range: &Range<usize>) -> (usize, Range<usize>) {
        let (first, start) = self.line(range.start);
        let (last, _) = self.line(range.end.max(range.start + 1) - 1);
        let end = self.index().starts.get(last).copied();
        let end = end.unwrap_or(self.text.len());
        let start = if start == 0 && self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            start
        };
        (first, start..end.max(start))
    }

    /// The part of a window that is close to a range, if the window has much more.
    fn near(&self, window: &Range<usize>, range: &Range<usize>) -> Option<Range<usize>> {
        let near = self
            .text
            .floor_char_boundary(range.start.saturating_sub(AROUND))
            ..self.text.ceil_char_boundary(range.end + AROUND);
        let near = near.start.max(window.start)..near.end.min(window.end);
        // What is shown must begin in the line that it is said to begin in.
        (near.start > window.start || near.end < window.end).then_some(near)
    }
}

/// How many code points begin in a part of a text: in UTF-8 all other bytes continue one.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| *byte >> 6 != 0b10).count()
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
    use std::time::Instant;

    use super::*;
    use crate::press::Kind;

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

    /// In a debug build it takes a tenth of a second where it took minutes; the limit is for a busy machine.
    #[test]
    fn many_faults_in_one_line_cost_no_more_than_in_many() {
        let text = "\u{7} wrong ".repeat(20_000);
        let faults = (0..20_000).map(|i| i * 8..i * 8 + 1);
        let report = report(&text, faults);
        let begun = Instant::now();
        assert_eq!(report.to_json_lines().unwrap().lines().count(), 20_000);
        assert!(report.render(false).contains(":1:159993"));
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }
}
