//! Writing the front matter of an imported article.
//!
//! *Invariant:* only keys and tables that this program names are written, each once. Values go through [`toml_text`],
//! comments through [`toml_comment`], so nothing that a source says can add a line.

use sidelight_compiler::toml::{toml_comment, toml_text};
use sidelight_model::PartialDate;

/// Front matter that is being written, without the line that opens it.
#[derive(Default)]
pub(super) struct FrontMatter(String);

impl FrontMatter {
    /// Writes a key whose value is a text. An empty comment is left out.
    pub(super) fn text(&mut self, key: &'static str, value: &str, comment: &str) {
        self.key(key, &toml_text(value), comment);
    }

    /// Writes a key whose value is a date. TOML has no dates without a day; those are texts.
    pub(super) fn date(&mut self, key: &'static str, value: PartialDate, comment: &str) {
        let date = value.to_string();
        let is_whole = date.len() == "2012-06-13".len();
        let value = if is_whole { date } else { toml_text(&date) };
        self.key(key, &value, comment);
    }

    /// Begins a table of a list, such as `[[byline]]`.
    pub(super) fn table(&mut self, name: &'static str) {
        self.0.push_str(&format!("\n[[{name}]]\n"));
    }

    /// Writes comments below a heading; nothing if there are none.
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

    /// Returns the front matter between its two lines.
    pub(super) fn finish(self) -> String {
        format!("+++\n{}+++\n", self.0)
    }
}
