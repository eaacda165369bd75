//! Reads directives: captions of tables, and pull quotes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Blocks;
use crate::Kind;
use crate::lengths::{MAX_LINE, MAX_PASSAGE};
use crate::markdown::directive::{Directive, DirectiveLine, Name, read_directive};
use crate::markdown::{Piece, PiecePosition};
use crate::source_file::unseen_hint;
use crate::toml::Spanned;
use sidelight_model::{Block, Inline, PullQuote, TableId, plain_text, unseen};

/// The caption of the table that follows.
pub(super) struct Caption {
    pub(super) id: Spanned<TableId>,
    pub(super) inlines: Vec<Inline>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Blocks<'a, I> {
    /// Returns the directive that a paragraph consists of. Returns `None` for all other paragraphs.
    pub(super) fn directive(&self, place: &Range<usize>) -> Option<Directive> {
        let source = self.piece.text[place.clone()].trim_end();
        match read_directive(source) {
            Some(DirectiveLine::Directive(directive)) if !source.contains('\n') => Some(directive),
            _ => None,
        }
    }

    /// Reads a directive, and the table that belongs to it. `place` is the range of its line.
    pub(super) fn read_directive(
        &mut self,
        directive: &Directive,
        place: &Range<usize>,
    ) -> Option<Block> {
        let inlines = self.text_of(directive, place);
        match directive.name {
            Name::Table => {
                let id = directive.id.clone().and_then(|id| self.table_id(id, place));
                let caption = id.zip(inlines).map(|(id, inlines)| Caption { id, inlines });
                let is_table =
                    |(event, _): &(Event<'_>, _)| matches!(event, Event::Start(Tag::Table(_)));
                let Some((Event::Start(Tag::Table(aligns)), rows)) = self.events.next_if(is_table)
                else {
                    self.piece.report(
                        Kind::Table,
                        place.clone(),
                        "no table follows this caption",
                        "write the table after an empty line: `| Department | 2027 |`, then `|---|---|`, then its rows; \
                         each line needs the same number of `|`",
                    );
                    return None;
                };
                self.table(Some(caption), &aligns, &rows)
            }
            Name::PullQuote => {
                let by = directive.by.clone().map(|by| self.name_of(by, place));
                let text = plain_text(&inlines?);
                let place = self.in_line(&directive.text, place);
                self.read.pull_quotes.push(Spanned {
                    value: text.clone(),
                    span: self.piece.in_file(place),
                });
                Some(Block::PullQuote(PullQuote {
                    text,
                    by: by.filter(|by| !by.trim().is_empty()),
                }))
            }
        }
    }

    /// Reports a directive that isn't a paragraph of its own, or one with a mistake.
    pub(super) fn report_directive(&self, found: &DirectiveLine, at: Range<usize>) {
        let (name, message) = match found {
            DirectiveLine::Directive(directive) => (
                directive.name,
                format!("{} must be a paragraph of its own", directive.name.shown()),
            ),
            DirectiveLine::Faulty(name) => (
                *name,
                format!("this line starts like {}, but isn't one", name.shown()),
            ),
        };
        self.piece.report(
            Kind::Directive,
            at,
            message,
            format!(
                "write only `{}` on the line, at the left margin, with an empty line before and after it",
                name.example()
            ),
        );
    }

    /// Returns the range in the piece of a part of a line.
    fn in_line(&self, part: &Range<usize>, line: &Range<usize>) -> Range<usize> {
        line.start + part.start..line.start + part.end
    }

    /// Returns the name in a pull quote. Reports one that is too long or can't be displayed.
    fn name_of(&self, by: Range<usize>, line: &Range<usize>) -> String {
        let place = self.in_line(&by, line);
        let name = &self.piece.text[place.clone()];
        self.piece
            .is_too_long(name, MAX_LINE, "this name", place.clone());
        if let Some((_, error)) = unseen(name) {
            let message = format!("this text {error}");
            self.piece
                .report(Kind::ControlCharacter, place, message, unseen_hint(error));
        }
        name.to_owned()
    }

    fn table_id(&self, id: Range<usize>, line: &Range<usize>) -> Option<Spanned<TableId>> {
        let place = self.in_line(&id, line);
        let written = &self.piece.text[place.clone()];
        match TableId::new(written) {
            Ok(value) => Some(Spanned {
                value,
                span: self.piece.in_file(place),
            }),
            Err(_) => {
                self.piece.report(
                    Kind::BadId,
                    place,
                    format!("`{written}` can't be the id of a table"),
                    "use 1 to 40 lower-case letters a–z, digits and single hyphens between them, such as `budget-2027`",
                );
                None
            }
        }
    }

    /// Reads the text of a directive. Returns `None` after reporting a text that is blank, too long or not one paragraph.
    fn text_of(&mut self, directive: &Directive, line: &Range<usize>) -> Option<Vec<Inline>> {
        let place = self.in_line(&directive.text, line);
        let base = match self.piece.position {
            PiecePosition::From(base) => PiecePosition::From(base + place.start),
            value => value,
        };
        let text = &self.piece.text[place.clone()];
        if text.trim().is_empty() {
            self.piece.report(
                Kind::Blank,
                line.clone(),
                format!("{} has no text", directive.name.shown()),
                format!(
                    "write it between the square brackets: `{}`",
                    directive.name.example()
                ),
            );
            return None;
        }
        let piece = Piece {
            text,
            position: base,
            ..self.piece
        };
        let mut read = piece.read();
        self.read.links.append(&mut read.links);
        let ([Block::Paragraph(paragraph)], []) =
            (read.blocks.as_mut_slice(), read.figures.as_slice())
        else {
            self.piece.report(
                Kind::Directive,
                place,
                format!("{} must be one line of text", directive.name.shown()),
                "write only words, *emphasis* and links between the square brackets",
            );
            return None;
        };
        let limit = match directive.name {
            Name::Table => MAX_LINE,
            Name::PullQuote => MAX_PASSAGE,
        };
        let inlines = std::mem::take(&mut paragraph.inlines);
        let is_too_long =
            self.piece
                .is_too_long(&plain_text(&inlines), limit, "this text", line.clone());
        (!is_too_long).then_some(inlines)
    }
}
