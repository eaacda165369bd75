//! Converts text to ids.

/// The maximum length of an id made here, in characters. It leaves space for a prefix and a suffix that callers add.
const MAX_LEN: usize = 48;

/// Converts a text to an id: its ASCII letters and digits in lower case, with a hyphen between words. Apostrophes are
/// dropped, so `workers' rights` becomes `workers-rights`. Returns an empty string if the text has no ASCII letter or digit.
pub fn kebab(text: &str) -> String {
    let mut id = String::new();
    let mut between = false;
    for c in text.chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ')) {
        if c.is_ascii_alphanumeric() {
            let hyphen = if between && !id.is_empty() { "-" } else { "" };
            if id.len() + hyphen.len() >= MAX_LEN {
                break;
            }
            between = false;
            id.push_str(hyphen);
            id.push(c.to_ascii_lowercase());
        } else {
            between = true;
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_ids() {
        for (text, id) in [
            ("A movement falters", "a-movement-falters"),
            ("“Workers’ rights” — 2011", "workers-rights-2011"),
            ("Жаңаөзен", ""),
            ("Жаңаөзен, 16 December", "16-december"),
            ("__a__b__", "a-b"),
            (&format!("{} b", "a".repeat(47)), &"a".repeat(47)),
            (
                &"word ".repeat(20),
                "word-word-word-word-word-word-word-word-word-wor",
            ),
        ] {
            assert_eq!(kebab(text), id, "{text:?}");
        }
    }
}
