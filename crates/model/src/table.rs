//! Tables in the body.

use serde::Serialize;

use super::json::{from_object, from_variant};
use super::{BlockId, Inline, TableId, TextBlock};

/// A table with its caption. The first cell of each row is the header of that row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Table {
    /// The id of the table, unique in the article. Links and the name of its CSV file contain it.
    pub id: TableId,
    /// The caption. Its plain text is not blank, and it has no evidence in it.
    pub caption: Vec<Inline>,
    /// The columns, at least two. The first one has the headers of the rows.
    #[cfg_attr(feature = "schema", schemars(length(min = 2)))]
    pub columns: Vec<Column>,
    /// The rows below the headers of the columns, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub rows: Vec<Row>,
}

from_object!(Table {
    id,
    caption,
    columns,
    rows
});

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Column {
    /// The header of the column.
    pub header: TextBlock,
    /// The alignment of the header and the cells. Absent for the start of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
}

from_object!(Column { header, align });

/// An alignment of a column other than that of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Align {
    /// In the middle.
    Center,
    /// At the end of the line, as for numbers.
    End,
}

from_variant!(Align {
    "center" => Center,
    "end" => End,
});

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Row {
    /// The header of the row, in the first column.
    pub header: TextBlock,
    /// The cells in the other columns, in order.
    pub cells: Vec<Cell>,
}

from_object!(Row { header, cells });

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Cell {
    /// A cell without text.
    Empty,
    /// A cell with text.
    Text(TextBlock),
}

from_variant!(Cell {
    "empty" => Empty,
    "text" => Text(_),
});

impl Cell {
    /// Returns the text, or `None` if the cell is empty.
    pub fn text(&self) -> Option<&TextBlock> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(text),
        }
    }

    fn text_mut(&mut self) -> Option<&mut TextBlock> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl Table {
    /// Returns the headers of the row and of the column of a cell, given the id of its text. Returns `None` for the headers
    /// themselves and for other texts.
    pub fn headers_of(&self, id: &BlockId) -> Option<(&TextBlock, &TextBlock)> {
        self.rows.iter().find_map(|row| {
            let is_it = |cell: &Cell| cell.text().is_some_and(|text| text.id == *id);
            let column = row.cells.iter().position(is_it)? + 1;
            Some((&row.header, &self.columns.get(column)?.header))
        })
    }

    /// Returns the text blocks of the table in reading order: the headers of the columns, then each row. Leaves out empty
    /// cells.
    pub fn texts(&self) -> Vec<&TextBlock> {
        let mut texts: Vec<_> = self.columns.iter().map(|column| &column.header).collect();
        for row in &self.rows {
            texts.push(&row.header);
            texts.extend(row.cells.iter().filter_map(Cell::text));
        }
        texts
    }

    /// Returns the text blocks of the table for editing, in the order of [`texts`](Self::texts).
    pub fn texts_mut(&mut self) -> Vec<&mut TextBlock> {
        let mut texts: Vec<_> = (self.columns.iter_mut())
            .map(|column| &mut column.header)
            .collect();
        for row in &mut self.rows {
            texts.push(&mut row.header);
            texts.extend(row.cells.iter_mut().filter_map(Cell::text_mut));
        }
        texts
    }
}
