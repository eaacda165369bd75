//! Quotations in documents of any words.

use proptest::prelude::*;
use sidelight_documents::{FindError, find, read};

proptest! {
    /// The words of a part are found again, unless they occur more often.
    #[test]
    fn whatever_words_a_document_has_are_found(
        paragraphs in proptest::collection::vec("[a-cЖ’ﬁ\u{ad}-]{1,4}( [a-cЖ’ﬁ\u{ad}-]{1,4}){0,6}", 1..6),
        width in 1usize..4,
    ) {
        // The lines of a paragraph have a few words each.
        let text: Vec<String> = paragraphs
            .iter()
            .map(|paragraph| {
                let words: Vec<&str> = paragraph.split(' ').collect();
                let lines: Vec<String> = words.chunks(width).map(|line| line.join(" ")).collect();
                lines.join("\n")
            })
            .collect();
        let Ok(document) = read("a.txt", text.join("\n\n").as_bytes(), None) else {
            return Ok(());
        };
        for part in document.parts() {
            match find(&document, part.text(), Some(part.place())) {
                Ok(found) => {
                    prop_assert_eq!(found.quote.exact, part.text());
                    prop_assert_eq!(found.place, part.place());
                }
                Err(FindError::Ambiguous { places }) => prop_assert!(places.len() > 1),
                Err(error) => prop_assert!(false, "{:?} in {:?}", error, part.text()),
            }
        }
    }
}
