//! Source documents: from files in the folder `sources` to packages and sites.

use std::fs;
use std::path::Path;

use sidelight_compiler::{Memory, Sources, read};
use sidelight_model::{Article, DocumentFormat, DocumentPlace, Publish, SourcePassage, TimeRange};

use crate::command::sidelight;
use crate::site::pages;

/// A case with documents of several formats and without errors.
const CASE: &str = include_str!("../fixtures/authoring/source-documents-are-fine.case");

/// Returns the files of the case with their names.
fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = CASE.split("=== ").skip(1);
    let files = sections.filter_map(|section| section.split_once('\n'));
    files.filter(|(name, _)| *name != "report")
}

/// Returns the article of the case, with its documents.
pub(crate) fn sources() -> Memory {
    files().fold(Memory::default(), |memory, (name, text)| {
        memory.with("harbour", name, text)
    })
}

fn article() -> Article {
    let (article, report) = read(&sources(), "harbour");
    article.unwrap_or_else(|| panic!("{}", report.render(false)))
}

fn passages(article: &Article) -> Vec<&SourcePassage> {
    article.facts().flat_map(|fact| &fact.from).collect()
}

#[test]
fn a_package_has_the_words_and_the_places_of_passages() {
    let article = article();
    let found: Vec<_> = passages(&article)
        .into_iter()
        .map(|passage| {
            let quote = passage.quote.as_ref().map(|quote| quote.exact.as_str());
            (passage.source.as_str(), quote, passage.place)
        })
        .collect();
    let time = |start, end| DocumentPlace::Time(TimeRange { start, end });
    assert_eq!(
        found,
        [
            (
                "ruling",
                Some("made without a vote of the full council, and it is therefore unlawful"),
                DocumentPlace::Paragraph(3)
            ),
            (
                "ruling",
                Some("The council sold the harbour"),
                DocumentPlace::Paragraph(2)
            ),
            (
                "minutes",
                Some("Reed and Marsh voted against the sale"),
                DocumentPlace::Paragraph(2)
            ),
            ("hearing", None, time(1000, 8000)),
            ("hearing", None, time(1000, 4000)),
            (
                "letter",
                Some("I write about the harbour"),
                DocumentPlace::Paragraph(2)
            ),
        ]
    );
    let quote = passages(&article)[1].quote.as_ref().unwrap();
    assert_eq!(
        (quote.prefix.as_str(), quote.suffix.as_str()),
        ("1. ", " in March.")
    );
}

#[test]
fn a_package_describes_the_documents() {
    let article = article();
    let documents: Vec<_> = article
        .sources
        .iter()
        .map(|source| {
            let document = source.document.as_ref().unwrap();
            let file = document.file.as_ref().map(|file| file.as_str());
            (
                document.name.as_str(),
                document.format,
                document.publish,
                file,
            )
        })
        .collect();
    assert_eq!(
        documents,
        [
            ("ruling.txt", DocumentFormat::Text, Publish::Passages, None),
            (
                "minutes.html",
                DocumentFormat::Html,
                Publish::Passages,
                None
            ),
            (
                "a letter.md",
                DocumentFormat::Markdown,
                Publish::File,
                Some("sources/a%20letter.md")
            ),
            (
                "hearing.vtt",
                DocumentFormat::Transcript,
                Publish::Nothing,
                None
            ),
        ]
    );
    let ruling = &article.sources[0];
    let text = sources()
        .read("harbour", "sources/ruling.txt", 1000)
        .unwrap();
    let document = ruling.document.as_ref().unwrap();
    assert_eq!(document.bytes, Some(text.len() as u64));
    assert_eq!(
        document.sha256,
        "25f32a9e0c7b4681d5e5711df6b336f16052d9b6a97a58fd7f84a356d2d21819"
    );
    assert_eq!(ruling.licence.as_deref(), Some("Public record"));
    assert_eq!(ruling.retrieved.unwrap().to_string(), "2026-11-21");
    assert_eq!(
        ruling.archive.as_ref().unwrap().as_str(),
        "https://example.org/archive/ruling"
    );
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json).unwrap(), article);
}

#[test]
fn a_site_has_only_what_may_be_published() {
    let site = pages(&sources());
    assert_eq!(
        site.text("harbour/sources/a letter.md"),
        "# Dear council\n\nI *write* about the harbour.\n"
    );
    for name in ["ruling.txt", "minutes.html", "hearing.vtt"] {
        let path = format!("harbour/sources/{name}");
        assert!(!site.out().join(path).exists(), "{name}");
    }
    let package = site.text("harbour/article.json");
    assert!(!package.contains("Nobody asked"));
    assert!(!package.contains("document.write"));
}

fn write(folder: &Path) {
    for (name, text) in files() {
        let path = folder.join("harbour").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Returns the lines of the table of `sidelight sources verify`, each without its last column.
fn verified(arguments: &[&str]) -> Vec<String> {
    let output = sidelight(&[&["sources", "verify"], arguments].concat())
        .output()
        .unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    table
        .lines()
        .map(|line| {
            let cells = line.rsplit_once("  ").unwrap().0;
            cells.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn verifying_shows_every_source_and_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (articles, site) = (folder.path().join("articles"), folder.path().join("site"));
    write(&articles);
    let articles_path = articles.to_str().unwrap();
    assert_eq!(
        verified(&[articles_path]),
        [
            "ARTICLE SOURCE DOCUMENT PASSAGES STATE",
            "harbour ruling ruling.txt 2 verified",
            "harbour minutes minutes.html 1 verified",
            "harbour letter a letter.md 1 verified",
            "harbour hearing hearing.vtt 2 verified",
        ]
    );
    fs::create_dir_all(site.join("harbour")).unwrap();
    let package = site.join("harbour/article.json");
    fs::write(&package, article().to_json().unwrap()).unwrap();
    let ruling = articles.join("harbour/sources/ruling.txt");
    let text = fs::read_to_string(&ruling).unwrap();
    fs::write(&ruling, format!("{text}\n4. The sale is void.\n")).unwrap();
    let against = [articles_path, "--against", site.to_str().unwrap()];
    assert_eq!(
        verified(&against)[1..3],
        [
            "harbour ruling ruling.txt 2 verified, document changed",
            "harbour minutes minutes.html 1 verified",
        ]
    );
    fs::remove_file(package).unwrap();
    assert_eq!(
        verified(&against)[1],
        "harbour ruling ruling.txt 2 verified, new"
    );
}
