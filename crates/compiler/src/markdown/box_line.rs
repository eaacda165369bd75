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

/// Parses a line that begins like a box line. Returns `None` for all other lines.
pub(super) fn read_box_line(line: &str) -> Option<BoxLine> {
    let line = line.trim();
    let exact = line
        .strip_prefix("::box{#")
        .and_then(|rest| rest.strip_suffix('}'))
        .and_then(|id| BoxId::new(id).ok());
    if let Some(id) = exact {
        return Some(BoxLine::Box(id));
    }
    // Full-width colons come with Chinese and Japanese keyboards.
    let rest = line.trim_start_matches([':', '：', ' ']);
    let begins_with_box = rest.len() < line.len() && is_box_word(rest);
    let is_box = begins_with_box || is_box_word(rest) && has_box(line);
    if !is_box && !line.starts_with("::") {
        return None;
    }
    let meant = rest
        .trim_start_matches(|c: char| c.is_alphabetic())
        .trim_matches(|c: char| !c.is_alphanumeric());
    Some(BoxLine::Faulty(BoxId::new(meant).ok()))
}

/// Returns true if a line contains a box line, or something that was probably meant as one: the word `box` after a colon
/// and before a `{`, or before `{#`.
pub(super) fn has_box(line: &str) -> bool {
    line.match_indices('{').any(|(at, _)| {
        let before = line[..at].trim_end();
        let Some(start) = before.len().checked_sub(3) else {
            return false;
        };
        before
            .get(start..)
            .is_some_and(|word| word.eq_ignore_ascii_case("box"))
            && (line[at..].starts_with("{#") || before[..start].trim_end().ends_with([':', '：']))
    })
}

/// Returns true if a text begins with the word `box`.
fn is_box_word(text: &str) -> bool {
    text.get(..3)
        .is_some_and(|word| word.eq_ignore_ascii_case("box"))
        && !text[3..].starts_with(char::is_alphanumeric)
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
            (":box{#pool}", Some(BoxLine::Faulty(Some(id("pool"))))),
            (": :box{#pool}", Some(BoxLine::Faulty(Some(id("pool"))))),
            ("::box {#pool}", Some(BoxLine::Faulty(Some(id("pool"))))),
            ("::Box{#pool}", Some(BoxLine::Faulty(Some(id("pool"))))),
            ("：：box{#pool}", Some(BoxLine::Faulty(Some(id("pool"))))),
            (":box[pool]", Some(BoxLine::Faulty(Some(id("pool"))))),
            ("box{#pool}", Some(BoxLine::Faulty(Some(id("pool"))))),
            ("said: ::box{#a}", None),
            ("Box office: {unknown}", None),
            (":boxes were moved", None),
            (": a definition", None),
        ] {
            assert_eq!(read_box_line(line), expected, "{line:?}");
        }
    }

    #[test]
    fn a_box_line_inside_a_sentence_is_seen() {
        for (line, expected) in [
            ("said: ::box{#a}", true),
            ("See :box{pool} here", true),
            ("See ::box {#pool}", true),
            ("See BOX{#pool}", true),
            ("The ballot box {sic} was full", false),
            ("Set notation: {1, 2}", false),
            ("ö{#a}", false),
            ("{", false),
        ] {
            assert_eq!(has_box(line), expected, "{line:?}");
        }
    }
}
