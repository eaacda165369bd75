//! Showing diagnostics to people: the line, the offending text underlined, what to do.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::file::AuthoredFile;
use super::json::Line;
use super::{Blame, Diagnostic, Severity};

/// The widest line shown, in columns; of longer ones, as paragraphs are, the part about the fault is shown.
const WIDTH: usize = 100;

/// How far apart two places may be to be shown together, in bytes.
const NEAR: usize = 20_000;

/// All that was found, with the files to show it in.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What was found, in the order of the files and of the places in them.
    pub diagnostics: Vec<Diagnostic>,
    files: BTreeMap<Arc<str>, Lines>,
}

/// A file's text and where its lines begin.
#[derive(Debug, Clone)]
struct Lines {
    text: String,
    starts: Vec<usize>,
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
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        self.files.insert(shown, Lines { text, starts });
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
            out.push_str(&renderer.render(&[self.group(diagnostic)]));
            out.push_str("\n\n");
        }
        out
    }

    fn group<'a>(&'a self, diagnostic: &'a Diagnostic) -> Group<'a> {
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
            group = group.element(self.element(&shown));
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

    fn element<'a>(&'a self, shown: &Shown<'a>) -> Element<'a> {
        let range = shown.range();
        let Some(lines) = self.files.get(shown.file).filter(|_| range != (0..0)) else {
            return Origin::path(&**shown.file).into();
        };
        let (first, window) = lines.window(&range);
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

    fn is_near(&self, other: &Range<usize>) -> bool {
        let range = self.range();
        range.start.abs_diff(other.start) < NEAR && range.end.abs_diff(other.end) < NEAR
    }
}

impl Lines {
    fn position(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts[line - 1];
        let before = self.text[start..]
            .char_indices()
            .take_while(|(at, _)| start + at < byte)
            .filter(|(at, c)| start + at > 0 || *c != '\u{feff}')
            .count();
        (line, before + 1)
    }

    /// The number of the first line of a range, from 1, and the whole lines that hold it, without a byte order
    /// mark.
    fn window(&self, range: &Range<usize>) -> (usize, Range<usize>) {
        let line = |place: usize| self.starts.partition_point(|start| *start <= place).max(1);
        let first = line(range.start);
        let last = line(range.end.max(range.start + 1) - 1);
        let start = self.starts[first - 1];
        let end = self.starts.get(last).copied().unwrap_or(self.text.len());
        let start = if start == 0 && self.text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            start
        };
        (first, start..end.max(start))
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
