//! The two files of an article, each read by itself. The compiler then checks them against each other; suggestions need
//! no more than this.

use crate::DiagnosticSink;
use crate::authored::AuthoredBox;
use crate::facts::read_boxes;
use crate::head::{Head, Parts, read_head, split};
use crate::markdown::{Markdown, Piece, PiecePosition};
use crate::source_file::{Loaded, SourceFile};
use crate::toml::Document;

/// The fact boxes of `facts.toml`.
pub struct DraftFacts {
    /// The boxes that could be read.
    pub boxes: Vec<AuthoredBox>,
    /// `true` if no box and no id of a box is missing because of an error.
    pub(crate) are_known: bool,
    /// `true` if the file has no syntax error.
    pub(crate) is_whole: bool,
}

/// The front matter and the text of `article.md`.
pub struct DraftText {
    pub(crate) parts: Parts,
    /// The front matter.
    pub head: Head,
    /// `true` if no key of the front matter is missing because of an error.
    pub(crate) has_whole_head: bool,
    /// The text.
    pub markdown: Markdown,
    /// `true` if no part of the text was rejected.
    pub(crate) has_whole_body: bool,
}

impl DraftFacts {
    /// Reads `facts.toml` and reports what is wrong in it. Returns no boxes if it can't be read.
    pub fn read(facts: &Loaded, diagnostics: &DiagnosticSink) -> Self {
        let file = &facts.file;
        let document = facts
            .usable
            .then(|| Document::parse(file, file.start()..file.text.len(), diagnostics));
        let is_whole = document.as_ref().is_some_and(|toml| !toml.is_broken());
        let boxes = document.as_ref().and_then(read_boxes);
        Self {
            is_whole,
            are_known: is_whole
                && boxes
                    .as_ref()
                    .is_some_and(|boxes| boxes.iter().all(|fact_box| fact_box.id.is_some())),
            boxes: boxes.unwrap_or_default(),
        }
    }
}

impl DraftText {
    /// Reads `article.md`. Returns `None` and reports a diagnostic to `diagnostics` if it has no front matter. Reports what is
    /// wrong in its parts to `inside`. `publisher` returns the name of the site's publisher, which signs an article
    /// without a byline.
    pub fn read(
        article: &SourceFile,
        publisher: &dyn Fn() -> Option<String>,
        diagnostics: &DiagnosticSink,
        inside: &DiagnosticSink,
    ) -> Option<Self> {
        let parts = split(article, diagnostics)?;
        let document = Document::parse(article, parts.head.clone(), inside);
        let head = read_head(&document, parts.opening.clone(), publisher, inside);
        let before = inside.count();
        let markdown = Piece {
            file: article,
            text: &article.text[parts.body.clone()],
            position: PiecePosition::From(parts.body.start),
            diagnostics: inside,
        }
        .read();
        Some(Self {
            has_whole_head: !document.is_broken(),
            has_whole_body: inside.count() == before,
            parts,
            head,
            markdown,
        })
    }
}
