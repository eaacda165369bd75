//! Checks that a newsroom's fonts have the letters of its articles.

use std::collections::BTreeSet;

use super::{FontFamily, Theme};
use crate::source_file::{SourceFile, load};
use crate::sources::Sources;
use crate::{DiagnosticSink, Kind, Report};
use sidelight_model::{Article, Block, plain_text};

/// Largest number of letters that a message names.
const MOST_NAMED: usize = 20;

/// Adds a warning to the article's report for each font that lacks letters of the article. It points to the first such
/// letter in the article's files. Browsers show such letters in another font.
pub fn check_letters(theme: &Theme, sources: &dyn Sources, article: &Article, report: &mut Report) {
    let Theme {
        text_font,
        heading_font,
        ui_font,
        ..
    } = theme;
    let families = [
        (
            text_font,
            text as fn(&Article) -> BTreeSet<char>,
            "text-font",
        ),
        (heading_font, headings, "heading-font"),
        (ui_font, boxes, "ui-font"),
    ];
    for (family, of, key) in families {
        if let Some(family) = family {
            check_family(family, key, &of(article), sources, article, report);
        }
    }
}

fn check_family(
    family: &FontFamily,
    key: &str,
    letters: &BTreeSet<char>,
    sources: &dyn Sources,
    article: &Article,
    report: &mut Report,
) {
    let Some((font, lacking)) = family.lacking(letters) else {
        return;
    };
    let mut named: Vec<String> = lacking
        .iter()
        .take(MOST_NAMED)
        .map(|letter| format!("`{letter}`"))
        .collect();
    if lacking.len() > MOST_NAMED {
        named.push(format!("and {} more", lacking.len() - MOST_NAMED));
    }
    let message = format!(
        "the {key} of site.toml, `{}`, lacks letters of this article: {}",
        font.path,
        named.join(" ")
    );
    let slug = article.slug.as_str();
    let ignored = DiagnosticSink::default();
    let [text, facts] =
        ["article.md", "facts.toml"].map(|name| load(sources, slug, name, &ignored).file);
    let place = |file: &SourceFile| {
        let at = file.text.find(|c| lacking.contains(&c))?;
        let letter = file.text[at..].chars().next()?;
        Some(at..at + letter.len_utf8())
    };
    let (file, range) = match (place(&text), place(&facts)) {
        (None, Some(range)) => (facts, range),
        (range, _) => (text, range.unwrap_or(0..0)),
    };
    let diagnostic = file.diagnostic(Kind::FontLetters, range, message).hint(
        "use a font file with these letters; without them, browsers show these letters in another font",
    );
    report.add(vec![diagnostic]);
    report.add_file(file);
}

/// Returns the letters of running text.
fn text(article: &Article) -> BTreeSet<char> {
    let mut letters = headings(article);
    add(&article.standfirst, &mut letters);
    for text in article.body.iter().flat_map(Block::texts) {
        add(&text.plain_text(), &mut letters);
    }
    letters
}

/// Returns the letters of headings.
fn headings(article: &Article) -> BTreeSet<char> {
    let mut letters = BTreeSet::new();
    add(&article.headline, &mut letters);
    for block in &article.body {
        if let Block::Crosshead(text) = block {
            add(&text.plain_text(), &mut letters);
        }
    }
    letters
}

/// Returns the letters of fact boxes and of the note.
fn boxes(article: &Article) -> BTreeSet<char> {
    let mut letters = BTreeSet::new();
    add(&plain_text(&article.note), &mut letters);
    for fact_box in &article.boxes {
        add(&fact_box.title, &mut letters);
        add(&fact_box.gist, &mut letters);
        for fact in &fact_box.facts {
            add(&fact.statement, &mut letters);
        }
    }
    letters
}

fn add(text: &str, letters: &mut BTreeSet<char>) {
    letters.extend(text.chars().filter(|c| c.is_alphanumeric()));
}
