//! The lines of a page's source that its words stand on.

/// The letters and digits of a page's source outside of its tags, with their lines.
pub(super) struct Lines {
    /// Letters and digits in lower case.
    letters: String,
    /// Bytes of `letters` at which a new line of the source begins.
    starts: Vec<usize>,
    /// The source in lower case, for what stands within tags.
    raw: String,
    from: usize,
    /// How many letters may still be looked through in vain.
    in_vain: usize,
}

/// How many letters of a piece are looked for.
const LOOKED_FOR: usize = 24;
/// How often the whole source may be looked through in vain. After that pieces are looked for only where they should be:
/// a source in which nothing is found would else cost its pieces times its size.
const IN_VAIN: usize = 64;
/// How many letters ahead a piece should be.
const AHEAD: usize = 4_096;

impl Lines {
    pub(super) fn of(html: &str) -> Self {
        let mut letters = String::new();
        let mut starts = vec![0];
        let mut in_tag = false;
        for c in html.chars() {
            match c {
                '\n' => starts.push(letters.len()),
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag && c.is_alphanumeric() => letters.extend(c.to_lowercase()),
                _ => {}
            }
        }
        Self {
            in_vain: letters.len() * IN_VAIN,
            letters,
            starts,
            raw: html.to_lowercase(),
            from: 0,
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
        let rest = &self.letters[self.from..];
        let end = rest.ceil_char_boundary(AHEAD.min(rest.len()));
        let found = rest[..end].find(&begin).or_else(|| {
            self.in_vain = self.in_vain.checked_sub(rest.len())?;
            rest.find(&begin)
        });
        let Some(at) = found.map(|at| self.from + at) else {
            return 0;
        };
        self.from = at;
        self.starts.partition_point(|start| *start <= at)
    }

    /// The line on which words first stand just so, from 1; 0 when they don't.
    pub(super) fn of_raw(&self, text: &str) -> usize {
        match self.raw.find(&text.to_lowercase()) {
            Some(at) if !text.is_empty() => self.raw[..at].matches('\n').count() + 1,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn pieces_are_found_near_and_far() {
        let html = format!(
            "<p>One</p>\n<nav>{}</nav>\n<p>Two, &nbsp;three</p>",
            "<b>menu</b> ".repeat(5_000)
        );
        let mut lines = Lines::of(&html);
        assert_eq!(
            [lines.find("One"), lines.find("Nothing"), lines.find("Two")],
            [1, 0, 3]
        );
        assert_eq!(lines.of_raw("<NAV>"), 2);
    }

    #[test]
    fn what_is_not_found_does_not_cost_pieces_times_size() {
        let html = "<p>&eacute;t&eacute; after &eacute;t&eacute;</p>\n".repeat(20_000);
        let mut lines = Lines::of(&html);
        let begun = Instant::now();
        assert!((0..20_000).all(|_| lines.find("été after été") == 0));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
