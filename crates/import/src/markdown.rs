//! Splits Markdown into pieces, and reads front matter in YAML or TOML as site generators write it.
//!
//! *Invariant:* content that articles can't contain (code, HTML, footnotes, and some tables) is kept as words.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html;
use super::piece::{Field, Form, Piece, Row, Source, StatedField, Table, Taken, squeeze};
use super::table::{as_paragraphs, table_piece};
use sidelight_documents::html::Overgrown;
use sidelight_model::{Href, Inline, Link};

/// Keys of front matter and the fields they fill.
const KEYS: [(&str, Field); 23] = [
    ("title", Field::Headline),
    ("headline", Field::Headline),
    ("subtitle", Field::Standfirst),
    ("standfirst", Field::Standfirst),
    ("description", Field::Standfirst),
    ("summary", Field::Standfirst),
    ("excerpt", Field::Standfirst),
    ("dek", Field::Standfirst),
    ("author", Field::Byline),
    ("authors", Field::Byline),
    ("byline", Field::Byline),
    ("date", Field::Published),
    ("published", Field::Published),
    ("pubdate", Field::Published),
    ("updated", Field::Updated),
    ("lastmod", Field::Updated),
    ("modified", Field::Updated),
    ("tags", Field::Topics),
    ("categories", Field::Topics),
    ("keywords", Field::Topics),
    ("topics", Field::Topics),
    ("lang", Field::Language),
    ("language", Field::Language),
];

/// Splits Markdown into pieces.
///
/// # Errors
/// Returns [`Overgrown`] if HTML in it exceeds a limit of the HTML parser, for example the nesting of elements.
pub(super) fn read_markdown(text: &str) -> Result<Source, Overgrown> {
    let mut source = Source {
        has_markup: true,
        ..Source::default()
    };
    let start = read_front_matter(text, &mut source);
    let body = &text[start..];
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let line = |at: usize| starts.partition_point(|begin| *begin <= start + at);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut reading = MarkdownReader::default();
    for (event, place) in Parser::new_ext(body, options).into_offset_iter() {
        reading.take(event, line(place.start), &place, body)?;
    }
    reading.flush(0);
    source.pieces = reading.pieces;
    source.taken.append(&mut reading.taken);
    Ok(source)
}

/// The state of reading Markdown.
#[derive(Default)]
struct MarkdownReader {
    pieces: Vec<Piece>,
    taken: Vec<Taken>,
    /// The open inlines of the current piece, outermost first.
    open: Vec<(Option<Wrap>, Vec<Inline>)>,
    in_emphasis: bool,
    in_strong: bool,
    line: usize,
    /// The lists and quotes around the current piece, outermost first.
    around: Vec<Around>,
    heading: Option<u8>,
    html: Option<(usize, String)>,
    /// Texts of the open images. An image may be inside the description of another.
    images: Vec<String>,
    /// The line and the rows of the open table.
    table: Option<(usize, Vec<Row>)>,
}

#[derive(Clone, Copy)]
enum Around {
    List,
    NumberedList,
    Quote,
}

enum Wrap {
    Emphasis,
    Strong,
    Link(Option<Href>),
}

impl MarkdownReader {
    fn form(&self) -> Form {
        match (self.heading, self.around.last()) {
            (Some(level), _) => Form::Heading(level),
            (None, Some(Around::List)) => Form::Item,
            (None, Some(Around::NumberedList)) => Form::NumberedItem,
            (None, Some(Around::Quote)) => Form::Quote,
            (None, None) => Form::Paragraph,
        }
    }

    /// Ends the current piece and sets the line of the next one.
    fn flush(&mut self, next_line: usize) {
        let inlines = self.close();
        if !inlines.is_empty() {
            let form = self.form();
            self.pieces.push(Piece::new(self.line, form, inlines));
        }
        self.line = next_line;
    }

    /// Ends all open inlines and returns them.
    fn close(&mut self) -> Vec<Inline> {
        while self.open.len() > 1 {
            self.end();
        }
        self.open
            .pop()
            .map_or_else(Vec::new, |(_, inlines)| inlines)
    }

    fn push(&mut self, inline: Inline, line: usize) {
        if self.open.is_empty() {
            self.open.push((None, Vec::new()));
            self.line = line;
        }
        if let Some((_, inlines)) = self.open.last_mut() {
            inlines.push(inline);
        }
    }

    /// Adds words to the innermost open image, or to the text if no image is open.
    fn words(&mut self, words: &str, line: usize) {
        match self.images.last_mut() {
            Some(image) => image.push_str(words),
            None => self.push(Inline::Text(words.to_owned()), line),
        }
    }

    fn begin(&mut self, mut wrap: Wrap, line: usize) {
        if self.open.is_empty() {
            self.open.push((None, Vec::new()));
            self.line = line;
        }
        // Nested emphasis adds no meaning, and thousands of levels would exhaust the stack of the code that walks
        // them.
        let is_within = match wrap {
            Wrap::Emphasis => std::mem::replace(&mut self.in_emphasis, true),
            Wrap::Strong => std::mem::replace(&mut self.in_strong, true),
            Wrap::Link(_) => false,
        };
        if is_within {
            wrap = Wrap::Link(None);
        }
        // A wrap without markup continues the inlines of its parent, and the parent is empty until the wrap ends. So
        // thousands of such wraps cost no time.
        let begun = match (&wrap, self.open.last_mut()) {
            (Wrap::Link(None), Some((_, outer))) => std::mem::take(outer),
            _ => Vec::new(),
        };
        self.open.push((Some(wrap), begun));
    }

    fn end(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let (Some((wrap, inside)), Some((_, outer))) = (self.open.pop(), self.open.last_mut())
        else {
            return;
        };
        match wrap {
            Some(Wrap::Emphasis) => {
                self.in_emphasis = false;
                outer.push(Inline::Emphasis(inside));
            }
            Some(Wrap::Strong) => {
                self.in_strong = false;
                outer.push(Inline::Strong(inside));
            }
            Some(Wrap::Link(Some(href))) => outer.push(Inline::Link(Link {
                href,
                inlines: inside,
            })),
            Some(Wrap::Link(None)) | None => *outer = inside,
        }
    }

    fn changed(&mut self, line: usize, what: &str) {
        self.taken.push(Taken::new(Field::Changed, line, what));
    }

    fn take(
        &mut self,
        event: Event<'_>,
        line: usize,
        place: &Range<usize>,
        body: &str,
    ) -> Result<(), Overgrown> {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.ended(tag)?,
            Event::Html(part) => match &mut self.html {
                Some((_, html)) => html.push_str(&part),
                None => self.html = Some((line, part.to_string())),
            },
            Event::InlineHtml(part) => {
                if part.starts_with("<br") {
                    self.push(Inline::Text(" ".into()), line);
                } else {
                    self.changed(line, &format!("HTML tags removed, text kept: {part}"));
                }
            }
            Event::Text(text) => self.words(&text, line),
            Event::Code(code) => self.words(&code, line),
            Event::SoftBreak | Event::HardBreak => self.words(" ", line),
            Event::FootnoteReference(_) => {
                self.push(Inline::Text(body[place.clone()].to_owned()), line);
            }
            Event::TaskListMarker(done) => {
                self.push(
                    Inline::Text(if done { "[x] " } else { "[ ] " }.to_owned()),
                    line,
                );
            }
            Event::Rule => self.flush(line),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(Inline::Text(text.to_string()), line);
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Emphasis => self.begin(Wrap::Emphasis, line),
            Tag::Strong => self.begin(Wrap::Strong, line),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.changed(line, "struck-out or superscript text, kept as plain text");
                self.begin(Wrap::Link(None), line);
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let href = html::whole_target(&target);
                if href.is_none() {
                    self.changed(line, &format!("link removed, text kept: {target}"));
                }
                self.begin(Wrap::Link(href), line);
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.images.push(format!("{dest_url} {title} "));
            }
            Tag::Heading { level, .. } => {
                self.flush(line);
                self.heading = Some(level as u8);
            }
            Tag::List(first) => {
                self.flush(line);
                self.around.push(if first.is_some() {
                    Around::NumberedList
                } else {
                    Around::List
                });
            }
            Tag::BlockQuote(_) => {
                self.flush(line);
                self.around.push(Around::Quote);
            }
            Tag::FootnoteDefinition(label) => {
                self.flush(line);
                self.changed(line, "footnote to paragraph");
                self.push(Inline::Text(format!("[^{label}] ")), line);
            }
            Tag::Table(_) => {
                self.flush(line);
                self.table = Some((line, Vec::new()));
            }
            Tag::CodeBlock(_) => {
                self.flush(line);
                self.changed(line, "code block to paragraph");
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some((_, rows)) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::TableCell => {}
            // The first paragraph of a footnote continues after the footnote's mark.
            Tag::Paragraph if self.open.len() == 1 && self.line == line => {}
            _ => self.flush(line),
        }
    }

    fn ended(&mut self, tag: TagEnd) -> Result<(), Overgrown> {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Link
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.end(),
            TagEnd::Image => {
                if let Some(words) = self.images.pop() {
                    let mut piece = Piece::paragraph(self.line, squeeze(&words));
                    piece.hint = Some(Field::Image);
                    self.pieces.push(piece);
                }
            }
            TagEnd::TableCell => {
                let cell = self.close();
                if let Some((_, rows)) = &mut self.table
                    && let Some(row) = rows.last_mut()
                {
                    row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::Table => {
                if let Some((line, rows)) = self.table.take() {
                    match Table::new(&[], &rows) {
                        Ok(table) => self.pieces.push(table_piece(line, table)),
                        Err(why) => self.pieces.extend(as_paragraphs(line, &rows, why)),
                    }
                }
            }
            TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.flush(0);
                self.around.pop();
            }
            TagEnd::HtmlBlock => {
                if let Some((line, html)) = self.html.take() {
                    self.changed(line, "HTML to Markdown");
                    for piece in html::read_fragment(&html)? {
                        self.pieces.push(Piece { line, ..piece });
                    }
                }
            }
            TagEnd::Heading(_) => {
                self.flush(0);
                self.heading = None;
            }
            _ => self.flush(0),
        }
        Ok(())
    }
}

/// Reads front matter between `---` or `+++` lines. Returns the byte offset at which the text begins, which is 0
/// without front matter.
fn read_front_matter(text: &str, source: &mut Source) -> usize {
    let Some(fence) = ["---\n", "+++\n"]
        .into_iter()
        .find(|fence| text.starts_with(fence))
    else {
        return 0;
    };
    let mut at = fence.len();
    let mut lines = Vec::new();
    let mut closed = false;
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == fence.trim_end() {
            closed = true;
            break;
        }
        lines.push(line.trim_end());
    }
    if !closed {
        return 0;
    }
    let mut field = None;
    for (number, line) in lines.into_iter().enumerate() {
        let number = number + 2;
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        let key = (!line.starts_with([' ', '\t', '-']))
            .then(|| text.split_once([':', '=']))
            .flatten();
        let (known, values) = match key {
            Some((key, value)) => {
                let key = key.trim().trim_matches('"').to_lowercase();
                field = KEYS
                    .iter()
                    .find(|(name, _)| *name == key)
                    .map(|(_, field)| *field);
                (field, values(value))
            }
            // An item of a list, or the next line of a long value.
            None => (field, values(text.trim_start_matches("- "))),
        };
        match known {
            Some(field) => source.stated.extend(
                values
                    .iter()
                    .filter_map(|text| StatedField::new(field, text, number, "front matter")),
            ),
            None => {
                let stated = StatedField::new(Field::Other, text, number, "front matter");
                source.stated.extend(stated);
            }
        }
    }
    at
}

/// Returns the values in `"one"`, `[one, two]` or `one`.
fn values(value: &str) -> Vec<String> {
    let value = value.trim().trim_matches(['>', '|']).trim();
    let list = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    let unquoted = |text: &str| {
        let text = text.trim();
        ['"', '\'']
            .into_iter()
            .find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark))
            .unwrap_or(text)
            .replace("\\\"", "\"")
            .replace("''", "'")
    };
    let parts: Vec<&str> = match list {
        Some(items) => items.split(',').collect(),
        None => vec![value],
    };
    parts
        .into_iter()
        .map(unquoted)
        .filter(|text| !text.is_empty())
        .collect()
}
