//! Lines that place a fact box: `::box{#casualties}`.

use sidelight_model::BoxId;

/// A line that places a fact box, or that was probably meant to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BoxLine {
    /// A correct line, with the id of its box.
    Box(BoxId),
    /// A line with a mistake, with the id that was probably meant.
    Faulty(Option<BoxId>),
}

/// Parses a line that begins with `::`. Returns `None` for all other lines.
pub(super) fn read_box_line(line: &str) -> Option<BoxLine> {
    let line = line.trim();
    if !line.starts_with("::") {
        return None;
    }
    let exact = line
        .strip_prefix("::box{#")
        .and_then(|rest| rest.strip_suffix('}'))
        .and_then(|id| BoxId::new(id).ok());
    if let Some(id) = exact {
        return Some(BoxLine::Box(id));
    }
    let meant = line
        .trim_start_matches(':')
        .trim_start()
        .trim_start_matches(|c: char| c.is_alphabetic())
        .trim_matches(|c: char| !c.is_alphanumeric());
    Some(BoxLine::Faulty(BoxId::new(meant).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_line_is_read_and_what_was_meant_is_guessed() {
        let id = |text: &str| BoxId::new(text).unwrap();
        for (line, expected) in [
            ("::box{#casualties}", Some(BoxLine::Box(id("casualties")))),
            (
                "  ::box{#casualties} \r",
                Some(BoxLine::Box(id("casualties"))),
            ),
            (
                "::box{casualties}",
                Some(BoxLine::Faulty(Some(id("casualties")))),
            ),
            (
                "::box casualties",
                Some(BoxLine::Faulty(Some(id("casualties")))),
            ),
            (":::box{#a-b}", Some(BoxLine::Faulty(Some(id("a-b"))))),
            ("::figure{#map}", Some(BoxLine::Faulty(Some(id("map"))))),
            ("::box{#casualties} and more", Some(BoxLine::Faulty(None))),
            ("::", Some(BoxLine::Faulty(None))),
            ("box{#casualties}", None),
            ("said: ::box{#a}", None),
        ] {
            assert_eq!(read_box_line(line), expected, "{line:?}");
        }
    }
}
