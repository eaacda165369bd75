//! Addresses of selected text that browsers scroll to: [text fragments].
//!
//! [text fragments]: https://wicg.github.io/scroll-to-text-fragment/

/// The beginning of a text directive.
const START: &str = ":~:text=";
/// Longest selection that is quoted in full, in characters. Of a longer one, only the beginning and the end are
/// quoted.
const LONGEST: usize = 120;
/// Number of words in the beginning, and in the end.
const WORDS: usize = 5;

/// Returns the text directive that follows a fragment and points to a selected text, such as `:~:text=14%20dead`.
/// Returns `None` if the text has no words.
///
/// Each of `runs` is text without anything else between its characters on the page, because browsers search for
/// exactly this text. A run ends with a block, or at a marker.
#[must_use]
pub fn text_directive(runs: &[String]) -> Option<String> {
    let runs: Vec<Vec<&str>> = runs
        .iter()
        .map(|run| run.split_whitespace().collect::<Vec<_>>())
        .filter(|words| {
            words
                .iter()
                .any(|word| word.contains(char::is_alphanumeric))
        })
        .collect();
    let (first, last) = (runs.first()?, runs.last()?);
    let mut out = String::from(START);
    let length: usize = first.iter().map(|word| word.chars().count() + 1).sum();
    if runs.len() == 1 && (length <= LONGEST || first.len() < 2 * WORDS) {
        encode(&mut out, first);
    } else {
        encode(&mut out, &first[..first.len().min(WORDS)]);
        out.push(',');
        encode(&mut out, &last[last.len().saturating_sub(WORDS)..]);
    }
    Some(out)
}

/// Returns the text directive of a quotation, with the words around it that make it unique, such as
/// `:~:text=said%20that-,14%20dead,-in%20all`. Returns `None` if the quotation has no words.
///
/// `prefix` and `suffix` may have been cut inside a word, and browsers search for whole words. So the outermost word of each is
/// left out, unless white space shows that it is whole.
#[must_use]
pub fn quotation_directive(exact: &str, prefix: &str, suffix: &str) -> Option<String> {
    let directive = text_directive(&[exact.to_owned()])?;
    let text = directive.strip_prefix(START)?;
    let mut before: Vec<&str> = prefix.split_whitespace().collect();
    if !prefix.starts_with(char::is_whitespace) && !before.is_empty() {
        before.remove(0);
    }
    let mut after: Vec<&str> = suffix.split_whitespace().collect();
    if !suffix.ends_with(char::is_whitespace) {
        after.pop();
    }
    let has_word = |words: &[&str]| {
        words
            .iter()
            .any(|word| word.contains(char::is_alphanumeric))
    };
    let mut out = String::from(START);
    if has_word(&before) {
        encode(&mut out, &before);
        out.push_str("-,");
    }
    out.push_str(text);
    if has_word(&after) {
        out.push_str(",-");
        encode(&mut out, &after);
    }
    Some(out)
}

/// Appends words with spaces between them, percent-encoded. Letters, digits and characters without a meaning in a
/// directive are not encoded. Dashes and commas have a meaning in a directive, and ampersands separate directives.
fn encode(out: &mut String, words: &[&str]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in words.join(" ").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(HEX[usize::from(digit)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_named_in_full_or_by_both_ends() {
        let long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                    seventeen eighteen nineteen twenty twenty-one twenty-two";
        for (runs, directive) in [
            (
                &["14 demonstrators dead"][..],
                Some(":~:text=14%20demonstrators%20dead"),
            ),
            (
                &["  16-year-old,\n A&B  "],
                Some(":~:text=16%2Dyear%2Dold%2C%20A%26B"),
            ),
            (
                &["Жаңаөзен"],
                Some(":~:text=%D0%96%D0%B0%D2%A3%D0%B0%D3%A9%D0%B7%D0%B5%D0%BD"),
            ),
            (&["100%", " . ", "sure"], Some(":~:text=100%25,sure")),
            (&["(a) ‘b’"], Some(":~:text=%28a%29%20%E2%80%98b%E2%80%99")),
            (
                &["one two three four five six", "seven eight"],
                Some(":~:text=one%20two%20three%20four%20five,seven%20eight"),
            ),
            (
                &[long],
                Some(
                    ":~:text=one%20two%20three%20four%20five,eighteen%20nineteen%20twenty%20twenty%2Done%20twenty%2Dtwo",
                ),
            ),
            (&[], None),
            (&[""], None),
            (&[" — "], None),
        ] {
            let runs: Vec<String> = runs.iter().map(|run| (*run).to_owned()).collect();
            assert_eq!(text_directive(&runs).as_deref(), directive, "{runs:?}");
        }
    }

    #[test]
    fn a_quotation_has_the_whole_words_around_it() {
        for (exact, prefix, suffix, directive) in [
            ("14 dead", "", "", Some(":~:text=14%20dead")),
            (
                "14 dead",
                " they said ",
                " in all ",
                Some(":~:text=they%20said-,14%20dead,-in%20all"),
            ),
            (
                "14 dead",
                "ey said that ",
                " in the har",
                Some(":~:text=said%20that-,14%20dead,-in%20the"),
            ),
            ("14 dead", "said ", ".", Some(":~:text=14%20dead")),
            ("14 dead", " – ", " – ", Some(":~:text=14%20dead")),
            ("a, b-c", "", " (d) ", Some(":~:text=a%2C%20b%2Dc,-%28d%29")),
            (" — ", " a ", " b ", None),
        ] {
            assert_eq!(
                quotation_directive(exact, prefix, suffix).as_deref(),
                directive,
                "{exact:?}"
            );
        }
    }

    #[test]
    fn a_selection_is_as_long_as_its_words_with_their_spaces() {
        for (words, is_in_full) in [(24, true), (25, false)] {
            let run = vec!["four"; words].join(" ");
            let directive = text_directive(&[run]).unwrap();
            assert_eq!(!directive.contains(','), is_in_full, "{directive}");
        }
    }

    #[test]
    fn few_long_words_are_named_in_full_so_that_both_ends_never_overlap() {
        let run = vec!["x".repeat(60); 3].join(" ");
        let directive = text_directive(&[run]).unwrap();
        assert!(!directive.contains(','), "{directive}");
    }
}
