//! Web pages taken apart. Readability tells which part of a page is its article; the pieces are read from the page
//! as it stands, so what Readability would drop from the midst of the article is seen and kept.

mod furniture;
mod lines;
mod metadata;
mod parse;
mod seek;
mod walk;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use self::furniture::sort_out;
use self::lines::Lines;
pub(super) use self::parse::MAX_OPEN;
use self::parse::parse;
use self::walk::{Base, safe_target, walk};
use super::piece::{Field, Overgrown, Piece, Source};
use sidelight_model::Href;

/// The deepest nesting of elements that Readability is asked about; pages that people read stay far below.
const MAX_DEPTH: usize = 400;

/// Takes a web page apart.
///
/// # Errors
/// When its elements are nested too deep.
pub(super) fn read_html(html: &str) -> Result<Source, Overgrown> {
    let page = parse(html)?;
    let said = metadata::read(&page);
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
        said,
        ..Source::default()
    };
    sort_out(walked, kept.as_deref(), &mut source);
    for said in &mut source.said {
        // Where metadata stands is told by its words too.
        if said.line == 0 {
            said.line = lines.first_raw(&said.text);
        }
    }
    Ok(source)
}

/// The pieces of HTML that stands within Markdown.
///
/// # Errors
/// When its elements are nested too deep.
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

/// The words of the part of a page that Readability takes for its article; none when it finds none.
fn readable(page: Document) -> Option<String> {
    let config = Config {
        // Short articles are articles too.
        char_threshold: 200,
        ..Config::default()
    };
    let mut readability = Readability::with_document(page, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    Some(article.text_content.to_string())
}

/// A link's target as an article may have it; none when it doesn't lead out of the text by itself.
pub(super) fn whole_target(target: &str) -> Option<Href> {
    safe_target(target, None)
}
