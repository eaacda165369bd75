//! The documents in `tests/fixtures/documents`. A file that ends with `.pdf-lines` describes a PDF, see
//! [`described`](super::pdf::described).
//!
//! Beside each document is a file with quotations, each in a line, after `page 2:`, `paragraph 2:` or `time 1000-2000:` if they
//! must be there. The expected result is beside it too: the text of each part, then what was found of each quotation. To accept
//! new results, run with `SNAPSHOTS=overwrite` and review the difference.

use std::path::{Path, PathBuf};
use std::{env, fs};

use sidelight_documents::{DocumentText, FindError, closest, find, read};
use sidelight_model::{DocumentPlace, TimeRange};

use crate::pdf::described;

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/documents"
);

fn shown_place(place: DocumentPlace) -> String {
    match place {
        DocumentPlace::Page(number) => format!("page {number}"),
        DocumentPlace::Paragraph(number) => format!("paragraph {number}"),
        DocumentPlace::Time(time) => format!("time {}-{}", time.start, time.end),
    }
}

/// Reads a place before a quotation, if there is one.
fn placed(line: &str) -> (Option<DocumentPlace>, &str) {
    let read = || {
        let (place, quote) = line.split_once(": ")?;
        let (kind, number) = place.split_once(' ')?;
        let place = match kind {
            "page" => DocumentPlace::Page(number.parse().ok()?),
            "paragraph" => DocumentPlace::Paragraph(number.parse().ok()?),
            "time" => {
                let (start, end) = number.split_once('-')?;
                let (start, end) = (start.parse().ok()?, end.parse().ok()?);
                DocumentPlace::Time(TimeRange { start, end })
            }
            _ => return None,
        };
        Some((Some(place), quote))
    };
    read().unwrap_or((None, line))
}

fn shown_result(document: &DocumentText, line: &str) -> String {
    let (place, quote) = placed(line);
    match find(document, quote, place) {
        Ok(found) => format!(
            "{}: {}[{}]{}",
            shown_place(found.place),
            found.quote.prefix,
            found.quote.exact,
            found.quote.suffix
        ),
        Err(FindError::NotFound) => match closest(document, quote) {
            Some(closest) => format!(
                "not found, but [{}], {}",
                closest.words,
                shown_place(closest.place)
            ),
            None => "not found".to_owned(),
        },
        Err(FindError::Ambiguous { places }) => {
            let places: Vec<String> = places.into_iter().map(shown_place).collect();
            format!("ambiguous: {}", places.join(", "))
        }
        Err(FindError::OnOtherPlace { place }) => {
            format!("at another place: {}", shown_place(place))
        }
        Err(FindError::AcrossParts { first }) => {
            format!("goes beyond {}", shown_place(first))
        }
    }
}

fn shown(name: &str, bytes: &[u8], quotations: &str) -> String {
    let document = match read(name, bytes, None) {
        Ok(document) => document,
        Err(error) => return format!("error: {error}\nhint: {}\n", error.hint()),
    };
    let mut out = String::new();
    for part in document.parts() {
        out.push_str(&format!("{}: {}\n", shown_place(part.place()), part.text()));
    }
    for line in quotations.lines() {
        out.push_str(&format!("\n{line}\n  {}\n", shown_result(&document, line)));
    }
    out
}

#[test]
fn every_document_is_read_and_searched() {
    let mut documents: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().unwrap();
            ending != "expected" && ending != "quotations"
        })
        .collect();
    documents.sort();
    assert!(documents.len() >= 8);
    let mut wrong = Vec::new();
    for path in documents {
        let name = path.file_name().unwrap().to_str().unwrap();
        let beside = |ending: &str| Path::new(FOLDER).join(format!("{name}.{ending}"));
        let quotations = fs::read_to_string(beside("quotations")).unwrap_or_default();
        let found = match name.strip_suffix("-lines") {
            Some(name) => {
                let pdf = described(&fs::read_to_string(&path).unwrap());
                shown(name, &pdf, &quotations)
            }
            None => shown(name, &fs::read(&path).unwrap(), &quotations),
        };
        let expected = fs::read_to_string(beside("expected")).unwrap_or_default();
        if found != expected {
            if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
                fs::write(beside("expected"), &found).unwrap();
            } else {
                wrong.push(format!(
                    "{name}\n--- expected ---\n{expected}\n--- found ---\n{found}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
