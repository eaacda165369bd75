//! Images and links with a mistake, which Markdown leaves in the text as it finds them.

use crate::Kind;

/// An image or a link that Markdown has left as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leftover {
    pub kind: Kind,
    /// The byte offset of its first character, `!` or `[`.
    pub start: usize,
    /// The byte offset of the two characters that mark it: `![` or `](`.
    pub at: usize,
}

/// Number of bytes that are searched for the target of an image or a link, to show how to write it.
const MAX_TARGET: usize = 500;

/// Finds the images and links that Markdown has left in a text, in order. The author may have escaped the characters, so
/// that they are no mistake; the caller checks that.
pub(super) fn leftovers(text: &str) -> impl Iterator<Item = Leftover> + '_ {
    let mut open = None;
    text.match_indices(['[', ']'])
        .filter_map(move |(at, mark)| {
            let is_image = mark == "[" && text[..at].ends_with('!');
            if is_image {
                // Its target isn't a link of its own.
                open = None;
                return Some(Leftover {
                    kind: Kind::Image,
                    start: at - 1,
                    at: at - 1,
                });
            }
            if mark == "[" {
                open = Some(at);
                return None;
            }
            let start = open.take()?;
            text[at..].starts_with("](").then_some(Leftover {
                kind: Kind::BadLink,
                start,
                at,
            })
        })
}

impl Leftover {
    /// The number of bytes of the characters that mark it.
    pub(super) const LENGTH: usize = 2;

    /// Returns the message and the hint. `text` is the text in which it was found.
    pub(super) fn explain(self, text: &str) -> (&'static str, String) {
        let from = &text[self.at..text.floor_char_boundary(self.at + MAX_TARGET)];
        let (target, is_closed) = from
            .split_once("](")
            .map_or(("", false), |(_, target)| inside(target));
        if self.kind == Kind::Image {
            let written = match repaired(target) {
                Some(target) => format!("write `![…]({target})`"),
                None => "write `![a description](crowd.jpg \"Photo: A. Photographer\")`".to_owned(),
            };
            return (
                "this starts like an image, but isn't one; readers would see these characters",
                format!("{written}; to show the characters themselves, write `!\\[`"),
            );
        }
        let written = match repaired(target) {
            Some(target) if is_closed => format!("write `[…]({target})`"),
            _ => "write `[words](https://example.org/page)`".to_owned(),
        };
        (
            "this looks like a link, but isn't one; readers would see these characters",
            format!("{written}; to show the characters themselves, write `]\\(`"),
        )
    }
}

/// Returns a text up to the bracket that closes it, and true if there is one.
fn inside(text: &str) -> (&str, bool) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (&text[..at], true),
            ')' => depth -= 1,
            _ => {}
        }
    }
    (text, false)
}

/// Returns the target of an image or a link as it should have been written: a name with spaces in `<…>`, and other words
/// after it in quotation marks. Returns `None` if nothing in it ends like a file.
fn repaired(target: &str) -> Option<String> {
    let target = target.trim();
    // The shortest beginning that ends like a file is the name.
    let end = target
        .match_indices(char::is_whitespace)
        .map(|(at, _)| at)
        .chain([target.len()])
        .find(|end| ends_like_a_file(&target[..*end]))?;
    let (file, rest) = target.split_at(end);
    let name = match file.contains(char::is_whitespace) {
        true => format!("<{}>", file.trim_matches(['<', '>'])),
        false => file.to_owned(),
    };
    let credit = rest
        .trim()
        .trim_matches(['"', '“', '”', '„', '«', '»', '\'', '(', ')']);
    Some(match credit.trim() {
        "" => name,
        credit => format!("{name} \"{credit}\""),
    })
}

/// Returns true if the last word of a text ends in a dot and an ending of two to five letters or digits.
fn ends_like_a_file(text: &str) -> bool {
    let name = text.trim_end_matches('>');
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (2..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fix_shows_what_was_meant() {
        for (text, kind, fix) in [
            (
                "![The pool](pool.png Photo: Nuala)",
                Kind::Image,
                "write `![…](pool.png \"Photo: Nuala\")`",
            ),
            (
                "![The pool](town pool.png)",
                Kind::Image,
                "write `![…](<town pool.png>)`",
            ),
            (
                "![The pool](town pool.png Photo: N. Byrne)",
                Kind::Image,
                "write `![…](<town pool.png> \"Photo: N. Byrne\")`",
            ),
            (
                "![The pool](pool.png “Photo”)",
                Kind::Image,
                "write `![…](pool.png \"Photo\")`",
            ),
            ("![The pool]", Kind::Image, "write `![a description]("),
            (
                "[the paper](my paper.pdf)",
                Kind::BadLink,
                "write `[…](<my paper.pdf>)`",
            ),
            (
                "[the paper](not a file)",
                Kind::BadLink,
                "write `[words](https://",
            ),
        ] {
            let found: Vec<Leftover> = leftovers(text).collect();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].kind, kind, "{text}");
            let (_, hint) = found[0].explain(text);
            assert!(hint.starts_with(fix), "{text}: {hint}");
        }
    }

    #[test]
    fn brackets_of_prose_are_left_alone() {
        for text in [
            "He said [sic] (twice)",
            "[a] (b)",
            "f](x",
            "Stop! [pause]",
            "",
        ] {
            assert_eq!(leftovers(text).count(), 0, "{text}");
        }
    }
}
