//! Splits plain text into paragraphs: stretches of lines between blank ones.

use crate::document_text::Builder;
use crate::error::DocumentError;
use crate::part::paragraph;

/// Adds the paragraphs of a text.
pub(crate) fn read_paragraphs(text: &str, builder: &mut Builder) -> Result<(), DocumentError> {
    let mut open = String::new();
    for line in text.split(['\n', '\u{c}']).chain([""]) {
        if !line.trim().is_empty() {
            open.push_str(line);
            open.push('\n');
        } else if !open.is_empty() {
            builder.add(paragraph(builder.len()), std::mem::take(&mut open))?;
        }
    }
    Ok(())
}
