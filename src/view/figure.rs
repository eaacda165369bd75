//! Pictures with their captions.

use yew::{Html, html};

use super::index::Index;
use super::inlines::inlines;
use sidelight_model::{Article, Figure, Variant};

/// How wide a picture stands on the page: as wide as the text, which is about 37rem, or as the screen where that is
/// narrower.
const SIZES: &str = "(min-width: 40rem) 37rem, 100vw";

/// The width in px that browsers get which don't choose for themselves.
const USUAL: u64 = 960;

/// A picture. The first of the article is loaded at once, the others when the reader comes near; their places are
/// kept free from the start.
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

/// The widest variant that is no wider than usual, or the narrowest.
fn usual(variants: &[Variant]) -> Option<&Variant> {
    variants
        .iter()
        .rfind(|variant| variant.width <= USUAL)
        .or_else(|| variants.first())
}
