//! A source taken apart: pieces in reading order, whatever it was written in, and what it says of itself.

use std::fmt;

use sidelight_compiler::toml::is_control_or_line_end;
use sidelight_model::{Inline, is_unseen_mark, plain_text};

/// A source taken apart.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Its pieces, in reading order.
    pub(super) pieces: Vec<Piece>,
    /// What it says of itself besides its words.
    pub(super) said: Vec<Said>,
    /// What was told while it was taken apart.
    pub(super) taken: Vec<Taken>,
    /// Whether its markup says what a heading is; otherwise it is told by its looks.
    pub(super) has_markup: bool,
}

/// One piece of a source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// The line it begins on, from 1; 0 when it can't be told.
    pub(super) line: usize,
    /// What it looks like.
    pub(super) form: Form,
    /// Its words.
    pub(super) inlines: Vec<Inline>,
    /// What its markup says it is.
    pub(super) hint: Option<Field>,
}

/// What a piece looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Paragraph,
    /// With its level.
    Heading(u8),
    Quote,
    Item,
    NumberedItem,
}

/// Why the parts of a source can't be taken apart in a time and a memory that go with its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overgrown {
    /// They are nested too deep.
    Depth,
    /// A tag has too many attributes.
    Attributes,
    /// They are more than the source has bytes.
    Elements,
}

/// Something that a source says of itself: metadata. Its words are on one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) field: Field,
    pub(super) text: String,
    pub(super) line: usize,
    /// Where it says so, such as `JSON-LD`.
    pub(super) by: &'static str,
}

impl Piece {
    pub(super) fn new(line: usize, form: Form, inlines: Vec<Inline>) -> Self {
        Self {
            line,
            form,
            inlines,
            hint: None,
        }
    }

    pub(super) fn paragraph(line: usize, text: impl Into<String>) -> Self {
        Self::new(line, Form::Paragraph, vec![Inline::Text(text.into())])
    }

    /// Its words without markup, each run of white space as one space.
    pub(super) fn text(&self) -> String {
        squeeze(&plain_text(&self.inlines))
    }
}

impl Said {
    /// Takes what a source says as words on one line. Returns `None` if there are no words.
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

/// Returns a text on one line: each run of white space and control characters as one space, none around it, and no
/// characters that change its direction, since a text may be cut anywhere.
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
        /// What a part of a source was taken for.
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
    /// Who wrote it.
    Byline "byline"
    /// When it was published.
    Published "published"
    /// When it was changed.
    Updated "updated"
    /// Its language.
    Language "language"
    /// The author's biography.
    Biography "biography"
    /// The words under a picture, kept in a comment.
    Caption "caption"
    /// A picture, kept in a comment.
    Image "image"
    /// Topics, kept in a comment.
    Topics "topics"
    /// A crosshead of the text.
    Crosshead "crosshead"
    /// A link to another article, which stays in the text.
    Related "related link"
    /// The same words as another part, left out.
    Duplicate "duplicate"
    /// A date that can be read in two ways; kept in a comment and not guessed.
    UnclearDate "unclear date"
    /// Something else that the source says of itself, kept in a comment.
    Other "comment"
    /// A part of the page around the article, left out.
    LeftOut "left out"
    /// A paragraph that looked like no part of the article but stands in the midst of it; kept.
    Kept "kept"
    /// Something that articles have no place for, written in another way.
    Changed "changed"
    /// Something that wasn't found and is left blank.
    Blank "blank"
    /// The text.
    Body "body"
}

/// What a part of a source was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What it was taken for.
    pub field: Field,
    /// The line of the source it begins on, from 1; none when it can't be told.
    pub line: Option<usize>,
    /// What there is to say of it: its beginning, or how it was read.
    pub text: String,
}

/// The most characters of a text that a report shows.
const SHOWN: usize = 72;

impl Taken {
    pub(super) fn new(field: Field, line: usize, text: impl AsRef<str>) -> Self {
        Self {
            field,
            line: (line > 0).then_some(line),
            text: beginning(text.as_ref()),
        }
    }
}

/// The beginning of a text, cut at a word.
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
