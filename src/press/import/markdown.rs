//! stub
use super::piece::Source;
pub(super) fn read_markdown(_text: &str) -> Source {
    Source::default()
}
