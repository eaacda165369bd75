//! Images that begin a paragraph.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::refused::html_words;
use super::{AuthoredImage, Piece};
use crate::Kind;
use crate::lengths::{MAX_LINE, MAX_PASSAGE};
use crate::source_file::unseen_hint;
use sidelight_model::{Inline, unseen};

/// Returns true if the event begins an image.
pub(super) fn is_image(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Image { .. }))
}

/// Reads an image, from its first event up to its end, without the caption.
/// Returns `None` if the events end too early or `image` isn't the beginning of an image.
pub(super) fn read_image<'a>(
    piece: Piece<'a>,
    (image, place): (Event<'a>, Range<usize>),
    events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>,
) -> Option<AuthoredImage> {
    let mut alt = String::new();
    let mut depth = 1;
    while depth > 0 {
        // Markup in the description is ignored, as in CommonMark (section 6.4).
        let (event, place) = events.next()?;
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => depth -= 1,
            Event::Text(text) | Event::Code(text) => alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            Event::InlineHtml(html) => {
                let (message, hint) = html_words(&html);
                piece.report(Kind::RawHtml, place, message, hint);
            }
            _ => {}
        }
    }
    let Event::Start(Tag::Image {
        dest_url, title, ..
    }) = image
    else {
        return None;
    };
    let credit = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for (text, limit, what) in [
        (&alt, MAX_PASSAGE, "the description of this image"),
        (&credit, MAX_LINE, "the credit of this image"),
    ] {
        piece.is_too_long(text, limit, what, place.clone());
        if let Some((_, error)) = unseen(text) {
            piece.report(
                Kind::ControlCharacter,
                place.clone(),
                format!("{what} {error}"),
                unseen_hint(error),
            );
        }
    }
    Some(AuthoredImage {
        span: piece.in_file(place),
        file: dest_url.to_string(),
        alt: alt.trim().to_owned(),
        credit: (!credit.is_empty()).then_some(credit),
    })
}

/// Removes the line break or space between an image and its caption.
pub(super) fn without_first_space(mut caption: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text(first)) = caption.first_mut() {
        *first = first.trim_start().to_owned();
        if first.is_empty() {
            caption.remove(0);
        }
    }
    caption
}
