//! Pictures with their captions.

use yew::{Html, html};

use super::index::Index;
use super::inlines::inlines;
use sidelight_model::{Article, Figure, Variant};

/// The displayed width of a picture: the width of the text, about 37rem, or of the screen if that is narrower.
const SIZES: &str = "(min-width: 40rem) 37rem, 100vw";

/// The width in px of the variant for browsers that don't support `srcset`.
const USUAL: u64 = 960;

/// Renders a picture. The first of the article loads at once, the others when the reader comes near. The given width and
/// height reserve their space from the start.
pub(super) fn figure(article: &Article, figure: &Figure, index: &Index<'_>) -> Html {
    let first = article.figures().next();
    let lazy = !first.is_some_and(|first| std::ptr::eq(first, figure));
    let Some(usual) = usual(&figure.variants) else {
        return Html::default();
    };
    let candidates: Vec<String> = figure
        .variants
        .iter()
        .map(|variant| format!("{} {}w", variant.src.as_str(), variant.width))
        .collect();
    html! {
        <figure class="figure">
            <img
                src={usual.src.as_str().to_owned()}
                srcset={candidates.join(", ")}
                sizes={SIZES}
                width={usual.width.to_string()}
                height={usual.height.to_string()}
                alt={figure.alt.clone()}
                loading={lazy.then_some("lazy")}
                decoding="async"
            />
            if !figure.caption.is_empty() || figure.credit.is_some() {
                <figcaption>
                    { inlines(&figure.caption, index) }
                    if let Some(credit) = &figure.credit {
                        { " " }<span class="credit">{ credit }</span>
                    }
                </figcaption>
            }
        </figure>
    }
}

/// Returns the widest variant up to [`USUAL`] px. If all are wider, returns the narrowest.
fn usual(variants: &[Variant]) -> Option<&Variant> {
    variants
        .iter()
        .rfind(|variant| variant.width <= USUAL)
        .or_else(|| variants.first())
}
