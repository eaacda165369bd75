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
}

/// How many letters of a piece are looked for.
const LOOKED_FOR: usize = 24;

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
        let found = self.letters[self.from..]
            .find(&begin)
            .map(|at| self.from + at);
        let Some(at) = found else {
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
