//! Checks the body: its texts, its pictures, and the passages that are marked in it.

use std::collections::{HashMap, HashSet};

use super::{Checked, invalid, no_evidence, not_blank, showable, unique};
use crate::{
    Article, Block, BlockId, Figure, Inline, PackageError, PullQuote, Table, TextBlock, plain_text,
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
            if let Block::Figure(figure) = block {
                check_figure(figure, &format!("body[{i}].figure"))?;
            }
            if let Block::Table(table) = block {
                let path = format!("body[{i}].table");
                unique(&mut tables, table.id.as_str(), || format!("{path}.id"))?;
                check_table(table, &path)?;
            }
            if let Block::PullQuote(PullQuote { text, by }) = block {
                let path = format!("body[{i}].pull-quote");
                not_blank(text, || format!("{path}.text"))?;
                if let Some(by) = by {
                    not_blank(by, || format!("{path}.by"))?;
                }
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

/// Returns `true` if a relative address has a path segment that leads to the parent folder. Browsers read `%2e` as a dot
/// (URL standard, double-dot URL path segment).
fn leads_up(address: &str) -> bool {
    address
        .split(['/', '?', '#'])
        .any(|part| part.to_ascii_lowercase().replace("%2e", ".") == "..")
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

fn check_figure(figure: &Figure, path: &str) -> Checked {
    not_blank(&figure.alt, || format!("{path}.alt"))?;
    if let Some(credit) = &figure.credit {
        not_blank(credit, || format!("{path}.credit"))?;
    }
    showable(&plain_text(&figure.caption), || format!("{path}.caption"))?;
    if !no_evidence(&figure.caption) {
        return invalid(format!("{path}.caption"), "evidence must be in the text");
    }
    if figure.variants.is_empty() {
        return invalid(
            format!("{path}.variants"),
            "a picture needs at least one size",
        );
    }
    let mut wider_than = 0;
    for (i, variant) in figure.variants.iter().enumerate() {
        let path = format!("{path}.variants[{i}]");
        if variant.src.is_external()
            || variant.src.as_str().starts_with(['/', '#', '?'])
            || leads_up(variant.src.as_str())
        {
            return invalid(
                format!("{path}.src"),
                "a picture must be in the package's folder",
            );
        }
        // White space and commas separate the addresses in a `srcset`.
        if variant.src.as_str().contains(',') {
            return invalid(
                format!("{path}.src"),
                "a picture's address can't contain a comma",
            );
        }
        if variant.height == 0 {
            return invalid(format!("{path}.height"), "a picture needs a height");
        }
        if variant.width <= wider_than {
            return invalid(
                format!("{path}.width"),
                "the sizes must go from the narrowest to the widest",
            );
        }
        wider_than = variant.width;
    }
    Ok(())
}
