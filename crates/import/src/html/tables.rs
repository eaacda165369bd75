//! Reads simple tables of a page: those with one row of headers, without spans and without other tables in them.

use dom_query::NodeRef;

use super::hints::is_furniture;
use crate::piece::{Row, Table};
use sidelight_model::Inline;

/// Reads a table. `read` returns the words of a cell or of the caption.
///
/// # Errors
/// The reason why an article can't contain the table.
pub(super) fn read_table(
    node: &NodeRef<'_>,
    mut read: impl FnMut(&NodeRef<'_>) -> Result<Vec<Inline>, &'static str>,
) -> Result<Table, &'static str> {
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
    let caption = caption.map_or_else(|| Ok(Vec::new()), |caption| read(&caption))?;
    let mut rows: Vec<Row> = Vec::new();
    for cells in heads.into_iter().chain(bodies).chain(feet) {
        rows.push(cells.iter().map(&mut read).collect::<Result<_, _>>()?);
    }
    Table::new(&caption, &rows)
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
