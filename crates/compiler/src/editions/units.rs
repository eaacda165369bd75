//! The parts of a base that an edition translates, each as a short hash of its content.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::toml::toml_comment;
use sidelight_model::{Article, Aspect, Block, Fact, FactBox, Measure, MeasureUnit, plain_text};

/// Length of a hash, in hexadecimal digits. An article has a few hundred parts, so equal hashes of different parts are
/// unlikely.
const DIGITS: usize = 12;

/// Number of words of a text in the comment after its hash.
const BEGINNING: usize = 6;

/// The hashes of a base. Keys are those of the files, or ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Units {
    /// The texts of the article, in order.
    pub(super) text: Vec<String>,
    /// The texts of the front matter, by key.
    pub(super) head: BTreeMap<String, String>,
    /// The words of the boxes, by id.
    #[serde(default)]
    pub(super) boxes: BTreeMap<String, String>,
    /// The facts, by id.
    #[serde(default)]
    pub(super) facts: BTreeMap<String, FactUnit>,
}

/// The hashes of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactUnit {
    /// Its statement, label, attribution and other words.
    pub(super) words: String,
    /// Its numbers, dates and coordinates.
    pub(super) numbers: String,
    /// The passages that it quotes.
    pub(super) passages: String,
}

impl Units {
    /// Returns the hashes of a base.
    pub(super) fn of(base: &Article) -> Self {
        let mut head = BTreeMap::new();
        let mut put = |key: &str, text: Option<String>| {
            head.extend(text.map(|text| (key.to_owned(), hash(&text))));
        };
        put("headline", Some(base.headline.clone()));
        put("standfirst", Some(base.standfirst.clone()));
        put(
            "note",
            (!base.note.is_empty()).then(|| plain_text(&base.note)),
        );
        put(
            "topics",
            (!base.topics.is_empty()).then(|| json(&base.topics)),
        );
        let labels: Vec<_> = base
            .key_facts
            .iter()
            .filter_map(|of| of.label.as_ref())
            .collect();
        put("key-fact", (!labels.is_empty()).then(|| json(&labels)));
        let corrections: Vec<_> = base
            .corrections
            .iter()
            .map(|of| (&of.was, &of.now))
            .collect();
        put(
            "correction",
            (!corrections.is_empty()).then(|| json(&corrections)),
        );
        let notes: Vec<_> = base
            .sources
            .iter()
            .filter_map(|of| Some((&of.id, of.note.as_ref()?)))
            .collect();
        put("source", (!notes.is_empty()).then(|| json(&notes)));
        Self {
            text: texts(base).map(|text| hash(&text)).collect(),
            head,
            boxes: base
                .boxes
                .iter()
                .map(|of| (of.id.to_string(), box_hash(of)))
                .collect(),
            facts: base
                .facts()
                .map(|fact| (fact.id.to_string(), FactUnit::of(fact)))
                .collect(),
        }
    }

    /// Writes the hashes as tables of TOML below the key of a language, one part on each line. The comment after a hash has the
    /// first words of its text, so that people can follow changes in version control.
    pub(super) fn write(&self, language: &str, base: &Article) -> String {
        let mut out = format!("[{language}]\ntext = [\n");
        for (hash, text) in self.text.iter().zip(texts(base)) {
            let words: Vec<&str> = text.split_whitespace().take(BEGINNING).collect();
            let comment = toml_comment(&words.join(" "));
            out.push_str(&format!("  \"{hash}\", {comment}\n"));
        }
        out.push_str("]\n");
        self.write_tables(language, &mut out);
        out
    }

    /// Writes the hashes of another edition, whose texts aren't known.
    pub(super) fn write_known(
        &self,
        language: &str,
        comments: &BTreeMap<String, String>,
    ) -> String {
        let mut out = format!("[{language}]\ntext = [\n");
        for hash in &self.text {
            match comments.get(hash) {
                Some(comment) => out.push_str(&format!("  \"{hash}\", {comment}\n")),
                None => out.push_str(&format!("  \"{hash}\",\n")),
            }
        }
        out.push_str("]\n");
        self.write_tables(language, &mut out);
        out
    }

    fn write_tables(&self, language: &str, out: &mut String) {
        out.push_str(&format!("\n[{language}.head]\n"));
        for (key, hash) in &self.head {
            out.push_str(&format!("{key} = \"{hash}\"\n"));
        }
        if !self.boxes.is_empty() {
            out.push_str(&format!("\n[{language}.boxes]\n"));
        }
        for (id, hash) in &self.boxes {
            out.push_str(&format!("{id} = \"{hash}\"\n"));
        }
        if !self.facts.is_empty() {
            out.push_str(&format!("\n[{language}.facts]\n"));
        }
        for (id, fact) in &self.facts {
            out.push_str(&format!(
                "{id} = {{ words = \"{}\", numbers = \"{}\", passages = \"{}\" }}\n",
                fact.words, fact.numbers, fact.passages
            ));
        }
    }
}

impl FactUnit {
    fn of(fact: &Fact) -> Self {
        let (words, number): (Vec<Option<&str>>, String) = match &fact.aspect {
            Aspect::Person(of) | Aspect::Organisation(of) => (
                vec![
                    Some(&of.name),
                    of.role.as_deref(),
                    of.affiliation.as_deref(),
                ],
                String::new(),
            ),
            Aspect::Question(question) => (vec![Some(question)], String::new()),
            other => (Vec::new(), json(other)),
        };
        let unit = fact.figure.as_ref().and_then(|figure| match &figure.unit {
            MeasureUnit::Named(unit) => Some(unit.as_str()),
            MeasureUnit::Currency(_) | MeasureUnit::Percent => None,
        });
        let figure = fact.figure.as_ref().map(|figure| Measure {
            // The unit is a word unless it is a currency or per cent.
            unit: if unit.is_some() {
                MeasureUnit::Percent
            } else {
                figure.unit.clone()
            },
            ..figure.clone()
        });
        Self {
            words: hash(&json(&(
                &fact.label,
                &fact.statement,
                &fact.derived,
                (&fact.attribution.by, &fact.attribution.role),
                fact.quantity.as_ref().map(|quantity| &quantity.unit),
                fact.term.as_ref().map(|term| &term.unit),
                unit,
                words,
            ))),
            numbers: hash(&json(&(
                number,
                fact.quantity.as_ref().map(|quantity| quantity.amount),
                fact.term.as_ref().map(|term| term.amount),
                figure,
                &fact.total_of,
                fact.date,
            ))),
            passages: hash(&json(
                &fact
                    .evidence
                    .iter()
                    .map(|evidence| &evidence.exact)
                    .collect::<Vec<_>>(),
            )),
        }
    }
}

/// Returns the plain text of each text block, in order.
fn texts(base: &Article) -> impl Iterator<Item = String> {
    let blocks = base.body.iter().flat_map(Block::texts);
    blocks.map(|text| text.plain_text())
}

fn box_hash(of: &FactBox) -> String {
    let groups: Vec<_> = of
        .groups
        .iter()
        .map(|group| (&group.title, &group.party))
        .collect();
    let disputes: Vec<_> = of
        .disputes
        .iter()
        .map(|dispute| {
            let holders: Vec<_> = dispute
                .versions
                .iter()
                .map(|version| &version.holder)
                .collect();
            (&dispute.about, holders)
        })
        .collect();
    hash(&json(&(&of.title, &of.gist, groups, disputes)))
}

/// Returns a value as JSON. Serialising texts and numbers can't fail.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn hash(text: &str) -> String {
    let mut digits = hex(&Sha256::digest(text));
    digits.truncate(DIGITS);
    digits
}
