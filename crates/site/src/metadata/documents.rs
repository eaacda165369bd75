//! Documents of sources and passages in them, in the vocabulary of schema.org. Also their addresses for all metadata.

use std::collections::HashSet;

use serde_json::{Value, json};

use sidelight::view::place_name;
use sidelight_i18n::Messages;
use sidelight_model::{
    Article, Document, DocumentFormat, Fact, Recording, Source, SourcePassage, anchor,
};
use sidelight_text::SourcePlace;

/// Returns the address of a source in the list of sources, by which facts refer to it. `article` is the article's own address,
/// or empty.
pub(super) fn source_id(source: &Source, article: &str) -> String {
    format!("{article}{}", anchor::link(&anchor::source(&source.id)))
}

/// Makes an address absolute that may be relative to the article. Returns `None` if the article's own address is needed, but
/// unknown.
pub(super) fn absolute(address: &str, article: &str) -> Option<String> {
    match anchor::is_relative(address) {
        true if article.is_empty() => None,
        true => Some(format!("{article}{address}")),
        false => Some(address.to_owned()),
    }
}

/// Returns the media type of a document. A transcript in SubRip has no registered one, so it is plain text.
pub(super) fn media_type(document: &Document) -> &'static str {
    match document.format {
        DocumentFormat::Pdf => "application/pdf",
        DocumentFormat::Html => "text/html",
        DocumentFormat::Markdown => "text/markdown",
        DocumentFormat::Transcript if document.name.to_ascii_lowercase().ends_with(".vtt") => {
            "text/vtt"
        }
        DocumentFormat::Text | DocumentFormat::Transcript => "text/plain",
    }
}

/// Adds the archived copy, the licence, the document and the recording of a source to its linked data.
pub(super) fn add_record(work: &mut Value, source: &Source, article: &str) {
    let address = |address: &str| absolute(address, article);
    if let Some(archive) = source.archive.as_ref().and_then(|it| address(it.as_str())) {
        work["archivedAt"] = json!(archive);
    }
    if let Some(licence) = &source.licence {
        work["license"] = json!({ "@type": "CreativeWork", "name": licence });
    }
    let Some(document) = &source.document else {
        return;
    };
    let mut file = json!({
        "@type": "MediaObject",
        "name": document.name,
        "encodingFormat": media_type(document),
        "sha256": document.sha256,
    });
    if let Some(bytes) = document.bytes {
        file["contentSize"] = json!(format!("{bytes} B"));
    }
    if let Some(url) = document.file.as_ref().and_then(|it| address(it.as_str())) {
        file["contentUrl"] = json!(url);
    }
    work["encoding"] = file;
    if let Some(recording) = &document.recording
        && let Some(url) = address(recording.src().as_str())
    {
        let kind = match recording {
            Recording::Audio(_) => "AudioObject",
            Recording::Video(_) => "VideoObject",
        };
        work["associatedMedia"] = json!({ "@type": kind, "contentUrl": url });
    }
}

/// Returns the sources that a fact quotes from, each once, by their `@id`.
pub(super) fn citations(fact: &Fact, article: &str) -> Vec<Value> {
    let mut seen = HashSet::new();
    let sources = fact.from.iter().map(|passage| &passage.source);
    sources
        .filter(|id| seen.insert(id.as_str()))
        .map(|id| json!({ "@id": format!("{article}{}", anchor::link(&anchor::source(id))) }))
        .collect()
}

/// Returns the passages of a fact in documents, in its order. `url` is the article's own address, and `files` that of the
/// folder with its files. Both are empty if the site's address isn't known.
pub(super) fn passages(fact: &Fact, article: &Article, url: &str, files: &str) -> Vec<Value> {
    let passages = fact.from.iter();
    let passages = passages.filter_map(|passage| {
        let mut sources = article.sources.iter();
        let source = sources.find(|source| source.id == passage.source)?;
        Some(self::passage(passage, source, article, (url, files)))
    });
    passages.collect()
}

fn passage(
    passage: &SourcePassage,
    source: &Source,
    article: &Article,
    (url, files): (&str, &str),
) -> Value {
    let name = place_name(passage.place, Messages::for_text(&article.language));
    let mut out = json!({
        "@type": "CreativeWork",
        "name": name,
        "isPartOf": { "@id": source_id(source, url) },
    });
    if let Some(quote) = &passage.quote {
        out["@type"] = json!("Quotation");
        out["text"] = json!(quote.exact);
    }
    if let Some(place) = SourcePlace::of(source, passage)
        && place.document.is_some()
        && let Some(url) = absolute(&place.url, files)
    {
        out["url"] = json!(url);
    }
    out
}
