//! What the press says to an author: one fault, its place, and the way out.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use sidelight_model::is_unseen_mark;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Pages can be made, but an author will want to know.
    Warning,
    /// No page is made.
    Error,
}

/// Whose a fault is. The gravest comes last, and a program's exit code goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blame {
    /// The articles': somebody has to change what was written.
    Articles,
    /// The command's: it names something that isn't there, or a place that is taken.
    Usage,
    /// The machine's: it couldn't be read or written, or the press is at fault.
    Machine,
}

/// A kind's code: `SL` and three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SL{:03}", self.0)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $(= $number:literal)?)*) => {
        /// What is wrong. Each kind has an authoring case in the tests, and an entry in `docs/diagnostics.md`.
        ///
        /// Its number is its code and stays for good: a kind that is added comes last and has the next number, a
        /// kind that is taken away leaves a gap.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Kind {
            $($(#[$doc])* $name $(= $number)?,)*
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
    NoArticles = 1
    /// An article's folder has a name that can't be part of an address.
    BadSlug = 2
    /// A file isn't there.
    FileMissing = 3
    /// A file can't be read.
    FileUnreadable = 4
    /// A file is larger than the press takes.
    FileTooLarge = 5
    /// A file isn't UTF-8.
    NotUtf8 = 6
    /// A file holds a control character.
    ControlCharacter = 7
    /// The article has no text.
    EmptyArticle = 8

    // TOML: the front matter and facts.toml.
    /// `article.md` doesn't begin with front matter.
    FrontMatterMissing = 9
    /// The front matter has no end.
    FrontMatterUnclosed = 10
    /// It isn't TOML.
    Syntax = 11
    /// A key that must be there isn't.
    MissingKey = 12
    /// A key that nothing reads.
    UnknownKey = 13
    /// A value of another type than its key takes.
    WrongType = 14
    /// A word that isn't among those a key takes.
    UnknownValue = 15
    /// A number outside its bounds.
    BadNumber = 16
    /// Nothing where words must be.
    Blank = 17
    /// An id in a form that ids don't have.
    BadId = 18
    /// An id given twice.
    DuplicateId = 19
    /// A text that isn't a date, or a date that the calendar doesn't have.
    BadDate = 20
    /// Two dates in the wrong order.
    DateOrder = 21
    /// A link that isn't safe or leads nowhere.
    BadLink = 22

    // Markdown.
    /// HTML in Markdown.
    RawHtml = 23
    /// An image where none can stand.
    Image = 24
    /// A table.
    Table = 25
    /// A code block or code in a line.
    Code = 26
    /// A heading of a level other than two.
    HeadingLevel = 27
    /// A footnote.
    Footnote = 28
    /// A list or quote that holds more than paragraphs.
    Nesting = 29
    /// Other Markdown that articles don't use.
    UnsupportedMarkdown = 30
    /// A line that looks like the place of a box but isn't one.
    BoxLine = 31
    /// The place of a box that doesn't exist.
    UnknownBox = 32
    /// A box that is placed twice.
    BoxPlacedTwice = 33
    /// A box that the text doesn't place.
    BoxNotPlaced = 34

    // Facts.
    /// A box without facts.
    NoFacts = 35
    /// A fact of an aspect that its box doesn't take.
    AspectMismatch = 36
    /// A fact without evidence.
    NoEvidence = 37
    /// A quote that doesn't stand in the article.
    QuoteNotFound = 38
    /// A quote that stands in several places.
    QuoteAmbiguous = 39
    /// A fact that is named but doesn't exist.
    UnknownFact = 40
    /// A group that is named but doesn't exist.
    UnknownGroup = 41
    /// A source that is named but doesn't exist.
    UnknownSource = 42
    /// A fact that doesn't say which of several sources carries it.
    SourceNotGiven = 43
    /// Parts that don't add up to their total.
    TotalWrong = 44
    /// A total or a part without an exact number.
    TotalNotExact = 45
    /// A dispute with fewer than two versions.
    OneSided = 46

    // Making pages.
    /// The shell can't be read or lacks something.
    Shell = 47
    /// The pages can't be written.
    Output = 48
    /// The press itself is at fault.
    Internal = 49

    // Earlier pressed pages.
    /// A number or a date that changed since the article was last pressed, without a correction.
    NotCorrected = 50
    /// An earlier package that can't be read.
    EarlierUnreadable = 51

    // The site's own file.
    /// A text that can't be the site's address.
    BadBaseUrl = 52

    // Building sites.
    /// A symbolic link that leads out of the folder of articles.
    LeadsOut = 53

    // Maps.
    /// Places of which no map can be drawn.
    NoMap = 54

    // Images.
    /// An image without words for those who can't see it.
    ImageAlt = 55
    /// An image that isn't a file in the article's folder.
    ImagePath = 56
    /// An image in a format that the press doesn't take.
    ImageFormat = 57
    /// An image with more pixels than the press takes.
    ImageTooLarge = 58
    /// An image that can't be decoded to its end.
    ImageBroken = 59

    // Bringing in and writing.
    /// Something is in the way of what is to be written, and isn't touched.
    InTheWay = 60
    /// A page whose elements are nested deeper than can be read.
    TooDeep = 61

    // The site's own file, more.
    /// A text that can't be the origin of another site.
    BadOrigin = 62

    // Texts.
    /// A text with more characters than it may have.
    TooLong = 63
    /// Words of the article that more passages hold than may lie over each other.
    TooManyPassages = 64
}

impl Kind {
    /// How grave it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::BoxNotPlaced | Self::NotCorrected | Self::EarlierUnreadable => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Its code, `SL001` and on, by which it is known outside and looked up with `sidelight explain`.
    pub fn code(self) -> Code {
        Code(self as u16)
    }

    /// Whose the fault is.
    pub fn blame(self) -> Blame {
        match self {
            Self::NoArticles | Self::InTheWay => Blame::Usage,
            Self::FileUnreadable | Self::Shell | Self::Output | Self::Internal => Blame::Machine,
            _ => Blame::Articles,
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
            message: shown(message.into()),
            label: String::new(),
            hint: String::new(),
            related: Vec::new(),
        }
    }

    /// Puts words under the offending text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shown(label.into());
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = shown(hint.into());
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
            label: shown(label.into()),
        });
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

/// A text for a terminal: what it quotes from a file can't move its cursor, colour it or turn its direction.
pub fn shown(text: String) -> String {
    let is_unseen = |c: char| (c.is_control() && c != '\n') || is_unseen_mark(c);
    if !text.contains(is_unseen) {
        return text;
    }
    text.chars()
        .map(|c| {
            if is_unseen(c) {
                format!("U+{:04X}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_from_a_file_is_shown_and_not_obeyed() {
        let hostile = "a\u{1b}[31m\u{202e}b\rc\nd";
        let shown = "aU+001B[31mU+202EbU+000Dc\nd";
        let file: Arc<str> = "a.toml".into();
        let diagnostic = Diagnostic::new(Kind::UnknownKey, &file, 0..0, hostile)
            .hint(hostile)
            .label(hostile)
            .related(&file, 0..0, hostile);
        assert_eq!(diagnostic.message, shown);
        assert_eq!(diagnostic.hint, shown);
        assert_eq!(diagnostic.label, shown);
        assert_eq!(diagnostic.related[0].label, shown);
    }
}
