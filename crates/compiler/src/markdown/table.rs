//! Tables of an article, with the position of each cell among the texts.

use std::ops::Range;

use super::{Markdown, Words};
use crate::toml::Spanned;
use sidelight_model::TableId;
use sidelight_text::fold;

/// A table as it was read.
pub struct AuthoredTable {
    /// The id.
    pub id: Spanned<TableId>,
    /// The plain text of the caption.
    pub caption: String,
    /// For each row, the index of the text of each cell. An empty cell has none. Row 0 has the headers of the columns, and
    /// column 0 the headers of the rows.
    pub rows: Vec<Vec<Option<usize>>>,
}

/// A cell that an author names as evidence: `{ table = "budget", row = "Libraries", column = "2027" }`.
pub struct AuthoredCell {
    /// `table`
    pub table: Spanned<TableId>,
    /// `row`: the header of the row.
    pub row: Spanned<String>,
    /// `column`: the header of the column.
    pub column: Spanned<String>,
}

/// Reason why a cell isn't found.
pub(crate) enum CellError {
    /// No table has the id.
    NoTable,
    /// No row, or no column, has the header. The headers are those that exist.
    NoHeader(Line, Vec<String>),
    /// Several rows, or several columns, have the header. The numbers are the indices of their texts.
    Ambiguous(Line, Vec<usize>),
    /// The cell has no text.
    Empty,
}

/// A row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Row,
    Column,
}

impl Markdown {
    /// Returns the index of a cell's text. Returns `None` if there is no such cell, or more than one.
    pub fn cell(&self, cell: &AuthoredCell) -> Option<usize> {
        find_cell(&self.tables, &self.words, cell).ok()
    }
}

/// Returns the index of a cell's text.
///
/// # Errors
/// The reason why there isn't exactly one such cell with a text.
pub(crate) fn find_cell(
    tables: &[AuthoredTable],
    words: &[Words],
    cell: &AuthoredCell,
) -> Result<usize, CellError> {
    let table = tables
        .iter()
        .find(|table| table.id.value == cell.table.value);
    let rows = &table.ok_or(CellError::NoTable)?.rows;
    let row_headers = rows.iter().map(|row| row.first().copied().flatten());
    let row = find_header(Line::Row, row_headers.skip(1), words, &cell.row.value)?;
    let columns = rows.first().map_or(&[][..], Vec::as_slice);
    let column_headers = columns.iter().copied().skip(1);
    let column = find_header(Line::Column, column_headers, words, &cell.column.value)?;
    let text = rows.get(row + 1).and_then(|row| row.get(column + 1));
    text.copied().flatten().ok_or(CellError::Empty)
}

/// Returns the position of a header among the headers.
fn find_header(
    line: Line,
    headers: impl Iterator<Item = Option<usize>>,
    words: &[Words],
    wanted: &str,
) -> Result<usize, CellError> {
    let headers: Vec<(usize, &str)> = headers
        .map(|text| text.map_or((0, ""), |text| (text, words[text].text.as_str())))
        .collect();
    let wanted = fold(wanted.trim());
    let found: Vec<usize> = (0..headers.len())
        .filter(|at| fold(headers[*at].1.trim()) == wanted)
        .collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => Err(CellError::NoHeader(
            line,
            headers.iter().map(|(_, text)| (*text).to_owned()).collect(),
        )),
        several => Err(CellError::Ambiguous(
            line,
            several.iter().map(|at| headers[*at].0).collect(),
        )),
    }
}

/// Returns the number of cells that a row has in Markdown. A `|` after a backslash is part of a cell.
pub(super) fn count_cells(source: &str) -> usize {
    let line = source.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut count = 1;
    let mut is_escaped = false;
    let mut ends_with_bar = false;
    for c in line.chars() {
        ends_with_bar = c == '|' && !is_escaped;
        count += usize::from(ends_with_bar);
        is_escaped = c == '\\' && !is_escaped;
    }
    count - usize::from(ends_with_bar)
}

/// Returns `true` if a column has numbers and nothing else. Empty cells and dashes are allowed beside them.
pub(super) fn has_numbers<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let mut has_number = false;
    for cell in cells {
        if !cell.chars().all(is_of_number) {
            return false;
        }
        has_number |= cell.contains(|c: char| c.is_numeric());
    }
    has_number
}

fn is_of_number(c: char) -> bool {
    c.is_numeric() || c.is_whitespace() || ".,'’·+-−–—±%‰()/€$£¥₽₸<>~≈".contains(c)
}

/// Returns the range of a row without the line break after it.
pub(super) fn row_range(text: &str, place: &Range<usize>) -> Range<usize> {
    place.start..place.start + text[place.clone()].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_markdown_separates_them() {
        for (source, count) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b", 2),
            ("| a | | ", 2),
            ("| a \\| b | c |", 2),
            ("| a \\\\| b | c |", 3),
            ("a", 1),
            ("| | | |", 3),
        ] {
            assert_eq!(count_cells(source), count, "{source:?}");
        }
    }

    #[test]
    fn a_column_of_numbers_has_no_letters() {
        for (cells, expected) in [
            (&["1.2", "−3", "", "–"][..], true),
            (&["€ 1,200", "12%"], true),
            (&["1.2 million"], false),
            (&["–", ""], false),
            (&[], false),
            (&["٣"], true),
        ] {
            assert_eq!(has_numbers(cells.iter().copied()), expected, "{cells:?}");
        }
    }
}
