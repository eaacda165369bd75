//! Addresses of selected text, as browsers scroll to them: [text fragments].
//!
//! [text fragments]: https://wicg.github.io/scroll-to-text-fragment/

/// The longest selection that is named in full, in characters; of a longer one its beginning and its end are.
const LONGEST: usize = 120;
/// How many words the beginning and the end have.
const WORDS: usize = 5;

/// What goes behind a fragment to point at a selected text, such as `:~:text=14%20dead`; nothing where the text has no
/// words.
///
/// The text is given in runs that stand on the page without anything between their characters, since a browser looks for
/// them as they stand: a run ends where a block does, or at the number of a fact.
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
    let mut out = String::from(":~:text=");
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

/// Adds words with spaces between them, percent-encoded: all but letters, digits and what has no meaning in a
/// directive. Dashes and commas have one there, and ampersands part directives.
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
    fn few_long_words_are_named_in_full_so_that_both_ends_never_overlap() {
        let run = vec!["x".repeat(60); 3].join(" ");
        let directive = text_directive(&[run]).unwrap();
        assert!(!directive.contains(','), "{directive}");
    }
}
