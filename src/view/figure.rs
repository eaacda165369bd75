//! Pictures with their captions.

use yew::{Html, html};

use super::index::Index;
use super::inlines::inlines;
use sidelight_model::{Article, Figure, FigureGroup, Inline, Variant};

/// The displayed width of a picture: the width of the text, about 37rem, or of the screen if that is narrower.
const SIZES: &str = "(min-width: 40rem) 37rem, 100vw";

/// The displayed width of a picture that shares a row.
const SHARED: &str = "(min-width: 40rem) 19rem, 50vw";

/// The displayed width of a picture that shares a row on wide screens only.
const SHARED_IF_WIDE: &str = "(min-width: 40rem) 19rem, 100vw";

/// The width in px of the variant for browsers that don't support `srcset`.
const USUAL: u64 = 960;

/// The height in px that the pictures in a row state. It is larger than the displayed one, so the style sheet shrinks all
/// pictures in a row by the same factor. This gives them the same height, without cutting anything off.
const ROW_HEIGHT: u64 = 1000;

/// Renders a picture.
pub(super) fn figure(article: &Article, figure: &Figure, index: &Index<'_>) -> Html {
    let credit = figure.credit.as_deref();
    html! {
        <@{element(&figure.caption, credit)} class="figure">
            { image(article, figure, SIZES, false) }
            { caption(&figure.caption, credit, index) }
        </@>
    }
}

/// Returns the element around pictures. A `<figure>` has a caption, so that screen readers can name it.
fn element(caption: &[Inline], credit: Option<&str>) -> &'static str {
    match caption.is_empty() && credit.is_none() {
        true => "div",
        false => "figure",
    }
}

/// Renders several pictures in rows, with one caption.
pub(super) fn group(article: &Article, group: &FigureGroup, index: &Index<'_>) -> Html {
    let (first, pairs) = group.figures.split_at(first_row(&group.figures));
    let row = |figures: &[Figure]| {
        let (class, sizes) = match figures {
            [] => return Html::default(),
            [_] => ("figure-row", SIZES),
            [a, b] if are_wide(a, b) => ("figure-row wide", SHARED_IF_WIDE),
            _ => ("figure-row", SHARED),
        };
        html! {
            <div {class}>
                { for figures.iter().map(|figure| {
                    let credit = figure.credit.as_deref();
                    html! {
                        <@{element(&[], credit)}>
                            { image(article, figure, sizes, true) }
                            { caption(&[], credit, index) }
                        </@>
                    }
                }) }
            </div>
        }
    };
    html! {
        <@{element(&group.caption, None)} class="figure figure-group">
            { row(first) }
            { for pairs.chunks(2).map(row) }
            { caption(&group.caption, None, index) }
        </@>
    }
}

/// Returns the number of pictures before the rows of two. An odd number of pictures begins with a row of one, or of three
/// if the first picture is upright.
fn first_row(figures: &[Figure]) -> usize {
    match figures.first().and_then(|figure| figure.variants.last()) {
        Some(size) if figures.len() % 2 == 1 && size.width < size.height => 3,
        _ => figures.len() % 2,
    }
}

/// Returns true if two pictures in a row are low: together at least three times as wide as high.
fn are_wide(a: &Figure, b: &Figure) -> bool {
    let shape = |figure: &Figure| {
        let size = figure.variants.last();
        size.map_or(0, |size| size.width * 100 / size.height)
    };
    shape(a) + shape(b) >= 300
}

/// Renders the image of a picture. The first of the article loads at once, the others when the reader comes near. The
/// given width and height reserve their space from the start.
fn image(article: &Article, figure: &Figure, sizes: &'static str, in_row: bool) -> Html {
    let first = article.figures().next();
    let lazy = !first.is_some_and(|first| std::ptr::eq(first, figure));
    let Some(usual) = usual(&figure.variants) else {
        return Html::default();
    };
    let (width, height) = match in_row {
        true => (usual.width * ROW_HEIGHT / usual.height, ROW_HEIGHT),
        false => (usual.width, usual.height),
    };
    let candidates: Vec<String> = figure
        .variants
        .iter()
        .map(|variant| format!("{} {}w", variant.src.as_str(), variant.width))
        .collect();
    html! {
        <img
            src={usual.src.as_str().to_owned()}
            srcset={candidates.join(", ")}
            {sizes}
            width={width.to_string()}
            height={height.to_string()}
            alt={figure.alt.clone()}
            loading={lazy.then_some("lazy")}
            decoding="async"
        />
    }
}

/// Renders a caption and a credit, or nothing if there is neither.
pub(super) fn caption(caption: &[Inline], credit: Option<&str>, index: &Index<'_>) -> Html {
    html! {
        if !caption.is_empty() || credit.is_some() {
            <figcaption>
                { inlines(caption, index) }
                if let Some(credit) = credit {
                    { " " }<span class="credit">{ credit }</span>
                }
            </figcaption>
        }
    }
}

/// Returns the widest variant up to [`USUAL`] px. If all are wider, returns the narrowest.
pub(super) fn usual(variants: &[Variant]) -> Option<&Variant> {
    variants
        .iter()
        .rfind(|variant| variant.width <= USUAL)
        .or_else(|| variants.first())
}
