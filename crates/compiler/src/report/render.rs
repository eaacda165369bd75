//! Renders diagnostics for people: the line, the marked text, and the hint.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::Report;
use crate::{Diagnostic, Severity};

/// Widest line that is shown, in columns. Of a longer line, such as a paragraph, only the part around the marked text is
/// shown.
const WIDTH: usize = 100;

/// Ranges are shown together if they are less than this many bytes apart.
const NEAR: usize = 20_000;

impl Report {
    /// Renders all diagnostics for a person, with terminal colours if `styled`. Columns count characters from 1. An
    /// empty line follows each diagnostic.
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
            out.extend(text.chars().map(shown));
            out.push_str("\n\n");
        }
        out
    }

    /// Converts a diagnostic for the renderer. If a line is cut off, the renderer counts columns from the cut. `places`
    /// then gets the position that the renderer will write, and the correct one.
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

    /// Returns the ranges of a diagnostic. Ranges near each other in a file are grouped.
    fn shown<'a>(&'a self, diagnostic: &'a Diagnostic) -> Vec<Shown<'a>> {
        let primary = (
            &diagnostic.file,
            LabelledRange {
                range: &diagnostic.range,
                label: &diagnostic.label,
                kind: AnnotationKind::Primary,
            },
        );
        let related = diagnostic.related.iter().map(|related| {
            (
                &related.file,
                LabelledRange {
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
            // If the first range is in a later line, nothing before it is cut off.
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

/// Ranges of one file that are shown together.
struct Shown<'a> {
    file: &'a Arc<str>,
    places: Vec<LabelledRange<'a>>,
}

/// A range to underline, with the note beside it.
struct LabelledRange<'a> {
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

    /// Returns the start of the range that was added first.
    fn first(&self) -> usize {
        self.places.first().map_or(0, |place| place.range.start)
    }

    fn is_near(&self, other: &Range<usize>) -> bool {
        let range = self.range();
        range.start.abs_diff(other.start) < NEAR && range.end.abs_diff(other.end) < NEAR
    }
}

/// Replaces control characters above ASCII (C1). The renderer replaces those of ASCII, but not these. For some
/// terminals, U+009B begins a command (ECMA-48, section 5.4).
fn shown(c: char) -> char {
    match c {
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        c => c,
    }
}
