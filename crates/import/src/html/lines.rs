//! Finds the lines of a page's source that contain the words of a piece.

use super::seek::Seek;

/// Letters and digits of a page's source outside its tags, and the whole source, with the lines of both.
pub(super) struct Lines {
    /// Letters and digits outside tags, in lower case.
    letters: Seek,
    /// Byte offsets in `letters` at which a line of the source begins.
    letter_starts: Vec<usize>,
    /// The source in lower case, to search inside tags.
    raw: Seek,
    /// Byte offsets in `raw` at which a line of the source begins.
    raw_starts: Vec<usize>,
}

/// Number of letters and digits at the beginning of a piece that are searched for.
const LOOKED_FOR: usize = 24;

impl Lines {
    pub(super) fn of(html: &str) -> Self {
        let mut letters = String::new();
        let mut letter_starts = vec![0];
        let mut in_tag = false;
        for c in html.chars() {
            match c {
                '\n' => letter_starts.push(letters.len()),
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag && c.is_alphanumeric() => letters.extend(c.to_lowercase()),
                _ => {}
            }
        }
        let raw = html.to_lowercase();
        let ends = raw.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            letters: Seek::new(letters),
            letter_starts,
            raw_starts: std::iter::once(0).chain(ends).collect(),
            raw: Seek::new(raw),
        }
    }

    /// Returns the line on which a piece begins, from 1. Returns 0 if the piece isn't found, for example because it
    /// begins with a character reference such as `&eacute;`. Calls must follow the order of the page.
    pub(super) fn find(&mut self, text: &str) -> usize {
        let begin: String = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(LOOKED_FOR)
            .collect();
        if begin.is_empty() {
            return 0;
        }
        line(self.letters.next(&begin), &self.letter_starts)
    }

    /// Returns the line of words inside a tag, from 1, or 0 if they aren't found. Calls must follow the order of the
    /// page.
    pub(super) fn find_raw(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        line(self.raw.next(&text.to_lowercase()), &self.raw_starts)
    }

    /// Returns the first line with these words, ignoring case. Lines count from 1. Returns 0 if the words aren't
    /// found.
    pub(super) fn first_raw(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        line(self.raw.first(&text.to_lowercase()), &self.raw_starts)
    }
}

/// Returns the line that contains a byte offset, from 1, or 0 for `None`.
fn line(place: Option<usize>, starts: &[usize]) -> usize {
    place.map_or(0, |at| starts.partition_point(|start| *start <= at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_near_and_far() {
        let html = format!(
            "<p>One</p>\n<nav>{}</nav>\n<p>Two, &nbsp;three</p>\n<img src=a.jpg>\n<img src=A.jpg>",
            "<b>menu</b> ".repeat(5_000)
        );
        let mut lines = Lines::of(&html);
        assert_eq!(
            [lines.find("One"), lines.find("Nothing"), lines.find("Two")],
            [1, 0, 3]
        );
        assert_eq!(lines.first_raw("<NAV>"), 2);
        assert_eq!(
            [
                lines.find_raw("a.jpg"),
                lines.find_raw("b.jpg"),
                lines.find_raw("=A.jpg")
            ],
            [4, 0, 5]
        );
        assert_eq!([lines.find_raw(""), lines.first_raw("")], [0, 0]);
    }
}
