//! Whatever an author types, the compiler returns an article or errors. It never panics, and it never returns an article
//! that its own final check refuses.

use proptest::prelude::*;
use sidelight_compiler::{Kind, Memory, read};
use sidelight_model::Article;

use crate::authoring::texts;

const HEAD: &str = "+++\nheadline = \"A\"\nstandfirst = \"B\"\nlanguage = \"en\"\npublished = 2012-06-13\nas-of = 2012-06-13\n\n[[byline]]\nname = \"C\"\n+++\n";

/// A random change to a text. Numbers are reduced to the text's length.
#[derive(Debug, Clone)]
enum Change {
    DropLine(usize),
    RepeatLine(usize, usize),
    CutChar(usize),
    Insert(usize, String),
    /// Inserts a line from another case's file.
    Borrow(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let number = 0usize..10_000;
    prop_oneof![
        number.clone().prop_map(Change::DropLine),
        (number.clone(), number.clone()).prop_map(|(from, to)| Change::RepeatLine(from, to)),
        number.clone().prop_map(Change::CutChar),
        (
            number.clone(),
            "[\\]\\[{}\"'=+#*_`<>&:\\-1a ж\n\r\t\u{0}\u{feff}]{1,4}"
        )
            .prop_map(|(at, text)| Change::Insert(at, text)),
        (number.clone(), number).prop_map(|(from, to)| Change::Borrow(from, to)),
    ]
}

fn changed(text: &str, changes: &[Change], corpus: &[String]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for change in changes {
        let count = lines.len().max(1);
        match change {
            Change::DropLine(at) if !lines.is_empty() => {
                lines.remove(at % count);
            }
            Change::RepeatLine(from, to) if !lines.is_empty() => {
                lines.insert(to % count, lines[from % count].clone());
            }
            Change::Borrow(from, to) => {
                lines.insert(to % count, corpus[from % corpus.len()].clone());
            }
            Change::CutChar(at) | Change::Insert(at, _) => {
                let mut chars: Vec<char> = lines.concat().chars().collect();
                let at = at % chars.len().max(1);
                match change {
                    Change::Insert(_, text) => drop(chars.splice(at..at, text.chars())),
                    _ if !chars.is_empty() => drop(chars.remove(at)),
                    _ => {}
                }
                let text: String = chars.into_iter().collect();
                lines = text.split_inclusive('\n').map(str::to_owned).collect();
            }
            Change::DropLine(_) | Change::RepeatLine(..) => {}
        }
    }
    lines.concat()
}

proptest! {
    #[test]
    fn every_text_has_an_answer(
        which in 0usize..10_000,
        article_changes in prop::collection::vec(change(), 0..4),
        facts_changes in prop::collection::vec(change(), 0..4),
    ) {
        let texts = texts();
        let (article, facts) = &texts[which % texts.len()];
        let corpus = |pick: fn(&(String, String)) -> &String| -> Vec<String> {
            texts.iter().flat_map(|pair| pick(pair).split_inclusive('\n')).map(str::to_owned).collect()
        };
        let article = changed(article, &article_changes, &corpus(|pair| &pair.0));
        let facts = changed(facts, &facts_changes, &corpus(|pair| &pair.1));
        let sources = Memory::default()
            .with("one", "article.md", article.clone())
            .with("one", "facts.toml", facts.clone());

        let (read, report) = read(&sources, "one");
        let shown = report.render(false);
        prop_assert_eq!(read.is_some(), report.errors() == 0, "{}", shown);
        for diagnostic in &report.diagnostics {
            prop_assert!(diagnostic.kind != Kind::Internal, "{}", shown);
            let text = report.text(&diagnostic.file).unwrap_or_default();
            prop_assert!(text.get(diagnostic.range.clone()).is_some(), "{:?}", diagnostic);
        }
        if let Some(read) = read {
            let json = read.to_json().unwrap();
            prop_assert_eq!(Article::from_json(&json), Ok(read));
        }
    }
}

#[test]
fn markup_within_its_like_takes_no_stack() {
    for (open, close) in [
        ("*a ", " a*"),
        ("**a ", " a**"),
        ("*", "*"),
        ("*a **b ", " b** a*"),
        ("[", "]"),
    ] {
        let text = format!("{}words{}", open.repeat(10_000), close.repeat(10_000));
        let sources = Memory::default()
            .with("one", "article.md", format!("{HEAD}\n{text}\n"))
            .with("one", "facts.toml", "");
        let (read, report) = read(&sources, "one");
        let read = read.unwrap_or_else(|| panic!("{}", report.render(false)));
        let json = read.to_json().unwrap();
        assert_eq!(Article::from_json(&json), Ok(read), "{open}");
    }
}
