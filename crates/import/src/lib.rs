//! Imports an article that was written elsewhere. The source is plain text, a message, Markdown or a web page. The
//! result is `article.md`, a `facts.toml` without facts, and a report of the role that each part of the source was
//! given.
//!
//! An import decodes the source, splits it into pieces (`text`, `markdown`, `html`), assigns a role to
//! each piece (`place`) and writes the article (`write`).
//!
//! *Invariant:* no paragraph is lost. Pieces without a recognised role stay in the text. Content that articles have
//! no field for goes into a comment of the front matter. Everything that is left out (exact duplicates, the page
//! around an article) is in the report. Unknown values are left blank, and `sidelight check` reports them. Only
//! `as-of` may be assumed; a comment in the front matter then says so.

mod dates;
mod front_matter;
mod html;
mod markdown;
mod piece;
mod place;
mod suggest;
mod table;
mod text;
mod write;

use std::path::Path;
use std::sync::Arc;

pub use piece::{Field, Taken};
pub use suggest::{
    Coverage, CutShort, Paragraph, Sentence, Shared, Suggestions, Uncovered, suggest,
};

use self::piece::Source;
use sidelight_compiler::kebab;
use sidelight_compiler::{Diagnostic, Kind};
use sidelight_documents::{NoText, decode};
use sidelight_model::{Slug, is_unseen_mark};

/// Largest file that can be imported, in bytes. Saved web pages often contain their pictures.
pub const MAX_IMPORT: u64 = 32 * 1024 * 1024;

/// An imported article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Name for the article's folder, made from the headline, or else from the name of the file.
    pub slug: String,
    /// Content of `article.md`.
    pub article: String,
    /// Content of `facts.toml`, without facts.
    pub facts: String,
    /// Report of the import: the roles of the parts, in the order of the source.
    pub taken: Vec<Taken>,
    /// Number of paragraphs, quotes, list items and tables in the text.
    pub paragraphs: usize,
}

/// Format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Html,
}

const FACTS: &str = "# The fact boxes of this article. `sidelight suggest` lists what they could cover. A box looks like this:
#
# [[box]]
# id = \"casualties\"
# kind = \"casualties\"      # casualties, sentences, demands, timeline, people or places
# title = \"…\"
# gist = \"…\"               # one sentence, shown while the box is closed
#
# [[box.fact]]
# id = \"killed\"
# aspect = \"killed\"
# statement = \"…\"          # a whole sentence
# quantity = { exact = 14, unit = \"people\" }
# by = \"…\"                 # who says so
# evidence = [\"…\"]         # words that occur exactly once in article.md
#
# A line `::box{#casualties}` in article.md places the box.
";

/// Imports an article. `name` is the file's name. A known file extension decides the format; otherwise the content
/// does.
///
/// # Errors
/// Returns a diagnostic if the file is larger than [`MAX_IMPORT`], isn't a text or has no words. Also returns one if
/// its markup exceeds a limit, for example the nesting of elements.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, Box<Diagnostic>> {
    let diagnostic = |kind, message: String, hint: &str| {
        let file: Arc<str> = name.into();
        Box::new(Diagnostic::new(kind, &file, 0..0, message).hint(hint))
    };
    if bytes.len() as u64 > MAX_IMPORT {
        return Err(diagnostic(
            Kind::FileTooLarge,
            format!(
                "the file is too large to import: {:.1} MB (limit: {:.1} MB)",
                bytes.len() as f64 / 1e6,
                MAX_IMPORT as f64 / 1e6
            ),
            "save the page without images, or copy its text into a text file",
        ));
    }
    let (text, encoding) = decode(bytes).map_err(|error| match error {
        NoText::Binary => diagnostic(
            Kind::NotUtf8,
            "this isn't a text file".into(),
            "save the article as plain text, HTML or Markdown from the program that wrote it",
        ),
        NoText::BadByte(0, encoding) => diagnostic(
            Kind::NotUtf8,
            format!("the file is marked as {encoding}, but isn't"),
            "open it in an editor that shows it correctly, and save it as UTF-8",
        ),
        NoText::BadByte(place, encoding) => diagnostic(
            Kind::NotUtf8,
            format!(
                "the file isn't {encoding}: byte {place} is 0x{:02X}",
                bytes.get(place).copied().unwrap_or_default()
            ),
            "open it in an editor that shows it correctly, and save it as UTF-8; a web page in another \
             encoding must declare it",
        ),
        NoText::UnknownEncoding(label) => diagnostic(
            Kind::NotUtf8,
            format!("the page declares the unknown encoding `{label}`"),
            "open it in an editor that shows it correctly, and save it as UTF-8",
        ),
    })?;
    let text = text.replace("\r\n", "\n").replace(
        ['\r', '\u{c}', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'],
        "\n",
    );
    let format = format_of(name, &text);
    let text: String = text
        .chars()
        .filter(|c| (!c.is_control() && !is_unseen_mark(*c)) || matches!(c, '\n' | '\t'))
        .collect();
    if text.trim().is_empty() {
        return Err(diagnostic(
            Kind::EmptyArticle,
            "the file is empty".into(),
            "check that it was saved completely",
        ));
    }
    let source = match format {
        Format::Text => Ok(text::read_text(&text)),
        Format::Markdown => markdown::read_markdown(&text),
        Format::Html => html::read_html(&text),
    };
    let mut source = source.map_err(|overgrown| {
        diagnostic(
            Kind::TooDeep,
            overgrown.to_string(),
            "copy its text into a text file; the page's HTML is broken",
        )
    })?;
    if !source.pieces.iter().any(|piece| !piece.text().is_empty()) {
        return Err(diagnostic(
            Kind::EmptyArticle,
            "it contains no article text".into(),
            "check that it was saved completely; if scripts load the text, save the page after it has loaded",
        ));
    }
    if encoding != "UTF-8" {
        source.taken.push(Taken {
            field: Field::Changed,
            line: None,
            text: format!("{encoding} to UTF-8"),
        });
    }
    Ok(finish(name, source))
}

fn finish(name: &str, mut source: Source) -> Imported {
    source.pieces.retain(|piece| !piece.text().is_empty());
    source.pieces = table::settle(source.pieces, &mut source.taken);
    let mut article = place::place(source);
    let is_missing = [
        (article.headline.is_none(), "headline"),
        (article.standfirst.is_none(), "standfirst"),
        (article.byline.is_empty(), "byline"),
        (article.published.is_none(), "published"),
        (article.published.is_none(), "as-of"),
        (article.language.is_none(), "language"),
    ];
    article
        .taken
        .sort_by_key(|taken| taken.line.unwrap_or(usize::MAX));
    for (_, what) in is_missing.iter().filter(|(is_missing, _)| *is_missing) {
        article.taken.push(Taken {
            field: Field::Blank,
            line: None,
            text: format!("`{what}` wasn't found; add it in article.md"),
        });
    }
    let headline = article
        .headline
        .as_ref()
        .map_or("", |headline| &headline.value);
    let stem = Path::new(name)
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let slug = [kebab(headline), kebab(&stem), "article".to_owned()]
        .into_iter()
        .map(|slug| slug.trim_matches('-').to_owned())
        .find(|slug| slug.chars().any(|c| c.is_ascii_alphabetic()))
        .unwrap_or_default();
    Imported {
        slug,
        article: write::write_article(&article),
        facts: FACTS.to_owned(),
        paragraphs: article
            .body
            .iter()
            .filter(|piece| !matches!(piece.form, piece::Form::Heading(_)))
            .count(),
        taken: article.taken,
    }
}

/// Returns the format of a file. A known file extension decides; otherwise the beginning of the content does.
fn format_of(name: &str, text: &str) -> Format {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let begin = text.trim_start();
    let begins_with = |tag: &str| {
        begin
            .get(..tag.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
    };
    match ending.as_str() {
        "html" | "htm" | "xhtml" | "php" => Format::Html,
        "md" | "markdown" | "mdown" => Format::Markdown,
        _ if ["<!doctype html", "<html", "<head", "<body", "<?xml"]
            .iter()
            .any(|tag| begins_with(tag)) =>
        {
            Format::Html
        }
        _ if begin.starts_with("---\n") && begin[4..].contains("\n---\n") => Format::Markdown,
        _ => Format::Text,
    }
}

/// Reports whether a name is valid for an article's folder. The name becomes part of an address.
pub fn is_slug(name: &str) -> bool {
    Slug::new(name).is_ok()
}
