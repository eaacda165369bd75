//! The common form of a source in any format: pieces in reading order, and metadata.

use std::fmt;

use sidelight_compiler::toml::is_control_or_line_end;
use sidelight_model::{Inline, is_unseen_mark, plain_text};

/// A source, split into pieces.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Pieces in reading order.
    pub(super) pieces: Vec<Piece>,
    /// Metadata of the source.
    pub(super) stated: Vec<StatedField>,
    /// Report entries made while the source was split.
    pub(super) taken: Vec<Taken>,
    /// `true` if markup identifies headings. Otherwise headings are recognised by their words.
    pub(super) has_markup: bool,
}

/// One piece of a source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Line on which the piece begins, from 1, or 0 if unknown.
    pub(super) line: usize,
    /// Kind of block.
    pub(super) form: Form,
    /// Words with their inline markup.
    pub(super) inlines: Vec<Inline>,
    /// Field that the markup indicates for the piece.
    pub(super) hint: Option<Field>,
    /// The table, for a piece of the form [`Form::Table`]. The inlines are its words.
    pub(super) table: Option<Box<Table>>,
    /// The reason why a table that begins with this piece isn't one in the article.
    pub(super) not_table: Option<&'static str>,
}

/// The cells of a row, each with its words.
pub(super) type Row = Vec<Vec<Inline>>;

/// A table that an article can contain.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// The id, unique in the article.
    pub(super) id: String,
    /// The caption. It is empty if the source has none.
    pub(super) caption: Vec<Inline>,
    /// The rows, with the headers of the columns first. All rows have the same number of cells.
    pub(super) rows: Vec<Row>,
}

/// Kind of block that a piece looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Paragraph,
    /// A heading with its level, from 1.
    Heading(u8),
    Quote,
    Item,
    NumberedItem,
    /// A table with its caption.
    Table,
}

/// An entry of a source's metadata. Its text is on one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StatedField {
    pub(super) field: Field,
    pub(super) text: String,
    pub(super) line: usize,
    /// Kind of metadata that contains the entry, such as `JSON-LD`.
    pub(super) by: &'static str,
}

impl Piece {
    pub(super) fn new(line: usize, form: Form, inlines: Vec<Inline>) -> Self {
        Self {
            line,
            form,
            inlines,
            hint: None,
            table: None,
            not_table: None,
        }
    }

    pub(super) fn paragraph(line: usize, text: impl Into<String>) -> Self {
        Self::new(line, Form::Paragraph, vec![Inline::Text(text.into())])
    }

    /// Returns the words without markup. Each run of white space becomes one space.
    pub(super) fn text(&self) -> String {
        squeeze(&plain_text(&self.inlines))
    }
}

impl StatedField {
    /// Creates an entry with its text on one line. Returns `None` if the text is empty.
    pub(super) fn new(field: Field, text: &str, line: usize, by: &'static str) -> Option<Self> {
        let text = squeeze(text);
        (!text.is_empty()).then_some(Self {
            field,
            text,
            line,
            by,
        })
    }
}

/// Returns a text on one line, without white space around it. Each run of white space and control characters becomes
/// one space. Characters that change the text's direction are removed, because a text may be cut anywhere.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_unseen_mark(*c)) {
        if !c.is_whitespace() && !is_control_or_line_end(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $words:literal)*) => {
        /// Role of a part of a source.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl fmt::Display for Field {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self {
                    $(Self::$name => $words,)*
                })
            }
        }
    };
}

fields! {
    /// The headline.
    Headline "headline"
    /// The standfirst.
    Standfirst "standfirst"
    /// The author.
    Byline "byline"
    /// The publication date.
    Published "published"
    /// The date of the last change.
    Updated "updated"
    /// The language.
    Language "language"
    /// The author's biography.
    Biography "biography"
    /// The caption of a picture, kept in a comment.
    Caption "caption"
    /// A picture, kept in a comment.
    Image "image"
    /// Topics.
    Topics "topics"
    /// A crosshead.
    Crosshead "crosshead"
    /// A table.
    Table "table"
    /// A reference to another article.
    Related "related link"
    /// An exact duplicate of another part, left out.
    Duplicate "duplicate"
    /// An ambiguous or unreadable date, kept in a comment and not guessed.
    UnclearDate "unclear date"
    /// Other metadata of the source, kept in a comment.
    Other "comment"
    /// A part of the page around the article, left out.
    LeftOut "left out"
    /// A sentence that looks like furniture of the page, but is inside or next to the article. It is kept in the
    /// text.
    Kept "kept"
    /// Content that was converted because articles can't contain it in its original form.
    Changed "changed"
    /// A value that wasn't found and is left blank.
    Blank "blank"
    /// The article's text.
    Body "body"
}

/// An entry of the import's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Role that the part was given.
    pub field: Field,
    /// Line of the source on which the part begins, from 1. `None` if unknown.
    pub line: Option<usize>,
    /// Beginning of the part's text, or a note on its conversion.
    pub text: String,
}

/// Longest text in a report, in characters.
const SHOWN: usize = 72;

impl Taken {
    pub(super) fn new(field: Field, line: usize, text: impl AsRef<str>) -> Self {
        Self {
            field,
            line: (line > 0).then_some(line),
            text: beginning(text.as_ref()),
        }
    }

    /// Creates an entry whose text isn't shortened. The text is on one line.
    pub(super) fn whole(field: Field, line: usize, text: String) -> Self {
        Self {
            field,
            line: (line > 0).then_some(line),
            text,
        }
    }
}

/// Returns the beginning of a text for a report, cut between words if possible.
pub(super) fn beginning(text: &str) -> String {
    let text = squeeze(text);
    let Some((end, _)) = text.char_indices().nth(SHOWN) else {
        return text;
    };
    let cut = text[..end]
        .rfind(' ')
        .filter(|at| *at > end / 2)
        .unwrap_or(end);
    format!("{} …", text[..cut].trim_end())
}
