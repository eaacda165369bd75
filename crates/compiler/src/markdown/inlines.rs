//! The inline content of a text block.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::leftover::{Leftover, leftovers};
use super::refused::html_words;
use super::{Piece, PiecePosition, Words};
use crate::Kind;
use crate::lengths::MAX_PARAGRAPH;
use crate::link_hint::link_hint;
use crate::source_file::unseen_hint;
use crate::toml::Spanned;
use sidelight_model::{Href, Inline, Link, unseen};

/// A text block that is being read.
pub(super) struct Inlines<'a> {
    piece: Piece<'a>,
    /// The open elements, outermost first. The first is the block itself.
    open: Vec<Open>,
    in_emphasis: bool,
    in_strong: bool,
    /// Number of open elements whose content is dropped.
    dropped: usize,
    words: Words,
    links: Vec<Spanned<Href>>,
    faulty: bool,
}

struct Open {
    wrap: Wrap,
    inlines: Vec<Inline>,
    place: Range<usize>,
}

enum Wrap {
    /// Keeps the content without markup: for the block itself and for refused markup.
    Nothing,
    Emphasis,
    Strong,
    Link(Href),
    /// Drops the content, which isn't text of the article.
    Dropped,
}

/// A text block that has been read.
pub(super) struct TextRead {
    pub inlines: Vec<Inline>,
    pub words: Words,
    pub links: Vec<Spanned<Href>>,
    /// True if something in the block was refused. The block may be empty for that reason.
    pub faulty: bool,
}

/// Returns true if an event belongs inside a text block.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::TaskListMarker(_) => true,
        Event::Start(tag) => is_inline_end(&tag.to_end()),
        Event::End(end) => is_inline_end(end),
        Event::DisplayMath(_) | Event::Html(_) | Event::Rule => false,
    }
}

fn is_inline_end(end: &TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

impl<'a> Inlines<'a> {
    pub(super) fn new(piece: Piece<'a>) -> Self {
        Self {
            piece,
            open: vec![Open {
                wrap: Wrap::Nothing,
                inlines: Vec::new(),
                place: 0..0,
            }],
            in_emphasis: false,
            in_strong: false,
            dropped: 0,
            words: Words::default(),
            links: Vec::new(),
            faulty: false,
        }
    }

    /// Handles an event for which [`is_inline`] returns true.
    pub(super) fn take(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, place),
            Event::SoftBreak | Event::HardBreak => self.text(" ", place),
            Event::Code(text) => {
                self.refuse(
                    Kind::Code,
                    place.clone(),
                    "code can't be used in articles, and text between backticks is code",
                    "remove the backticks, or use *emphasis*; for an apostrophe use ' or ’",
                );
                // Without the backticks around it.
                let inside = self.piece.text[place.clone()].find(&*text);
                self.text(
                    &text,
                    inside.map_or(place.clone(), |at| {
                        place.start + at..place.start + at + text.len()
                    }),
                );
            }
            Event::InlineHtml(html) => self.refuse_html(&html, place),
            Event::FootnoteReference(_) => self.refuse(
                Kind::Footnote,
                place,
                "footnotes can't be used in articles",
                "put it into the text, or add the source as a `[[source]]` in the front matter",
            ),
            Event::TaskListMarker(_) => self.refuse(
                Kind::UnsupportedMarkdown,
                place,
                "checkboxes can't be used in articles",
                "remove the brackets, or write `\\[ \\]` to show them as text",
            ),
            Event::Start(tag) => self.start(tag, place),
            Event::End(_) => self.end(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, place: Range<usize>) {
        if self.dropped > 0 {
            return;
        }
        // The Markdown can differ from its text: `&amp;` means `&`. A value of TOML can have escapes.
        let is_literal = matches!(self.piece.position, PiecePosition::From(_))
            && self.piece.text[place.clone()] == *text;
        self.words.push(text, self.piece.in_file(place), is_literal);
        if let Some(open) = self.open.last_mut() {
            match open.inlines.last_mut() {
                Some(Inline::Text(before)) => before.push_str(text),
                _ => open.inlines.push(Inline::Text(text.to_owned())),
            }
        }
    }

    fn refuse(&mut self, kind: Kind, place: Range<usize>, message: &str, hint: &str) {
        self.faulty = true;
        self.piece.report(kind, place, message, hint);
    }

    fn refuse_html(&mut self, html: &str, place: Range<usize>) {
        let (message, hint) = html_words(html);
        self.refuse(Kind::RawHtml, place, message, hint);
    }

    fn start(&mut self, tag: Tag<'_>, place: Range<usize>) {
        let wrap = match tag {
            // Nested emphasis adds no meaning, and thousands of levels would overflow the stack of recursive functions.
            Tag::Emphasis if std::mem::replace(&mut self.in_emphasis, true) => Wrap::Nothing,
            Tag::Strong if std::mem::replace(&mut self.in_strong, true) => Wrap::Nothing,
            Tag::Emphasis => Wrap::Emphasis,
            Tag::Strong => Wrap::Strong,
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(link_type, &dest_url, &title, place.clone()),
            Tag::Image { .. } => {
                self.refuse(
                    Kind::Image,
                    place.clone(),
                    "an image must be at the start of a paragraph of its own, outside lists and blockquotes",
                    "put an empty line before it; images with a common caption are on lines of their own before that caption",
                );
                self.dropped += 1;
                Wrap::Dropped
            }
            _ => {
                self.refuse(
                    Kind::UnsupportedMarkdown,
                    place.clone(),
                    "struck-out text can't be used in articles",
                    "delete it, or describe the change in a `[[correction]]` in the front matter; for a tilde, \
                     write `\\~`",
                );
                Wrap::Nothing
            }
        };
        self.open.push(Open {
            wrap,
            inlines: Vec::new(),
            place,
        });
    }

    fn link(&mut self, kind: LinkType, target: &str, title: &str, place: Range<usize>) -> Wrap {
        if !title.is_empty() {
            self.refuse(
                Kind::UnsupportedMarkdown,
                place.clone(),
                "links can't have titles, because few readers see them",
                format!("remove `\"{title}\"`, or put it into the text").as_str(),
            );
        }
        let href = Href::new(match kind {
            LinkType::Email => format!("mailto:{target}"),
            // A file name in `<…>` may have spaces.
            _ => target.replace(' ', "%20"),
        });
        match href {
            Ok(href) => {
                self.links.push(Spanned {
                    value: href.clone(),
                    span: self.piece.in_file(place),
                });
                Wrap::Link(href)
            }
            Err(error) => {
                self.refuse(
                    Kind::BadLink,
                    place,
                    &format!("`{target}` isn't a valid link: {error}"),
                    link_hint(error),
                );
                Wrap::Nothing
            }
        }
    }

    fn end(&mut self) {
        let Some(done) = self.open.pop() else {
            return;
        };
        let Some(outer) = self.open.last_mut() else {
            return;
        };
        let inlines = done.inlines;
        match done.wrap {
            Wrap::Nothing => outer.inlines.extend(inlines),
            Wrap::Dropped => self.dropped -= 1,
            Wrap::Emphasis => {
                self.in_emphasis = false;
                outer.inlines.push(Inline::Emphasis(inlines));
            }
            Wrap::Strong => {
                self.in_strong = false;
                outer.inlines.push(Inline::Strong(inlines));
            }
            Wrap::Link(_) if inlines.is_empty() => self.refuse(
                Kind::BadLink,
                done.place,
                "this link has no text",
                "write the link text between the square brackets",
            ),
            Wrap::Link(href) => outer.inlines.push(Inline::Link(Link { href, inlines })),
        }
    }

    /// Reports the first image or link that Markdown has left as text, because of a mistake in it. Leaves out a text that is
    /// too long anyway.
    fn refuse_leftover(&mut self) {
        let text = &self.words.text;
        if text.len() > MAX_PARAGRAPH && text.chars().count() > MAX_PARAGRAPH {
            return;
        }
        let is_literal = |found: &Leftover| {
            let marks = found.at..found.at + Leftover::LENGTH;
            match self.piece.position {
                PiecePosition::From(_) => {
                    let place = self.words.bytes_in_file(&marks);
                    let start = self
                        .words
                        .bytes_in_file(&(found.start..found.start + 1))
                        .start;
                    let is_escaped = |at: usize| self.piece.file.text[..at].ends_with('\\');
                    // With a backslash or an entity between them, the characters are longer in the file.
                    place.len() == Leftover::LENGTH
                        && !is_escaped(place.start)
                        && !is_escaped(start)
                }
                PiecePosition::Value(_) => self.piece.text.contains(&text[marks]),
            }
        };
        let Some(found) = leftovers(text).find(is_literal) else {
            return;
        };
        let place = self
            .words
            .bytes_in_file(&(found.at..found.at + Leftover::LENGTH));
        let (message, hint) = found.explain(text);
        let diagnostic = self.piece.file.diagnostic(found.kind, place, message);
        self.piece.diagnostics.add(diagnostic.hint(hint));
        self.faulty = true;
    }

    /// Finishes the block. Reports the first invisible character that isn't allowed in it.
    pub(super) fn finish(mut self) -> TextRead {
        self.refuse_leftover();
        if let Some((at, error)) = unseen(&self.words.text) {
            let end = self.words.text[at..]
                .chars()
                .next()
                .map_or(at, |c| at + c.len_utf8());
            let place = self.words.bytes_in_file(&(at..end));
            let diagnostic = self.piece.file.diagnostic(
                Kind::ControlCharacter,
                place,
                format!("this text {error}"),
            );
            self.piece
                .diagnostics
                .add(diagnostic.hint(unseen_hint(error)));
            self.faulty = true;
        }
        TextRead {
            inlines: self.open.pop().map_or_else(Vec::new, |block| block.inlines),
            words: self.words,
            links: self.links,
            faulty: self.faulty,
        }
    }
}
