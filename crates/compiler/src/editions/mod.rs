//! Editions: an article in other languages.
//!
//! An edition is `article.<lang>.md` and `facts.<lang>.toml` beside the article's own files, the *base*. It has only words.
//! Numbers, dates, coordinates, ids and sources are those of the base. The two are merged before evidence is resolved, and
//! the result passes the same checks as an article. So an edition is a package of its own.
//!
//! *Invariant:* ranges in a merged edition are those of the edition's files. What comes from the base has the range of the
//! part of the edition that it belongs to.

mod alignment;
mod facts;
mod head;
mod languages;
mod numbers;
mod place;
mod record;
mod review;
mod skeleton;
mod status;
mod translation;
mod units;

pub use crate::edition_name::{facts_file, text_file};

use self::numbers::Numbers;
use crate::DiagnosticSink;
use crate::draft::{DraftFacts, DraftText};
use crate::source_file::{Loaded, SourceFile, load};
use crate::sources::Sources;
use sidelight_model::Article;

pub use languages::edition_languages;
pub use record::RECORD;
pub use review::{AcceptError, accept};
pub use skeleton::{SkeletonError, write_skeleton};
pub use status::{EditionStatus, statuses};

pub(crate) use languages::{check_languages, report_without_base};
pub(crate) use review::check_review;

/// The base of an edition: the article's own files, and the article that they compile to.
pub(crate) struct Base<'a> {
    pub(crate) article: &'a Article,
    pub(crate) text_file: &'a SourceFile,
    pub(crate) facts: &'a Loaded,
}

/// The files of an edition, and its drafts with everything that comes from the base.
pub(crate) struct Merged {
    pub(crate) text: DraftText,
    pub(crate) facts: DraftFacts,
}

/// The two files of an edition.
pub(crate) struct EditionFiles {
    pub(crate) text: Loaded,
    pub(crate) facts: Loaded,
}

impl EditionFiles {
    /// Loads the files of an edition. Reports files that can't be read.
    pub(crate) fn load(
        sources: &dyn Sources,
        article: &str,
        language: &str,
        diagnostics: &DiagnosticSink,
    ) -> Self {
        Self {
            text: load(sources, article, &text_file(language), diagnostics),
            facts: load(sources, article, &facts_file(language), diagnostics),
        }
    }

    /// Merges the edition with its base. Returns `None` if a file can't be read at all; that was reported.
    pub(crate) fn merge(
        &self,
        base: &Base<'_>,
        language: &str,
        diagnostics: &DiagnosticSink,
    ) -> Option<Merged> {
        // The base was compiled without errors, so reading it again reports nothing new.
        let silent = DiagnosticSink::default();
        let mut base_text =
            DraftText::read(base.text_file, &|| base.publisher(), &silent, &silent)?;
        let mut base_facts = DraftFacts::read(base.facts, &silent);
        // The passages in documents of sources were found for the base. `Base::add_passages` adds them.
        base_text.head.documents.clear();
        for fact in base_facts.boxes.iter_mut().flat_map(|of| &mut of.facts) {
            fact.from.clear();
        }
        if !self.facts.usable || !self.text.usable {
            return None;
        }
        let numbers = Numbers::new(&base.article.language, language);
        let known = numbers.of_all(
            &[&base.article.headline, &base.article.standfirst],
            &base_facts.boxes,
        );
        let before = diagnostics.count();
        let boxes = facts::merge(
            &self.facts.file,
            base_facts.boxes,
            &numbers,
            language,
            diagnostics,
        );
        let is_whole = diagnostics.count() == before;
        let mut text = head::merge(&self.text.file, base_text, &known, language, diagnostics)?;
        head::add_names(&mut text.head, &boxes, base.article);
        Some(Merged {
            text,
            facts: DraftFacts {
                boxes,
                are_known: true,
                is_whole,
            },
        })
    }
}

impl Base<'_> {
    /// Adds the documents of sources to an edition, and the passages in them. They are the same in all languages.
    pub(crate) fn add_passages(&self, edition: &mut Article) {
        for (source, of_base) in edition.sources.iter_mut().zip(&self.article.sources) {
            source.document.clone_from(&of_base.document);
        }
        let facts = edition.boxes.iter_mut().flat_map(|of| &mut of.facts);
        for (fact, of_base) in facts.zip(self.article.facts()) {
            fact.from.clone_from(&of_base.from);
        }
    }

    /// Returns the name in the article's byline, which is that of the site's publisher if the article has no byline of its
    /// own.
    fn publisher(&self) -> Option<String> {
        Some(self.article.byline.first()?.name.clone())
    }
}
