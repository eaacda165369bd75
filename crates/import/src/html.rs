//! Splits a web page into pieces. Readability finds the part of the page that is the article. The pieces are read
//! from the unchanged page. So a passage in the middle of the article survives even if Readability would drop it.

mod furniture;
mod hints;
mod lines;
mod links;
mod metadata;
mod seek;
mod tables;
mod walk;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use self::furniture::sort_out;
use self::lines::Lines;
use self::links::{Base, safe_target};
use self::walk::walk;
use super::piece::{Field, Piece, Source};
use sidelight_documents::html::{Overgrown, parse};
use sidelight_model::Href;

/// Deepest nesting of elements that is passed to Readability. Pages that people read stay far below it.
const MAX_DEPTH: usize = 400;

/// Splits a web page into pieces.
///
/// # Errors
/// Returns [`Overgrown`] if the page exceeds a limit of the parser, for example the nesting of its elements.
pub(super) fn read_html(html: &str) -> Result<Source, Overgrown> {
    let page = parse(html)?;
    let stated = metadata::read(&page);
    let base = Base::of(&page);
    let is_deep = walk::is_deeper_than(&page, MAX_DEPTH);
    let mut walked = walk(&page, &base);
    let mut lines = Lines::of(html);
    for piece in &mut walked {
        let text = piece.piece.text();
        piece.piece.line = match piece.piece.hint {
            Some(Field::Image) => lines.find_raw(text.split(' ').next().unwrap_or_default()),
            _ => lines.find(&text),
        };
    }
    let kept = (!is_deep).then(|| readable(page)).flatten();
    let mut source = Source {
        has_markup: true,
        stated,
        ..Source::default()
    };
    sort_out(walked, kept.as_deref(), &mut source);
    for stated in &mut source.stated {
        // Search the source for the words of the metadata to find their line.
        if stated.line == 0 {
            stated.line = lines.first_raw(&stated.text);
        }
    }
    Ok(source)
}

/// Splits HTML inside Markdown into pieces. Keeps only the hints for images and captions.
///
/// # Errors
/// Returns [`Overgrown`] if the HTML exceeds a limit of the parser, for example the nesting of its elements.
pub(super) fn read_fragment(html: &str) -> Result<Vec<Piece>, Overgrown> {
    let page = parse(html)?;
    Ok(walk(&page, &Base::default())
        .into_iter()
        .map(|walked| Piece {
            hint: walked
                .piece
                .hint
                .filter(|hint| matches!(hint, Field::Image | Field::Caption)),
            ..walked.piece
        })
        .collect())
}

/// Returns the text of the part of a page that Readability takes for the article. Returns `None` if Readability finds
/// no article.
fn readable(page: Document) -> Option<String> {
    let config = Config {
        // Accept short articles too.
        char_threshold: 200,
        ..Config::default()
    };
    let mut readability = Readability::with_document(page, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    Some(article.text_content.to_string())
}

/// Returns a link's target if an article may contain it and it needs no base address. Returns `None` otherwise.
pub(super) fn whole_target(target: &str) -> Option<Href> {
    safe_target(target, None)
}
