//! Documents of sources, and the passages in them.

use super::*;

const SHA: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Returns a document. Its file has an address if `publish` is `file`.
fn document(format: &str, publish: &str) -> Value {
    let mut document = json!({
        "name": "log",
        "format": format,
        "sha256": SHA,
        "bytes": 1024,
        "publish": publish,
    });
    if format == "pdf" {
        document["pages"] = json!(12);
    }
    if publish == "file" {
        document["file"] = json!("sources/log");
    }
    document
}

/// Returns a passage at a place.
fn passage(place: Value) -> Value {
    json!({
        "source": "log",
        "quote": { "exact": "three boats", "prefix": "saw ", "suffix": " leave" },
        "place": place,
    })
}

/// Returns the changes that give the source this document, and the first fact this passage in it.
fn with(document: Value, passage: Value) -> Vec<(&'static str, Value)> {
    vec![
        ("/sources/0/document", document),
        ("/boxes/0/facts/0/from", json!([passage])),
    ]
}

/// Returns the changes of [`with`] for a PDF of which passages are published, with one more change.
fn pdf_with(pointer: &'static str, value: Value) -> Vec<(&'static str, Value)> {
    let mut changes = with(document("pdf", "passages"), passage(json!({ "page": 12 })));
    changes.push((pointer, value));
    changes
}

#[test]
fn documents_of_all_formats_are_read_and_written() {
    let time = json!({ "time": { "start": 0, "end": 1500 } });
    for (format, place) in [
        ("pdf", json!({ "page": 12 })),
        ("html", json!({ "paragraph": 1 })),
        ("text", json!({ "paragraph": 900 })),
        ("markdown", json!({ "paragraph": 1 })),
        ("transcript", time),
    ] {
        for publish in ["passages", "file", "nothing"] {
            let mut passage = passage(place.clone());
            if publish == "nothing" {
                passage.as_object_mut().unwrap().remove("quote");
            }
            let article = accepted(&with(document(format, publish), passage));
            let json = article.to_json().unwrap();
            assert_eq!(Article::from_json(&json), Ok(article), "{format} {publish}");
        }
    }
    let mut recorded = document("transcript", "file");
    recorded["recording"] = json!({ "video": "sources/log.mp4" });
    accepted(&[("/sources/0/document", recorded)]);
    accepted(&pdf_with("/sources/0/document/bytes", json!(REMOVED)));
}

#[test]
fn a_wrong_document_is_refused() {
    for (member, value, path, reason) in [
        ("name", json!(" "), "name", "it is empty"),
        ("sha256", json!(SHA[1..]), "sha256", "it isn't 64"),
        ("sha256", json!(SHA.to_uppercase()), "sha256", "it isn't 64"),
        ("sha256", json!("g".repeat(64)), "sha256", "it isn't 64"),
        ("pages", json!(0), "pages", "only a PDF has pages"),
        ("format", json!("html"), "pages", "only a PDF has pages"),
        (
            "publish",
            json!("file"),
            "file",
            "the address of the file is present if",
        ),
        (
            "file",
            json!("log.pdf"),
            "file",
            "the address of the file is present if",
        ),
        (
            "recording",
            json!({ "audio": "log.mp3" }),
            "recording",
            "only a published transcript has a recording",
        ),
    ] {
        let pointer = format!("/sources/0/document/{member}");
        let mut changes: Vec<(&str, Value)> =
            vec![("/sources/0/document", document("pdf", "passages"))];
        changes.push((&pointer, value));
        refused_with(&changes, &format!("sources[0].document.{path}"), reason);
    }
}

#[test]
fn files_of_documents_are_in_the_folder_of_the_package() {
    for src in [
        "../log.pdf",
        "/log.pdf",
        "https://example.org/log.pdf",
        "a/%2e%2E/log.pdf",
    ] {
        refused_with(
            &[
                ("/sources/0/document", document("pdf", "file")),
                ("/sources/0/document/file", json!(src)),
            ],
            "sources[0].document.file",
            "the file must be in the package's folder",
        );
        refused_with(
            &[
                ("/sources/0/document", document("transcript", "file")),
                ("/sources/0/document/recording", json!({ "audio": src })),
            ],
            "sources[0].document.recording",
            "the file must be in the package's folder",
        );
    }
}

#[test]
fn only_a_published_transcript_has_a_recording() {
    for (format, publish) in [
        ("transcript", "passages"),
        ("transcript", "nothing"),
        ("text", "file"),
    ] {
        let mut document = document(format, publish);
        document["recording"] = json!({ "audio": "log.mp3" });
        refused_with(
            &[("/sources/0/document", document)],
            "sources[0].document.recording",
            "only a published transcript has a recording",
        );
    }
}

#[test]
fn a_passage_is_at_a_place_that_its_document_has() {
    let time = |start: u64, end: u64| json!({ "time": { "start": start, "end": end } });
    for (format, place) in [
        ("pdf", json!({ "page": 13 })),
        ("pdf", json!({ "page": 0 })),
        ("pdf", json!({ "paragraph": 1 })),
        ("html", json!({ "page": 1 })),
        ("html", json!({ "paragraph": 0 })),
        ("text", time(0, 1)),
        ("transcript", json!({ "paragraph": 1 })),
        ("transcript", time(5, 5)),
        ("transcript", time(6, 5)),
    ] {
        refused_with(
            &with(document(format, "passages"), passage(place)),
            "boxes[0].facts[0].from[0].place",
            "a document of this format has no such place",
        );
    }
}

#[test]
fn a_passage_has_words_if_some_of_its_document_are_published() {
    let reason = "a passage has words unless nothing of its document is published";
    let path = "boxes[0].facts[0].from[0].quote";
    refused_with(
        &pdf_with("/boxes/0/facts/0/from/0/quote", json!(REMOVED)),
        path,
        reason,
    );
    let page = passage(json!({ "page": 1 }));
    refused_with(&with(document("pdf", "nothing"), page), path, reason);
    for (member, value, reason) in [
        ("exact", json!(" "), "it is empty"),
        ("prefix", json!(UNCLOSED), UNSHOWABLE),
        ("suffix", json!(UNCLOSED), UNSHOWABLE),
    ] {
        let pointer = format!("/boxes/0/facts/0/from/0/quote/{member}");
        let mut changes: Vec<(&str, Value)> =
            with(document("pdf", "passages"), passage(json!({ "page": 1 })));
        changes.push((&pointer, value));
        refused_with(&changes, &format!("{path}.{member}"), reason);
    }
}

#[test]
fn a_passage_names_a_source_with_a_document() {
    let path = "boxes[0].facts[0].from[0].source";
    refused_with(
        &pdf_with("/boxes/0/facts/0/from/0/source", json!("book")),
        path,
        "there is no source `book` with a document",
    );
    refused_with(
        &[(
            "/boxes/0/facts/0/from",
            json!([passage(json!({ "page": 1 }))]),
        )],
        path,
        "there is no source `log` with a document",
    );
}

#[test]
fn documents_are_found_beside_the_package() {
    let mut document = document("transcript", "file");
    document["recording"] = json!({ "audio": "log.mp3" });
    let mut article = accepted(&[
        ("/sources/0/document", document),
        ("/sources/0/archive", json!("archive/log")),
    ]);
    article.place_files("../slug/article.json");
    let source = &article.sources[0];
    let document = source.document.as_ref().unwrap();
    assert_eq!(
        source.archive.as_ref().unwrap().as_str(),
        "../slug/archive/log"
    );
    assert_eq!(
        document.file.as_ref().unwrap().as_str(),
        "../slug/sources/log"
    );
    let recording = document.recording.as_ref().unwrap();
    assert_eq!(recording.src().as_str(), "../slug/log.mp3");
}

#[test]
fn the_page_of_sources_has_its_address_for_itself() {
    let renamed = |record: Option<(&'static str, Value)>| {
        let mut changes = vec![
            ("/boxes/0/id", json!("sources")),
            ("/body/1/box", json!("sources")),
        ];
        changes.extend(record);
        changes
    };
    assert!(!accepted(&renamed(None)).has_sources_page());
    for record in [
        ("/sources/0/document", document("pdf", "passages")),
        ("/sources/0/archive", json!("https://example.org/")),
        ("/sources/0/retrieved", json!("2012-06")),
        ("/sources/0/licence", json!("CC BY 4.0")),
    ] {
        assert!(accepted(std::slice::from_ref(&record)).has_sources_page());
        refused_with(
            &renamed(Some(record)),
            "boxes[0].id",
            "the page of sources has this address",
        );
    }
}
