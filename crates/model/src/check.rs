//! Validation beyond the types: ids are unique, references resolve, totals equal their parts, and the evidence is in the
//! body at the given position.
//!
//! The compiler reports errors in authored files with their position in the file. This module has the final say on every
//! package, no matter which program made it. It stops at the first error, because programs make packages, not people.

mod body;
mod boxes;
mod documents;
mod figures;
mod media;

use std::collections::{HashMap, HashSet};

use self::body::Body;
use self::boxes::check_box;
use self::documents::{check_document, check_source_passage, documents};
use super::{
    Article, Block, Fact, Inline, KeyFact, KeyFactOf, PackageError, anchor, plain_text, unseen,
};

type Checked = Result<(), PackageError>;

fn invalid<T>(path: impl Into<String>, reason: impl Into<String>) -> Result<T, PackageError> {
    Err(PackageError {
        path: path.into(),
        reason: reason.into(),
    })
}

/// Checks that a text is not blank and can be displayed.
fn not_blank(text: &str, path: impl FnOnce() -> String) -> Checked {
    if text.trim().is_empty() {
        invalid(path(), "it is empty")
    } else {
        showable(text, path)
    }
}

/// Checks that a text has no character that prevents it from being displayed.
fn showable(text: &str, path: impl FnOnce() -> String) -> Checked {
    match unseen(text) {
        Some((_, error)) => invalid(path(), format!("it {error}")),
        None => Ok(()),
    }
}

/// Checks an optional text like [`showable`]. A missing or empty text is valid.
fn optional(text: Option<&String>, path: impl FnOnce() -> String) -> Checked {
    text.map_or(Ok(()), |text| showable(text, path))
}

/// The pattern for JSON Schemas that matches the tags [`is_language_tag`] accepts.
#[cfg(feature = "schema")]
pub const LANGUAGE_TAG: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

/// Returns `true` if a tag has the form of BCP 47: a language of 2 or 3 letters, then parts of 1 to 8 letters and digits,
/// with hyphens between them.
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

impl Article {
    /// Checks the rules that the types don't enforce: unique ids, valid references, correct totals, evidence in place.
    ///
    /// # Errors
    /// The first error, with its path in the package.
    pub fn check(&self) -> Result<(), PackageError> {
        self.check_head()?;
        let body = Body::read(self)?;
        let mut seen = Seen {
            sources: self.sources.iter().map(|s| s.id.as_str()).collect(),
            ..Seen::default()
        };
        for (i, fact_box) in self.boxes.iter().enumerate() {
            check_box(fact_box, &format!("boxes[{i}]"), &body, &mut seen)?;
        }
        self.check_page_ids()?;
        self.check_references(&body, &seen)
    }

    /// Checks that no two elements of the page would have the same id.
    fn check_page_ids(&self) -> Checked {
        let mut owners = HashMap::new();
        let mut claim = |ids: Vec<String>, path: String, owner: String| -> Checked {
            for id in ids {
                if let Some(other) = owners.insert(id.clone(), owner.clone()) {
                    let reason =
                        format!("{other} and {owner} would have the same id `{id}` on the page");
                    return invalid(path, reason);
                }
            }
            Ok(())
        };
        let has_sources_page = self.has_sources_page();
        for (i, fact_box) in self.boxes.iter().enumerate() {
            let path = format!("boxes[{i}]");
            if has_sources_page && fact_box.id.as_str() == anchor::SOURCES_PAGE {
                return invalid(
                    format!("{path}.id"),
                    "the page of sources has this address; rename the box",
                );
            }
            claim(
                anchor::of_box(&fact_box.id),
                format!("{path}.id"),
                format!("the box `{}`", fact_box.id),
            )?;
            for (j, fact) in fact_box.facts.iter().enumerate() {
                let path = format!("{path}.facts[{j}]");
                claim(
                    anchor::of_fact(&fact.id, fact.name().is_some()),
                    format!("{path}.id"),
                    format!("the fact `{}`", fact.id),
                )?;
                for (k, evidence) in fact.evidence.iter().enumerate() {
                    claim(
                        anchor::of_evidence(&evidence.id),
                        format!("{path}.evidence[{k}].id"),
                        format!("the passage `{}`", evidence.id),
                    )?;
                }
            }
        }
        Ok(())
    }

    fn check_head(&self) -> Checked {
        if !is_language_tag(&self.language) {
            return invalid(
                "language",
                "it is not a BCP 47 tag such as `en` or `kk-Cyrl`",
            );
        }
        not_blank(&self.headline, || "headline".into())?;
        not_blank(&self.standfirst, || "standfirst".into())?;
        self.check_byline()?;
        if self
            .updated
            .is_some_and(|updated| updated.is_before(self.published))
        {
            return invalid("updated", "it is before `published`");
        }
        let mut topics = HashSet::new();
        for (i, topic) in self.topics.iter().enumerate() {
            not_blank(topic, || format!("topics[{i}]"))?;
            unique(&mut topics, topic, || format!("topics[{i}]"))?;
        }
        let mut sources = HashSet::new();
        for (i, source) in self.sources.iter().enumerate() {
            unique(&mut sources, source.id.as_str(), || {
                format!("sources[{i}].id")
            })?;
            not_blank(&source.title, || format!("sources[{i}].title"))?;
            if let Some(name) = &source.short_name {
                not_blank(name, || format!("sources[{i}].shortName"))?;
            }
            for (name, text) in [
                ("author", &source.author),
                ("publisher", &source.publisher),
                ("note", &source.note),
                ("licence", &source.licence),
            ] {
                optional(text.as_ref(), || format!("sources[{i}].{name}"))?;
            }
            if let Some(document) = &source.document {
                check_document(document, &format!("sources[{i}].document"))?;
            }
        }
        if let Some(id) = &self.default_source
            && !sources.contains(id.as_str())
        {
            return invalid("defaultSource", format!("there is no source `{id}`"));
        }
        for (i, story) in self.related.iter().enumerate() {
            not_blank(&story.title, || format!("related[{i}].title"))?;
            optional(story.publisher.as_ref(), || {
                format!("related[{i}].publisher")
            })?;
            if !story.url.is_page() {
                return invalid(
                    format!("related[{i}].url"),
                    "it is not the address of a page",
                );
            }
        }
        for (i, alias) in self.aliases.iter().enumerate() {
            not_blank(&alias.name, || format!("aliases[{i}].name"))?;
            if alias.spellings.is_empty() {
                return invalid(
                    format!("aliases[{i}].spellings"),
                    "an alias needs at least one spelling",
                );
            }
            for (j, spelling) in alias.spellings.iter().enumerate() {
                not_blank(spelling, || format!("aliases[{i}].spellings[{j}]"))?;
            }
        }
        for (i, correction) in self.corrections.iter().enumerate() {
            showable(&correction.was, || format!("corrections[{i}].was"))?;
            showable(&correction.now, || format!("corrections[{i}].now"))?;
        }
        showable(&plain_text(&self.note), || "note".into())?;
        if no_evidence(&self.note) {
            Ok(())
        } else {
            invalid("note", "only the body can contain evidence")
        }
    }

    fn check_byline(&self) -> Checked {
        if self.byline.is_empty() {
            return invalid("byline", "an article needs at least one author");
        }
        for (i, byline) in self.byline.iter().enumerate() {
            not_blank(&byline.name, || format!("byline[{i}].name"))?;
            optional(byline.role.as_ref(), || format!("byline[{i}].role"))?;
            let path = || format!("byline[{i}].biography");
            showable(&plain_text(&byline.biography), path)?;
            if !no_evidence(&byline.biography) {
                return invalid(path(), "only the body can contain evidence");
            }
            if byline
                .contact
                .as_ref()
                .is_some_and(|href| !href.is_contact())
            {
                return invalid(
                    format!("byline[{i}].contact"),
                    "it is neither `mailto:` with an address nor `https://`",
                );
            }
        }
        Ok(())
    }

    fn check_key_facts(&self) -> Checked {
        let key_facts = &self.key_facts;
        if !key_facts.is_empty() && !KeyFact::COUNTS.contains(&key_facts.len()) {
            return invalid("keyFacts", "an article has 2 to 6 key facts, or none");
        }
        for (i, KeyFact { of, label }) in key_facts.iter().enumerate() {
            let path = || format!("keyFacts[{i}]");
            let (has_number, needs_label) = match of {
                KeyFactOf::Fact(id) => match self.facts().find(|fact| fact.id == *id) {
                    Some(fact) => (
                        fact.quantity.is_some() || fact.figure.is_some(),
                        fact.figure.is_some() && fact.label.is_none(),
                    ),
                    None => (false, false),
                },
                KeyFactOf::Box(id) => match self.boxes.iter().find(|other| other.id == *id) {
                    Some(fact_box) => (fact_box.count() > 0, true),
                    None => (false, false),
                },
            };
            if let Some(label) = label {
                not_blank(label, path)?;
            }
            let length = label.as_ref().map(|label| label.chars().count());
            let reason = if key_facts[..i].iter().any(|other| other.of == *of) {
                "two key facts are the same"
            } else if !has_number {
                "it names no fact and no box with a number"
            } else if needs_label && label.is_none() {
                "it has no label"
            } else if length > Some(KeyFact::LABEL) {
                "its label is longer than 40 characters"
            } else {
                continue;
            };
            return invalid(path(), reason);
        }
        Ok(())
    }

    fn check_references(&self, body: &Body<'_>, seen: &Seen<'_>) -> Checked {
        for (i, block) in self.body.iter().enumerate() {
            if let Block::Box(id) = block
                && !seen.boxes.contains(id.as_str())
            {
                return invalid(format!("body[{i}].box"), format!("there is no box `{id}`"));
            }
        }
        for (id, mark) in &body.marks {
            if !seen.evidence.contains(id) {
                return invalid(&mark.path, format!("no fact has the evidence `{id}`"));
            }
        }
        let documents = documents(&self.sources);
        for (i, fact_box) in self.boxes.iter().enumerate() {
            for (j, fact) in fact_box.facts.iter().enumerate() {
                let path = format!("boxes[{i}].facts[{j}]");
                for (k, passage) in fact.from.iter().enumerate() {
                    check_source_passage(passage, &format!("{path}.from[{k}]"), &documents)?;
                }
                check_named_in(fact, &format!("{path}.namedIn"), seen)?;
            }
        }
        self.check_key_facts()?;
        for (i, correction) in self.corrections.iter().enumerate() {
            if let Some(fact) = &correction.fact
                && !seen.facts.contains(fact.as_str())
            {
                return invalid(
                    format!("corrections[{i}].fact"),
                    format!("there is no fact `{fact}`"),
                );
            }
        }
        Ok(())
    }
}

fn check_named_in(fact: &Fact, path: &str, seen: &Seen<'_>) -> Checked {
    if fact.name().is_none() && !fact.named_in.is_empty() {
        return invalid(
            path,
            "only a person, an organisation, a place or a term can have this",
        );
    }
    for (i, other) in fact.named_in.iter().enumerate() {
        if !seen.facts.contains(other.as_str()) {
            return invalid(
                format!("{path}[{i}]"),
                format!("there is no fact `{other}`"),
            );
        }
    }
    Ok(())
}

/// The ids found so far. `sources` is complete from the start.
#[derive(Default)]
struct Seen<'a> {
    sources: HashSet<&'a str>,
    boxes: HashSet<&'a str>,
    facts: HashSet<&'a str>,
    evidence: HashSet<&'a str>,
}

fn unique<'a>(seen: &mut HashSet<&'a str>, id: &'a str, path: impl FnOnce() -> String) -> Checked {
    if seen.insert(id) {
        Ok(())
    } else {
        invalid(path(), format!("`{id}` is used twice"))
    }
}

fn no_evidence(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .all(|i| !matches!(i, Inline::Evidence(_)) && no_evidence(i.children()))
}
