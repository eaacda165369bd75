//! Source documents as anybody might save them, in each format. They give parts whose own words are found in them, or an error.

use sidelight_documents::{DocumentText, FindError, MAX_TEXT, find, read};

use super::report::is_printable;

/// Number of parts whose words are searched for.
const SEARCHED: usize = 20;

pub fn pdf(input: &[u8]) {
    document("a.pdf", input);
}

pub fn html(input: &[u8]) {
    document("a.html", input);
    document("a.md", input);
    document("a.txt", input);
}

pub fn transcript(input: &[u8]) {
    document("a.vtt", input);
    document("a.srt", input);
}

fn document(name: &str, input: &[u8]) {
    match read(name, input, None) {
        Ok(document) => check(&document),
        Err(error) => {
            assert!(is_printable(&error.to_string()), "{error:?}");
            assert!(!error.hint().is_empty(), "{error:?}");
        }
    }
}

fn check(document: &DocumentText) {
    let length: usize = document.parts().iter().map(|part| part.text().len()).sum();
    assert!(length <= 12 * MAX_TEXT);
    assert!(!document.parts().is_empty());
    for part in document.parts() {
        let text = part.text();
        assert!(
            is_printable(text) && !text.contains(['\n', '\t']),
            "{text:?}"
        );
        assert_eq!(text, text.trim());
        assert!(!text.contains("  "), "{text:?}");
    }
    for part in document.parts().iter().take(SEARCHED) {
        match find(document, part.text(), Some(part.place())) {
            Ok(found) => assert_eq!(found.quote.exact, part.text()),
            // A paragraph may repeat itself, and its end may be the beginning of the next one.
            Err(FindError::Ambiguous { places }) => assert!(places.len() > 1),
            Err(error) => panic!("{error:?}: {:?}", part.text()),
        }
    }
}
