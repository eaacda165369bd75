//! What the press says to an author: one fault, its place, and the way out.

use std::ops::Range;
use std::sync::Arc;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Pages can be made, but an author will want to know.
    Warning,
    /// No page is made.
    Error,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// What is wrong. Each kind has an authoring case in the tests.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All kinds, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

kinds! {
    // Files.
    /// There is no folder of articles, or no article in it.
    NoArticles
    /// An article's folder has a name that can't be part of an address.
    BadSlug
    /// A file isn't there.
    FileMissing
    /// A file can't be read.
    FileUnreadable
    /// A file is larger than the press takes.
    FileTooLarge
    /// A file isn't UTF-8.
    NotUtf8
    /// A file holds a control character.
    ControlCharacter
    /// The article has no text.
    EmptyArticle

    // TOML: the front matter and facts.toml.
    /// `article.md` doesn't begin with front matter.
    FrontMatterMissing
    /// The front matter has no end.
    FrontMatterUnclosed
    /// It isn't TOML.
    Syntax
    /// A key that must be there isn't.
    MissingKey
    /// A key that nothing reads.
    UnknownKey
    /// A value of another type than its key takes.
    WrongType
    /// A word that isn't among those a key takes.
    UnknownValue
    /// A number outside its bounds.
    BadNumber
    /// Nothing where words must be.
    Blank
    /// An id in a form that ids don't have.
    BadId
    /// An id given twice.
    DuplicateId
    /// A text that isn't a date, or a date that the calendar doesn't have.
    BadDate
    /// Two dates in the wrong order.
    DateOrder
    /// A link that isn't safe or leads nowhere.
    BadLink

    // Markdown.
    /// HTML in Markdown.
    RawHtml
    /// An image where none can stand.
    Image
    /// A table.
    Table
    /// A code block or code in a line.
    Code
    /// A heading of a level other than two.
    HeadingLevel
    /// A footnote.
    Footnote
    /// A list or quote that holds more than paragraphs.
    Nesting
    /// Other Markdown that articles don't use.
    UnsupportedMarkdown
    /// A line that looks like the place of a box but isn't one.
    BoxLine
    /// The place of a box that doesn't exist.
    UnknownBox
    /// A box that is placed twice.
    BoxPlacedTwice
    /// A box that the text doesn't place.
    BoxNotPlaced

    // Facts.
    /// A box without facts.
    NoFacts
    /// A fact of an aspect that its box doesn't take.
    AspectMismatch
    /// A fact without evidence.
    NoEvidence
    /// A quote that doesn't stand in the article.
    QuoteNotFound
    /// A quote that stands in several places.
    QuoteAmbiguous
    /// A fact that is named but doesn't exist.
    UnknownFact
    /// A group that is named but doesn't exist.
    UnknownGroup
    /// A source that is named but doesn't exist.
    UnknownSource
    /// A fact that doesn't say which of several sources carries it.
    SourceNotGiven
    /// Parts that don't add up to their total.
    TotalWrong
    /// A total or a part without an exact number.
    TotalNotExact
    /// A dispute with fewer than two versions.
    OneSided

    // Making pages.
    /// The shell can't be read or lacks something.
    Shell
    /// The pages can't be written.
    Output
    /// The press itself is at fault.
    Internal

    // The site's own file.
    /// A text that can't be the site's address.
    BadBaseUrl

    // Building sites.
    /// A symbolic link that leads out of the folder of articles.
    LeadsOut

    // Maps.
    /// Places of which no map can be drawn.
    NoMap

    // Images.
    /// An image without words for those who can't see it.
    ImageAlt
    /// An image that isn't a file in the article's folder.
    ImagePath
    /// An image in a format that the press doesn't take.
    ImageFormat
    /// An image with more pixels than the press takes.
    ImageTooLarge
    /// An image that can't be decoded to its end.
    ImageBroken
}

impl Kind {
    /// How grave it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::BoxNotPlaced => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// One fault in an authored file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub kind: Kind,
    /// The file or folder, as it is shown to the author.
    pub file: Arc<str>,
    /// The offending text, in bytes of the file; empty at its start when the file as a whole is meant.
    pub range: Range<usize>,
    /// The fault in a sentence without a full stop, with the author's own words and numbers in it.
    pub message: String,
    /// A few words to stand under the offending text; may be empty.
    pub label: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
}

/// A place that has to do with a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file, as it is shown to the author.
    pub file: Arc<str>,
    /// The text, in bytes of the file.
    pub range: Range<usize>,
    /// A few words to stand under it.
    pub label: String,
}

impl Diagnostic {
    /// A fault at a place in a file.
    pub fn new(
        kind: Kind,
        file: &Arc<str>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            file: Arc::clone(file),
            range,
            message: message.into(),
            label: String::new(),
            hint: String::new(),
            related: Vec::new(),
        }
    }

    /// Puts words under the offending text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Points at another place.
    pub fn related(
        mut self,
        file: &Arc<str>,
        range: Range<usize>,
        label: impl Into<String>,
    ) -> Self {
        self.related.push(Related {
            file: Arc::clone(file),
            range,
            label: label.into(),
        });
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}
