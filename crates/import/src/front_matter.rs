//! Writes the front matter of an imported article.
//!
//! *Invariant:* keys and table names are string literals of this program, never text of a source. Text values go
//! through [`toml_text`] and comments through [`toml_comment`], so nothing in a source can add a line. Callers write
//! each key once per table.

use sidelight_compiler::toml::{toml_comment, toml_text};
use sidelight_model::PartialDate;

/// Front matter under construction, without its opening `+++` line.
#[derive(Default)]
pub(super) struct FrontMatter(String);

impl FrontMatter {
    /// Writes a key with a text value. An empty comment is omitted.
    pub(super) fn text(&mut self, key: &'static str, value: &str, comment: &str) {
        self.key(key, &toml_text(value), comment);
    }

    /// Writes a key with a date value. A TOML date needs a day, so a date without a day is written as a text.
    pub(super) fn date(&mut self, key: &'static str, value: PartialDate, comment: &str) {
        let date = value.to_string();
        let is_whole = date.len() == "2012-06-13".len();
        let value = if is_whole { date } else { toml_text(&date) };
        self.key(key, &value, comment);
    }

    /// Writes a key with a list of text values. An empty comment is omitted.
    pub(super) fn texts(&mut self, key: &'static str, values: &[String], comment: &str) {
        let values: Vec<String> = values.iter().map(|value| toml_text(value)).collect();
        self.key(key, &format!("[{}]", values.join(", ")), comment);
    }

    /// Starts a table in an array of tables, such as `[[byline]]`.
    pub(super) fn table(&mut self, name: &'static str) {
        self.0.push_str(&format!("\n[[{name}]]\n"));
    }

    /// Writes comments below a heading. Writes nothing if there are no comments.
    pub(super) fn comments(&mut self, heading: &'static str, comments: &[String]) {
        if comments.is_empty() {
            return;
        }
        self.0.push_str(&format!("\n{}\n", toml_comment(heading)));
        for comment in comments {
            self.0.push_str(&toml_comment(comment));
            self.0.push('\n');
        }
    }

    fn key(&mut self, key: &'static str, value: &str, comment: &str) {
        self.0.push_str(&format!("{key} = {value}"));
        if !comment.is_empty() {
            self.0.push_str(&format!("  {}", toml_comment(comment)));
        }
        self.0.push('\n');
    }

    /// Returns the front matter between its two `+++` lines.
    pub(super) fn finish(self) -> String {
        format!("+++\n{}+++\n", self.0)
    }
}
