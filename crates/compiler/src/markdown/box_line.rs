//! Lines that place a box: `::box{#casualties}`.

use sidelight_model::BoxId;

/// What a line says about a box.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BoxLine {
    /// It places this one.
    Box(BoxId),
    /// It is meant to, but is written wrongly; this may be what was meant.
    Faulty(Option<BoxId>),
}

/// Reads a line that begins with `::`; others have nothing to do with boxes.
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
