//! Splits authors' names into the parts that citation styles need.
//!
//! The rules use only the spelling of a name. The last word is the family name. Lower-case words before it belong to
//! it (*van Beethoven*), and *Jr.* or a similar suffix follows it. A comma marks a name that begins with the family
//! name. Names of one word and names of organisations aren't split. Neither are names in a script in which the family
//! name comes first.

/// An author of a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Name as in the byline.
    pub name: String,
    /// `true` for an organisation, whose name is never inverted.
    pub is_organisation: bool,
}

/// A name, split into parts if possible.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    /// A name that isn't split.
    Whole(&'a str),
    /// The parts of a person's name, in the order that most of the world's newspapers use.
    Parts {
        given: &'a str,
        /// Particle such as `van` or `de la`; may be empty.
        particle: &'a str,
        family: &'a str,
        /// Suffix such as `Jr.` or `III`; may be empty.
        suffix: &'a str,
    },
}

const SUFFIXES: [&str; 9] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "мл.", "ст."];

impl<'a> Name<'a> {
    pub(super) fn of(author: &'a Author) -> Self {
        let name = author.name.trim();
        if author.is_organisation || name.chars().any(is_family_first) {
            return Self::Whole(name);
        }
        // The name is inverted already.
        if let Some((family, given)) = name.split_once(", ") {
            if let Some(suffix) = suffix_of(given) {
                return Self::in_order(family, suffix).unwrap_or(Self::Whole(name));
            }
            return Self::Parts {
                given: given.trim(),
                particle: "",
                family: family.trim(),
                suffix: "",
            };
        }
        let parts = match name.rsplit_once(' ') {
            Some((before, last)) if suffix_of(last).is_some() => Self::in_order(before, last),
            _ => Self::in_order(name, ""),
        };
        parts.unwrap_or(Self::Whole(name))
    }

    /// Splits a name into given name, particle and family name, in this order. Returns `None` for a single word.
    fn in_order(name: &'a str, suffix: &'a str) -> Option<Self> {
        let name = name.trim();
        let family_at = name.rfind(' ')? + 1;
        let mut given_end = family_at;
        let mut start = family_at;
        // Go back over the lower-case words, but never over the first word.
        while let Some(before) = name[..start].trim_end().rfind(' ') {
            let word = name[before + 1..start].trim_end();
            if !word.starts_with(char::is_lowercase) {
                break;
            }
            start = before + 1;
            given_end = start;
        }
        Some(Self::Parts {
            given: name[..given_end].trim_end(),
            particle: name[given_end..family_at].trim_end(),
            family: &name[family_at..],
            suffix,
        })
    }

    /// Returns the family name with its particle, or the whole name if it isn't split.
    pub(super) fn family(&self) -> String {
        match self {
            Self::Whole(name) => (*name).to_owned(),
            Self::Parts {
                particle, family, ..
            } => joined(&[particle, family], " "),
        }
    }

    /// Returns the name in reading order, such as `Ludwig van Beethoven`.
    pub(super) fn straight(&self) -> String {
        match self {
            Self::Whole(name) => (*name).to_owned(),
            Self::Parts {
                given,
                particle,
                family,
                suffix,
            } => joined(&[given, particle, family, suffix], " "),
        }
    }

    /// Returns the inverted name, such as `van Beethoven, Ludwig`.
    pub(super) fn turned(&self) -> String {
        match self {
            Self::Whole(name) => (*name).to_owned(),
            Self::Parts { given, suffix, .. } => joined(&[&self.family(), given, suffix], ", "),
        }
    }

    /// Returns the inverted name with initials, such as `van Beethoven, L.`
    pub(super) fn with_initials(&self) -> String {
        match self {
            Self::Whole(name) => (*name).to_owned(),
            Self::Parts { given, suffix, .. } => {
                joined(&[&self.family(), &initials(given), suffix], ", ")
            }
        }
    }
}

/// Returns the initials of given names: `Jean-Paul M.` becomes `J.-P. M.`
fn initials(given: &str) -> String {
    let words: Vec<String> = given
        .split_whitespace()
        .map(|word| {
            let parts: Vec<String> = word
                .split('-')
                .filter_map(|part| part.chars().next())
                .map(|first| {
                    let mut initial = String::from(first);
                    initial.push('.');
                    initial
                })
                .collect();
            parts.join("-")
        })
        .collect();
    words.join(" ")
}

fn suffix_of(word: &str) -> Option<&str> {
    SUFFIXES.contains(&word.trim()).then(|| word.trim())
}

/// Joins the parts that aren't empty.
fn joined(parts: &[&str], separator: &str) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(separator)
}

/// Reports whether a letter belongs to a script in which family names come first: Chinese, Japanese or Korean.
fn is_family_first(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Author {
        Author {
            name: name.to_owned(),
            is_organisation: false,
        }
    }

    #[test]
    fn names_are_turned_round_by_what_their_writing_says() {
        for (name, turned, with_initials) in [
            (
                "Saule Mukhametrakhimova",
                "Mukhametrakhimova, Saule",
                "Mukhametrakhimova, S.",
            ),
            (
                "Ludwig van Beethoven",
                "van Beethoven, Ludwig",
                "van Beethoven, L.",
            ),
            (
                "María José de la Cruz",
                "de la Cruz, María José",
                "de la Cruz, M. J.",
            ),
            ("Jean-Paul Sartre", "Sartre, Jean-Paul", "Sartre, J.-P."),
            ("J. R. R. Tolkien", "Tolkien, J. R. R.", "Tolkien, J. R. R."),
            (
                "Martin Luther King Jr.",
                "King, Martin Luther, Jr.",
                "King, M. L., Jr.",
            ),
            (
                "Martin Luther King, Jr.",
                "King, Martin Luther, Jr.",
                "King, M. L., Jr.",
            ),
            ("Lee, Ann", "Lee, Ann", "Lee, A."),
            ("bell hooks", "hooks, bell", "hooks, b."),
            ("Ibn al-Masri", "al-Masri, Ibn", "al-Masri, I."),
            (
                "Сәуле Мұхаметрахимова",
                "Мұхаметрахимова, Сәуле",
                "Мұхаметрахимова, С.",
            ),
            (
                "Нурсултан Абишевич Назарбаев",
                "Назарбаев, Нурсултан Абишевич",
                "Назарбаев, Н. А.",
            ),
            ("نجيب محفوظ", "محفوظ, نجيب", "محفوظ, ن."),
            ("王小明", "王小明", "王小明"),
            ("김 철수", "김 철수", "김 철수"),
            ("Sidelight", "Sidelight", "Sidelight"),
            (" Voltaire ", "Voltaire", "Voltaire"),
            ("", "", ""),
            (",", ",", ","),
        ] {
            let author = person(name);
            let parts = Name::of(&author);
            assert_eq!(parts.turned(), turned, "{name:?}");
            assert_eq!(parts.with_initials(), with_initials, "{name:?}");
        }
    }

    #[test]
    fn an_organisation_stays_as_it_is() {
        let author = Author {
            name: "Institute for War & Peace Reporting".into(),
            is_organisation: true,
        };
        assert_eq!(Name::of(&author).turned(), author.name);
        assert_eq!(Name::of(&author).with_initials(), author.name);
    }

    #[test]
    fn a_name_in_its_order_is_what_it_was() {
        for name in [
            "Ludwig van Beethoven",
            "Martin Luther King Jr.",
            "王小明",
            "Sidelight",
        ] {
            assert_eq!(Name::of(&person(name)).straight(), name);
        }
    }
}
