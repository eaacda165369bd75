//! Reads the keys of source documents: `file` and its companions at a `[[source]]`, and `from` at a fact.

use std::ops::Range;

use crate::Kind;
use crate::toml::{Spanned, Table, Value};
use sidelight_model::{DocumentPlace, Publish, SourceId, TimeRange, unseen};

/// The keywords for the published part of a document.
const PUBLISH: [(&str, Publish); 3] = [
    ("passages", Publish::Passages),
    ("file", Publish::File),
    ("nothing", Publish::Nothing),
];

/// The document of a source, as its `[[source]]` names it.
pub struct AuthoredDocument {
    /// `file`: the name of the file in the folder `sources`. `None` if a diagnostic about it was reported.
    pub file: Option<Spanned<String>>,
    /// `publish`
    pub publish: Publish,
    /// `sha256`: the hash of the file, 64 hexadecimal digits in lower case.
    pub sha256: Option<Spanned<String>>,
    /// `recording`: the name of the audio or video of a transcript, in the folder `sources`.
    pub recording: Option<Spanned<String>>,
}

/// A passage in a document, as `from` names it.
pub struct AuthoredSourcePassage {
    /// The range of the passage in `facts.toml`.
    pub span: Range<usize>,
    /// `source`. `None` for the source of the fact.
    pub source: Option<Spanned<SourceId>>,
    /// `quote`
    pub quote: Option<Spanned<String>>,
    /// `page`, `paragraph` or `time`. A time without an end is one millisecond long.
    pub place: Option<Spanned<DocumentPlace>>,
}

/// Reads the keys of a source's document. Reports keys that need `file` without it.
pub(crate) fn read_document(table: &mut Table<'_>) -> Option<AuthoredDocument> {
    let file = table.optional("file");
    let others = ["publish", "sha256", "recording"].map(|key| table.optional(key));
    let Some(file) = file else {
        for value in others.into_iter().flatten() {
            value.report_at(
                &value.key_span(),
                Kind::NoDocument,
                "this source has no document".to_owned(),
                "add `file = \"…\"` with the name of a file in the folder `sources`, or delete this key",
            );
        }
        return None;
    };
    let [publish, sha256, recording] = others;
    let publish = publish.and_then(|value| value.choice(&PUBLISH));
    Some(AuthoredDocument {
        file: file_name(&file),
        publish: publish.map_or_else(Publish::default, |publish| publish.value),
        sha256: sha256.and_then(|value| read_hash(&value)),
        recording: recording.and_then(|value| file_name(&value)),
    })
}

/// Reads the name of a file in the folder `sources`.
fn file_name(value: &Value<'_>) -> Option<Spanned<String>> {
    let name = value.text()?;
    let is_name = name
        .value
        .starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && !name
            .value
            .contains(['/', '\\', ':', '?', '#', '<', '>', '"', '|', '*', '~', '%'])
        && !name.value.contains(|c: char| c.is_whitespace() && c != ' ')
        && unseen(&name.value).is_none();
    if is_name {
        return Some(name);
    }
    value.report(
        Kind::BadLink,
        format!("`{}` isn't the name of a file in the folder `sources`", name.value),
        "put the file into the folder `sources` beside article.md, and write only its name, made of letters, digits, \
         spaces and hyphens",
    );
    None
}

fn read_hash(value: &Value<'_>) -> Option<Spanned<String>> {
    let hash = value.text()?;
    let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if hash.value.len() == 64 && hash.value.bytes().all(is_digit) {
        return Some(hash);
    }
    value.report(
        Kind::UnknownValue,
        "this isn't a SHA-256 hash",
        "write its 64 hexadecimal digits in lower case; `sidelight sources verify` prints the hash of each document",
    );
    None
}

/// Reads the passages of a fact in documents.
pub(crate) fn read_from(table: &mut Table<'_>) -> Vec<AuthoredSourcePassage> {
    table
        .list("from")
        .iter()
        .filter_map(|value| value.table("this passage"))
        .filter_map(read_passage)
        .collect()
}

fn read_passage(mut table: Table<'_>) -> Option<AuthoredSourcePassage> {
    let source = table
        .optional("source")
        .and_then(|value| value.id(SourceId::new));
    let has_quote = table.has("quote");
    let quote = table.optional("quote").and_then(|value| value.text());
    let page = table.optional("page");
    let paragraph = table.optional("paragraph");
    let time = table.optional("time");
    let has_place = page.is_some() || paragraph.is_some() || time.is_some();
    let mut places = [
        page.and_then(|value| number(&value, DocumentPlace::Page)),
        paragraph.and_then(|value| number(&value, DocumentPlace::Paragraph)),
        time.and_then(|value| read_time(&value)),
    ]
    .into_iter()
    .flatten();
    let (place, other) = (places.next(), places.next());
    if let Some(other) = other {
        let document = table.document();
        document.report(
            document
                .file()
                .diagnostic(Kind::SourcePlace, other.span, "this passage has two places")
                .hint("keep one of `page`, `paragraph` and `time`"),
        );
    }
    if !has_quote && !has_place {
        table.missing(
            "quote",
            "add `quote = \"…\"` with words that occur once in the document".to_owned(),
        );
    }
    let span = table.span();
    table.finish();
    (quote.is_some() || place.is_some()).then_some(AuthoredSourcePassage {
        span,
        source,
        quote,
        place,
    })
}

fn number(
    value: &Value<'_>,
    place: impl Fn(u64) -> DocumentPlace,
) -> Option<Spanned<DocumentPlace>> {
    let number = value.count()?;
    if number.value > 0 {
        return Some(value.at(place(number.value)));
    }
    value.report(
        Kind::BadNumber,
        "pages and paragraphs are counted from 1",
        "write 1 for the first",
    );
    None
}

/// Reads a time, or a range of time: `"4:05"`, `"1:04:05"` or `"4:05-4:12"`.
fn read_time(value: &Value<'_>) -> Option<Spanned<DocumentPlace>> {
    let text = value.text()?;
    let (start, end) = match text.value.split_once(['-', '–']) {
        Some((start, end)) => (milliseconds(start), milliseconds(end).map(Some)),
        None => (milliseconds(&text.value), Some(None)),
    };
    if let (Some(start), Some(end)) = (start, end) {
        let end = end.unwrap_or(start + 1);
        if start < end {
            return Some(value.at(DocumentPlace::Time(TimeRange { start, end })));
        }
    }
    value.report(
        Kind::SourcePlace,
        format!("`{}` isn't a time in a recording", text.value),
        "write minutes and seconds, such as `\"4:05\"`, or a range, such as `\"4:05-4:12\"`",
    );
    None
}

/// Returns the milliseconds of `m:ss`, `h:mm:ss` or either with a fraction of a second.
fn milliseconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let digits = |part: &str, most: usize| {
        let is_number =
            !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse::<u64>().ok()).flatten()
    };
    let [first, rest @ ..] = parts.as_slice() else {
        return None;
    };
    if rest.is_empty() || rest.len() > 2 {
        return None;
    }
    let mut seconds = digits(first, 3)?;
    for part in rest {
        seconds = seconds * 60 + digits(part, 2).filter(|part| *part < 60)?;
    }
    let thousandths = digits(fraction, 3)? * 10_u64.pow(3 - fraction.len() as u32);
    Some(seconds * 1000 + thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_minutes_and_seconds() {
        for (text, expected) in [
            ("4:05", Some(245_000)),
            ("1:04:05", Some(3_845_000)),
            ("0:00.25", Some(250)),
            ("4:60", None),
            ("4", None),
            ("4:5:6:7", None),
            ("-1:00", None),
            ("", None),
            ("9999:00", None),
            ("0:00.1234", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }
}
