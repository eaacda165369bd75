//! Reads simple tables of a page: those with one row of headers, without spans and without other tables in them.

use dom_query::NodeRef;

use super::hints::is_furniture;
use super::links::Base;
use super::walk::walk_nodes;
use crate::piece::{Field, Form, Piece};
use crate::table::{Row, Table};
use sidelight_model::Inline;

/// A table with the images of its cells.
pub(super) struct TableRead {
    pub(super) table: Table,
    pub(super) images: Vec<Piece>,
}

/// Reads a table.
///
/// # Errors
/// The reason why an article can't contain the table.
pub(super) fn read_table(node: &NodeRef<'_>, base: &Base) -> Result<TableRead, &'static str> {
    if has_table_inside(node) {
        return Err("another table is in it");
    }
    let is_layout = node
        .attr("role")
        .is_some_and(|role| matches!(role.trim(), "presentation" | "none"));
    if is_layout {
        return Err("it is only for the layout");
    }
    let (mut heads, mut bodies, mut feet) = (Vec::new(), Vec::new(), Vec::new());
    let mut caption = None;
    for child in node.children() {
        if child.has_name("caption") {
            caption.get_or_insert(child);
        } else if child.has_name("thead") {
            heads.extend(rows_of(&child)?);
        } else if child.has_name("tbody") {
            bodies.extend(rows_of(&child)?);
        } else if child.has_name("tfoot") {
            feet.extend(rows_of(&child)?);
        }
    }
    match heads.len() {
        0 if bodies.first().is_some_and(is_header_row) => {}
        0 => return Err("it has no row of headers"),
        1 => {}
        _ => return Err("it has several rows of headers"),
    }
    let mut reading = Reading {
        base,
        images: Vec::new(),
    };
    let caption = caption.map_or_else(|| Ok(Vec::new()), |caption| reading.cell(&caption))?;
    let mut rows: Vec<Row> = Vec::new();
    for cells in heads.into_iter().chain(bodies).chain(feet) {
        rows.push(
            cells
                .iter()
                .map(|cell| reading.cell(cell))
                .collect::<Result<_, _>>()?,
        );
    }
    Ok(TableRead {
        table: Table::new(&caption, &rows)?,
        images: reading.images,
    })
}

/// Reports whether a table contains another. Stops at the first one, so that tables in each other take no square of time.
fn has_table_inside(node: &NodeRef<'_>) -> bool {
    let mut inside: Vec<NodeRef<'_>> = node.children().into_iter().rev().collect();
    while let Some(node) = inside.pop() {
        if node.has_name("table") {
            return true;
        }
        inside.extend(node.children().into_iter().rev());
    }
    false
}

/// Returns the cells of each row in a part of a table. Rows without cells are left out.
fn rows_of<'a>(part: &NodeRef<'a>) -> Result<Vec<Vec<NodeRef<'a>>>, &'static str> {
    let mut rows = Vec::new();
    for row in part.children() {
        if !row.has_name("tr") {
            continue;
        }
        let mut cells = Vec::new();
        for cell in row.children() {
            if !(cell.has_name("td") || cell.has_name("th")) {
                continue;
            }
            let spans = |name: &str| cell.attr(name).is_some_and(|span| span.trim() != "1");
            if spans("colspan") || spans("rowspan") {
                return Err("a cell spans several columns or rows");
            }
            if is_furniture(&cell, "td") {
                return Err("a part of it is hidden or looks like a menu");
            }
            cells.push(cell);
        }
        if !cells.is_empty() {
            if is_furniture(&row, "tr") || is_furniture(part, "tbody") {
                return Err("a part of it is hidden or looks like a menu");
            }
            rows.push(cells);
        }
    }
    Ok(rows)
}

/// Reports whether all cells of a row are headers. The first one may be an empty cell.
fn is_header_row(cells: &Vec<NodeRef<'_>>) -> bool {
    let is_header = |cell: &NodeRef<'_>| cell.has_name("th");
    match cells.as_slice() {
        [first, others @ ..] => {
            (is_header(first) || first.text().trim().is_empty())
                && !others.is_empty()
                && others.iter().all(is_header)
        }
        [] => false,
    }
}

struct Reading<'b> {
    base: &'b Base,
    images: Vec<Piece>,
}

impl Reading<'_> {
    /// Returns the words of a cell or a caption, and keeps its images.
    fn cell(&mut self, node: &NodeRef<'_>) -> Result<Vec<Inline>, &'static str> {
        let mut words = None;
        for walked in walk_nodes(node.children(), self.base) {
            if walked.piece.hint == Some(Field::Image) {
                self.images.push(walked.piece);
            } else if words.is_some() || walked.in_furniture || walked.piece.form != Form::Paragraph
            {
                return Err("a cell has several paragraphs, a list or a heading");
            } else {
                words = Some(walked.piece.inlines);
            }
        }
        Ok(words.unwrap_or_default())
    }
}
