//! Reads the front matter of `article.md`.

use crate::toml::read_language;
use std::collections::HashMap;
use std::ops::Range;

use crate::authored::{AuthoredCorrection, AuthoredKeyFact};
use crate::document_keys::{AuthoredDocument, read_document};
use crate::markdown::read_line;
use crate::source_file::SourceFile;
use crate::toml::{Document, Spanned, Table, Value};
use crate::topics::read_topics;
use crate::unique::unique;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{
    Alias, AuthorKind, BoxId, Byline, FactId, Href, Inline, KeyFact, KeyFactOf, Moment,
    PartialDate, RelatedStory, Source, SourceId,
};

/// The byte ranges of the parts of `article.md`.
pub(crate) struct Parts {
    /// The `+++` line that opens the front matter.
    pub opening: Range<usize>,
    /// The front matter, without its `+++` lines.
    pub head: Range<usize>,
    /// The text after the front matter.
    pub body: Range<usize>,
}

/// The front matter. A field is `None` or empty if the author left it out, or if a diagnostic about it was already reported.
pub struct Head {
    /// `headline`
    pub headline: String,
    /// `standfirst`
    pub standfirst: String,
    /// `language`, a BCP 47 tag.
    pub language: String,
    /// `byline`
    pub byline: Vec<Byline>,
    /// `published`
    pub published: Option<Spanned<Moment>>,
    /// `updated`
    pub updated: Option<Moment>,
    /// `as-of`: the date up to which the facts are known.
    pub as_of: Option<Spanned<PartialDate>>,
    /// `topics`
    pub topics: Vec<Spanned<String>>,
    /// `note`, one paragraph of Markdown.
    pub note: Vec<Inline>,
    /// The links in the note and in biographies.
    pub links: Vec<Spanned<Href>>,
    /// `[[source]]`
    pub sources: Vec<Source>,
    /// The documents of the sources that have one.
    pub documents: Vec<(SourceId, AuthoredDocument)>,
    /// `default-source`: the source of the facts that name none.
    pub default_source: Option<Spanned<SourceId>>,
    /// The `url` of each source that has one.
    pub source_urls: Vec<Spanned<Href>>,
    /// `[[related]]`
    pub related: Vec<RelatedStory>,
    /// `[[key-fact]]`
    pub key_facts: Vec<AuthoredKeyFact>,
    /// `[[correction]]`
    pub corrections: Vec<AuthoredCorrection>,
    /// `[[alias]]`: other spellings of names.
    pub aliases: Vec<Alias>,
}

impl Head {
    /// Returns the source of facts that name none: the default source, or the only one.
    pub(crate) fn default_source(&self) -> Option<&SourceId> {
        match (&self.default_source, self.sources.as_slice()) {
            (Some(id), _) => Some(&id.value),
            (None, [only]) => Some(&only.id),
            (None, _) => None,
        }
    }
}

/// Finds the front matter. Reports a diagnostic and returns `None` if the file doesn't begin with front matter, or if the
/// front matter has no closing line.
pub(crate) fn split(file: &SourceFile, diagnostics: &DiagnosticSink) -> Option<Parts> {
    let mut at = file.start();
    let mut lines = file.text[at..].split_inclusive('\n').map(|line| {
        let span = at..at + line.trim_end().len();
        at += line.len();
        (span, at, line.trim_end())
    });
    let first = lines.next();
    let (opening, head_start) = match first {
        Some((span, end, "+++")) => (span, end),
        other => {
            let (span, line) = other.map_or((0..0, ""), |(span, _, line)| (span, line));
            let hint = if line == "---" {
                "front matter must be TOML between two `+++` lines, not YAML between `---` lines"
            } else {
                "start the file with a `+++` line, then `headline = \"…\"` and the other keys, then another \
                 `+++` line"
            };
            diagnostics.add(
                file.diagnostic(
                    Kind::FrontMatterMissing,
                    span,
                    "the article doesn't start with front matter",
                )
                .hint(hint),
            );
            return None;
        }
    };
    for (span, end, line) in lines {
        if line == "+++" {
            return Some(Parts {
                opening,
                head: head_start..span.start,
                body: end..file.text.len(),
            });
        }
    }
    diagnostics.add(
        file.diagnostic(
            Kind::FrontMatterUnclosed,
            opening,
            "the front matter isn't closed",
        )
        .hint("add a `+++` line between it and the text"),
    );
    None
}

/// Reads the front matter. Missing keys are reported at the range `opening`. `publisher` returns the name of the site's
/// publisher, which signs an article without a byline.
pub(crate) fn read_head<'d>(
    document: &'d Document<'d>,
    opening: Range<usize>,
    publisher: &dyn Fn() -> Option<String>,
    diagnostics: &DiagnosticSink,
) -> Head {
    let file = document.file();
    let mut table = document.root("the front matter", opening);
    let mut links = Vec::new();
    let mut source_urls = Vec::new();
    let mut documents = Vec::new();
    let sources = read_sources(&mut table, &mut source_urls, &mut documents);
    unique(
        sources.iter().map(|(id, _)| id),
        "sources",
        file,
        diagnostics,
    );
    let head = Head {
        headline: table.text("headline"),
        standfirst: table.text("standfirst"),
        language: read_language(&mut table),
        published: read_moment(table.required("published", "2012-06-13")),
        updated: read_moment(table.optional("updated")).map(|updated| updated.value),
        as_of: table.required("as-of", "2012-06-13").and_then(|v| v.date()),
        topics: read_topics(&mut table, file, diagnostics),
        note: table
            .optional("note")
            .and_then(|note| note.text())
            .map_or_else(Vec::new, |note| {
                let (inlines, found) = read_line(&note, file, diagnostics);
                links.extend(found);
                inlines
            }),
        byline: read_byline(&mut table, publisher, &mut |biography| {
            let (inlines, found) = read_line(biography, file, diagnostics);
            links.extend(found);
            inlines
        }),
        default_source: table
            .optional("default-source")
            .and_then(|value| value.id(SourceId::new)),
        sources: sources.into_iter().map(|(_, source)| source).collect(),
        documents,
        source_urls,
        related: read_related(&mut table, file, diagnostics),
        key_facts: table
            .tables("key-fact", "this key fact")
            .into_iter()
            .map(read_key_fact)
            .collect(),
        corrections: table
            .tables("correction", "this correction")
            .into_iter()
            .map(read_correction)
            .collect(),
        aliases: read_aliases(&mut table),
        links,
    };
    let published = head.published.as_ref().map(|date| date.value);
    if let (Some(published), Some(updated)) = (published, head.updated)
        && updated.is_before(published)
        && let Some(value) = table.optional("updated")
    {
        value.report(
            Kind::DateOrder,
            format!("`updated` ({updated}) is before `published` ({published})"),
            "correct the wrong date",
        );
    }
    table.finish();
    head
}

fn read_moment(value: Option<Value<'_>>) -> Option<Spanned<Moment>> {
    value?.moment()
}

fn read_date(table: &mut Table<'_>, key: &'static str, required: bool) -> Option<PartialDate> {
    let value = if required {
        table.required(key, "2012-06-13")
    } else {
        table.optional(key)
    };
    Some(value?.date()?.value)
}

/// Reads `[[byline]]`. `paragraph` reads a biography.
fn read_byline(
    table: &mut Table<'_>,
    publisher: &dyn Fn() -> Option<String>,
    paragraph: &mut dyn FnMut(&Spanned<String>) -> Vec<Inline>,
) -> Vec<Byline> {
    let Some(value) = table.optional_like("byline", "[{ name = \"…\" }]") else {
        let signed = publisher().map(|name| Byline {
            name,
            role: None,
            kind: AuthorKind::Organisation,
            biography: Vec::new(),
            contact: None,
        });
        if signed.is_none() {
            let hint = "add `byline = [{ name = \"…\" }]`, or name the publisher in site.toml: \
                        `publisher = { name = \"…\" }`";
            table.missing("byline", hint.to_owned());
        }
        return signed.into_iter().collect();
    };
    let names = value.list();
    if value.is_list() && names.is_empty() {
        value.report(
            Kind::Blank,
            "the article has no author",
            "add `byline = [{ name = \"…\" }]`",
        );
    }
    names
        .iter()
        .filter_map(|value| value.table("this byline"))
        .map(|mut table| {
            let kinds = [
                ("person", AuthorKind::Person),
                ("organisation", AuthorKind::Organisation),
            ];
            let byline = Byline {
                name: table.text("name"),
                role: table.optional_text("role"),
                kind: table
                    .optional("kind")
                    .and_then(|value| value.choice(&kinds))
                    .map_or(AuthorKind::Person, |kind| kind.value),
                biography: table
                    .optional("biography")
                    .and_then(|value| value.text())
                    .map_or_else(Vec::new, |text| paragraph(&text)),
                contact: read_contact(&mut table),
            };
            table.finish();
            byline
        })
        .collect()
}

fn read_contact(table: &mut Table<'_>) -> Option<Href> {
    let value = table.optional("contact")?;
    let href = value.href()?.value;
    if href.is_contact() {
        return Some(href);
    }
    value.report(
        Kind::BadLink,
        format!("`{}` isn't an address for readers' messages", href.as_str()),
        "write an e-mail address as `mailto:desk@example.org`, or the address of a page that starts with `https://`",
    );
    None
}

/// Reads `[[related]]`. Reports addresses that are no page, and addresses that are given twice.
fn read_related(
    table: &mut Table<'_>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> Vec<RelatedStory> {
    let mut known: HashMap<String, Range<usize>> = HashMap::new();
    table
        .tables("related", "this related story")
        .into_iter()
        .filter_map(|mut table| {
            let title = table.text("title");
            let publisher = table.optional_text("publisher");
            let date = read_date(&mut table, "date", false);
            let value = table.required("url", "\"https://…\"");
            let url = value.as_ref().and_then(|value| value.href());
            table.finish();
            let (value, url) = (value?, url?);
            let address = url.value.as_str();
            if !url.value.is_page() {
                value.report(
                    Kind::BadLink,
                    format!("`{address}` isn't the address of a page"),
                    "write the address of the story, such as `https://example.org/story` or `../another-article/`",
                );
                return None;
            }
            if let Some(first) = known.insert(address.to_owned(), url.span.clone()) {
                let message = format!("two related stories have the address `{address}`");
                diagnostics.add(
                    file.diagnostic(Kind::DuplicateId, url.span, message)
                        .related(&file.shown, first, "first used here")
                        .hint("delete one of the two"),
                );
                return None;
            }
            Some(RelatedStory {
                title,
                publisher,
                date,
                url: url.value,
            })
        })
        .collect()
}

/// Reads the sources. Adds their addresses to `urls`, and their documents to `documents`.
fn read_sources(
    table: &mut Table<'_>,
    urls: &mut Vec<Spanned<Href>>,
    documents: &mut Vec<(SourceId, AuthoredDocument)>,
) -> Vec<(Spanned<SourceId>, Source)> {
    table
        .tables("source", "this source")
        .into_iter()
        .filter_map(|mut table| {
            let id = table
                .required("id", "\"iwpr\"")
                .and_then(|v| v.id(SourceId::new));
            let short_name = table.optional_text("short-name");
            let title = table.text("title");
            let author = table.optional_text("author");
            let publisher = table.optional_text("publisher");
            let date = read_date(&mut table, "date", false);
            let url = table.optional("url").and_then(|v| v.href());
            urls.extend(url.clone());
            let archive = table.optional("archive").and_then(|v| v.web_address());
            let retrieved = read_date(&mut table, "retrieved", false);
            let licence = table.optional_text("licence");
            let note = table.optional_text("note");
            let document = read_document(&mut table);
            table.finish();
            let id = id?;
            documents.extend(document.map(|document| (id.value.clone(), document)));
            let source = Source {
                id: id.value.clone(),
                short_name,
                title,
                author,
                publisher,
                date,
                url: url.map(|url| url.value),
                archive,
                retrieved,
                licence,
                note,
                document: None,
            };
            Some((id, source))
        })
        .collect()
}

/// Reads a `[[key-fact]]`. Reports one that names no fact and no box, or both, and a label that is too long.
fn read_key_fact(mut table: Table<'_>) -> AuthoredKeyFact {
    let span = table.span();
    let fact = table.optional("fact");
    let fact_box = table.optional("box");
    let label = table.optional("label");
    let of = match (fact, fact_box) {
        (Some(_), Some(value)) => {
            value.report_at(
                &value.key_span(),
                Kind::KeyFact,
                "a key fact names a fact or a box, not both".to_owned(),
                "delete one of the two keys",
            );
            None
        }
        (Some(value), None) => value.id(FactId::new).map(|id| Spanned {
            span: id.span,
            value: KeyFactOf::Fact(id.value),
        }),
        (None, Some(value)) => value.id(BoxId::new).map(|id| Spanned {
            span: id.span,
            value: KeyFactOf::Box(id.value),
        }),
        (None, None) => {
            table.missing(
                "fact",
                "add `fact = \"…\"` with the id of a fact that has a number, or `box = \"…\"` and `label = \"…\"` to count \
                 the facts of a box"
                    .to_owned(),
            );
            None
        }
    };
    let text = label.as_ref().and_then(|value| value.text());
    if let (Some(value), Some(text)) = (&label, &text)
        && text.value.chars().count() > KeyFact::LABEL
    {
        value.report(
            Kind::KeyFactLabel,
            format!(
                "this label has {} characters; a key fact has room for {}",
                text.value.chars().count(),
                KeyFact::LABEL
            ),
            "say in a few words what is counted, such as `killed` or `people charged`",
        );
    }
    table.finish();
    AuthoredKeyFact {
        span,
        of,
        label_told: label.is_some(),
        label: text,
    }
}

fn read_correction(mut table: Table<'_>) -> AuthoredCorrection {
    let correction = AuthoredCorrection {
        date: read_date(&mut table, "date", true),
        fact: table.optional("fact").and_then(|v| v.id(FactId::new)),
        was: table.text("was"),
        now: table.text("now"),
    };
    table.finish();
    correction
}

/// Reads `[[alias]]`.
pub(crate) fn read_aliases(table: &mut Table<'_>) -> Vec<Alias> {
    let tables = table.tables("alias", "this alias");
    tables.into_iter().map(read_alias).collect()
}

fn read_alias(mut table: Table<'_>) -> Alias {
    let name = table.text("name");
    let spellings = table.required("spellings", "[\"…\"]");
    let alias = Alias {
        name,
        spellings: spellings
            .iter()
            .flat_map(|value| value.list())
            .filter_map(|value| value.text())
            .map(|text| text.value)
            .collect(),
    };
    if let Some(value) = spellings.filter(|value| value.is_list() && value.list().is_empty()) {
        value.report(
            Kind::Blank,
            "this alias has no spellings",
            "add one to `spellings`, or delete the alias",
        );
    }
    table.finish();
    alias
}
