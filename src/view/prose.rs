//! The text of the article, with its marked evidence.

use yew::{Html, html};

use super::direction::direction;
use super::index::Index;
use super::inlines::inlines;
use super::{fact_box, figure, media, table};
use sidelight_model::{Article, Block, TextBlock, anchor};

/// The number of blocks from which a text counts as long. In a long text, browsers lay out a stretch only when the reader
/// comes near it (CSS `content-visibility`). Shorter texts gain nothing from that.
const LONG: usize = 150;
/// The number of blocks before the first stretch. These blocks may be in view at first.
const SHOWN: usize = 24;
/// The approximate number of characters in a stretch. The style sheet has the matching height (`.stretch`). Browsers check
/// every stretch in every frame, so one for each paragraph is too many: 4,500 of them took Chromium 20 ms a frame.
const STRETCH: usize = 8_000;

pub(super) fn prose<'a>(article: &'a Article, index: &Index<'a>, files: Option<&str>) -> Html {
    let body = &article.body;
    let shown = if body.len() < LONG { body.len() } else { SHOWN };
    let (near, far) = body.split_at(shown);
    let blocks = |blocks: &[Block]| -> Html {
        blocks
            .iter()
            .map(|block| self::block(article, block, index, files))
            .collect()
    };
    html! {
        <div class="prose" id={anchor::TEXT}>
            { blocks(near) }
            { for stretches(far).map(|(stretch, is_long)| {
                let blocks = blocks(stretch);
                if is_long { html! { <div class={anchor::STRETCH}>{ blocks }</div> } } else { blocks }
            }) }
        </div>
    }
}

/// Divides blocks into stretches of text of about equal length, in order. The flag is `true` for a stretch, and `false` for
/// a run of text that is too short to be one. Boxes, pictures, recordings, tables and pull quotes between runs of text are
/// items of their own. No stretch ends with a crosshead that has text after it.
fn stretches(blocks: &[Block]) -> impl Iterator<Item = (&[Block], bool)> {
    let is_text = |block: &Block| {
        let is_other = matches!(
            block,
            Block::Box(_)
                | Block::Figure(_)
                | Block::FigureGroup(_)
                | Block::Media(_)
                | Block::Table(_)
                | Block::PullQuote(_)
        );
        !is_other
    };
    blocks
        .chunk_by(move |a, b| is_text(a) && is_text(b))
        .flat_map(|run| {
            let whole: usize = run.iter().map(letters).sum();
            let count = (whole + STRETCH / 2) / STRETCH;
            let (mut passed, mut ended) = (0, 0);
            run.split_inclusive(move |block| {
                passed += letters(block);
                let is_end =
                    passed * count >= whole * (ended + 1) && !matches!(block, Block::Crosshead(_));
                ended += usize::from(is_end);
                is_end && ended < count
            })
            .map(move |stretch| (stretch, count > 0))
        })
}

/// Returns the number of characters in a block. It is 0 for boxes, pictures and recordings.
fn letters(block: &Block) -> usize {
    let texts = block.texts().into_iter();
    texts.map(|text| text.plain_text().chars().count()).sum()
}

fn block<'a>(article: &'a Article, block: &Block, index: &Index<'a>, files: Option<&str>) -> Html {
    let id = |text: &TextBlock| anchor::text(&text.id);
    let items = |texts: &[TextBlock]| -> Html {
        texts
            .iter()
            .map(|text| html! { <li id={id(text)} dir={direction(text)}>{ inlines(&text.inlines, index) }</li> })
            .collect()
    };
    match block {
        Block::Paragraph(text) => {
            html! { <p id={id(text)} dir={direction(text)}>{ inlines(&text.inlines, index) }</p> }
        }
        Block::Crosshead(text) => {
            html! { <h2 id={id(text)} dir={direction(text)}>{ inlines(&text.inlines, index) }</h2> }
        }
        Block::Quote(texts) => html! {
            <blockquote>
                { for texts.iter().map(|text| html! { <p id={id(text)} dir={direction(text)}>{ inlines(&text.inlines, index) }</p> }) }
            </blockquote>
        },
        Block::List(texts) => html! { <ul>{ items(texts) }</ul> },
        Block::NumberedList(texts) => html! { <ol>{ items(texts) }</ol> },
        Block::Box(id) => article
            .boxes
            .iter()
            .find(|fact_box| fact_box.id == *id)
            .map(|fact_box| fact_box::fact_box(fact_box, index))
            .unwrap_or_default(),
        Block::Figure(figure) => figure::figure(article, figure, index),
        Block::Table(table) => table::table(table, index, files),
        Block::PullQuote(quote) => table::pull_quote(quote),
        Block::FigureGroup(group) => figure::group(article, group, index),
        Block::Media(media) => media::media(media, index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sidelight_model::{BlockId, BoxId, Inline};

    fn text(name: &str, letters: usize) -> TextBlock {
        TextBlock {
            id: BlockId::new(name).unwrap(),
            inlines: vec![Inline::Text("б".repeat(letters))],
        }
    }

    /// Returns an article with a crosshead before every tenth paragraph, and a box in the middle.
    fn blocks(count: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        for i in 0..count {
            if i % 10 == 0 {
                blocks.push(Block::Crosshead(text(&format!("section-{i}"), 30)));
            }
            if i == count / 2 + 5 {
                blocks.push(Block::Box(BoxId::new("middle").unwrap()));
            }
            blocks.push(Block::Paragraph(text(&format!("p{i}"), 100 + i % 7 * 90)));
        }
        blocks
    }

    #[test]
    fn stretches_hold_every_block_once_and_in_order() {
        for count in [1, 40, 700] {
            let blocks = blocks(count);
            let joined: Vec<Block> = stretches(&blocks).flat_map(|(s, _)| s.to_vec()).collect();
            assert_eq!(joined, blocks);
        }
    }

    #[test]
    fn stretches_are_of_about_one_length_and_none_ends_with_a_crosshead() {
        let blocks = blocks(700);
        let mut long = 0;
        for (stretch, is_long) in stretches(&blocks) {
            let letters: usize = stretch.iter().map(letters).sum();
            assert_eq!(is_long, letters > 0, "a box is by itself");
            if is_long {
                long += 1;
                assert!(
                    (STRETCH * 3 / 4..STRETCH * 5 / 4).contains(&letters),
                    "{letters}"
                );
                assert!(!matches!(stretch.last(), Some(Block::Crosshead(_))));
            }
        }
        assert!((30..=34).contains(&long), "{long}");
    }

    #[test]
    fn a_short_run_of_text_is_no_stretch() {
        let blocks = blocks(4);
        assert!(stretches(&blocks).all(|(_, is_long)| !is_long));
    }
}
