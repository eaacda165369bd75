//! Tables of a source. A table that an article can't contain stays in the text as paragraphs, with a remark that says why.

use std::collections::{HashMap, HashSet};

use super::piece::{Field, Form, Piece, Row, Table, Taken};
use super::write::{table_block, tidy};
use sidelight_compiler::{MAX_COLUMNS, MAX_LINE, MAX_ROWS, kebab};
use sidelight_model::{Inline, TableId, plain_text};

/// Header of the column with the headers of the rows, if the source has none. It means the same in each language.
const NO_HEADER: &str = "–";

/// Id of a table whose caption has no words that can be an id.
const NO_WORDS: &str = "table";

/// Longest id made from the words of a caption, in characters. A number may follow them.
const MAX_WORDS: usize = 32;

impl Table {
    /// Creates a table without an id. Rows without words are left out.
    ///
    /// # Errors
    /// The reason why an article can't contain the table.
    pub(super) fn new(caption: &[Inline], rows: &[Row]) -> Result<Self, &'static str> {
        let rows: Vec<Row> = rows
            .iter()
            .map(|row| row.iter().map(|cell| tidy(cell)).collect::<Row>())
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let caption = tidy(caption);
        let (headers, below) = rows.split_first().ok_or("it has no row of headers")?;
        if headers.len() < 2 || below.is_empty() {
            return Err("it has fewer than two columns or two rows");
        }
        if headers.len() > MAX_COLUMNS || below.len() > MAX_ROWS {
            return Err("it has too many columns or rows");
        }
        if below.iter().any(|row| row.len() != headers.len()) {
            return Err("its rows have different numbers of cells");
        }
        if headers.iter().skip(1).any(Vec::is_empty) {
            return Err("a column has no header");
        }
        if below
            .iter()
            .any(|row| row.first().is_none_or(Vec::is_empty))
        {
            return Err("a row has no header");
        }
        let is_long = |cell: &Vec<Inline>| plain_text(cell).chars().count() > MAX_LINE;
        if is_long(&caption) || rows.iter().flatten().any(is_long) {
            return Err("its caption or a cell is too long");
        }
        Ok(Self {
            id: String::new(),
            caption,
            rows,
        })
    }

    /// Adds a caption. Returns `false` if the table has one or the caption is too long.
    pub(super) fn add_caption(&mut self, caption: &[Inline]) -> bool {
        let caption = tidy(caption);
        let is_added = self.caption.is_empty() && plain_text(&caption).chars().count() <= MAX_LINE;
        if is_added {
            self.caption = caption;
        }
        is_added
    }

    /// Returns the words of the caption and the cells.
    fn inlines(&self) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for part in std::iter::once(&self.caption).chain(self.rows.iter().flatten()) {
            inlines.extend_from_slice(part);
            inlines.push(Inline::Text(" ".to_owned()));
        }
        inlines
    }
}

/// Returns the piece of a table.
pub(super) fn table_piece(line: usize, table: Table) -> Piece {
    let mut piece = Piece::new(line, Form::Table, table.inlines());
    piece.table = Some(Box::new(table));
    piece
}

/// Returns a table as paragraphs, one for each row. The first one has the remark that says why.
pub(super) fn as_paragraphs(line: usize, rows: &[Row], why: &'static str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = rows
        .iter()
        .map(|row| {
            let bar = [Inline::Text(" | ".to_owned())];
            let cells: Vec<&[Inline]> = row.iter().map(Vec::as_slice).collect();
            Piece::new(line, Form::Paragraph, cells.join(&bar[..]))
        })
        .collect();
    if let Some(first) = pieces.first_mut() {
        first.not_table = Some(why);
    }
    pieces
}

/// Gives each table an id and a header for its first column, and reports what the author has to write. A table that the
/// compiler doesn't read back becomes paragraphs.
pub(super) fn settle(pieces: Vec<Piece>, taken: &mut Vec<Taken>) -> Vec<Piece> {
    let mut ids = Ids::default();
    let mut settled = Vec::with_capacity(pieces.len());
    for mut piece in pieces {
        let line = piece.line;
        let Some(table) = &mut piece.table else {
            settled.push(piece);
            continue;
        };
        let words = plain_text(&table.caption);
        table.id = ids.next(&words);
        let corner = table.rows.first_mut().and_then(|row| row.first_mut());
        let corner = corner.filter(|corner| corner.is_empty());
        let has_no_corner = corner.is_some();
        if let Some(corner) = corner {
            *corner = vec![Inline::Text(NO_HEADER.to_owned())];
        }
        if table_block(table).is_none() {
            let why = "its words can't be written in the cells of a table";
            let caption = std::mem::take(&mut table.caption);
            let mut rows = std::mem::take(&mut table.rows);
            if !caption.is_empty() {
                rows.insert(0, vec![caption]);
            }
            settled.extend(as_paragraphs(line, &rows, why));
            continue;
        }
        if has_no_corner {
            taken.push(Taken::whole(
                Field::Changed,
                line,
                format!("the first column of a table has no header, so it is “{NO_HEADER}”; write what its rows are"),
            ));
        }
        if words.is_empty() {
            taken.push(Taken::whole(
                Field::Blank,
                line,
                format!(
                    "a table has no caption; write it in article.md: `::table[What the table shows]{{#{}}}`",
                    table.id
                ),
            ));
        }
        settled.push(piece);
    }
    for piece in &settled {
        if let Some(why) = piece.not_table {
            taken.push(Taken::whole(
                Field::Changed,
                piece.line,
                format!("table to paragraphs: {why}"),
            ));
        }
    }
    settled
}

/// The ids of the tables so far.
#[derive(Default)]
struct Ids {
    used: HashSet<String>,
    /// For each id made from words, the number of the last one.
    last: HashMap<String, usize>,
}

impl Ids {
    /// Returns the next id made from the words of a caption.
    fn next(&mut self, caption: &str) -> String {
        let mut words = String::new();
        for word in kebab(caption).split('-').filter(|word| !word.is_empty()) {
            if words.len() + 1 + word.len() > MAX_WORDS {
                break;
            }
            if !words.is_empty() {
                words.push('-');
            }
            words.push_str(word);
        }
        if TableId::new(words.as_str()).is_err() {
            NO_WORDS.clone_into(&mut words);
        }
        let last = self.last.entry(words.clone()).or_default();
        loop {
            *last += 1;
            let id = match *last {
                1 => words.clone(),
                number => format!("{words}-{number}"),
            };
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.to_owned())]
    }

    fn table(rows: &[Vec<&str>]) -> Result<Table, &'static str> {
        let rows: Vec<Row> = rows
            .iter()
            .map(|row| row.iter().map(|text| cell(text)).collect())
            .collect();
        Table::new(&[], &rows)
    }

    #[test]
    fn a_table_says_why_an_article_cannot_contain_it() {
        let long = "a".repeat(MAX_LINE + 1);
        for (rows, why) in [
            (vec![], "it has no row of headers"),
            (
                vec![vec!["a", "b"]],
                "it has fewer than two columns or two rows",
            ),
            (
                vec![vec!["a"], vec!["b"]],
                "it has fewer than two columns or two rows",
            ),
            (
                vec![vec!["a"; MAX_COLUMNS + 1]; 2],
                "it has too many columns or rows",
            ),
            (
                vec![vec!["a", "b"]; MAX_ROWS + 2],
                "it has too many columns or rows",
            ),
            (
                vec![vec!["a", "b"], vec!["c"]],
                "its rows have different numbers of cells",
            ),
            (
                vec![vec!["a", " "], vec!["c", "d"]],
                "a column has no header",
            ),
            (
                vec![vec!["a", "b"], vec!["\u{202e}", "d"]],
                "a row has no header",
            ),
            (
                vec![vec!["a", "b"], vec!["c", &long]],
                "its caption or a cell is too long",
            ),
        ] {
            assert_eq!(table(&rows), Err(why));
        }
        let found = table(&[vec!["", "b"], vec!["", " "], vec!["c", ""]]).unwrap();
        assert_eq!(found.rows.len(), 2);
    }

    #[test]
    fn ids_are_unique_and_short() {
        let mut ids = Ids::default();
        for (caption, id) in [
            ("The Budget, 2027", "the-budget-2027"),
            ("The budget 2027", "the-budget-2027-2"),
            ("Budget", "budget"),
            ("Budget 2", "budget-2"),
            ("Budget", "budget-3"),
            ("", "table"),
            ("Бюджет", "table-2"),
            (
                "The budget of the city by department and year",
                "the-budget-of-the-city-by",
            ),
            (&"a".repeat(60), "table-3"),
        ] {
            let found = ids.next(caption);
            assert_eq!(found, id, "{caption}");
            assert!(TableId::new(found.as_str()).is_ok());
        }
    }
}
