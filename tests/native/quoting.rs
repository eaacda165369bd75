//! Quotations resolved by the whole compiler. Whatever passages the facts quote, the text is unchanged, and the marked
//! evidence has the words of the quotation.

use std::collections::HashMap;

use proptest::prelude::*;
use sidelight_compiler::{Memory, read};
use sidelight_model::{Inline, plain_text};

use crate::files::{ARTICLE, FACTS};

/// Collects the text marked for each evidence, in order.
fn marked(inlines: &[Inline], found: &mut HashMap<String, String>) {
    for inline in inlines {
        if let Inline::Evidence(span) = inline {
            let text = found.entry(span.evidence.as_str().to_owned()).or_default();
            text.push_str(&plain_text(&span.inlines));
        }
        marked(inline.children(), found);
    }
}

proptest! {
    #[test]
    fn overlapping_quotes_leave_the_text_as_it_was(
        words in prop::collection::vec("[a-zЖé]{1,4}[,’]?", 4..30),
        stressed in (0usize..30, 1usize..6),
        spans in prop::collection::vec((0usize..30, 1usize..8), 1..6),
    ) {
        // Each word is numbered, so that every span of words occurs only once.
        let words: Vec<String> = words.iter().enumerate().map(|(number, word)| format!("w{number}{word}")).collect();
        let text = words.join(" ");
        let within = |(start, len): (usize, usize)| {
            let start = start % words.len();
            start..(start + len).min(words.len())
        };
        let stressed = within(stressed);
        let typed: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(number, word)| {
                let open = if number == stressed.start { "**" } else { "" };
                let close = if number + 1 == stressed.end { "**" } else { "" };
                // A comma or an apostrophe goes outside, where Markdown recognises the end of the emphasis.
                let bare = word.trim_end_matches([',', '’']);
                format!("{open}{bare}{close}{}", &word[bare.len()..])
            })
            .collect();
        let quotes: Vec<String> = spans.into_iter().map(|span| words[within(span)].join(" ")).collect();
        let listed: Vec<String> = quotes.iter().map(|quote| format!("\"{}\"", quote.replace('’', "'"))).collect();
        let memory = Memory::default()
            .with("one", "article.md", ARTICLE.replace("Fourteen demonstrators were killed in «Жаңаөзен».", &typed.join(" ")))
            .with("one", "facts.toml", FACTS
                .replace("\"Fourteen demonstrators were killed in «Жаңаөзен»\"", &listed.join(", "))
                .replace("Fourteen demonstrators were killed.", "It says so.")
                .replace("exact = 14", "exact = 1"));
        let (article, report) = read(&memory, "one");
        prop_assert!(article.is_some(), "{}", report.render(false));
        let article = article.unwrap();
        let texts: Vec<_> = article.body.iter().flat_map(|block| block.texts()).collect();
        prop_assert_eq!(plain_text(&texts[0].inlines), text);
        let mut found = HashMap::new();
        marked(&texts[0].inlines, &mut found);
        let evidence = &article.boxes[0].facts[0].evidence;
        prop_assert_eq!(evidence.len(), quotes.len());
        for (evidence, quote) in evidence.iter().zip(&quotes) {
            prop_assert_eq!(found.get(evidence.id.as_str()), Some(quote));
        }
    }
}
