//! Diagnostics: an error or a warning, its position in a file, and a hint that says how to fix it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use sidelight_model::is_unseen_mark;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A problem that doesn't stop the build, but that the author should know about.
    Warning,
    /// A problem that stops the build of the article, or of the whole site.
    Error,
}

/// The party that must act on an error. The variants are ordered by severity.
///
/// The most severe one in a report decides the program's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blame {
    /// The authors: an article or the site's settings must be changed.
    Articles,
    /// The user of the command: it names a folder that doesn't exist, or a destination that is already in use.
    Usage,
    /// The administrator of the machine: files can't be read or written, or Sidelight has a bug.
    Machine,
}

/// The code of a kind of diagnostic: `SL` and three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SL{:03}", self.0)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $(= $number:literal)?)*) => {
        /// The kind of a diagnostic. Each kind has a case in the tests, and an entry in `docs/diagnostics.md`.
        ///
        /// The number of a kind is its code and never changes. A new kind goes at the end and gets the next number. The
        /// number of a removed kind isn't used again.
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
    /// A folder of articles that doesn't exist or has no article in it.
    NoArticles = 1
    /// An article folder whose name can't be part of an address, or is used by the site itself.
    BadSlug = 2
    /// A file that doesn't exist.
    FileMissing = 3
    /// A file that can't be read.
    FileUnreadable = 4
    /// A file that is larger than its limit.
    FileTooLarge = 5
    /// A file that isn't UTF-8.
    NotUtf8 = 6
    /// A control character, or a character that changes the direction of the text around it.
    ControlCharacter = 7
    /// An article without text.
    EmptyArticle = 8

    // TOML: the front matter and facts.toml.
    /// An `article.md` that doesn't begin with front matter.
    FrontMatterMissing = 9
    /// Front matter without a closing `+++` line.
    FrontMatterUnclosed = 10
    /// A syntax error in TOML.
    Syntax = 11
    /// A required key that is missing.
    MissingKey = 12
    /// A key that its table doesn't accept.
    UnknownKey = 13
    /// A value of a type that its key doesn't accept.
    WrongType = 14
    /// A value that isn't one of those that its key accepts.
    UnknownValue = 15
    /// A number out of range, or too few or too many numbers.
    BadNumber = 16
    /// An empty text or list where content is required.
    Blank = 17
    /// An id with an invalid form.
    BadId = 18
    /// An id that is used twice or that two parts of the page would get, a fact that disputes name twice, or an address
    /// that related stories have twice.
    DuplicateId = 19
    /// A text that isn't a date, or a date that doesn't exist.
    BadDate = 20
    /// Two dates in the wrong order.
    DateOrder = 21
    /// A link that isn't safe, has no target or shows no text.
    BadLink = 22

    // Markdown.
    /// HTML in Markdown.
    RawHtml = 23
    /// An image in a place where images aren't allowed.
    Image = 24
    /// A table without a caption, or with another mistake.
    Table = 25
    /// A code block or inline code.
    Code = 26
    /// A heading of a level other than two.
    HeadingLevel = 27
    /// A footnote.
    Footnote = 28
    /// A list or block quote with unsupported content, or a list item with several paragraphs.
    Nesting = 29
    /// Other Markdown that articles don't support.
    UnsupportedMarkdown = 30
    /// A line that seems meant to place a box but isn't a valid `::box{#id}` line.
    BoxLine = 31
    /// A placement of a box that doesn't exist.
    UnknownBox = 32
    /// A box that is placed twice.
    BoxPlacedTwice = 33
    /// A box that the text doesn't place. It goes at the end of the article.
    BoxNotPlaced = 34

    // Facts.
    /// A box without facts.
    NoFacts = 35
    /// A fact with an aspect that its kind of box doesn't accept.
    AspectMismatch = 36
    /// A fact without evidence.
    NoEvidence = 37
    /// A quotation that isn't in the article.
    QuoteNotFound = 38
    /// A quotation that matches several passages.
    QuoteAmbiguous = 39
    /// A reference to a fact that doesn't exist or can't be named there.
    UnknownFact = 40
    /// A reference to a group that the box doesn't have.
    UnknownGroup = 41
    /// A reference to a source that the article doesn't have.
    UnknownSource = 42
    /// A fact without a source in an article that has several.
    SourceNotGiven = 43
    /// A total that isn't the sum of its parts.
    TotalWrong = 44
    /// A total or a part without an exact number.
    TotalNotExact = 45
    /// A dispute with fewer than two versions.
    OneSided = 46

    // Building pages.
    /// A shell (the page that articles are inserted into) that can't be read or lacks a required part.
    Shell = 47
    /// Files that can't be written, or an unusable journal of an interrupted build.
    Output = 48
    /// A bug in Sidelight.
    Internal = 49

    // Earlier builds.
    /// A number or a date that changed since the article was last built, without a correction.
    NotCorrected = 50
    /// A package from an earlier build that can't be read.
    EarlierUnreadable = 51

    // The site's settings.
    /// A text that can't be the site's address.
    BadBaseUrl = 52

    // Building sites.
    /// A symbolic link that leads out of the folder of articles.
    LeadsOut = 53

    // Maps.
    /// Places that can't be shown on a map.
    NoMap = 54

    // Images.
    /// An image without a usable alternative text.
    ImageAlt = 55
    /// An image whose path is empty, malformed or leads out of the article's folder.
    ImagePath = 56
    /// An image in an unsupported format.
    ImageFormat = 57
    /// An image with more pixels than the limit.
    ImageTooLarge = 58
    /// An image that can't be decoded completely, or whose file changed during the build.
    ImageBroken = 59

    // Importing and writing.
    /// An existing file, folder or link at a path that must be written. Sidelight leaves it unchanged.
    InTheWay = 60
    /// An imported page with elements nested too deep, or with too many elements or attributes.
    TooDeep = 61

    // The site's settings, continued.
    /// A text that can't be the origin of another site.
    BadOrigin = 62

    // Texts.
    /// A text with more characters than its limit.
    TooLong = 63
    /// Too many passages that overlap at the same words of the article.
    TooManyPassages = 64

    // Parts of an article that readers don't see as they were meant.
    /// A label that the page doesn't show.
    LabelNotShown = 65
    /// A name that gets no link, because no other part of the article has that name.
    NotLinked = 66
    /// A paragraph that is too long to read comfortably.
    LongParagraph = 67
    /// A date of publication in the future.
    FutureDate = 68

    /// A fact that says more than its passages.
    BeyondEvidence = 69

    // Topics.
    /// Two topics of a site whose pages would have the same address.
    SameTopic = 70

    /// A claim without a finding.
    NoFinding = 71

    // Figures.
    /// A number with decimals that can't be used.
    BadDecimal = 72
    /// A figure without a unit, with two units, or with one that can't be used.
    FigureUnit = 73
    /// A figure whose numbers or dates contradict each other.
    FigureContradicts = 74

    // Tables and pull quotes.
    /// A cell of a table that evidence names but that isn't there exactly once, or is empty.
    UnknownCell = 75
    /// A pull quote whose words aren't in the text.
    PullQuote = 76
    /// A line that seems meant as a caption of a table or as a pull quote but isn't a valid one.
    Directive = 77

    // Audio and video.
    /// Audio or video whose format isn't supported or isn't the one that its name says, or that is incomplete.
    MediaFormat = 79
    /// Audio or video without captions, or with a caption file whose language isn't clear.
    CaptionsMissing = 80
    /// A caption file that isn't valid WebVTT.
    Captions = 81

    // Key facts.
    /// A key fact without a number, or one that names both a fact and a box.
    KeyFact = 82
    /// A key fact whose label is missing or too long.
    KeyFactLabel = 83
    /// An article with a single key fact, or with too many.
    KeyFactCount = 84

    // The theme of a site.
    /// A colour that isn't hexadecimal.
    BadColour = 85
    /// A colour with too little contrast.
    LowContrast = 86
    /// A font or logo whose path isn't that of a file beside site.toml.
    ThemeFile = 87
    /// A font file that pages can't use.
    Font = 88
    /// A font that lacks letters of an article.
    FontLetters = 89
    /// A logo that pages can't show.
    Logo = 90

    // The documents of sources.
    /// A document that can't be read.
    Document = 100
    /// A document whose hash isn't the one that its source gives.
    DocumentChanged = 101
    /// A document whose file is missing, so that its passages aren't verified.
    NotVerified = 102
    /// A quotation that isn't in its document.
    SourceQuoteNotFound = 103
    /// A quotation that occurs several times in its document.
    SourceQuoteAmbiguous = 104
    /// A place that a document doesn't have, that a quotation isn't at, or that is missing.
    SourcePlace = 105
    /// A passage or a key of a document at a source that has none.
    NoDocument = 106
    /// A saved web page that would be published as a file.
    PublishedPage = 107
    /// A fact without a passage in a document, on a site that demands one.
    SourcePassageMissing = 108

    // Editions in other languages.
    /// Words of the base that an edition lacks, or that are still in the language of the base.
    Untranslated = 120
    /// An id or a text in an edition that the base doesn't have.
    NotInBase = 121
    /// A key in an edition whose value comes from the base.
    FromBase = 122
    /// A number or a date in the words of an edition that the base doesn't have there.
    OtherNumber = 123
    /// An edition whose language can't be used.
    EditionLanguage = 124
    /// An edition of an article that doesn't exist.
    NoBase = 125
    /// An edition with another number of passages, disputes, authors or other parts than the base.
    OtherCount = 126
    /// An edition whose text has other blocks than that of the base.
    OtherText = 127
    /// A part of the base that changed since an edition was last reviewed.
    Behind = 128
    /// An edition that was never reviewed.
    NotReviewed = 129
}

impl Kind {
    /// Returns the severity.
    pub fn severity(self) -> Severity {
        match self {
            Self::BoxNotPlaced
            | Self::NotCorrected
            | Self::EarlierUnreadable
            | Self::LabelNotShown
            | Self::NotLinked
            | Self::LongParagraph
            | Self::FutureDate
            | Self::NoFinding
            | Self::FontLetters
            | Self::NotVerified
            | Self::OtherText
            | Self::Behind
            | Self::NotReviewed => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Returns the code, such as `SL001`. Reports show it, and `sidelight explain` looks it up.
    pub fn code(self) -> Code {
        Code(self as u16)
    }

    /// Returns the party that must act on a diagnostic of this kind.
    pub fn blame(self) -> Blame {
        match self {
            Self::NoArticles | Self::InTheWay => Blame::Usage,
            Self::FileUnreadable | Self::Shell | Self::Output | Self::Internal => Blame::Machine,
            _ => Blame::Articles,
        }
    }
}

/// An error or a warning about a file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind, which decides the code and the severity.
    pub kind: Kind,
    /// The path of the file or folder, as shown to the author.
    pub file: Arc<str>,
    /// The byte range of the offending text in the file. It is `0..0` if the diagnostic is about the file as a whole.
    pub range: Range<usize>,
    /// A sentence without a full stop that describes the problem. It includes the author's own words and numbers.
    pub message: String,
    /// A few words shown under the offending text; may be empty.
    pub label: String,
    /// Instructions to fix the problem; may be empty.
    pub hint: String,
    /// Other positions that help to explain the problem.
    pub related: Vec<Related>,
}

/// A position that helps to explain a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The path of the file, as shown to the author.
    pub file: Arc<str>,
    /// The byte range in that file.
    pub range: Range<usize>,
    /// A few words shown under the text at that range.
    pub label: String,
}

impl Diagnostic {
    /// Creates a diagnostic about a byte range of a file, without a label, a hint or related positions.
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

    /// Sets the label under the offending text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = shown(label.into());
        self
    }

    /// Sets the hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = shown(hint.into());
        self
    }

    /// Adds a related position.
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

    /// Returns the severity of its kind.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

/// Makes a text safe to show in a terminal. Replaces control characters other than line feeds, invisible direction marks and
/// byte order marks by their codes, such as `U+001B`. Text quoted from a file then can't move the cursor, set colours or
/// change the direction of text.
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
