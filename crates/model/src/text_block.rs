//! Text blocks of the body.

use serde::Serialize;

use super::json::from_object;
use super::{BlockId, Inline, plain_text};

/// A run of text that evidence can refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct TextBlock {
    /// The id of the text block, unique in the article. Evidence and links refer to it.
    pub id: BlockId,
    /// The content. Its plain text is not blank.
    pub inlines: Vec<Inline>,
}

from_object!(TextBlock { id, inlines });

impl TextBlock {
    /// Returns the text without markup. Evidence ranges count code points of this text.
    pub fn plain_text(&self) -> String {
        plain_text(&self.inlines)
    }
}
