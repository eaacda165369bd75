//! Searching in texts: for quotations, names and a reader's input. Also citations of an article with arbitrary words.
//!
//! The first line of the input is the text to search for. Each further line is a block of text, with `
//! ` between its pieces.

use std::ops::Range;

use sidelight_text::search::{Folding, Index, Query, Spellings};
use sidelight_text::{
    Author, FactRow, Passage, Phrases, Quote, Style, Work, facts_csv, facts_json, fold, sentences,
    text_directive, word_count, words,
};

use super::markup::{check_inert, squeeze};

/// A cell that begins with one of these is a formula to a spreadsheet.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

const URL: &str = "https://example.org/a/";

pub fn text(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (sought, text) = input.split_once('\n').unwrap_or((&input, ""));
    check_folding(text);
    check_quotes(sought, text);
    check_pieces(text);
    check_search(sought, text);
    check_directive(sought, text);
    check_citations(sought, text);
    check_table(sought, text);
}

fn check_folding(text: &str) {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded);
}

/// Returns the characters in a range of code points.
fn part(text: &str, range: &Range<usize>) -> String {
    text.chars().skip(range.start).take(range.len()).collect()
}

fn check_quotes(sought: &str, text: &str) {
    let passage = Passage::new(text);
    let phrases = [sought, text.split_whitespace().next().unwrap_or_default()];
    let mut by_quote = Vec::new();
    for (number, phrase) in phrases.into_iter().enumerate() {
        let quote = Quote::new(phrase);
        let places: Vec<_> = passage.places(&quote).collect();
        assert!(places.is_sorted_by_key(|place| place.start));
        for place in &places {
            assert_eq!(fold(&part(text, place)), quote.exact(), "{place:?}");
        }
        let around = places.first().map(|place| {
            let before = part(text, &(place.start.saturating_sub(8)..place.start));
            let after = part(text, &(place.end..place.end + 8));
            Quote::between(&before, phrase, &after)
        });
        if let Some(around) = around {
            assert_eq!(passage.places(&around).next().as_ref(), places.first());
        }
        by_quote.extend(places.into_iter().map(|place| (place, number)));
    }
    by_quote.sort_by_key(|(place, number)| (place.start, *number));
    assert_eq!(Phrases::new(phrases).places(&passage), by_quote);
}

/// Checks that sentences and words are parts of the text, in order, and omit only white space and punctuation.
fn check_pieces(text: &str) {
    let mut end = 0;
    for sentence in sentences(text) {
        assert!(text[end..sentence.start].trim().is_empty());
        assert!(!text[sentence.clone()].trim().is_empty());
        end = sentence.end;
    }
    assert!(text[end..].trim().is_empty());
    let mut end = 0;
    for (place, word) in words(text) {
        assert_eq!(&text[place.clone()], word);
        assert!(!text[end..place.start].contains(char::is_alphanumeric));
        end = place.end;
    }
    assert!(!text[end..].contains(char::is_alphanumeric));
    assert_eq!(words(text).count(), word_count(text));
}

fn check_search(typed: &str, text: &str) {
    let mut folding = Folding::new(|c| c.to_lowercase().collect());
    let mut index = Index::default();
    let pieces: Vec<&str> = text
        .split('\n')
        .flat_map(|block| block.split('|'))
        .collect();
    for block in text.split('\n') {
        for piece in block.split('|') {
            index.push(piece, &mut folding);
        }
        index.end_block();
    }
    assert_eq!(index.pieces(), pieces.len());
    let names = text.lines().map(|line| line.split('|').take(4)).take(4);
    let spellings = Spellings::read(&Spellings::write(names), &mut folding);
    let query = Query::new(typed, &spellings, &mut folding);
    let mut hits = Vec::new();
    index.find(&query, &mut hits);
    assert!(!query.is_empty() || hits.is_empty());
    let mut reached = (0, 0);
    for hit in &hits {
        let parts: Vec<_> = index.parts(*hit).collect();
        assert!(!parts.is_empty(), "{hit:?}");
        assert_eq!(parts[0].piece, index.piece_of(*hit));
        for found in &parts {
            let piece = pieces[found.piece];
            let place = index.places(found.piece, piece, &mut folding).of(found);
            assert!((place.end as usize) <= piece.encode_utf16().count());
            assert!(place.start < place.end, "{found:?} of {piece:?}");
            // One character may fold to several, and each of them can be a hit.
            assert!(reached <= (found.piece, place.end), "{found:?}");
            reached = (found.piece, place.end);
        }
    }
    assert_eq!(index.hits_in(0..pieces.len(), &hits), 0..hits.len());
    let mut itself = Index::default();
    itself.push(typed, &mut folding);
    let query = Query::new(typed, &Spellings::default(), &mut folding);
    itself.find(&query, &mut hits);
    assert_eq!(hits.is_empty(), query.is_empty(), "{typed:?}");
}

fn check_directive(sought: &str, text: &str) {
    let runs: Vec<String> = [sought]
        .into_iter()
        .chain(text.lines())
        .map(str::to_owned)
        .collect();
    let Some(directive) = text_directive(&runs) else {
        assert!(!runs.concat().contains(char::is_alphanumeric));
        return;
    };
    let parts = directive.strip_prefix(":~:text=").unwrap();
    assert!(parts.matches(',').count() <= 1, "{directive}");
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"._~%,".contains(&b);
    assert!(parts.bytes().all(is_plain), "{directive}");
    let all = squeeze(&runs.join(" "));
    for part in parts.split(',') {
        let words: String = url::form_urlencoded::parse(part.as_bytes())
            .map(|(words, _)| words.into_owned())
            .collect();
        assert!(!words.is_empty() && all.contains(&words), "{words:?}");
    }
}

fn check_citations(title: &str, text: &str) {
    let mut lines = text.lines();
    let outlet = lines.next().map(str::to_owned);
    let work = Work {
        title: title.to_owned(),
        authors: lines
            .take(8)
            .map(|line| Author {
                is_organisation: line.starts_with('|'),
                name: line.trim_start_matches('|').to_owned(),
            })
            .collect(),
        outlet,
        published: "2012-06-13".parse().ok(),
        url: URL.to_owned(),
        language: "en".to_owned(),
    };
    for style in Style::ALL {
        let cited = style.cite(&work);
        assert!(!cited.plain.is_empty());
        // Some styles have no HTML, and HTML can't contain control characters.
        if cited.html.is_empty() || cited.html.contains(|c: char| c.is_control()) {
            continue;
        }
        let html = check_inert(&cited.html);
        let words: String = html.root_element().text().collect();
        assert_eq!(words, cited.plain);
    }
    let csl: serde_json::Value = serde_json::from_str(&Style::CslJson.cite(&work).plain).unwrap();
    assert_eq!(csl[0]["title"], title);
    check_bibtex(&Style::Bibtex.cite(&work).plain);
}

/// Checks that an entry is complete: its braces match, and it ends after the last one.
fn check_bibtex(entry: &str) {
    let mut open = 0_u32;
    for (at, c) in entry.char_indices() {
        match c {
            '{' => open += 1,
            '}' => {
                open = open.checked_sub(1).unwrap();
                assert!(open > 0 || &entry[at..] == "}\n", "{entry}");
            }
            _ => {}
        }
    }
    assert_eq!(open, 0, "{entry}");
}

fn check_table(sought: &str, text: &str) {
    let rows: Vec<FactRow> = text
        .lines()
        .take(8)
        .map(|line| FactRow {
            number: "1".to_owned(),
            title: sought.to_owned(),
            statement: line.to_owned(),
            label: sought.to_owned(),
            quantity: format!("exact 14 {line}"),
            before: line.to_owned(),
            points: line.to_owned(),
            date: String::new(),
            by: sought.to_owned(),
            source: line.to_owned(),
            role: line.to_owned(),
            as_of: "2011-12".to_owned(),
            passages: line.split('|').map(str::to_owned).collect(),
            url: URL.to_owned(),
            from: ["a", line].concat(),
        })
        .collect();
    let table = records(&facts_csv(&rows));
    assert_eq!(table.len(), rows.len() + 1);
    for (record, row) in table[1..].iter().zip(&rows) {
        assert_eq!(record.len(), 17, "{record:?}");
        let passages = row.passages.join("\n");
        let expected = [
            &row.statement,
            &row.label,
            &row.by,
            &row.role,
            &row.source,
            &passages,
            &row.from,
        ];
        let found = [
            &record[2],
            &record[3],
            &record[10],
            &record[11],
            &record[12],
            &record[14],
            &record[16],
        ];
        for (found, expected) in found.into_iter().zip(expected) {
            // An apostrophe keeps a spreadsheet from reading a cell as a formula.
            assert_eq!(found.replace('\'', ""), expected.replace('\'', ""));
            assert!(!found.starts_with(FORMULA), "{found:?}");
        }
    }
    let work = Work {
        title: sought.to_owned(),
        authors: Vec::new(),
        outlet: None,
        published: None,
        url: URL.to_owned(),
        language: String::new(),
    };
    let json: serde_json::Value = serde_json::from_str(&facts_json(&work, &rows)).unwrap();
    for (fact, row) in json["facts"].as_array().unwrap().iter().zip(&rows) {
        assert_eq!(fact["statement"], *row.statement);
    }
}

/// Returns the records of a CSV file (RFC 4180).
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut rest = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = rest.next() {
        let record = records.last_mut().unwrap();
        let cell = record.last_mut().unwrap();
        match c {
            '"' if is_quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(String::new()),
            '\r' if !is_quoted && rest.peek() == Some(&'\n') => {
                rest.next();
                if rest.peek().is_some() {
                    records.push(vec![String::new()]);
                }
            }
            c => cell.push(c),
        }
    }
    records
}
