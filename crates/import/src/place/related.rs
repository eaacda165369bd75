//! Places references to other articles.

use super::looks::begins_related;
use super::{Placed, Placing, at};
use crate::piece::{Form, Piece, squeeze};
use sidelight_model::{Inline, RelatedStory, plain_text};

/// Longest title of a related story, in characters.
const MAX_TITLE: usize = 500;

impl Placing {
    /// Takes the reference to another article out of a paragraph. The reference is the whole paragraph or ends it in
    /// brackets, and has exactly one link. Any other reference stays in the text.
    pub(super) fn related(&mut self, piece: &mut Piece) {
        let Some((kept, taken)) = split(&piece.inlines) else {
            return;
        };
        let mut links = taken.iter().filter_map(|inline| match inline {
            Inline::Link(link) => Some(link),
            _ => None,
        });
        let (Some(link), None) = (links.next(), links.next()) else {
            return;
        };
        let title = squeeze(&plain_text(&link.inlines));
        let is_known = || {
            let mut related = self.article.related.iter();
            related.any(|known| known.value.url == link.href)
        };
        if title.is_empty()
            || title.chars().count() > MAX_TITLE
            || !link.href.is_page()
            || is_known()
        {
            return;
        }
        self.article.related.push(Placed {
            value: RelatedStory {
                title,
                publisher: None,
                date: None,
                url: link.href.clone(),
            },
            origin: format!("“{}”{}", squeeze(&plain_text(&taken)), at(piece.line)),
        });
        *piece = Piece::new(piece.line, Form::Paragraph, kept);
    }
}

/// Splits a paragraph into the part that stays and the reference at its end. Returns `None` if no reference is there.
fn split(inlines: &[Inline]) -> Option<(Vec<Inline>, Vec<Inline>)> {
    if begins_related(&squeeze(&plain_text(inlines))) {
        return Some((Vec::new(), inlines.to_vec()));
    }
    let [
        before @ ..,
        Inline::Text(open),
        link @ Inline::Link(_),
        Inline::Text(close),
    ] = inlines
    else {
        return None;
    };
    let is_end = close.contains([')', ']'])
        && close
            .chars()
            .all(|c| c.is_whitespace() || ".)]".contains(c));
    let at = open.rfind(['(', '['])?;
    let (kept, reference) = open.split_at(at);
    if !is_end || !begins_related(&reference[1..]) {
        return None;
    }
    let mut stays = before.to_vec();
    stays.push(Inline::Text(kept.trim_end().to_owned()));
    let taken = [reference, close].map(|text| Inline::Text(text.to_owned()));
    let [first, last] = taken;
    Some((stays, vec![first, link.clone(), last]))
}
