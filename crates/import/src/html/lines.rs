//! The lines of a page's source that its words stand on.

use super::seek::Seek;

/// The letters and digits of a page's source outside of its tags, with their lines.
pub(super) struct Lines {
    /// Letters and digits in lower case.
    letters: Seek,
    /// Bytes of `letters` at which a new line of the source begins.
    letter_starts: Vec<usize>,
    /// The source in lower case, for what stands within tags.
    raw: Seek,
    /// Bytes of `raw` at which a new line of the source begins.
    raw_starts: Vec<usize>,
}

/// How many letters of a piece are looked for.
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

    /// The line that a piece begins on, from 1; 0 when it isn't found, as when it begins with a named character.
    /// Pieces are asked for in the order of the page.
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

    /// Returns the line of words within a tag, from 1; 0 when they aren't found. They are asked for in the order of the
    /// page.
    pub(super) fn find_raw(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        line(self.raw.next(&text.to_lowercase()), &self.raw_starts)
    }

    /// Returns the line on which words first stand just so, from 1; 0 when they aren't found.
    pub(super) fn first_raw(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        line(self.raw.first(&text.to_lowercase()), &self.raw_starts)
    }
}

/// The number of the line in which a place is, from 1; 0 for none.
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
