//! Compares the text of an edition with that of the base, block by block.

use super::translation::quoted;
use crate::markdown::{Markdown, Words};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::Block;
use sidelight_text::word_count;

/// Fewest words of a text that is reported if it is the same as in the base. Shorter ones may be names.
const SAME: usize = 5;

/// Gives the text blocks of an edition the ids of the base, so that links lead to the same place in each edition. Warns if
/// the blocks differ; then the ids are those of the edition's own text. Reports texts that are still those of the base.
pub(super) fn align(
    edition: &mut Markdown,
    base: &Markdown,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    report_untranslated(edition, base, file, diagnostics);
    let differs = edition
        .blocks
        .iter()
        .zip(&base.blocks)
        .position(|(here, there)| !is_like(here, there));
    let shorter = edition.blocks.len().min(base.blocks.len());
    if differs.is_none() && edition.blocks.len() == base.blocks.len() {
        let ids: Vec<_> = base
            .blocks
            .iter()
            .flat_map(Block::texts)
            .map(|text| text.id.clone())
            .collect();
        let texts = edition.blocks.iter_mut().flat_map(Block::texts_mut);
        for (text, id) in texts.zip(ids) {
            text.id = id;
        }
        return;
    }
    let at = differs.unwrap_or(shorter);
    let text: usize = edition.blocks[..at]
        .iter()
        .map(|block| block.texts().len())
        .sum();
    let place = edition.words.get(text).map_or_else(
        || {
            let end = file.text.trim_end().len();
            end..end
        },
        whole,
    );
    let message = match (edition.blocks.get(at), base.blocks.get(at)) {
        (Some(here), Some(there)) => {
            format!(
                "the edition has {} here, but the base has {}",
                name(here),
                name(there)
            )
        }
        (Some(here), None) => format!("the text of the base ends before this: {}", name(here)),
        (None, there) => {
            let next = there.map_or("", name);
            format!("the edition ends here, but the base goes on with {next}")
        }
    };
    diagnostics.add(
        file.diagnostic(Kind::OtherText, place, message).hint(
            "give the edition the same paragraphs, lists, tables and boxes in the same order, so that links lead to the same \
             place in each edition",
        ),
    );
}

/// Reports the texts of an edition that are the same as in the base.
fn report_untranslated(
    edition: &Markdown,
    base: &Markdown,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let quoted_texts = edition.blocks.iter().flat_map(|block| {
        let is_quote = matches!(block, Block::Quote(_));
        block.texts().into_iter().map(move |_| is_quote)
    });
    for (words, is_quote) in edition.words.iter().zip(quoted_texts) {
        let is_same = !is_quote
            && word_count(&words.text) >= SAME
            && base.words.iter().any(|of| of.text == words.text);
        if is_same {
            diagnostics.add(
                file.diagnostic(
                    Kind::Untranslated,
                    whole(words),
                    "this text is the same as in the base",
                )
                .hint(format!(
                    "translate {}; if it stays in the language of the base, make it a block quote with `>`",
                    quoted(&words.text)
                )),
            );
        }
    }
}

/// Returns the range of a text in the file.
fn whole(words: &Words) -> std::ops::Range<usize> {
    words.bytes_in_file(&(0..words.text.len()))
}

/// Returns true if two blocks are of the same kind and have the same parts.
fn is_like(here: &Block, there: &Block) -> bool {
    match (here, there) {
        (Block::Box(here), Block::Box(there)) => here == there,
        (Block::Table(here), Block::Table(there)) => {
            here.id == there.id && here.texts().len() == there.texts().len()
        }
        _ => {
            std::mem::discriminant(here) == std::mem::discriminant(there)
                && here.texts().len() == there.texts().len()
        }
    }
}

fn name(block: &Block) -> &'static str {
    match block {
        Block::Paragraph(_) => "a paragraph",
        Block::Crosshead(_) => "a crosshead",
        Block::Quote(_) => "a block quote",
        Block::List(_) => "a list",
        Block::NumberedList(_) => "a numbered list",
        Block::Box(_) => "another box",
        Block::Figure(_) => "a picture",
        Block::Table(_) => "another table",
        Block::PullQuote(_) => "a pull quote",
        Block::FigureGroup(_) => "a group of pictures",
        Block::Media(_) => "a recording",
    }
}
