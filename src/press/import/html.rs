//! stub
use super::piece::Source;
pub(super) fn read_html(_html: &str) -> Source {
    Source::default()
}
