//! Merges the front matter of `article.<lang>.md` with that of the base.

use super::alignment::align;
use super::facts::correction_words;
use super::numbers::Known;
use super::place::Place;
use super::translation::{Translation, quoted};
use crate::authored::{AuthoredBox, AuthoredKeyFact};
use crate::draft::DraftText;
use crate::head::{Head, read_aliases, split};
use crate::markdown::{Piece, PiecePosition, read_line};
use crate::source_file::SourceFile;
use crate::toml::{Document, Spanned, Table, Value};
use crate::{DiagnosticSink, Kind};
use sidelight_model::{
    Alias, Article, Aspect, Byline, Inline, KeyFactOf, Source, SourceId, plain_text,
};

/// The keys of the front matter that come from the base.
const OF_HEAD: [&str; 5] = ["published", "updated", "as-of", "default-source", "related"];

/// The keys of a source that come from the base.
const OF_SOURCE: [&str; 8] = [
    "date",
    "url",
    "archive",
    "retrieved",
    "file",
    "publish",
    "recording",
    "sha256",
];

/// Reads the text of an edition, and replaces the words of the base's front matter by those of the edition. Returns `None`
/// if there is no front matter, which is reported.
pub(super) fn merge(
    file: &SourceFile,
    base: DraftText,
    known: &Known<'_>,
    language: &str,
    diagnostics: &DiagnosticSink,
) -> Option<DraftText> {
    let parts = split(file, diagnostics)?;
    let document = Document::parse(file, parts.head.clone(), diagnostics);
    let table = document.root("the front matter", parts.opening.clone());
    let merge = Merge {
        document: &document,
        diagnostics,
    };
    let head = merge.head(table, base.head, language, |text| {
        known.check(text, "the article", &document);
    });
    let before = diagnostics.count();
    let mut markdown = Piece {
        file,
        text: &file.text[parts.body.clone()],
        position: PiecePosition::From(parts.body.start),
        diagnostics,
    }
    .read();
    let has_whole_body = diagnostics.count() == before;
    if has_whole_body {
        align(&mut markdown, &base.markdown, file, diagnostics);
    }
    Some(DraftText {
        has_whole_head: !document.is_broken(),
        has_whole_body,
        parts,
        head,
        markdown,
    })
}

struct Merge<'a> {
    document: &'a Document<'a>,
    diagnostics: &'a DiagnosticSink,
}

impl<'a> Merge<'a> {
    fn head(
        &self,
        table: Table<'a>,
        mut head: Head,
        language: &str,
        check: impl Fn(&Spanned<String>),
    ) -> Head {
        let mut words = Translation::new(table, "the article".to_owned());
        let span = words.span();
        let headline = words.text("headline", &head.headline);
        let standfirst = words.text("standfirst", &head.standfirst);
        check(&headline);
        check(&standfirst);
        head.headline = headline.value;
        head.standfirst = standfirst.value;
        self.language(words.table(), language);
        language.clone_into(&mut head.language);
        head.links.clear();
        let note = (!head.note.is_empty()).then(|| plain_text(&head.note));
        head.note = match words.word("note", note.as_deref()) {
            Some(note) if !note.value.is_empty() => self.paragraph(&note, &mut head),
            _ => Vec::new(),
        };
        self.topics(&mut words, &mut head);
        self.byline(&mut words, &mut head);
        self.sources(&mut words, &mut head.sources);
        self.key_facts(&mut words, &mut head.key_facts);
        let corrections = words.table().tables("correction", "this correction");
        self.count(
            &span,
            "correction",
            corrections.len(),
            head.corrections.len(),
        );
        for (table, correction) in corrections.into_iter().zip(&mut head.corrections) {
            correction_words(table, correction);
        }
        head.aliases.splice(..0, read_aliases(words.table()));
        words.refuse(&OF_HEAD);
        words.finish();
        // The base has published the files of its sources.
        head.source_urls.clear();
        head.published.set_place(&span);
        head.as_of.set_place(&span);
        head.default_source.set_place(&span);
        for correction in &mut head.corrections {
            correction.fact.set_place(&span);
        }
        head
    }

    /// Reports a language that isn't that of the file's name.
    fn language(&self, table: &mut Table<'a>, language: &str) {
        let Some(value) = table.optional("language") else {
            return;
        };
        if value.text().is_some_and(|text| text.value != language) {
            value.report(
                Kind::EditionLanguage,
                format!("the file's name says that this edition is in `{language}`"),
                "delete the key, or rename the files of the edition",
            );
        }
    }

    fn topics(&self, words: &mut Translation<'a>, head: &mut Head) {
        let base: Vec<&str> = head
            .topics
            .iter()
            .map(|topic| topic.value.as_str())
            .collect();
        let shown = (!base.is_empty()).then(|| quoted(&base.join(", ")));
        let Some(value) = words.value("topics", shown).flatten() else {
            return;
        };
        let listed = value.list();
        self.count(&value.span(), "topics", listed.len(), base.len());
        let topics: Vec<_> = listed.iter().filter_map(Value::text).collect();
        if topics.len() == base.len() {
            head.topics = topics;
        }
    }

    /// Reads the authors, in the order of the base. They may be left out if only their names would be repeated.
    fn byline(&self, words: &mut Translation<'a>, head: &mut Head) {
        let is_needed = head
            .byline
            .iter()
            .any(|byline| byline.role.is_some() || !byline.biography.is_empty());
        let names: Vec<&str> = head
            .byline
            .iter()
            .map(|byline| byline.name.as_str())
            .collect();
        let value = if is_needed {
            words
                .value("byline", Some(quoted(&names.join(", "))))
                .flatten()
        } else {
            words.table().optional("byline")
        };
        let Some(value) = value else {
            return;
        };
        let authors = value.list();
        self.count(&value.span(), "byline", authors.len(), head.byline.len());
        let mut links = Vec::new();
        for (value, byline) in authors.iter().zip(&mut head.byline) {
            if let Some(table) = value.table("this byline") {
                links.extend(self.author(table, byline));
            }
        }
        head.links.extend(links);
    }

    fn author(&self, table: Table<'a>, byline: &mut Byline) -> Vec<Spanned<sidelight_model::Href>> {
        let mut words = Translation::new(table, format!("the author `{}`", byline.name));
        byline.name = words.text("name", &byline.name).value;
        byline.role = words
            .word("role", byline.role.as_deref())
            .map(|role| role.value);
        let biography = (!byline.biography.is_empty()).then(|| plain_text(&byline.biography));
        let mut links = Vec::new();
        byline.biography = match words.word("biography", biography.as_deref()) {
            Some(text) if !text.value.is_empty() => {
                let (inlines, found) = read_line(&text, self.document.file(), self.diagnostics);
                links = found;
                inlines
            }
            _ => Vec::new(),
        };
        words.refuse(&["kind", "contact"]);
        words.finish();
        links
    }

    fn paragraph(&self, text: &Spanned<String>, head: &mut Head) -> Vec<Inline> {
        let (inlines, links) = read_line(text, self.document.file(), self.diagnostics);
        head.links.extend(links);
        inlines
    }

    /// Reads the words of sources, by their ids. Titles and names may stay those of the base. A note may not.
    fn sources(&self, words: &mut Translation<'a>, sources: &mut [Source]) {
        let span = words.span();
        let mut noted: Vec<SourceId> = Vec::new();
        for mut table in words.table().tables("source", "this source") {
            let Some(id) = table
                .required("id", "\"…\"")
                .and_then(|value| value.id(SourceId::new))
            else {
                continue;
            };
            let Some(source) = sources.iter_mut().find(|source| source.id == id.value) else {
                let message = format!("the base has no source `{}`", id.value);
                self.report(
                    Kind::NotInBase,
                    &id.span,
                    message,
                    "delete it, or add it to the base first",
                );
                continue;
            };
            let mut words = Translation::new(table, format!("the source `{}`", id.value));
            words.table().optional("id");
            let text = |text: Option<Spanned<String>>| text.map(|text| text.value);
            if let Some(title) = words.optional("title", Some(&source.title)) {
                source.title = title.value;
            }
            for (key, of) in [
                ("short-name", &mut source.short_name),
                ("author", &mut source.author),
                ("publisher", &mut source.publisher),
                ("licence", &mut source.licence),
            ] {
                let word = text(words.optional(key, of.as_deref()));
                *of = word.or_else(|| of.take());
            }
            source.note = text(words.word("note", source.note.as_deref()));
            words.refuse(&OF_SOURCE);
            words.finish();
            noted.push(id.value);
        }
        let lacking = sources
            .iter()
            .find(|source| source.note.is_some() && !noted.contains(&source.id));
        if let Some(source) = lacking
            && !self.document.is_broken()
        {
            let message = format!("the edition lacks the note of the source `{}`", source.id);
            let note = source.note.as_deref().unwrap_or_default();
            let hint = format!(
                "add `[[source]]` with `id = \"{}\"` and a `note`, in the edition's language; the base has {}",
                source.id,
                quoted(note)
            );
            self.report(Kind::Untranslated, &span, message, &hint);
        }
    }

    /// Reads the labels of key facts, in the order of the base.
    fn key_facts(&self, words: &mut Translation<'a>, key_facts: &mut [AuthoredKeyFact]) {
        let span = words.span();
        let tables = words.table().tables("key-fact", "this key fact");
        for key_fact in key_facts.iter_mut() {
            key_fact.span = span.clone();
            key_fact.of.set_place(&span);
        }
        let labelled: Vec<&mut AuthoredKeyFact> = key_facts
            .iter_mut()
            .filter(|key_fact| key_fact.label.is_some())
            .collect();
        let count = labelled.len();
        self.count(&span, "key-fact", tables.len(), count);
        for (table, key_fact) in tables.into_iter().zip(labelled) {
            let label = key_fact.label.as_ref().map(|label| label.value.clone());
            let what = match key_fact.of.as_ref().map(|of| &of.value) {
                Some(KeyFactOf::Fact(id)) => format!("the key fact of `{id}`"),
                Some(KeyFactOf::Box(id)) => format!("the key fact of the box `{id}`"),
                None => "the key fact".to_owned(),
            };
            let mut words = Translation::new(table, what);
            key_fact.span = words.span();
            key_fact.label = words.word("label", label.as_deref());
            words.refuse(&["fact", "box"]);
            words.finish();
        }
    }

    fn count(&self, span: &std::ops::Range<usize>, key: &str, here: usize, base: usize) {
        if here != base && !self.document.is_broken() {
            self.report(
                Kind::OtherCount,
                span,
                format!("`{key}` has {here} entries, but {base} in the base"),
                "write one for each of the base, in the same order",
            );
        }
    }

    fn report(&self, kind: Kind, span: &std::ops::Range<usize>, message: String, hint: &str) {
        let diagnostic = self.document.file().diagnostic(kind, span.clone(), message);
        self.document.report(diagnostic.hint(hint));
    }
}

/// Adds the base's spellings of names to the aliases of an edition, so that readers find a name by any spelling in each
/// edition. The name of the edition comes first.
pub(super) fn add_names(head: &mut Head, boxes: &[AuthoredBox], base: &Article) {
    let names = boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter_map(|fact| {
            let of_base = base
                .facts()
                .find(|of| fact.id.as_ref().is_some_and(|id| id.value == of.id))?;
            let name = match &fact.aspect.as_ref()?.value {
                Aspect::Person(entity) | Aspect::Organisation(entity) => entity.name.as_str(),
                Aspect::Place(_) | Aspect::Entry => fact.label.as_ref()?.value.as_str(),
                _ => return None,
            };
            Some((name, of_base.name()?))
        });
    for (name, of_base) in names.filter(|(name, of_base)| !name.is_empty() && name != of_base) {
        let mut spellings = vec![of_base.to_owned()];
        head.aliases.retain(|alias| {
            let is_same = alias.name == of_base || alias.name == name;
            if is_same {
                spellings.push(alias.name.clone());
                spellings.extend(alias.spellings.iter().cloned());
            }
            !is_same
        });
        let mut known: Vec<String> = Vec::new();
        for spelling in spellings {
            if spelling != name && !known.contains(&spelling) {
                known.push(spelling);
            }
        }
        head.aliases.push(Alias {
            name: name.to_owned(),
            spellings: known,
        });
    }
}
