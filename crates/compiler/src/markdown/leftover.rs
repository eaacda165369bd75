//! Images and links with a mistake, which Markdown leaves in the text as it finds them.

use crate::Kind;

/// An image or a link that Markdown has left as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leftover {
    pub kind: Kind,
    /// The byte offset of its first character in the text.
    pub at: usize,
    /// Its length in bytes.
    pub length: usize,
    pub message: &'static str,
    pub hint: String,
}

/// Finds the images and links that Markdown has left in a text, in order. A link counts if it has both pairs of brackets.
/// The text is that of a paragraph, so the two characters that mark one may have been escaped; the caller checks that.
pub(super) fn leftovers(text: &str) -> impl Iterator<Item = Leftover> + '_ {
    let images = text.match_indices("![").map(|(at, _)| image(text, at));
    let links = text
        .match_indices("](")
        .filter_map(|(at, _)| link(text, at));
    images.chain(links)
}

fn image(text: &str, at: usize) -> Leftover {
    let from = &text[at..];
    let target = from
        .split_once("](")
        .filter(|(alt, _)| !alt[2..].contains("!["))
        .map(|(_, target)| inside(target).0);
    let written = match target.and_then(repaired) {
        Some(target) => format!("write `![…]({target})`"),
        None => "write `![a description](crowd.jpg \"Photo: A. Photographer\")`".to_owned(),
    };
    Leftover {
        kind: Kind::Image,
        at,
        length: 2,
        message: "this starts like an image, but isn't one; readers would see these characters",
        hint: format!("{written}; to show the characters themselves, write `!\\[`"),
    }
}

fn link(text: &str, at: usize) -> Option<Leftover> {
    let start = text[..at].rfind('[')?;
    if text[..start].ends_with('!') {
        // Reported as an image.
        return None;
    }
    let (target, is_closed) = inside(&text[at + 2..]);
    let written = match repaired(target) {
        Some(target) if is_closed => format!("write `[…]({target})`"),
        _ => "write `[words](https://example.org/page)`".to_owned(),
    };
    Some(Leftover {
        kind: Kind::BadLink,
        at,
        length: 2,
        message: "this looks like a link, but isn't one; readers would see these characters",
        hint: format!("{written}; to show the characters themselves, write `]\\(`"),
    })
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
            assert!(found[0].hint.starts_with(fix), "{text}: {}", found[0].hint);
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
