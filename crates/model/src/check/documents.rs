//! Checks the documents of sources, and the passages in them.

use std::collections::HashMap;

use super::media::check_src;
use super::{Checked, invalid, not_blank, showable};
use crate::{Document, DocumentFormat, DocumentPlace, Publish, Source, SourcePassage};

/// The sources of an article that have a document, by id.
pub(super) type Documents<'a> = HashMap<&'a str, &'a Document>;

pub(super) fn documents(sources: &[Source]) -> Documents<'_> {
    sources
        .iter()
        .filter_map(|source| Some((source.id.as_str(), source.document.as_ref()?)))
        .collect()
}

pub(super) fn check_document(document: &Document, path: &str) -> Checked {
    not_blank(&document.name, || format!("{path}.name"))?;
    let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if document.sha256.len() != 64 || !document.sha256.bytes().all(is_digit) {
        return invalid(
            format!("{path}.sha256"),
            "it isn't 64 lower-case hexadecimal digits",
        );
    }
    let is_pdf = document.format == DocumentFormat::Pdf;
    if document.pages.is_some_and(|pages| pages == 0 || !is_pdf) {
        return invalid(
            format!("{path}.pages"),
            "only a PDF has pages, and at least one",
        );
    }
    if (document.publish == Publish::File) != document.file.is_some() {
        return invalid(
            format!("{path}.file"),
            "the address of the file is present if, and only if, the file is published",
        );
    }
    if let Some(file) = &document.file {
        check_src(file, &format!("{path}.file"))?;
    }
    if let Some(recording) = &document.recording {
        if document.format != DocumentFormat::Transcript || document.publish != Publish::File {
            return invalid(
                format!("{path}.recording"),
                "only a published transcript has a recording",
            );
        }
        check_src(recording.src(), &format!("{path}.recording"))?;
    }
    Ok(())
}

pub(super) fn check_source_passage(
    passage: &SourcePassage,
    path: &str,
    documents: &Documents<'_>,
) -> Checked {
    let Some(document) = documents.get(passage.source.as_str()) else {
        return invalid(
            format!("{path}.source"),
            format!("there is no source `{}` with a document", passage.source),
        );
    };
    if passage.quote.is_some() != (document.publish != Publish::Nothing) {
        return invalid(
            format!("{path}.quote"),
            "a passage has words unless nothing of its document is published",
        );
    }
    if let Some(quote) = &passage.quote {
        not_blank(&quote.exact, || format!("{path}.quote.exact"))?;
        showable(&quote.prefix, || format!("{path}.quote.prefix"))?;
        showable(&quote.suffix, || format!("{path}.quote.suffix"))?;
    }
    let is_right = match (passage.place, document.format) {
        (DocumentPlace::Page(page), DocumentFormat::Pdf) => {
            page > 0 && document.pages.is_none_or(|pages| page <= pages)
        }
        (DocumentPlace::Time(time), DocumentFormat::Transcript) => time.start < time.end,
        (
            DocumentPlace::Paragraph(paragraph),
            DocumentFormat::Html | DocumentFormat::Text | DocumentFormat::Markdown,
        ) => paragraph > 0,
        _ => false,
    };
    if is_right {
        Ok(())
    } else {
        invalid(
            format!("{path}.place"),
            "a document of this format has no such place",
        )
    }
}
