//! Pull quotes in the body.

use serde::Serialize;

use super::json::from_object;

/// A pull quote: words of the article that are repeated in large type between its paragraphs.
///
/// It isn't part of the text, because readers would get the same words twice. So it has no id, no evidence and no place in
/// the search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct PullQuote {
    /// The words, in plain text. They are not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub text: String,
    /// The person whose words they are. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

from_object!(PullQuote { text, by });
