#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;

use super::folding::tests::folding;
use super::*;

/// Returns an index of blocks of pieces.
fn index(blocks: &[&[&str]]) -> Index {
    let mut folding = folding();
    let mut index = Index::default();
    for block in blocks {
        for piece in *block {
            index.push(piece, &mut folding);
        }
        index.end_block();
    }
    index
}

/// Returns the original text of each hit, with `|` between pieces, and the other spellings that were found.
fn found(blocks: &[&[&str]], names: &[&[&str]], query: &str) -> (Vec<String>, Vec<String>) {
    let mut folding = folding();
    let index = index(blocks);
    let written = Spellings::write(names.iter().map(|name| name.iter().copied()));
    let spellings = Spellings::read(&written, &mut folding);
    let query = Query::new(query, &spellings, &mut folding);
    let mut hits = Vec::new();
    let also = index.find(&query, &mut hits);
    let also = also.into_iter().map(str::to_owned).collect();
    let pieces: Vec<&str> = blocks.iter().copied().flatten().copied().collect();
    let shown = hits.into_iter().map(|hit| {
        let parts: Vec<String> = index
            .parts(hit)
            .map(|part| {
                let text = pieces[part.piece];
                let place = index.places(part.piece, text, &mut folding).of(&part);
                let place = place.start as usize..place.end as usize;
                let units: Vec<u16> = text.encode_utf16().collect();
                String::from_utf16(&units[place]).unwrap()
            })
            .collect();
        parts.join("|")
    });
    (shown.collect(), also)
}

#[track_caller]
fn check(blocks: &[&[&str]], query: &str, expected: &[&str]) {
    assert_eq!(
        found(blocks, &[], query).0,
        expected,
        "{query:?} in {blocks:?}"
    );
}

#[test]
fn what_is_typed_is_found_as_it_stands() {
    check(&[&["Fourteen were killed."]], "KILLED", &["killed"]);
    check(
        &[&["Fourteen were killed."]],
        " were  killed ",
        &["were killed"],
    );
    check(&[&["the “fair” trials"]], "\"fair\" t", &["“fair” t"]);
    check(&[&["15–20, 15-20"]], "15—20", &["15–20", "15-20"]);
    check(
        &[&["Жаңаөзен, Жанаозен"]],
        "жанаозен",
        &["Жаңаөзен", "Жанаозен"],
    );
    check(&[&["élan e\u{301}lan"]], "elan", &["élan", "e\u{301}lan"]);
    check(&[&["cafe\u{301} x"]], "cafe", &["cafe\u{301}"]);
    check(&[&["Straße"]], "strasse", &["Straße"]);
    check(&[&["Straße"]], "s", &["S", "ß", "ß"]);
    check(&[&["😀 a 😀 b"]], "b", &["b"]);
    check(&[&["aaaa"]], "aa", &["aa", "aa"]);
    check(&[&["край и мир"]], "и", &["и", "и"]);
    check(&[&["one"]], "two", &[]);
    check(&[&["one"]], "  ", &[]);
    check(&[], "one", &[]);
}

#[test]
fn hits_run_through_pieces_and_never_through_blocks() {
    check(
        &[&["four", "teen ", " were"]],
        "fourteen were",
        &["four|teen |were"],
    );
    check(&[&["a ", "", " ", "b"]], "a b", &["a |b"]);
    check(&[&["a", " ", "b"]], "a b", &["a| |b"]);
    check(&[&["four"], &["teen"]], "fourteen", &[]);
    check(&[&["four"], &["teen"]], "four teen", &[]);
    check(&[&["four"], &["teen"]], "four\nteen", &[]);
    check(&[&[""], &["x", ""], &[], &["x"]], "x", &["x", "x"]);
}

#[test]
fn a_name_is_found_by_any_of_its_spellings() {
    let names: &[&[&str]] = &[&["Janaozen", "Zhanaozen", "Жаңаөзен"], &["Abay", "Abai"]];
    let text: &[&[&str]] = &[&["In Janaozen, Janaozen’s", " Zhanaozen; Wabay, Abay."]];
    // Each piece begins a word, whatever the piece before it ends with.
    let (hits, _) = found(&[&["2011", "Janaozen"]], names, "zhanaozen");
    assert_eq!(hits, ["Janaozen"]);
    for (query, shown, also) in [
        (
            "Zhanaozen",
            &["Janaozen", "Janaozen", "Zhanaozen"][..],
            &["Janaozen"][..],
        ),
        (
            "Жаңаөзен",
            &["Janaozen", "Janaozen", "Zhanaozen"],
            &["Janaozen", "Zhanaozen"],
        ),
        (
            "janaozen",
            &["Janaozen", "Janaozen", "Zhanaozen"],
            &["Zhanaozen"],
        ),
        ("abai", &["Abay"], &["Abay"]),
        ("abay", &["abay", "Abay"], &[]),
        ("in Zhanaozen", &["In Janaozen"], &["Janaozen"]),
    ] {
        let (found, finding) = found(text, names, query);
        assert_eq!(found, shown, "{query}");
        assert_eq!(finding, also, "{query}");
    }
}

#[test]
fn hits_are_known_by_the_pieces_they_begin_in() {
    let index = index(&[&["a", "b a"], &["c"], &["a"]]);
    let mut hits = Vec::new();
    let query = Query::new("a", &Spellings::default(), &mut folding());
    index.find(&query, &mut hits);
    for (pieces, expected) in [
        (0..0, 0..0),
        (0..1, 0..1),
        (1..3, 1..2),
        (2..3, 2..2),
        (3..9, 2..3),
    ] {
        assert_eq!(index.hits_in(pieces.clone(), &hits), expected, "{pieces:?}");
    }
    let pieces: Vec<usize> = hits.iter().map(|hit| index.piece_of(*hit)).collect();
    assert_eq!(pieces, [0, 1, 3]);
}

proptest! {
    #[test]
    fn whatever_is_typed_every_hit_folds_to_what_was_looked_for(
        pieces in prop::collection::vec("[a-cA-C éйиЖң’«– \u{301}\u{306}\u{ad}ß😀\n]{0,12}|\\PC{0,6}", 0..6),
        query in "[a-c éйЖң’– \u{301}]{0,3}|\\PC{0,4}",
    ) {
        let block: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let mut folding = folding();
        let index = index(&[&block]);
        let wanted = Query::new(&query, &Spellings::default(), &mut folding);
        let mut hits = Vec::new();
        index.find(&wanted, &mut hits);
        let folded = folding.fold(&query);
        prop_assert_eq!(hits.len(), if folded.is_empty() { 0 } else { index.folded.matches(&folded).count() });
        let mut last = 0;
        for hit in hits {
            prop_assert!(hit.start >= last && hit.end > hit.start);
            last = hit.end;
            let mut shown = String::new();
            for part in index.parts(hit) {
                let text = block[part.piece];
                let place = index.places(part.piece, text, &mut folding).of(&part);
                let place = place.start as usize..place.end as usize;
                let units: Vec<u16> = text.encode_utf16().collect();
                let piece = String::from_utf16(&units[place]);
                prop_assert!(piece.is_ok(), "a character is cut in {:?}", text);
                shown.push_str(&piece.unwrap());
            }
            // A hit may be half of a letter that folds to two letters.
            prop_assert!(folding.fold(&shown).contains(folded.trim()), "{:?} for {:?}", shown, folded);
        }
    }

    #[test]
    fn spellings_of_any_shape_are_read(written in "[a-z\t\n ’ж]{0,40}|\\PC{0,40}", query in "\\PC{0,10}") {
        let mut folding = folding();
        let spellings = Spellings::read(&written, &mut folding);
        let query = Query::new(&query, &spellings, &mut folding);
        let mut hits = Vec::new();
        index(&[&[&written]]).find(&query, &mut hits);
        prop_assert!(hits.is_sorted_by_key(|hit| hit.start));
    }
}
