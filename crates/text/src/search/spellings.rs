//! The spellings of names. A search for one spelling also finds the others.

use super::Folding;

/// Fewest characters by which a name is recognised while a reader types it.
const BEGINNING: usize = 3;
/// Maximum number of other spellings in a search.
const MOST: usize = 8;

/// The names of an article, each with all its spellings.
#[derive(Debug, Default)]
pub struct Spellings(Vec<Vec<Spelling>>);

#[derive(Debug, Clone)]
struct Spelling {
    shown: String,
    folded: String,
}

/// Another spelling to search for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Other {
    /// Spelling as it is written.
    pub(super) shown: String,
    /// Folded text to search for.
    pub(super) folded: String,
}

impl Spellings {
    /// Writes names with their spellings into one text, such as the value of an attribute. Each name is a line, with
    /// tabs between its spellings. Each run of white space in a spelling becomes one space.
    pub fn write<'a>(names: impl IntoIterator<Item = impl IntoIterator<Item = &'a str>>) -> String {
        let mut out = String::new();
        for spellings in names {
            if !out.is_empty() {
                out.push('\n');
            }
            for (i, spelling) in spellings.into_iter().enumerate() {
                if i > 0 {
                    out.push('\t');
                }
                for (i, word) in spelling.split_whitespace().enumerate() {
                    if i > 0 {
                        out.push(' ');
                    }
                    out.push_str(word);
                }
            }
        }
        out
    }

    /// Reads the output of [`Spellings::write`]. Any other text results in names that nobody types.
    pub fn read(text: &str, folding: &mut Folding) -> Self {
        let names = text.lines().map(|line| {
            line.split('\t')
                .map(|shown| Spelling {
                    shown: shown.to_owned(),
                    folded: folding.fold(shown),
                })
                .filter(|spelling| !spelling.folded.is_empty())
                .collect()
        });
        Self(names.collect())
    }

    /// Returns the other texts to search for if `query`, which is folded, is typed. A name in the query is replaced
    /// by each of its other spellings. If the query is the beginning of a name, each spelling of the name replaces
    /// it. Texts that would be found anyway are left out. Returns at most [`MOST`] texts.
    pub(super) fn others(&self, query: &str) -> Vec<Other> {
        let mut others: Vec<Other> = Vec::new();
        for name in &self.0 {
            // Take the longest, so that a part of a spelling isn't mistaken for the whole.
            let typed = name
                .iter()
                .filter_map(|spelling| Some((words_in(query, &spelling.folded)?, spelling)))
                .max_by_key(|(_, spelling)| spelling.folded.len());
            let (before, after) = match typed {
                Some((at, spelling)) => (&query[..at], &query[at + spelling.folded.len()..]),
                None if is_begun(name, query) => ("", ""),
                None => continue,
            };
            let candidates: Vec<Other> = name
                .iter()
                .map(|spelling| Other {
                    shown: spelling.shown.clone(),
                    folded: [before, &spelling.folded, after].concat(),
                })
                .collect();
            for (i, candidate) in candidates.iter().enumerate() {
                let folded = &candidate.folded;
                let is_found_anyway = folded.contains(query)
                    || others.iter().any(|other| other.folded == *folded)
                    || candidates.iter().enumerate().any(|(j, other)| {
                        folded.contains(&other.folded)
                            && (folded.len() > other.folded.len() || j < i)
                            && !other.folded.contains(query)
                    });
                if !is_found_anyway && others.len() < MOST {
                    others.push(Other {
                        shown: candidate.shown.clone(),
                        folded: folded.clone(),
                    });
                }
            }
        }
        others
    }
}

/// Returns the position of the first occurrence of words as whole words, in bytes of the text.
fn words_in(text: &str, words: &str) -> Option<usize> {
    text.match_indices(words)
        .map(|(at, _)| at)
        .find(|at| !is_within_word(text, *at) && !is_within_word(text, at + words.len()))
}

/// Reports whether one of the spellings begins with `query`, which must have [`BEGINNING`] characters or more.
fn is_begun(name: &[Spelling], query: &str) -> bool {
    query.chars().count() >= BEGINNING
        && name
            .iter()
            .any(|spelling| spelling.folded.starts_with(query))
}

/// Reports whether a position in a folded text is inside a word. Letters from U+0800 on don't count, because many of
/// their scripts have no spaces between words.
pub(super) fn is_within_word(text: &str, at: usize) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || ('\u{80}'..'\u{800}').contains(&c);
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    before.chars().next_back().is_some_and(is_letter) && after.chars().next().is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use super::super::folding::tests::folding;
    use super::*;

    const NAMES: [&[&str]; 4] = [
        &["Janaozen", "Zhanaozen", "Жаңаөзен", "Жанаозен"],
        &[
            "Nursultan Nazarbaev",
            "Nazarbaev",
            "Nazarbayev",
            "Назарбаев",
        ],
        &["Dissenters’ Movement", "Dissenters", "Несогласные"],
        &["Jeltoksan", "Zheltoksan"],
    ];

    #[track_caller]
    fn check(query: &str, expected: &[(&str, &str)]) {
        let written = Spellings::write(NAMES.map(|name| name.iter().copied()));
        let mut folding = folding();
        let spellings = Spellings::read(&written, &mut folding);
        let others = spellings.others(&folding.fold(query));
        let others: Vec<(&str, &str)> = others
            .iter()
            .map(|other| (other.shown.as_str(), other.folded.as_str()))
            .collect();
        assert_eq!(others, expected, "{query:?}");
    }

    #[test]
    fn any_spelling_leads_to_the_others() {
        let all = [("Janaozen", "janaozen"), ("Жаңаөзен", "жанаозен")];
        check("Zhanaozen", &all);
        check("ZHANAO", &all);
        check(
            "Жанаозен",
            &[("Janaozen", "janaozen"), ("Zhanaozen", "zhanaozen")],
        );
        check(
            "the Zhanaozen trials",
            &[
                ("Janaozen", "the janaozen trials"),
                ("Жаңаөзен", "the жанаозен trials"),
            ],
        );
    }

    #[test]
    fn what_is_found_anyway_is_not_looked_for_again() {
        check(
            "Nazarbayev",
            &[("Nazarbaev", "nazarbaev"), ("Назарбаев", "назарбаев")],
        );
        check("Nazar", &[("Назарбаев", "назарбаев")]);
        check("Dissenters", &[("Несогласные", "несогласные")]);
    }

    #[test]
    fn other_words_lead_nowhere() {
        for query in ["", "zh", "ozen", "Zhanaozens", "movement", "\n", "\t", "'"] {
            check(query, &[]);
        }
    }

    #[test]
    fn names_with_any_white_space_are_read_as_written() {
        let written = Spellings::write([["A\tB\n C", "D"], ["E", ""]]);
        assert_eq!(written, "A B C\tD\nE\t");
        let spellings = Spellings::read(&written, &mut folding());
        assert_eq!(spellings.0.len(), 2);
        assert_eq!(spellings.0[1].len(), 1);
    }
}
