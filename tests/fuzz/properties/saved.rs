//! A reader's storage, in which anything on the same origin may write: reading positions and a language. Each is read as far
//! as possible, and saving it gives the same value again. A script reads the settings of type and colour.

use std::collections::BTreeSet;

use sidelight::view::chrome::{Places, StoppedAt};
use sidelight_i18n::Messages;

/// The number of articles with a saved position.
const MAX_PLACES: usize = 50;

/// The number of parts that a block is divided into.
const PARTS: u32 = 1000;

pub fn saved(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    check_places(&text);
    if let Some(words) = Messages::of(&text) {
        assert_eq!(Messages::of(words.tag()), Some(words));
    }
}

fn check_places(text: &str) {
    let mut places = Places::from_saved(text);
    let saved = places.to_saved();
    assert_eq!(Places::from_saved(&saved), places, "{saved:?}");
    let paths: Vec<&str> = saved
        .lines()
        .map(|line| {
            let parts: Vec<&str> = line.split(' ').collect();
            let [path, block, share] = parts[..] else {
                panic!("{line:?}");
            };
            let place = places.of(path).unwrap();
            assert_eq!(
                (&*place.block, place.share.to_string()),
                (block, share.to_owned())
            );
            assert!(place.share <= PARTS && path.starts_with('/'), "{line:?}");
            path
        })
        .collect();
    assert!(paths.len() <= MAX_PLACES);
    let different: BTreeSet<&str> = paths.iter().copied().collect();
    assert_eq!(different.len(), paths.len(), "{saved:?}");
    let place = StoppedAt {
        block: "text-p1".to_owned(),
        share: 5,
    };
    for path in paths.iter().take(3).chain([&"/new/"]) {
        places.set(path, Some(place.clone()));
        assert_eq!(places.of(path), Some(&place));
        let saved = places.to_saved();
        assert!(saved.starts_with(&format!("{path} text-p1 5\n")), "{saved}");
        assert!(saved.lines().count() <= MAX_PLACES);
        assert_eq!(Places::from_saved(&saved), places, "{saved:?}");
        places.set(path, None);
        assert_eq!(places.of(path), None);
    }
}
