//! Separates the pieces of an article from the furniture of the page around it, such as menus and footers.
//!
//! *Invariant:* every piece ends up in the source's pieces, or in its report as left out.

use std::collections::HashSet;

use super::seek::Seek;
use super::walk::Walked;
use crate::piece::{Field, Form, Piece, Source, StatedField, Taken};
use crate::place::is_related;
use sidelight_text::word_count;

/// Shortest piece that can mark the extent of the article, in bytes of its letters and digits.
const KNOWN_BY: usize = 40;

/// Fewest words of a piece that is kept as a sentence of the article although Readability dropped it.
const SENTENCE: usize = 8;

/// Number of pieces above the article that may still belong to its top.
const ABOVE: usize = 8;

/// Number of pieces below the article that may still belong to its end.
const BELOW: usize = 4;

/// Adds the article's pieces to `source`. `kept` is the text of the part that Readability takes for the article, or
/// `None` if Readability found none.
pub(super) fn sort_out(walked: Vec<Walked>, kept: Option<&str>, source: &mut Source) {
    let mut kept = kept.map(|kept| Seek::new(letters(kept)));
    let mut surely = Vec::new();
    let mut is_kept = Vec::with_capacity(walked.len());
    for (number, walked) in walked.iter().enumerate() {
        let words = letters(&walked.piece.text());
        let is_this_kept = kept.as_mut().is_none_or(|kept| kept.holds(&words));
        is_kept.push(is_this_kept);
        if is_this_kept
            && (kept.is_some() || !walked.in_furniture)
            && words.len() >= KNOWN_BY
            && walked.piece.hint != Some(Field::Image)
        {
            surely.push(number);
        }
    }
    let (Some(first), Some(last)) = (surely.first().copied(), surely.last().copied()) else {
        // Nothing marks the extent of the article, so all pieces are kept.
        source
            .pieces
            .extend(walked.into_iter().map(Walked::into_piece));
        return;
    };
    let article = walked[first].article;
    let headline = headline(&walked, first, &source.stated);
    let top = headline.unwrap_or(first).min(first);
    for ((number, walked), is_kept) in walked.into_iter().enumerate().zip(is_kept) {
        let inside = (top..=last).contains(&number);
        let near = inside
            || (number < top && number + ABOVE >= top)
            || (number > last && number <= last + BELOW)
            || (article != 0 && walked.article == article);
        let verdict = verdict(&walked, inside, near, Some(number) == headline, is_kept);
        let mut piece = walked.into_piece();
        match verdict {
            Verdict::Article => {
                if Some(number) == headline {
                    piece.hint = Some(Field::Headline);
                } else if piece.hint == Some(Field::Headline) {
                    piece.hint = None;
                }
                source.pieces.push(piece);
            }
            Verdict::Sentence => {
                source
                    .taken
                    .push(Taken::new(Field::Kept, piece.line, piece.text()));
                piece.hint = None;
                source.pieces.push(piece);
            }
            Verdict::LeftOut => {
                source
                    .taken
                    .push(Taken::new(Field::LeftOut, piece.line, piece.text()));
            }
        }
    }
}

enum Verdict {
    Article,
    /// A sentence that looks like furniture, inside or next to the article.
    Sentence,
    LeftOut,
}

fn verdict(walked: &Walked, inside: bool, near: bool, is_headline: bool, is_kept: bool) -> Verdict {
    let piece = &walked.piece;
    let text = piece.text();
    // References to other articles count inside the article. Next to it, they count only within its `article` or
    // `main` element; the others belong to the page.
    let leads_on = is_related(&text) && (inside || (walked.article != 0 && near));
    let says_what_it_is = match piece.hint {
        _ if leads_on && !walked.in_furniture => true,
        Some(
            Field::Biography | Field::Topics | Field::Byline | Field::Published | Field::Updated,
        ) => near,
        Some(Field::Standfirst | Field::Caption | Field::Image) => near && !walked.in_furniture,
        _ => false,
    };
    let is_table = piece.form == Form::Table && !walked.in_furniture;
    if is_headline || says_what_it_is || (inside && (is_kept || is_table)) {
        return Verdict::Article;
    }
    let is_sentence = word_count(&text) >= SENTENCE
        && text.ends_with(['.', '!', '?', '”', '"', '»', ')', ']', ':', '…'])
        || (inside && matches!(piece.form, Form::Heading(_)));
    let is_words = piece.hint != Some(Field::Image);
    if near && is_words && !walked.in_furniture && is_sentence && (inside || walked.article != 0) {
        return Verdict::Sentence;
    }
    Verdict::LeftOut
}

/// Returns the number of the piece that is the headline: `first` or a piece above it. The nearest heading of the
/// first level is preferred. Next come pieces that the markup calls a headline, and then pieces with the words of the
/// headline in the page's metadata. Returns `None` if there is no such piece.
fn headline(walked: &[Walked], first: usize, stated: &[StatedField]) -> Option<usize> {
    let stated: HashSet<&str> = stated
        .iter()
        .filter(|stated| stated.field == Field::Headline)
        .map(|stated| stated.text.as_str())
        .collect();
    let above =
        |is: &dyn Fn(&Piece) -> bool| (0..=first).rev().find(|number| is(&walked[*number].piece));
    above(&|piece| piece.form == Form::Heading(1))
        .or_else(|| above(&|piece| piece.hint == Some(Field::Headline)))
        .or_else(|| {
            above(&|piece| piece.form != Form::Table && stated.contains(piece.text().as_str()))
        })
}

/// Returns the letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
