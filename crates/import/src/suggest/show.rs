//! Formats suggestions for people.

use std::fmt::{self, Write};

use super::Suggestions;
use sidelight_compiler::diagnostic::shown;

/// Longest sentence that is shown in full, in characters.
const SHOWN: usize = 72;

/// Returns the beginning of a sentence, cut between words.
pub(super) fn beginning(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SHOWN) else {
        return text.to_owned();
    };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &text[..cut])
}

/// Formats a report in lines. Each fact to paste is indented by four spaces.
impl fmt::Display for Suggestions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut report = String::new();
        self.write(&mut report)?;
        // An article with errors has suggestions too, and its words may contain control characters.
        f.write_str(&shown(report))
    }
}

impl Suggestions {
    fn write(&self, f: &mut String) -> fmt::Result {
        let coverage = &self.coverage;
        writeln!(
            f,
            "{}: {} % covered, {} of {}",
            self.slug, coverage.percent, coverage.covered, coverage.all
        )?;
        for (sort, [covered, all]) in &coverage.by_sort {
            writeln!(f, "  {:<12}{covered} of {all}", format!("{sort}s"))?;
        }
        if let Some([named, all]) = self.with_document {
            writeln!(
                f,
                "  {named} of {all} facts have a passage in the document of a source"
            )?;
        }
        for paragraph in &self.paragraphs {
            writeln!(f, "\narticle.md, line {}", paragraph.line)?;
            for sentence in &paragraph.sentences {
                for uncovered in &sentence.uncovered {
                    writeln!(f, "  {:<12}{}", uncovered.sort, beginning(&uncovered.text))?;
                }
                for line in sentence.stub.iter().flat_map(|stub| stub.lines()) {
                    writeln!(f, "    {line}")?;
                }
            }
        }
        if !self.cut_short.is_empty() {
            writeln!(f, "\nin the same sentence as a quotation, but outside it:")?;
            for cut in &self.cut_short {
                writeln!(f, "  line {:<7}{}", cut.line, cut.text)?;
            }
        }
        if !self.shared.is_empty() {
            writeln!(f, "\nsentences that support several facts:")?;
            for shared in &self.shared {
                writeln!(
                    f,
                    "  line {:<7}{}\n             {}",
                    shared.line,
                    shared.text,
                    shared.facts.join(", ")
                )?;
            }
        }
        if !self.unattributed.is_empty() {
            writeln!(
                f,
                "\nfacts without `by` whose passages report what somebody said; put the person or group into `by`:"
            )?;
            for fact in &self.unattributed {
                writeln!(f, "  {fact}")?;
            }
        }
        Ok(())
    }
}
