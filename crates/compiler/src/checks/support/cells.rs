//! What cells of tables say together with their headers.

use super::Check;
use super::passages::Support;
use crate::markdown::{AuthoredTable, CellPosition, Words};
use crate::toml::toml_text;
use sidelight_text::words;

/// The least factor that a number in a cell can be multiplied by. A smaller one, such as a dozen, is no unit of a table.
const LEAST_SCALE: u64 = 1_000;

impl<'a> Check<'a> {
    /// Adds what the headers and the caption say to a passage that is in a cell. A passage elsewhere has none. “1.2” in a
    /// table of million euros also says “1.2 million”.
    pub(super) fn add_headers(&self, support: &mut Support<'a>, text: usize, passage: &str) {
        let Some((table, [row, column])) = self.around(&self.material.texts[text]) else {
            return;
        };
        let around = [column, row, &*table.caption];
        if let Some(scale) = around.iter().find_map(|text| self.scale(text)) {
            support.add(format!("{passage} {scale}"), &self.reader);
        }
        for text in around {
            support.add(text, &self.reader);
        }
    }

    /// Returns the evidence that names a cell, as an author writes it. Returns `None` for a text that isn't in a cell, and
    /// for headers.
    pub(super) fn written_cell(&self, words: &Words) -> Option<String> {
        let CellPosition { row, column, .. } = words.cell?;
        if row == 0 || column == 0 {
            return None;
        }
        let (table, [row, column]) = self.around(words)?;
        Some(format!(
            "{{ table = \"{}\", row = {}, column = {} }}",
            table.id.value,
            toml_text(row),
            toml_text(column)
        ))
    }

    /// Returns the table of a text in a cell, and the headers of its row and its column.
    fn around(&self, words: &Words) -> Option<(&'a AuthoredTable, [&'a str; 2])> {
        let CellPosition { table, row, column } = words.cell?;
        let table = self.material.tables.get(table)?;
        let header = |row: usize, column: usize| {
            let text = *table.rows.get(row)?.get(column)?;
            Some(self.material.texts.get(text?)?.text.as_str())
        };
        Some((table, [header(row, 0)?, header(0, column)?]))
    }

    /// Returns the word for the factor of a table's numbers: `million` in “in millions of euros”.
    fn scale(&self, text: &str) -> Option<String> {
        words(text).find_map(|(_, word)| {
            let word = word.to_lowercase();
            let one = word.strip_suffix('s').unwrap_or(&word);
            let group = self.language.group(one)?;
            (group >= LEAST_SCALE).then(|| one.to_owned())
        })
    }
}
