//! Reads the blocks of a piece of Markdown.

use std::collections::{HashMap, HashSet};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::box_line::{BoxLine, has_box, read_box_line};
use super::directive::read_directive;
use super::figure;
use super::inlines::{Inlines, TextRead, is_inline};
use super::refused::refused_block;
use super::{AuthoredFigure, Markdown, Piece};
use crate::Kind;
use crate::kebab::kebab;
use crate::lengths::{LONG_PARAGRAPH, MAX_LINE, MAX_PARAGRAPH, MAX_PASSAGE};
use crate::toml::Spanned;
use sidelight_model::{Block, BlockId, BoxId, TextBlock};

mod directives;
mod rows;

/// A reader that turns the events of the Markdown parser into blocks.
pub(super) struct Blocks<'a, I: Iterator> {
    piece: Piece<'a>,
    events: Peekable<I>,
    read: Markdown,
    paragraphs: usize,
    /// The ids of the crossheads so far.
    crossheads: HashSet<String>,
    /// For each crosshead id: the number to try next when another crosshead has the same text.
    numbers: HashMap<String, usize>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Blocks<'a, I> {
    pub(super) fn new(piece: Piece<'a>, events: I) -> Self {
        Self {
            piece,
            events: events.peekable(),
            read: Markdown {
                blocks: Vec::new(),
                words: Vec::new(),
                boxes: Vec::new(),
                links: Vec::new(),
                figures: Vec::new(),
                tables: Vec::new(),
                pull_quotes: Vec::new(),
            },
            paragraphs: 0,
            crossheads: HashSet::new(),
            numbers: HashMap::new(),
        }
    }

    /// Reads all blocks.
    pub(super) fn read(mut self) -> Markdown {
        while let Some((event, place)) = self.events.next() {
            if let Some(block) = self.block(event, place) {
                self.read.blocks.push(block);
            }
        }
        self.read
    }

    fn block(&mut self, event: Event<'a>, place: Range<usize>) -> Option<Block> {
        let tag = match event {
            Event::Start(tag) => tag,
            Event::Rule => {
                self.piece.report(
                    Kind::UnsupportedMarkdown,
                    place,
                    "horizontal rules can't be used in articles",
                    "start the next part with a crosshead, `## …`",
                );
                return None;
            }
            // The end of a refused element.
            _ => return None,
        };
        match tag {
            Tag::Paragraph => {
                if let Some(directive) = self.directive(&place) {
                    self.skip(&TagEnd::Paragraph);
                    return self.read_directive(&directive, &place);
                }
                if let Some(id) = self.box_line(&place, true) {
                    self.skip(&TagEnd::Paragraph);
                    return id.map(|id| Block::Box(id.value));
                }
                if self.figure() {
                    return None;
                }
                self.text(&place, TagEnd::Paragraph).map(Block::Paragraph)
            }
            Tag::Heading {
                level: HeadingLevel::H2,
                ..
            } => self
                .crosshead(&place, TagEnd::Heading(HeadingLevel::H2))
                .map(Block::Crosshead),
            Tag::BlockQuote(_) => {
                let texts = self.texts(tag.to_end(), "a quote");
                (!texts.is_empty()).then_some(Block::Quote(texts))
            }
            Tag::List(start) => {
                let items = self.items(&place, start);
                (!items.is_empty()).then_some(match start {
                    Some(_) => Block::NumberedList(items),
                    None => Block::List(items),
                })
            }
            Tag::Table(aligns) => self.table(None, &aligns, &place),
            refused => {
                let (kind, message, hint) =
                    refused_block(&refused, &self.piece.text[place.clone()]);
                self.piece.report(kind, place, message, hint);
                self.skip(&refused.to_end());
                None
            }
        }
    }

    /// Skips the rest of an element that has just begun, up to its end.
    fn skip(&mut self, end: &TagEnd) {
        let mut depth = 1;
        while depth > 0 {
            match self.events.next() {
                Some((Event::Start(tag), _)) if tag.to_end() == *end => depth += 1,
                Some((Event::End(found), _)) if found == *end => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Reads a paragraph that places a fact box. Directives are read before; any left here has a mistake. Boxes are
    /// allowed only at the `top`, outside lists and quotes. Returns `None` if the paragraph has text, and `Some(None)`
    /// if it has only box lines with mistakes, which were reported. A box line beside text is reported, too; the text
    /// can contain quoted sentences.
    fn box_line(&mut self, place: &Range<usize>, top: bool) -> Option<Option<Spanned<BoxId>>> {
        let source = &self.piece.text[place.clone()];
        let mut start = place.start;
        let mut has_text = false;
        for line in source.split_inclusive('\n') {
            let at = start..start + line.trim_end().len();
            start += line.len();
            if let Some(directive) = read_directive(line.trim_start_matches(['>', ' '])) {
                self.report_directive(&directive, at);
                continue;
            }
            match read_box_line(line.trim_start_matches(['>', ' '])) {
                None => {
                    has_text = true;
                    if has_box(line) {
                        self.misplaced_box(at);
                    }
                }
                Some(BoxLine::Box(id)) if top && source.trim_end().lines().count() == 1 => {
                    let id = Spanned {
                        value: id,
                        span: self.piece.in_file(at),
                    };
                    self.read.boxes.push(id.clone());
                    return Some(Some(id));
                }
                Some(BoxLine::Box(_)) => self.misplaced_box(at),
                Some(BoxLine::Faulty(meant)) => {
                    let id = meant.map_or_else(|| "id".to_owned(), |id| id.to_string());
                    self.piece.report(
                        Kind::BoxLine,
                        at,
                        "this line starts like a box line, but isn't one",
                        format!(
                            "write only `::box{{#{id}}}` on the line, with an empty line before and after it"
                        ),
                    );
                }
            }
        }
        (!has_text).then_some(None)
    }

    /// Reads a paragraph that begins with an image. Images on the next lines belong to the same figure. Returns false,
    /// without reading anything, if the paragraph doesn't begin with an image.
    fn figure(&mut self) -> bool {
        let is_image = |(event, _): &(Event<'a>, _)| figure::is_image(event);
        let is_line_end =
            |(event, _): &(Event<'a>, _)| matches!(event, Event::SoftBreak | Event::HardBreak);
        let Some(first) = self.events.next_if(is_image) else {
            return false;
        };
        let place = first.1.clone();
        let mut images = Vec::new();
        let mut next = Some(first);
        while let Some(image) = next {
            images.extend(figure::read_image(self.piece, image, &mut self.events));
            // A line break before the caption isn't part of it.
            next = self
                .events
                .next_if(is_line_end)
                .and_then(|_| self.events.next_if(is_image));
        }
        let caption = self.inlines(TagEnd::Paragraph);
        self.piece
            .is_too_long(&caption.words.text, MAX_PASSAGE, "this caption", place);
        self.read.links.extend(caption.links);
        if !images.is_empty() {
            self.read.figures.push(AuthoredFigure {
                before: self.read.blocks.len(),
                images,
                caption: figure::without_first_space(caption.inlines),
            });
        }
        true
    }

    fn text(&mut self, place: &Range<usize>, end: TagEnd) -> Option<TextBlock> {
        let read = self.inlines(end);
        self.paragraph(read, place)
    }

    fn misplaced_box(&self, at: Range<usize>) {
        self.piece.report(
            Kind::BoxLine,
            at,
            "a box line must be a paragraph of its own",
            "put an empty line before and after it, outside lists and blockquotes",
        );
    }

    fn inlines(&mut self, end: TagEnd) -> TextRead {
        let mut inlines = Inlines::new(self.piece);
        for (event, place) in self.events.by_ref() {
            match event {
                Event::End(found) if found == end => break,
                event => inlines.take(event, place),
            }
        }
        inlines.finish()
    }

    fn paragraph(&mut self, read: TextRead, place: &Range<usize>) -> Option<TextBlock> {
        let text = &read.words.text;
        if self.is_blank(&read, place)
            || self
                .piece
                .is_too_long(text, MAX_PARAGRAPH, "this paragraph", place.clone())
        {
            return None;
        }
        let length = text.chars().count();
        if length > LONG_PARAGRAPH {
            self.piece.report(
                Kind::LongParagraph,
                place.clone(),
                format!("this paragraph has {length} characters, too many to read comfortably"),
                "split it with empty lines; check whether something was pasted by mistake",
            );
        }
        self.paragraphs += 1;
        let id = format!("p{}", self.paragraphs);
        self.block_of(read, id)
    }

    fn is_blank(&self, read: &TextRead, place: &Range<usize>) -> bool {
        let blank = read.words.text.trim().is_empty();
        if blank && !read.faulty {
            self.piece.report(
                Kind::Blank,
                place.clone(),
                "this has no text",
                "add text, or delete it",
            );
        }
        blank
    }

    fn block_of(&mut self, read: TextRead, id: String) -> Option<TextBlock> {
        self.read.words.push(read.words);
        self.read.links.extend(read.links);
        Some(TextBlock {
            id: BlockId::new(id).ok()?,
            inlines: read.inlines,
        })
    }

    fn crosshead(&mut self, place: &Range<usize>, end: TagEnd) -> Option<TextBlock> {
        self.box_line(place, false);
        let mut read = self.inlines(end);
        if self.is_blank(&read, place)
            || self
                .piece
                .is_too_long(&read.words.text, MAX_LINE, "this crosshead", place.clone())
        {
            return None;
        }
        read.words.is_crosshead = true;
        let base = match kebab(&read.words.text) {
            words if words.is_empty() => format!("section-{}", self.crossheads.len() + 1),
            words => format!("section-{words}"),
        };
        let id = self.unused(base);
        self.block_of(read, id)
    }

    /// Returns an id that no crosshead has yet: `base`, or `base` with the first free number from 2.
    fn unused(&mut self, base: String) -> String {
        let mut id = base.clone();
        let mut number = self.numbers.get(&base).copied().unwrap_or(2);
        while !self.crossheads.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        // Remember the number, so that a thousand equal crossheads don't each try all numbers from 2.
        self.numbers.insert(base, number);
        id
    }

    /// Reads the paragraphs up to `end`. `holder` names the element around them in diagnostics.
    fn texts(&mut self, end: TagEnd, holder: &str) -> Vec<TextBlock> {
        let mut texts = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(found) if found == end => break,
                Event::Start(Tag::Paragraph) => {
                    if self.box_line(&place, false).is_some() {
                        self.skip(&TagEnd::Paragraph);
                    } else {
                        texts.extend(self.text(&place, TagEnd::Paragraph));
                    }
                }
                // In a tight list, the text of an item isn't inside a paragraph.
                event if is_inline(&event) => texts.extend(self.loose_text(event, place)),
                Event::Start(tag) => {
                    self.piece.report(
                        Kind::Nesting,
                        place,
                        format!("{holder} can contain only paragraphs"),
                        "end it with an empty line, then start this at the left margin",
                    );
                    self.skip(&tag.to_end());
                }
                _ => {}
            }
        }
        texts
    }

    fn loose_text(&mut self, first: Event<'a>, place: Range<usize>) -> Option<TextBlock> {
        let mut all = place.clone();
        let mut inlines = Inlines::new(self.piece);
        inlines.take(first, place);
        while let Some((event, place)) = self.events.next_if(|(event, _)| is_inline(event)) {
            all.end = all.end.max(place.end);
            inlines.take(event, place);
        }
        if self.box_line(&all, false).is_some() {
            return None;
        }
        self.paragraph(inlines.finish(), &all)
    }

    fn items(&mut self, place: &Range<usize>, start: Option<u64>) -> Vec<TextBlock> {
        if let Some(number) = start.filter(|number| *number != 1) {
            self.piece.report(
                Kind::UnsupportedMarkdown,
                place.clone(),
                format!("this line starts a numbered list at {number}"),
                format!(
                    "start the list at 1; if this is a sentence that starts with a number, write \
                         `{number}\\.`"
                ),
            );
        }
        let mut items = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::Item) => {
                    let texts = self.texts(TagEnd::Item, "a list item");
                    let source = &self.piece.text[place.clone()];
                    // Anything that was refused in the item is already reported.
                    let is_blank = texts.is_empty()
                        && source
                            .trim_matches(|c: char| {
                                "-*+.)0123456789".contains(c) || c.is_whitespace()
                            })
                            .is_empty();
                    if is_blank {
                        self.piece.report(
                            Kind::Blank,
                            place,
                            "this list item is empty",
                            "add text, or delete it",
                        );
                    } else if texts.len() > 1 {
                        self.piece.report(
                            Kind::Nesting,
                            place,
                            "a list item can contain only one paragraph",
                            "split it into two items, or end the list before the second paragraph",
                        );
                    }
                    items.extend(texts);
                }
                _ => {}
            }
        }
        items
    }
}
