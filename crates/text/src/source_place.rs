//! Addresses of passages in documents: pages of PDF files, selected text, and times of recordings.
//!
//! *Invariant:* an address never leads to a place that its target can't have. If only the source can be opened, the address
//! says so.

use super::quotation_directive;
use sidelight_model::{
    DocumentFormat, DocumentPlace, Href, Recording, Source, SourcePassage, TimeRange,
};

/// The endings of audio and video files.
const RECORDINGS: [&str; 9] = [
    ".m4a", ".mp3", ".mp4", ".oga", ".ogg", ".ogv", ".opus", ".wav", ".webm",
];

/// The address of a passage in the document of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePlace {
    /// The address: absolute, or relative to the package.
    pub url: String,
    /// The address of the document or recording alone, without the place. `None` if `url` leads only to the source.
    pub document: Option<String>,
}

impl SourcePlace {
    /// Returns the address of a passage. Returns `None` if neither the document nor an address of the source is known.
    ///
    /// A PDF file opens at a page (RFC 8118), a recording at a time (Media Fragments URI 1.0), and a text at the words of the
    /// passage (URL Fragment Text Directives). A published file comes first, because it is the one that was read. Of a saved
    /// page, the page itself comes first: it shows the words in their layout.
    #[must_use]
    pub fn of(source: &Source, passage: &SourcePassage) -> Option<Self> {
        let document = source.document.as_ref();
        let file = document.and_then(|document| document.file.as_ref());
        let recording = document.and_then(|document| document.recording.as_ref());
        let archive = source.archive.as_ref().filter(|href| href.is_page());
        let url = source.url.as_ref().filter(|href| href.is_page());
        let is_html = document.is_some_and(|document| document.format == DocumentFormat::Html);
        let mut addresses = match is_html {
            true => [url, archive, file],
            false => [file, archive, url],
        }
        .into_iter()
        .flatten();
        let exact = match passage.place {
            DocumentPlace::Page(page) => addresses
                .find(|href| ends_with(href, &[".pdf"]))
                .map(|href| (href, format!("#page={page}"))),
            DocumentPlace::Time(time) => recording
                .map(Recording::src)
                .or_else(|| {
                    let mut others = [archive, url].into_iter().flatten();
                    others.find(|href| ends_with(href, &RECORDINGS))
                })
                .map(|href| (href, ["#", &media_fragment(time)].concat())),
            DocumentPlace::Paragraph(_) => passage.quote.as_ref().and_then(|quote| {
                let directive = quotation_directive(&quote.exact, &quote.prefix, &quote.suffix)?;
                let href = addresses.next()?;
                // A directive follows the fragment of the address, if there is one.
                let fragment = href
                    .as_str()
                    .split_once('#')
                    .map_or("", |(_, fragment)| fragment);
                Some((href, ["#", fragment, &directive].concat()))
            }),
        };
        if let Some((href, fragment)) = exact {
            let document = without_fragment(href).to_owned();
            return Some(Self {
                url: [&document, &*fragment].concat(),
                document: Some(document),
            });
        }
        url.or(archive).or(file).map(|href| Self {
            url: href.as_str().to_owned(),
            document: None,
        })
    }
}

/// Returns a range of time as a fragment of a recording's address, in seconds: `t=61.5,63`.
#[must_use]
pub fn media_fragment(time: TimeRange) -> String {
    ["t=", &seconds(time.start), ",", &seconds(time.end)].concat()
}

/// Returns milliseconds as seconds, without needless zeros.
fn seconds(time: u64) -> String {
    let (whole, rest) = (time / 1000, time % 1000);
    if rest == 0 {
        return whole.to_string();
    }
    let rest = format!("{rest:03}");
    [&whole.to_string(), ".", rest.trim_end_matches('0')].concat()
}

/// Returns `true` if the path of an address has one of these endings.
fn ends_with(href: &Href, endings: &[&str]) -> bool {
    let path = href.as_str().split(['?', '#']).next().unwrap_or_default();
    let path = path.to_ascii_lowercase();
    endings.iter().any(|ending| path.ends_with(ending))
}

fn without_fragment(href: &Href) -> &str {
    href.as_str().split('#').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sidelight_model::{Document, Publish, SourceId, SourceQuote};

    fn source(format: DocumentFormat) -> Source {
        Source {
            id: SourceId::new("log").unwrap(),
            short_name: None,
            title: "The port’s log".into(),
            author: None,
            publisher: None,
            date: None,
            url: None,
            archive: None,
            retrieved: None,
            licence: None,
            note: None,
            document: Some(Document {
                name: "log".into(),
                format,
                sha256: "0".repeat(64),
                bytes: None,
                pages: None,
                publish: Publish::Passages,
                file: None,
                recording: None,
            }),
        }
    }

    fn passage(place: DocumentPlace) -> SourcePassage {
        SourcePassage {
            source: SourceId::new("log").unwrap(),
            quote: Some(SourceQuote {
                exact: "three boats".into(),
                prefix: "the harbour saw ".into(),
                suffix: " leave".into(),
            }),
            place,
        }
    }

    fn href(text: &str) -> Option<Href> {
        (!text.is_empty()).then(|| Href::new(text).unwrap())
    }

    #[test]
    fn each_format_opens_at_its_place() {
        use DocumentFormat::{Html, Pdf, Text, Transcript};
        let page = DocumentPlace::Page(7);
        let paragraph = DocumentPlace::Paragraph(2);
        let time = DocumentPlace::Time(TimeRange {
            start: 61_500,
            end: 63_000,
        });
        let words = "#:~:text=harbour%20saw-,three%20boats";
        for (format, place, file, archive, url, expected) in [
            (
                Pdf,
                page,
                "a/log.pdf",
                "",
                "https://x.org/log.pdf",
                "a/log.pdf#page=7",
            ),
            (
                Pdf,
                page,
                "",
                "",
                "https://x.org/log.PDF?v=1#page=2",
                "https://x.org/log.PDF?v=1#page=7",
            ),
            (
                Pdf,
                page,
                "",
                "https://y.org/web/log.pdf",
                "https://x.org/",
                "https://y.org/web/log.pdf#page=7",
            ),
            (
                Pdf,
                page,
                "",
                "https://y.org/1",
                "https://x.org/",
                "(only) https://x.org/",
            ),
            (Pdf, page, "", "", "mailto:a@x.org", ""),
            (Pdf, page, "", "", "", ""),
            (
                Html,
                paragraph,
                "",
                "",
                "https://x.org/a",
                &format!("https://x.org/a{words}"),
            ),
            (
                Html,
                paragraph,
                "log.html",
                "",
                "https://x.org/a#b",
                "https://x.org/a#b:~:text=harbour%20saw-,three%20boats",
            ),
            (
                Html,
                paragraph,
                "",
                "https://y.org/a",
                "",
                &format!("https://y.org/a{words}"),
            ),
            (
                Text,
                paragraph,
                "log.txt",
                "",
                "https://x.org/a",
                &format!("log.txt{words}"),
            ),
            (
                Transcript,
                time,
                "log.vtt",
                "",
                "https://x.org/a.mp3",
                "https://x.org/a.mp3#t=61.5,63",
            ),
            (
                Transcript,
                time,
                "",
                "",
                "https://x.org/a",
                "(only) https://x.org/a",
            ),
        ] {
            let mut source = source(format);
            (source.archive, source.url) = (href(archive), href(url));
            source.document.as_mut().unwrap().file = href(file);
            let place = SourcePlace::of(&source, &passage(place));
            let shown = place.map_or_else(String::new, |place| {
                [
                    if place.document.is_some() {
                        ""
                    } else {
                        "(only) "
                    },
                    &place.url,
                ]
                .concat()
            });
            assert_eq!(shown, expected, "{format:?}");
        }
    }

    #[test]
    fn a_published_recording_opens_at_the_time() {
        let mut source = source(DocumentFormat::Transcript);
        source.url = href("https://x.org/a.mp3");
        source.document.as_mut().unwrap().recording = href("a.mp3").map(Recording::Audio);
        let place = passage(DocumentPlace::Time(TimeRange {
            start: 5,
            end: 1_200,
        }));
        let place = SourcePlace::of(&source, &place).unwrap();
        assert_eq!(place.url, "a.mp3#t=0.005,1.2");
    }

    #[test]
    fn without_its_words_a_passage_leads_to_the_source() {
        let mut source = source(DocumentFormat::Html);
        source.url = href("https://x.org/a");
        let passage = SourcePassage {
            quote: None,
            ..passage(DocumentPlace::Paragraph(2))
        };
        let place = SourcePlace::of(&source, &passage).unwrap();
        assert_eq!((&*place.url, place.document), ("https://x.org/a", None));
    }
}
