//! Recognises the role of a piece by its words.
//!
//! *Invariant:* in doubt, a piece has no role and stays in the text.

use crate::dates::read_date_line;
use sidelight_compiler::language::{has, words};
use sidelight_text::word_count;

/// Maximum number of brackets and markup characters that are skipped at the beginning of a text.
const MAX_SIGNS: usize = 8;

/// Reports whether a text has at most `words` words, and at most 16 bytes for each of them.
pub(super) fn is_short(text: &str, words: usize) -> bool {
    text.len() <= words * 16 && word_count(text) <= words
}

fn starts_with_any(text: &str, words: &[String]) -> Option<usize> {
    let mut lower = String::new();
    // Convert only as much to lower case as is needed. The end of the word is then found by counting characters,
    // because the number of bytes may change.
    for c in text.chars().take(24) {
        lower.extend(c.to_lowercase());
    }
    let word = words.iter().find(|word| lower.starts_with(word.as_str()))?;
    text.char_indices()
        .nth(word.chars().count())
        .map(|(at, _)| at)
}

/// Reports whether a text is a byline: “By” and one name or more.
pub(super) fn begins_byline(text: &str) -> bool {
    let Some(start) = starts_with_any(text, &words().byline) else {
        return false;
    };
    let names = &text[start..];
    is_short(names, 14)
        && !names.ends_with(['.', '!', '?', ':'])
        && !names.contains(|c: char| c.is_ascii_digit())
        && names.split_whitespace().all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.chars().next().is_none_or(char::is_uppercase)
                || matches!(
                    word,
                    "and" | "in" | "for" | "de" | "van" | "von" | "al" | "bin" | "и" | "the" | "of"
                )
        })
        && names.chars().any(char::is_uppercase)
}

/// Returns the names in a byline: the text after “By”, without “in Almaty” and without an email address.
pub(super) fn named_by(text: &str) -> Vec<String> {
    let start = starts_with_any(text, &words().byline).unwrap_or_default();
    let names = text[start..].split(" in ").next().unwrap_or_default();
    let names = match names.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name,
        _ => names,
    };
    names
        .split(" and ")
        .flat_map(|part| part.split(" и "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split([',', ';', '|', '•', '·']))
        .map(|name| name.trim().trim_matches('"').trim().to_owned())
        .filter(|name| name.chars().any(char::is_alphabetic) && read_date_line(name).is_none())
        .collect()
}

/// Reports whether a text is a caption: it begins or ends with a credit.
pub(super) fn is_caption(text: &str) -> bool {
    if !is_short(text, 70) {
        return false;
    }
    let is_credit = |text: &str| starts_with_any(text, &words().credit).is_some();
    let in_brackets = || {
        let inside = text.strip_suffix([')', ']'])?;
        let (_, credit) = inside.rsplit_once(['(', '['])?;
        Some(is_credit(credit))
    };
    is_credit(text) && is_short(text, 30) || in_brackets().unwrap_or_default()
}

/// Reports whether a text begins with a reference to another article, after a few brackets and markup characters.
pub(super) fn begins_related(text: &str) -> bool {
    let signs = text
        .bytes()
        .take(MAX_SIGNS)
        .take_while(|b| b"([* ".contains(b))
        .count();
    starts_with_any(&text[signs..], &words().related).is_some()
}

/// Reports whether a text refers to another article, in brackets or as a whole.
pub(crate) fn is_related(text: &str) -> bool {
    let last = text.rfind([')', ']']).unwrap_or_default();
    let in_brackets = text[..last]
        .match_indices(['(', '['])
        .any(|(at, _)| begins_related(&text[at + 1..]));
    in_brackets || (begins_related(text) && is_short(text, 25) && text.contains(':'))
}

/// Reports whether a line of plain text looks like a crosshead.
pub(super) fn is_crosshead(text: &str) -> bool {
    is_short(text, 9)
        && text.chars().count() <= 60
        && !text.ends_with([
            '.', ',', ':', ';', '!', '…', '”', '"', '»', ')', ']', '-', '*',
        ])
        && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && read_date_line(text).is_none()
}

/// Reports whether a text is long enough for a paragraph below a crosshead.
pub(super) fn reads_on(text: &str) -> bool {
    word_count(text) >= 12
}

/// Returns the author's name if a text is a biography. Authors in the byline are recognised by name. Without a
/// byline, a biography is recognised by an occupation. Returns `None` for other texts.
pub(super) fn is_biography(text: &str, authors: &[String]) -> Option<String> {
    if !is_short(text, 70) || !text.ends_with(['.', '”', ')']) {
        return None;
    }
    let verbs = [
        " is ",
        " was ",
        " writes ",
        " reports ",
        " covers ",
        " works ",
    ];
    let (name, rest) = verbs
        .iter()
        .filter_map(|verb| text.split_once(verb))
        .min_by_key(|(name, _)| name.len())?;
    if authors.iter().any(|author| author == name) {
        return Some(name.to_owned());
    }
    let is_name = (2..=4).contains(&name.split_whitespace().count())
        && name
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase));
    let has_trade = rest
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| has(&words().trades, &word.to_lowercase()));
    (authors.is_empty() && is_name && has_trade).then(|| name.to_owned())
}

/// Returns the topics of a line that begins with words such as “Tags:”. Returns `None` for other lines.
pub(super) fn topics_of(text: &str) -> Option<String> {
    let start = starts_with_any(text, &words().topics)?;
    is_short(text, 40).then(|| text[start..].trim().to_owned())
}

/// Reports whether a line looks like a topic.
pub(super) fn is_topic(text: &str) -> bool {
    is_short(text, 5) && !text.ends_with(['.', '!', '?', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_name_people() {
        for (text, names) in [
            (
                "By Saule Mukhametrakhimova",
                &["Saule Mukhametrakhimova"][..],
            ),
            (
                "By Jane Doe and Aigul B. Serik in Almaty",
                &["Jane Doe", "Aigul B. Serik"],
            ),
            ("BY JANE DOE", &["JANE DOE"]),
            ("Автор: Айгуль Серик", &["Айгуль Серик"]),
        ] {
            assert!(begins_byline(text), "{text}");
            assert_eq!(named_by(text), names, "{text}");
        }
        for text in [
            "By then it was too late.",
            "By June the rallies were small",
            "By 2012",
            "Bystanders",
        ] {
            assert!(!begins_byline(text), "{text}");
        }
        assert_eq!(named_by("Jane Doe <jane@example.org>"), ["Jane Doe"]);
    }

    #[test]
    fn captions_have_credits() {
        for (text, expected) in [
            ("The leader of the movement. (Photo: Dissenters)", true),
            ("The square in May. [Photograph by A. Serik]", true),
            ("Photo: A. Serik", true),
            ("Площадь в мае. (Фото: А. Серик)", true),
            ("A photo (see below) was shown", false),
            ("They met (photographers too)", false),
        ] {
            assert_eq!(is_caption(text), expected, "{text}");
        }
    }

    #[test]
    fn links_to_other_articles_are_seen() {
        for (text, expected) in [
            (
                "He denies it. (For more on this, see Questions Over a Plot.)",
                true,
            ),
            ("[See also The Trials]", true),
            ("Read more: The Trials", true),
            ("They see also the risks (as the report says)", false),
            ("(See also)", true),
            ("([See also: The Trials])", true),
            ("(See also The Trials", false),
        ] {
            assert_eq!(is_related(text), expected, "{text}");
        }
        for brackets in ["(", "(see also ", ")(", "[] "] {
            assert!(!is_related(&brackets.repeat(1_000)));
        }
    }

    #[test]
    fn biographies_name_a_trade_or_the_author() {
        let author = ["Ann Ivanova".to_owned()];
        for (text, authors, expected) in [
            (
                "Saule M. is IWPR editor in London.",
                &[][..],
                Some("Saule M."),
            ),
            ("Ann Ivanova is on leave.", &author[..], Some("Ann Ivanova")),
            ("Nobody Else is an editor.", &author, None),
            ("The rally is over.", &[], None),
            ("Bulat Abilov is a politician.", &[], None),
        ] {
            assert_eq!(is_biography(text, authors).as_deref(), expected, "{text}");
        }
    }
}
