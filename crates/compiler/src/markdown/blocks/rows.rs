//! Reads tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::Blocks;
use super::directives::Caption;
use crate::Kind;
use crate::lengths::{MAX_COLUMNS, MAX_LINE, MAX_ROWS};
use crate::markdown::box_line::has_box;
use crate::markdown::inlines::TextRead;
use crate::markdown::table::{count_cells, has_numbers, row_range};
use crate::markdown::{AuthoredTable, CellPosition};
use sidelight_model::{
    Align, Block, BlockId, Cell, Column, Inline, Row, Table, TableId, TextBlock, plain_text,
};

/// A row that has been read: its range, and its cells. An empty cell has no text.
struct RowRead {
    place: Range<usize>,
    cells: Vec<Option<TextRead>>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Blocks<'a, I> {
    /// Reads a table that has just begun. `caption` is `None` if no line with a caption comes before it, and `Some(None)` if
    /// that line has a mistake, which was reported. Returns `None` if the table has a mistake.
    pub(super) fn table(
        &mut self,
        caption: Option<Option<Caption>>,
        aligns: &[Alignment],
        place: &Range<usize>,
    ) -> Option<Block> {
        if caption.is_none() {
            let number = self.read.tables.len() + 1;
            self.piece.report(
                Kind::Table,
                place.clone(),
                "this table has no caption",
                format!(
                    "write this line before the table, with an empty line after it: `::table[What the table \
                     shows]{{#table-{number}}}`"
                ),
            );
        }
        let before = self.piece.diagnostics.count();
        let rows = self.rows();
        self.check_rows(&rows, aligns.len(), place);
        let is_whole = self.piece.diagnostics.count() == before;
        let caption = caption.flatten();
        let index = self.read.tables.len();
        let mut authored = Vec::with_capacity(rows.len());
        let mut texts: Vec<Vec<Option<TextBlock>>> = Vec::with_capacity(rows.len());
        for (row, read) in rows.into_iter().enumerate() {
            let (mut numbers, mut blocks) = (Vec::new(), Vec::new());
            for (column, cell) in read.cells.into_iter().enumerate() {
                numbers.push(cell.as_ref().map(|_| self.read.words.len()));
                let id = caption.as_ref().map(|caption| &caption.id.value);
                blocks.push(cell.and_then(|mut cell| {
                    let position = CellPosition {
                        table: index,
                        row,
                        column,
                    };
                    cell.words.cell = Some(position).filter(|_| id.is_some());
                    self.read.words.push(cell.words);
                    self.read.links.extend(cell.links);
                    Some(TextBlock {
                        id: BlockId::of_cell(id?, row, column),
                        inlines: cell.inlines,
                    })
                }));
            }
            authored.push(numbers);
            texts.push(blocks);
        }
        let Caption { id, inlines } = caption?;
        let table = is_whole
            .then(|| made(id.value.clone(), inlines.clone(), texts, aligns))
            .flatten();
        self.read.tables.push(AuthoredTable {
            id,
            caption: plain_text(&inlines),
            rows: authored,
        });
        table.map(Block::Table)
    }

    fn rows(&mut self) -> Vec<RowRead> {
        let mut rows: Vec<RowRead> = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(TagEnd::Table) => break,
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(RowRead {
                    place: row_range(self.piece.text, &place),
                    cells: Vec::new(),
                }),
                Event::Start(Tag::TableCell) => {
                    let read = self.inlines(TagEnd::TableCell);
                    let is_blank = read.words.text.trim().is_empty();
                    self.piece
                        .is_too_long(&read.words.text, MAX_LINE, "this cell", place);
                    if let Some(row) = rows.last_mut() {
                        row.cells.push((!is_blank).then_some(read));
                    }
                }
                _ => {}
            }
        }
        rows
    }

    /// Reports mistakes in the form of a table. Reports at most one for each row.
    fn check_rows(&self, rows: &[RowRead], columns: usize, place: &Range<usize>) {
        let report = |place: &Range<usize>, message: String, hint: &str| {
            self.piece.report(Kind::Table, place.clone(), message, hint);
        };
        if columns < 2 || rows.len() < 2 {
            report(
                place,
                "this table has fewer than two columns, or no row below its headers".to_owned(),
                "add what is missing, or write a list or a sentence",
            );
            return;
        }
        if columns > MAX_COLUMNS || rows.len() - 1 > MAX_ROWS {
            report(
                place,
                format!(
                    "this table is too large: {columns} columns and {} rows (limit: {MAX_COLUMNS} and {MAX_ROWS})",
                    rows.len() - 1
                ),
                "keep what readers need, and link to a file with the rest",
            );
            return;
        }
        for (number, row) in rows.iter().enumerate() {
            let source = &self.piece.text[row.place.clone()];
            if has_box(source) {
                self.misplaced_box(row.place.clone());
                continue;
            }
            let count = count_cells(source);
            if count != columns {
                let hint = match count {
                    1 => "put an empty line between the table and the text after it",
                    _ => {
                        "write one cell for each column; an empty one is `| |`, and a `|` in a cell is `\\|`"
                    }
                };
                let of = if count == 1 { "cell" } else { "cells" };
                report(
                    &row.place,
                    format!("this row has {count} {of}, but the table has {columns} columns"),
                    hint,
                );
            } else if number == 0 && row.cells.iter().any(Option::is_none) {
                report(
                    &row.place,
                    "a column has no header".to_owned(),
                    "write a header for each column; above the headers of the rows, write what they are, such as \
                     `Department`",
                );
            } else if row.cells.first().is_none_or(Option::is_none) {
                report(
                    &row.place,
                    "this row has no header".to_owned(),
                    "write what the row is about in its first cell",
                );
            }
        }
    }
}

/// Makes a table of the texts of its cells, with the headers of the columns as the first row. Returns `None` if a header is
/// missing, which was reported.
fn made(
    id: TableId,
    caption: Vec<Inline>,
    rows: Vec<Vec<Option<TextBlock>>>,
    aligns: &[Alignment],
) -> Option<Table> {
    let aligns: Vec<Option<Align>> = aligns
        .iter()
        .enumerate()
        .map(|(column, align)| match align {
            Alignment::Right => Some(Align::End),
            Alignment::Center => Some(Align::Center),
            Alignment::Left => None,
            Alignment::None => {
                let texts: Vec<String> = rows
                    .iter()
                    .skip(1)
                    .filter_map(|row| Some(row.get(column)?.as_ref()?.plain_text()))
                    .collect();
                let is_of_numbers = column > 0 && has_numbers(texts.iter().map(String::as_str));
                is_of_numbers.then_some(Align::End)
            }
        })
        .collect();
    let mut rows = rows.into_iter();
    let headers = rows.next()?;
    Some(Table {
        id,
        caption,
        columns: headers
            .into_iter()
            .zip(aligns)
            .map(|(header, align)| {
                Some(Column {
                    header: header?,
                    align,
                })
            })
            .collect::<Option<_>>()?,
        rows: rows
            .map(|row| {
                let mut cells = row.into_iter();
                Some(Row {
                    header: cells.next()??,
                    cells: cells
                        .map(|cell| cell.map_or(Cell::Empty, Cell::Text))
                        .collect(),
                })
            })
            .collect::<Option<_>>()?,
    })
}
