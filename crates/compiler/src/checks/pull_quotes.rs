//! Checks that pull quotes have the words of the article.

use crate::first_difference::first_difference;
use crate::markdown::Markdown;
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_text::{Passage, Quote, WordIndex};

/// Maximum number of pull quotes that are compared with the text to explain a mistake. Each comparison scans the whole text.
const MAX_COMPARED: usize = 20;

/// Reports pull quotes whose words aren't in one paragraph of the text. Quotation marks around them, their first letter's
/// case and the punctuation at their end may differ.
pub(crate) fn check_pull_quotes(
    markdown: &Markdown,
    article: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    if markdown.pull_quotes.is_empty() {
        return;
    }
    let texts: Vec<&str> = markdown
        .words
        .iter()
        .map(|words| if words.is_crosshead { "" } else { &*words.text })
        .collect();
    let passages: Vec<Passage<'_>> = texts.iter().map(|text| Passage::new(text)).collect();
    let wrong: Vec<_> = markdown
        .pull_quotes
        .iter()
        .filter(|quote| !is_in(&passages, bare(&quote.value)))
        .collect();
    if wrong.is_empty() {
        return;
    }
    let closest = WordIndex::new(texts.iter().copied());
    for (number, quote) in wrong.into_iter().enumerate() {
        let diagnostic = article.diagnostic(
            Kind::PullQuote,
            quote.span.clone(),
            "the text doesn't have the words of this pull quote",
        );
        let words = bare(&quote.value);
        let found = (number < MAX_COMPARED)
            .then(|| closest.closest(words))
            .flatten();
        let diagnostic = match found {
            None => diagnostic.hint(
                "copy the words exactly from one paragraph, or write them as a blockquote: `> …`",
            ),
            Some(found) => {
                let text = &markdown.words[found.text];
                let hint = match first_difference(&text.text[found.place.clone()], words) {
                    Some((article, quote)) if !article.is_empty() && !quote.is_empty() => format!(
                        "the article has `{article}` where the pull quote has `{quote}`; copy the words exactly"
                    ),
                    _ => "copy the words exactly from the article".to_owned(),
                };
                diagnostic
                    .related(
                        &article.shown,
                        text.bytes_in_file(&found.place),
                        "this is the closest match",
                    )
                    .hint(hint)
            }
        };
        diagnostics.add(diagnostic);
    }
}

/// Returns the words of a pull quote without quotation marks around them and punctuation after them.
fn bare(text: &str) -> &str {
    let is_mark = |c: char| "\"'“”„‟‘’‚«»‹›".contains(c) || c.is_whitespace();
    text.trim_matches(is_mark)
        .trim_end_matches(|c: char| is_mark(c) || ".,;:!?…".contains(c))
}

/// Returns `true` if a text has these words, with or without a capital letter at the beginning.
fn is_in(passages: &[Passage<'_>], words: &str) -> bool {
    let mut rest = words.chars();
    let Some(first) = rest.next() else {
        return false;
    };
    let lower = first.to_lowercase().chain(rest.clone()).collect::<String>();
    let upper = first.to_uppercase().chain(rest).collect::<String>();
    [&*lower, &*upper, words].into_iter().any(|words| {
        let quote = Quote::new(words);
        passages
            .iter()
            .any(|passage| passage.places(&quote).next().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_the_first_letter_may_differ() {
        let text = Passage::new("She said: “we only want the truth”, and left.");
        for (quote, expected) in [
            ("We only want the truth.", true),
            ("“We only want the truth!”", true),
            ("«We only want the truth…»", true),
            ("we only want", true),
            ("We only want truth", false),
            ("only want the trut", false),
            ("“”", false),
        ] {
            let is_in = is_in(std::slice::from_ref(&text), bare(quote));
            assert_eq!(is_in, expected, "{quote:?}");
        }
    }
}
