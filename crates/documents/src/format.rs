//! The formats of documents: the ending of a name decides, and the content must fit it.

use sidelight_model::DocumentFormat;

use crate::error::DocumentError;

/// The endings of names, and their formats.
const ENDINGS: [(&str, DocumentFormat); 9] = [
    ("pdf", DocumentFormat::Pdf),
    ("html", DocumentFormat::Html),
    ("htm", DocumentFormat::Html),
    ("xhtml", DocumentFormat::Html),
    ("txt", DocumentFormat::Text),
    ("md", DocumentFormat::Markdown),
    ("markdown", DocumentFormat::Markdown),
    ("vtt", DocumentFormat::Transcript),
    ("srt", DocumentFormat::Transcript),
];

/// Beginnings of files that aren't texts, and the names of their formats.
const SIGNATURES: [(&[u8], &str); 6] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"{\\rtf", "a rich text file"),
];

/// Number of bytes at the beginning of a PDF that may precede its signature (ISO 32000-1, annex H.3.4.1).
const SIGNATURE_WITHIN: usize = 1024;

/// Returns the format of a document by the ending of its name.
///
/// # Errors
/// Returns [`DocumentError::UnknownFormat`] for other endings.
pub fn format_of(name: &str) -> Result<DocumentFormat, DocumentError> {
    let ending = ending(name);
    ENDINGS
        .iter()
        .find(|(known, _)| *known == ending)
        .map(|(_, format)| *format)
        .ok_or(DocumentError::UnknownFormat(ending))
}

/// Returns the name of the text file that may replace the text of a PDF, such as `ruling.pdf.txt`. Returns `None` for
/// other documents.
pub fn sidecar_of(name: &str) -> Option<String> {
    (ending(name) == "pdf").then(|| format!("{name}.txt"))
}

/// Checks that the content of a file fits its format.
pub(crate) fn verify(format: DocumentFormat, bytes: &[u8]) -> Result<(), DocumentError> {
    let head = &bytes[..bytes.len().min(SIGNATURE_WITHIN)];
    if format == DocumentFormat::Pdf {
        if memchr::memmem::find(head, b"%PDF-").is_some() {
            return Ok(());
        }
        let found = signature(bytes).unwrap_or("something else");
        return Err(DocumentError::OtherContent { format, found });
    }
    match signature(bytes) {
        Some(found) => Err(DocumentError::OtherContent { format, found }),
        None => Ok(()),
    }
}

fn signature(bytes: &[u8]) -> Option<&'static str> {
    let known = SIGNATURES
        .iter()
        .find(|(begin, _)| bytes.starts_with(begin));
    known.map(|(_, name)| *name)
}

/// Returns the ending of a name in lower case, or an empty text.
pub(crate) fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides_and_the_content_must_fit() {
        assert_eq!(format_of("Ruling.PDF"), Ok(DocumentFormat::Pdf));
        assert_eq!(format_of("a.b.srt"), Ok(DocumentFormat::Transcript));
        for (name, ending) in [("ruling.docx", "docx"), ("ruling", ""), ("", "")] {
            let error = DocumentError::UnknownFormat(ending.to_owned());
            assert_eq!(format_of(name), Err(error), "{name}");
        }
        assert_eq!(sidecar_of("ruling.pdf").as_deref(), Some("ruling.pdf.txt"));
        assert_eq!(sidecar_of("ruling.txt"), None);
        assert_eq!(verify(DocumentFormat::Pdf, b"\n\n%PDF-1.7\n"), Ok(()));
        for (format, bytes, found) in [
            (DocumentFormat::Pdf, &b"<html>"[..], "something else"),
            (
                DocumentFormat::Text,
                b"PK\x03\x04",
                "a ZIP archive or an office document",
            ),
            (DocumentFormat::Html, b"%PDF-1.4", "a PDF"),
        ] {
            let expected = Err(DocumentError::OtherContent { format, found });
            assert_eq!(verify(format, bytes), expected);
        }
    }
}
