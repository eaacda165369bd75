//! Checks the body: its texts, and the passages that are marked in it.

use std::collections::{HashMap, HashSet};

use super::media::{check_figure, check_figure_group, check_media};
use super::{Checked, invalid, no_evidence, not_blank, unique};
use crate::{
    Article, Block, BlockId, Inline, PackageError, PullQuote, Table, TextBlock, plain_text,
};

/// The plain text of the body's text blocks, and the evidence marked in them. The keys are the ids.
pub(super) struct Body<'a> {
    pub(super) texts: HashMap<&'a str, String>,
    pub(super) marks: HashMap<&'a str, Mark<'a>>,
}

/// The position of a marked passage: the range, in code points, that all its spans cover together.
pub(super) struct Mark<'a> {
    pub(super) path: String,
    pub(super) block: &'a BlockId,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Body<'a> {
    pub(super) fn read(article: &'a Article) -> Result<Self, PackageError> {
        let mut body = Self {
            texts: HashMap::new(),
            marks: HashMap::new(),
        };
        let (mut placed, mut tables) = (HashSet::new(), HashSet::new());
        for (i, block) in article.body.iter().enumerate() {
            if let Block::Box(id) = block {
                unique(&mut placed, id.as_str(), || format!("body[{i}].box"))?;
            }
            if matches!(block, Block::Quote(t) | Block::List(t) | Block::NumberedList(t) if t.is_empty())
            {
                return invalid(format!("body[{i}]"), "it is empty");
            }
            match block {
                Block::Figure(figure) => check_figure(figure, &format!("body[{i}].figure"))?,
                Block::FigureGroup(group) => {
                    check_figure_group(group, &format!("body[{i}].figure-group"))?;
                }
                Block::Media(media) => check_media(media, &format!("body[{i}].media"))?,
                Block::Table(table) => {
                    let path = format!("body[{i}].table");
                    unique(&mut tables, table.id.as_str(), || format!("{path}.id"))?;
                    check_table(table, &path)?;
                }
                Block::PullQuote(PullQuote { text, by }) => {
                    let path = format!("body[{i}].pull-quote");
                    not_blank(text, || format!("{path}.text"))?;
                    if let Some(by) = by {
                        not_blank(by, || format!("{path}.by"))?;
                    }
                }
                _ => {}
            }
            for text in block.texts() {
                body.read_text(text, &format!("body[{i}]"))?;
            }
        }
        if body.texts.is_empty() {
            return invalid("body", "an article needs text");
        }
        Ok(body)
    }

    fn read_text(&mut self, text: &'a TextBlock, path: &str) -> Checked {
        let plain = text.plain_text();
        not_blank(&plain, || format!("{path} ({})", text.id))?;
        if self.texts.insert(text.id.as_str(), plain).is_some() {
            return invalid(format!("{path}.id"), format!("`{}` is used twice", text.id));
        }
        let mut offset = 0;
        self.read_marks(&text.inlines, &text.id, &mut offset, path)
    }

    fn read_marks(
        &mut self,
        inlines: &'a [Inline],
        block: &'a BlockId,
        offset: &mut usize,
        path: &str,
    ) -> Checked {
        for inline in inlines {
            match inline {
                Inline::Text(text) => *offset += text.chars().count(),
                Inline::Evidence(span) => {
                    let start = *offset;
                    self.read_marks(&span.inlines, block, offset, path)?;
                    let mark = self
                        .marks
                        .entry(span.evidence.as_str())
                        .or_insert_with(|| Mark {
                            path: format!("{path} ({block})"),
                            block,
                            start,
                            end: start,
                        });
                    if mark.block != block || mark.end != start || *offset == start {
                        return invalid(
                            &mark.path,
                            format!(
                                "the spans of the evidence `{}` don't form one passage",
                                span.evidence
                            ),
                        );
                    }
                    mark.end = *offset;
                }
                Inline::Link(link) => {
                    not_blank(&plain_text(&link.inlines), || {
                        format!("{path} ({block}), a link")
                    })?;
                    self.read_marks(&link.inlines, block, offset, path)?;
                }
                other => self.read_marks(other.children(), block, offset, path)?,
            }
        }
        Ok(())
    }
}

fn check_table(table: &Table, path: &str) -> Checked {
    let caption = || format!("{path}.caption");
    not_blank(&plain_text(&table.caption), caption)?;
    if !no_evidence(&table.caption) {
        return invalid(caption(), "evidence must be in the text");
    }
    if table.columns.len() < 2 || table.rows.is_empty() {
        return invalid(path, "a table needs two columns and a row");
    }
    for (i, row) in table.rows.iter().enumerate() {
        if row.cells.len() + 1 != table.columns.len() {
            return invalid(
                format!("{path}.rows[{i}].cells"),
                "a row needs one cell for each column after the first",
            );
        }
    }
    Ok(())
}
