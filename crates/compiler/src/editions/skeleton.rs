//! The skeleton of an edition for `sidelight editions new`: empty words, with those of the base as comments.
//!
//! The text is that of the base, to be translated in place. The compiler reports each text that is still the same.
//!
//! *Invariant:* no existing file is changed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::authored::{AuthoredBox, AuthoredCorrection, AuthoredEvidence, AuthoredFact};
use crate::draft::{DraftFacts, DraftText};
use crate::edition_name::{facts_file, text_file};
use crate::head::Head;
use crate::source_file::{Loaded, SourceFile};
use crate::sources::Sources;
use crate::toml::{toml_comment, toml_text};
use crate::unit::knows_years;
use crate::{DiagnosticSink, source_file};
use sidelight_model::{Aspect, MeasureUnit, Slug, plain_text};

/// The line that names the schema to editors.
const SCHEMA: &str = "#:schema ../.sidelight-schema/edition-facts.json";

/// The reason why no skeleton was written.
#[derive(Debug)]
pub enum SkeletonError {
    /// This file exists already.
    Exists(PathBuf),
    /// The base has errors, so its words aren't known.
    Base,
    /// The file system reported an error.
    Io(io::Error),
}

impl From<io::Error> for SkeletonError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes the files of a new edition into an article's folder. `articles` is the folder that contains it. Returns the paths
/// of the two files.
///
/// # Errors
/// Returns an error if one of the files exists, if the base can't be read, or if the file system reports an error.
pub fn write_skeleton(
    sources: &dyn Sources,
    articles: &Path,
    slug: &Slug,
    language: &str,
) -> Result<[PathBuf; 2], SkeletonError> {
    let folder = articles.join(slug.as_str());
    let paths = [text_file(language), facts_file(language)].map(|name| folder.join(name));
    // A broken symbolic link also counts as existing.
    if let Some(path) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(SkeletonError::Exists(path.clone()));
    }
    let diagnostics = DiagnosticSink::default();
    let text = source_file::load(sources, slug.as_str(), "article.md", &diagnostics);
    let facts = source_file::load(sources, slug.as_str(), "facts.toml", &diagnostics);
    let [text, facts] =
        skeleton(&text, &facts, language, &diagnostics).ok_or(SkeletonError::Base)?;
    write_new(&paths[0], &text)?;
    // Without its second file, an edition is an error in each build.
    if let Err(error) = write_new(&paths[1], &facts) {
        fs::remove_file(&paths[0])?;
        return Err(error.into());
    }
    Ok(paths)
}

/// Writes a file that must not exist yet.
fn write_new(path: &Path, content: &str) -> io::Result<()> {
    File::create_new(path)?.write_all(content.as_bytes())
}

/// Returns the text and the facts of a new edition. Returns `None` if the base can't be read.
fn skeleton(
    text: &Loaded,
    facts: &Loaded,
    language: &str,
    diagnostics: &DiagnosticSink,
) -> Option<[String; 2]> {
    let draft = DraftText::read(
        &text.file,
        &|| Some(String::new()),
        diagnostics,
        diagnostics,
    )?;
    let boxes = DraftFacts::read(facts, diagnostics).boxes;
    if !text.usable || diagnostics.any_error() {
        return None;
    }
    Some([
        text_skeleton(&draft, &text.file),
        facts_skeleton(&boxes, language),
    ])
}

fn text_skeleton(draft: &DraftText, file: &SourceFile) -> String {
    let mut out = Writer::default();
    out.line("+++");
    head_skeleton(&draft.head, &mut out);
    out.line("+++");
    out.0.push_str(&file.text[draft.parts.body.clone()]);
    out.0
}

fn head_skeleton(head: &Head, out: &mut Writer) {
    out.text("headline", &head.headline);
    out.text("standfirst", &head.standfirst);
    let topics: Vec<&str> = head
        .topics
        .iter()
        .map(|topic| topic.value.as_str())
        .collect();
    if !topics.is_empty() {
        out.list("topics", &topics);
    }
    if !head.note.is_empty() {
        out.text("note", &plain_text(&head.note));
    }
    let has_words =
        |byline: &sidelight_model::Byline| byline.role.is_some() || !byline.biography.is_empty();
    if head.byline.iter().any(has_words) {
        for byline in &head.byline {
            out.line("\n[[byline]]");
            out.text("name", &byline.name);
            out.optional("role", byline.role.as_deref());
            if !byline.biography.is_empty() {
                out.text("biography", &plain_text(&byline.biography));
            }
        }
    }
    for source in head.sources.iter().filter(|source| source.note.is_some()) {
        out.line("\n[[source]]");
        out.id(source.id.as_str());
        out.optional("note", source.note.as_deref());
    }
    for label in head
        .key_facts
        .iter()
        .filter_map(|key_fact| key_fact.label.as_ref())
    {
        out.line("\n[[key-fact]]");
        out.text("label", &label.value);
    }
    for correction in &head.corrections {
        out.correction("[[correction]]", correction);
    }
}

fn facts_skeleton(boxes: &[AuthoredBox], language: &str) -> String {
    let mut out = Writer::default();
    out.line(SCHEMA);
    for of in boxes {
        out.line("\n[[box]]");
        out.id(of.id.as_ref().map_or("", |id| id.value.as_str()));
        out.text("title", &of.title);
        out.text("gist", &of.gist);
        for group in &of.groups {
            out.line("\n[[box.group]]");
            out.id(group.id.as_ref().map_or("", |id| id.value.as_str()));
            out.text("title", &group.title);
            out.optional("party", group.party.as_deref());
        }
        for fact in &of.facts {
            fact_skeleton(fact, language, &mut out);
        }
        for dispute in &of.disputes {
            out.line("\n[[box.dispute]]");
            out.text("about", &dispute.about);
            for version in &dispute.versions {
                out.line("\n[[box.dispute.version]]");
                out.text("holder", &version.holder);
            }
        }
        for label in &of.map_labels {
            out.line("\n[[box.map-label]]");
            out.text("name", &label.name.value);
        }
    }
    out.0
}

fn fact_skeleton(fact: &AuthoredFact, language: &str, out: &mut Writer) {
    out.line("\n[[box.fact]]");
    out.id(fact.id.as_ref().map_or("", |id| id.value.as_str()));
    out.optional(
        "label",
        fact.label.as_ref().map(|label| label.value.as_str()),
    );
    let aspect = fact.aspect.as_ref().map(|aspect| &aspect.value);
    match aspect {
        Some(Aspect::Question(question)) => out.text("question", question),
        Some(Aspect::Person(of) | Aspect::Organisation(of)) => {
            let words = [
                ("name", Some(&of.name)),
                ("role", of.role.as_ref()),
                ("affiliation", of.affiliation.as_ref()),
            ];
            let words = words
                .into_iter()
                .filter_map(|(key, word)| Some((key, word?.as_str())));
            out.inline("entity", &words.collect::<Vec<_>>());
        }
        _ => {}
    }
    out.text("statement", &fact.statement.value);
    let is_known = |unit: &str| unit == "years" && knows_years(language);
    if let Some(quantity) = &fact.quantity
        && !(aspect == Some(&Aspect::Term) && is_known(&quantity.value.unit))
    {
        out.inline("quantity", &[("unit", &quantity.value.unit)]);
    }
    if let Some(term) = fact
        .term
        .as_ref()
        .filter(|term| !is_known(&term.value.unit))
    {
        out.inline("term", &[("unit", &term.value.unit)]);
    }
    if let Some(MeasureUnit::Named(unit)) = fact.figure.as_ref().map(|figure| &figure.value.unit) {
        out.inline("figure", &[("unit", unit)]);
    }
    out.optional(
        "derived",
        fact.derived.as_ref().map(|derived| derived.value.as_str()),
    );
    out.optional("by", fact.by.as_deref());
    out.optional("role", fact.role.as_deref());
    out.evidence(&fact.evidence);
    for correction in &fact.corrections {
        out.correction("[[box.fact.correction]]", correction);
    }
}

/// Writes TOML: each key with an empty value, after a comment with the words of the base.
#[derive(Default)]
struct Writer(String);

impl Writer {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn comment(&mut self, words: &str) {
        self.line(&toml_comment(words));
    }

    fn id(&mut self, id: &str) {
        self.line(&format!("id = {}", toml_text(id)));
    }

    fn text(&mut self, key: &str, base: &str) {
        self.comment(base);
        self.line(&format!("{key} = \"\""));
    }

    fn optional(&mut self, key: &str, base: Option<&str>) {
        if let Some(base) = base {
            self.text(key, base);
        }
    }

    fn list(&mut self, key: &str, base: &[&str]) {
        self.line(&format!("{key} = ["));
        for words in base {
            self.line(&format!("  \"\", {}", toml_comment(words)));
        }
        self.line("]");
    }

    /// Writes an inline table of texts.
    fn inline(&mut self, key: &str, base: &[(&str, &str)]) {
        let words: Vec<&str> = base.iter().map(|(_, words)| *words).collect();
        let empty: Vec<String> = base
            .iter()
            .map(|(key, _)| format!("{key} = \"\""))
            .collect();
        self.comment(&words.join(" · "));
        self.line(&format!("{key} = {{ {} }}", empty.join(", ")));
    }

    fn evidence(&mut self, evidence: &[AuthoredEvidence]) {
        self.line("evidence = [");
        for one in evidence {
            let line = match one {
                AuthoredEvidence::Quote(quote) => {
                    format!("  \"\", {}", toml_comment(&quote.exact.value))
                }
                AuthoredEvidence::Cell(cell) => format!(
                    "  {{ table = {}, row = \"\", column = \"\" }}, {}",
                    toml_text(cell.table.value.as_str()),
                    toml_comment(&format!("{} · {}", cell.row.value, cell.column.value))
                ),
            };
            self.line(&line);
        }
        self.line("]");
    }

    fn correction(&mut self, header: &str, correction: &AuthoredCorrection) {
        self.line(&format!("\n{header}"));
        self.text("was", &correction.was);
        self.text("now", &correction.now);
    }
}
