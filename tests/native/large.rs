//! Articles of the maximum supported length, and beyond.

use std::fs::{self, File};
use std::ops::Range;

use sidelight_compiler::{Folder, Kind, Memory, Report, read, read_all};
use sidelight_model::{Article, Block};

use crate::files::{ARTICLE, FACTS};

/// The longest article that the design supports: 4,500 paragraphs of 60 words.
const PARAGRAPHS: usize = 4_500;

fn paragraph(number: usize) -> String {
    let words = [
        "police",
        "people",
        "«Жаңаөзен»",
        "trial",
        "a",
        "the",
        "workers’",
    ];
    let filler: Vec<&str> = (0..55)
        .map(|i| words[(number * 7 + i * i) % words.len()])
        .collect();
    format!("Paragraph {number} says that {}.", filler.join(" "))
}

fn long(quote: impl Fn(usize) -> String) -> (Option<Article>, Report) {
    let (head, body) = ARTICLE.split_at(ARTICLE.find("::box").unwrap());
    let text: String = (0..PARAGRAPHS).map(|i| paragraph(i) + "\n\n").collect();
    let (fact_box, fact) = FACTS.split_at(FACTS.find("[[box.fact]]").unwrap());
    let facts: String = (0..PARAGRAPHS)
        .step_by(100)
        .map(|i| {
            fact.replace("\"killed\"\naspect", &format!("\"fact-{i}\"\naspect"))
                .replace(
                    "Fourteen demonstrators were killed in «Жаңаөзен»",
                    &quote(i),
                )
                .replace("Fourteen demonstrators were killed.", "It says so.")
                .replace("exact = 14", "exact = 1")
        })
        .collect();
    let sources = Memory::default()
        .with("long", "article.md", format!("{head}{body}\n{text}"))
        .with("long", "facts.toml", format!("{fact_box}{facts}"));
    read(&sources, "long")
}

#[test]
fn in_a_long_article_every_quote_finds_its_place() {
    let (article, report) = long(|i| format!("Paragraph {i} says"));
    let article = article.unwrap_or_else(|| panic!("{}", report.render(false)));
    assert_eq!(
        article.body.iter().flat_map(Block::texts).count(),
        PARAGRAPHS + 1
    );
    let facts = &article.boxes[0].facts;
    assert_eq!(facts.len(), 45);
    for (i, fact) in facts.iter().enumerate() {
        // One paragraph precedes them, and ids begin at 1.
        assert_eq!(fact.evidence[0].block.as_str(), format!("p{}", i * 100 + 2));
        assert_eq!(fact.evidence[0].range.start, 0);
    }
}

#[test]
fn in_a_long_article_what_was_meant_is_still_found() {
    let (article, report) = long(|i| format!("Paragraph {i} tells us that"));
    assert!(article.is_none());
    assert_eq!(report.errors(), 45);
    for (i, diagnostic) in report.diagnostics.iter().enumerate() {
        assert_eq!(diagnostic.kind, Kind::QuoteNotFound);
        let text = report.text(&diagnostic.related[0].file).unwrap();
        let Range { start, end } = diagnostic.related[0].range;
        assert_eq!(
            &text[start..end],
            format!("Paragraph {} says that", i * 100)
        );
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("one");
    fs::create_dir(&article).unwrap();
    fs::write(article.join("facts.toml"), FACTS).unwrap();
    // A sparse file: it has a size but no content.
    let file = File::create(article.join("article.md")).unwrap();
    file.set_len(10_000_000).unwrap();
    let report = read_all(&Folder::new(folder.path())).report;
    assert_eq!(report.errors(), 1);
    assert!(
        report
            .render(false)
            .starts_with("error[SL005]: the file is too large: 10.0 MB (limit: 8.4 MB)"),
        "{}",
        report.render(false)
    );
}
