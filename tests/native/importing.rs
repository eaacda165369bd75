//! Imported articles. The expected result of each source in `tests/fixtures/import/` is beside it: the field for each
//! piece of text, and the `article.md`. To accept new results, run with `SNAPSHOTS=overwrite` and review the difference.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proptest::prelude::*;
use sidelight_compiler::{Kind, Memory, read};
use sidelight_import::{Field, Imported, MAX_IMPORT, import};
use sidelight_model::plain_text;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/import");

fn sources() -> Vec<PathBuf> {
    let mut sources: Vec<PathBuf> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "expected"))
        .collect();
    sources.sort();
    assert!(sources.len() >= 6);
    sources
}

fn shown(imported: &Imported) -> String {
    let mut out = String::new();
    for taken in &imported.taken {
        let line = taken
            .line
            .map_or_else(|| "-".into(), |line| line.to_string());
        out.push_str(&format!("{:<13}{line:<4}{}\n", taken.field, taken.text));
    }
    format!("{}\n\n{out}\n{}", imported.slug, imported.article)
}

/// Compiles an imported article and returns the diagnostics.
fn diagnostics(imported: &Imported) -> Vec<(Kind, String)> {
    let memory = Memory::default()
        .with("one", "article.md", imported.article.clone())
        .with("one", "facts.toml", imported.facts.clone());
    let (_, report) = read(&memory, "one");
    report
        .diagnostics
        .into_iter()
        .map(|diagnostic| (diagnostic.kind, diagnostic.message))
        .collect()
}

#[test]
fn every_source_is_brought_in_as_it_says() {
    let mut wrong = Vec::new();
    for path in sources() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let imported = import(name, &fs::read(&path).unwrap()).unwrap();
        let found = shown(&imported);
        let snapshot = Path::new(FOLDER).join(format!("{name}.expected"));
        let expected = fs::read_to_string(&snapshot).unwrap_or_default();
        if found != expected {
            if env::var_os("SNAPSHOTS").is_some_and(|what| what == "overwrite") {
                fs::write(&snapshot, &found).unwrap();
            } else {
                wrong.push(format!(
                    "{name}\n--- expected ---\n{expected}\n--- found ---\n{found}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_press_finds_no_fault_but_blanks_in_what_was_brought_in() {
    for path in sources() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let imported = import(name, &fs::read(&path).unwrap()).unwrap();
        let blanks = imported
            .taken
            .iter()
            .filter(|taken| taken.field == Field::Blank)
            .count();
        let diagnostics = diagnostics(&imported);
        assert_eq!(diagnostics.len(), blanks, "{name}: {diagnostics:?}");
    }
}

#[test]
fn a_language_is_never_assumed() {
    for text in [
        "La reunión\n\nLa reunión terminó el martes sin acuerdo entre las partes.",
        "The meeting\n\nThe meeting ended on Tuesday without an agreement.",
    ] {
        let imported = import("a.txt", text.as_bytes()).unwrap();
        assert!(
            imported.article.contains("\nlanguage = \"\""),
            "{}",
            imported.article
        );
    }
}

#[test]
fn a_standfirst_without_a_text_is_the_text() {
    for page in [
        r#"<h1>One</h1><p class="standfirst">All that is known so far.</p>"#,
        r#"<h1>One</h1><p class="standfirst">All that is known so far.</p><h2>Two</h2>"#,
        r#"<h1>One</h1><p>All that is known so far.</p><p>By Jane Doe</p>"#,
    ] {
        let imported = import("a.html", page.as_bytes()).unwrap();
        let (head, body) = imported.article.split_once("\n+++\n").unwrap();
        assert!(body.contains("All that is known so far."), "{page}\n{body}");
        assert!(head.contains("\nstandfirst = \"\""), "{page}\n{head}");
        assert_eq!(imported.paragraphs, 1, "{page}");
        let blank = |taken: &sidelight_import::Taken| {
            taken.field == Field::Blank && taken.text.contains("standfirst")
        };
        assert!(imported.taken.iter().any(blank), "{page}");
    }
}

/// Markup within a line gives the line a field only if the line is about the words in the markup.
#[test]
fn a_name_in_a_sentence_makes_it_no_byline() {
    let sentence = "The reporter Jane Doe wrote on Monday about the strike in the port.";
    for (line, byline) in [
        (
            sentence.replace("Jane Doe", "<span class=author>Jane Doe</span>"),
            None,
        ),
        (
            "<span class=author>Jane Doe</span> fled from the port.".to_owned(),
            None,
        ),
        (
            "<a rel=author href=#>Jane Doe</a>".to_owned(),
            Some("Jane Doe"),
        ),
        (
            "By <span class=author>Jane Doe</span>".to_owned(),
            Some("Jane Doe"),
        ),
        (
            "By <span class=author>Jane Doe</span> | <time>13 June 2012</time>".to_owned(),
            Some("Jane Doe"),
        ),
    ] {
        let page = format!(
            "<article><h1>Head</h1><p>Some words that begin the article, whoever wrote it.</p><p>{line}</p>\
             <p>And some more words that end it, with nothing behind them at all.</p></article>"
        );
        let imported = import("a.html", page.as_bytes()).unwrap();
        let (head, _) = imported.article.split_once("\n+++\n").unwrap();
        let name = byline.unwrap_or_default();
        assert!(
            head.contains(&format!("\nname = \"{name}\"")),
            "{line}\n{}",
            imported.article
        );
        let has_all = imported.paragraphs == 3;
        assert_eq!(has_all, byline.is_none(), "{line}\n{}", imported.article);
    }
}

#[test]
fn a_reference_with_a_link_becomes_a_related_story() {
    let link = "<a href='https://a.example/q'>Questions</a>";
    for (paragraph, is_related, kept) in [
        (
            format!("He denies it. (For more on this, see {link}.)"),
            true,
            "\nHe denies it.\n",
        ),
        (
            format!("See also: {link}"),
            true,
            "title = \"Questions\"  # “See also: Questions”",
        ),
        (
            format!("He denies it (see also {link}) and says so."),
            false,
            "(see also [Questions](https://a.example/q)) and says so.",
        ),
        (
            format!("See also: {link} and {}", link.replace("/q", "/r")),
            false,
            "and [Questions](https://a.example/r)",
        ),
        (
            format!(
                "See also: {}",
                link.replace("https://a.example/q", "mailto:a@b.c")
            ),
            false,
            "[Questions](mailto:a@b.c)",
        ),
    ] {
        let page = format!(
            "<article><h1>Head</h1><p>Some words that begin the article, whoever wrote it.</p><p>{paragraph}</p>\
             <p>And some more words that end it, with nothing behind them at all.</p></article>"
        );
        let article = import("a.html", page.as_bytes()).unwrap().article;
        let has_story = article.contains("[[related]]\ntitle = \"Questions\"");
        assert_eq!(has_story, is_related, "{paragraph}\n{article}");
        assert!(article.contains(kept), "{paragraph}\n{article}");
    }
}

#[test]
fn a_biography_goes_to_the_author_whom_it_names() {
    for (byline, biography, expected) in [
        (
            "By Jane Doe",
            "Jane Doe is an editor.",
            "name = \"Jane Doe\"  # “By Jane Doe”, line 3\nbiography = \"Jane Doe is an editor.\"",
        ),
        (
            "By Ann Lee and Jane Doe",
            "Jane Doe is an editor.",
            "line 3\nbiography = \"Jane Doe is an editor.\"",
        ),
    ] {
        let text = format!(
            "A strike\n\n{byline}\n\nThe strike in the port went on, and nobody knew for how long it would.\n\n\
             More words came from the port on the next day of the strike.\n\n{biography}\n"
        );
        let article = import("a.txt", text.as_bytes()).unwrap().article;
        assert!(article.contains(expected), "{article}");
        assert!(!article.contains("\nnote = "), "{article}");
    }
}

/// Returns all words of a text in order, separated by single spaces.
pub(crate) fn words(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!(" {} ", words.join(" "))
}

/// Returns all words of an imported `article.md`: the compiled front matter and text, and the comments.
pub(crate) fn words_of(imported: &Imported) -> String {
    let (head, _) = imported.article.split_once("\n+++\n").unwrap();
    let comments: Vec<&str> = head
        .lines()
        .filter_map(|line| Some(line.split_once('#')?.1))
        .collect();
    // Blank fields are filled in, so that the article compiles.
    let whole = imported
        .article
        .replace("headline = \"\"", "headline = \"-\"")
        .replace("standfirst = \"\"", "standfirst = \"-\"")
        .replace("language = \"\"", "language = \"en\"")
        .replace("published = \"\"", "published = 2012-06-13")
        .replace("as-of = \"\"", "as-of = 2012-06-13")
        .replace("name = \"\"", "name = \"-\"")
        .replace("::table[]{", "::table[a]{");
    // A source with only a headline and captions gives no text.
    let filler = if imported.paragraphs == 0 {
        "\n\nText"
    } else {
        ""
    };
    let whole = whole + filler;
    let memory = Memory::default()
        .with("one", "article.md", whole)
        .with("one", "facts.toml", "");
    let (article, report) = read(&memory, "one");
    let article =
        article.unwrap_or_else(|| panic!("{}\n{}", report.render(false), imported.article));
    let body: Vec<String> = article
        .body
        .iter()
        .flat_map(|block| block.texts())
        .map(|text| plain_text(&text.inlines))
        .collect();
    let names: Vec<String> = article
        .byline
        .iter()
        .flat_map(|by| [by.name.clone(), plain_text(&by.biography)])
        .collect();
    words(&format!(
        "{} {} {} {} {} {}",
        article.headline,
        article.standfirst,
        plain_text(&article.note),
        names.join(" "),
        comments.join(" "),
        body.join(" "),
    ))
}

/// Generates a line: words, and anything with a meaning for Markdown, TOML, mail or the importer.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Za-zЖé ,.]{1,60}",
        2 => "[ -~]{1,40}",
        1 => "\\PC{1,20}",
        1 => prop::sample::select(vec![
            "By Ann Ivanova", "13 June 2012", "06/07/2012", "Photo: A. Serik", "Tags: one, two", "## head", "+++",
            "> quoted", "- item", "* item", "1. one", "::box{#a}", "[a]: b", "[a][b] [c](d)", "<b>bold</b>", "&amp;",
            "Subject: x", "From: y", "---", "===", "```", "| a | b |", "Ann Ivanova is an editor.", "[See also: this]",
            "    four spaces", "\u{a0}", "\u{feff}", "https://example.org/a_b_c", "snake_case *star* `tick`", "[^1] [x]",
            "|---|---|", "| a\\|b | *c* |", "~~gone~~", "A\u{301}", "<!-- note -->", "\\", "# 1", "+ 1", "\u{200b}", "ǅ İ ß",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn no_paragraph_of_any_text_is_lost(
        lines in prop::collection::vec((line(), 1usize..4), 1..14),
    ) {
        let text: String = lines.iter().map(|(line, breaks)| format!("{line}{}", "\n".repeat(*breaks))).collect();
        for name in ["a.txt", "a.md"] {
            let imported = match import(name, text.as_bytes()) {
                Ok(imported) => imported,
                Err(diagnostic) => {
                    prop_assert_eq!(diagnostic.kind, Kind::EmptyArticle, "{}", diagnostic.message);
                    continue;
                }
            };
            if name == "a.md" {
                // Markdown signs aren't part of the text, so it is enough that the article compiles.
                words_of(&imported);
                continue;
            }
            let found = words_of(&imported);
            // Unicode's line and paragraph separators end a line too.
            let separators = ['\u{2028}', '\u{2029}'];
            for line in lines.iter().flat_map(|(line, _)| line.split(separators)) {
                prop_assert!(found.contains(&words(line)) || words(line).trim().is_empty(), "{:?}\n{:?}\n{}", line, text, imported.article);
            }
        }
    }

    #[test]
    fn any_bytes_are_brought_in_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), begin in "(<html>|---\n|<meta charset=koi8-r>|)") {
        let bytes = [begin.into_bytes(), bytes].concat();
        for name in ["a.txt", "a.html", "a.md"] {
            if let Ok(imported) = import(name, &bytes) {
                words_of(&imported);
            }
        }
    }
}

#[test]
fn relative_links_lead_to_the_site_that_the_page_names() {
    for (address, link, target) in [
        ("https://a.example", "b.html", "https://a.example/b.html"),
        ("https://a.example", "/b.html", "https://a.example/b.html"),
        ("https://a.example/c", "b.html", "https://a.example/b.html"),
        (
            "https://a.example/c/d?e/f",
            "b.html",
            "https://a.example/c/b.html",
        ),
    ] {
        let page = format!(
            "<html><head><link rel=canonical href='{address}'></head><body><article><h1>A ferry stops</h1>\
             <p>{} <a href='{link}'>More</a></p></article></body></html>",
            "The ferry over the bay stops in March. ".repeat(10)
        );
        let article = import("a.html", page.as_bytes()).unwrap().article;
        assert!(
            article.contains(&format!("[More]({target})")),
            "{address}: {article}"
        );
    }
}

#[test]
fn what_is_no_article_is_refused() {
    for (bytes, kind, message) in [
        (&b""[..], Kind::EmptyArticle, "the file is empty"),
        (
            b" \r\n\xef\xbb\xbf",
            Kind::EmptyArticle,
            "the file is empty",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            Kind::NotUtf8,
            "this isn't a text file",
        ),
        (
            b"caf\xe9 noir",
            Kind::NotUtf8,
            "the file isn't UTF-8: byte 3 is 0xE9",
        ),
        (
            b"<html><body><script>x</script></body>",
            Kind::EmptyArticle,
            "it contains no article text",
        ),
    ] {
        let diagnostic = import("a", bytes).unwrap_err();
        assert_eq!(
            (diagnostic.kind, diagnostic.message.as_str()),
            (kind, message)
        );
        assert!(!diagnostic.hint.is_empty());
    }
    let huge = vec![b'a'; MAX_IMPORT as usize + 1];
    assert_eq!(import("a", &huge).unwrap_err().kind, Kind::FileTooLarge);
}

#[test]
fn a_page_of_deep_nesting_is_read() {
    for begin in [
        "<div>",
        "<i>",
        "<b><i><a>",
        "<div><div><ul><li>",
        "<table><tr><td>",
    ] {
        let html = format!(
            "<html><body>{}<p>All the way down, words stand.</p>",
            begin.repeat(600)
        );
        let imported = import("a.html", html.as_bytes()).unwrap();
        assert!(words_of(&imported).contains(" All the way down words stand "));
    }
}

/// Returns the kinds of diagnostics that only imports cause.
pub(crate) fn kinds() -> Vec<Kind> {
    let html = "<div>".repeat(100_000);
    vec![import("a.html", html.as_bytes()).unwrap_err().kind]
}

#[test]
fn what_nests_without_end_is_refused_at_once() {
    for (name, begin, part) in [
        ("a.html", "", "<div>"),
        ("a.html", "", "<span class=a>"),
        ("a.html", "", "<ul><li>words"),
        ("a.html", "", "<table><tr><td>"),
        // HTML moves misplaced content out of a table, to a position before it.
        ("a.html", "<table>", "<div>"),
        ("a.md", "", "<div>"),
    ] {
        let source = format!("{begin}{}", part.repeat(100_000));
        let diagnostic = import(name, source.as_bytes()).unwrap_err();
        assert_eq!(diagnostic.kind, Kind::TooDeep, "{part}");
        assert!(!diagnostic.hint.is_empty());
    }
}

#[test]
fn what_makes_elements_or_attributes_without_end_is_refused() {
    let many = |part: &dyn Fn(usize) -> String| -> String { (0..2_000).map(part).collect() };
    for (source, message) in [
        (
            // Each of the `<b>` elements is opened again in each paragraph.
            format!(
                "<p>{}{}",
                many(&|number| format!("<b id={number}>")),
                many(&|_| "<p>x".into())
            ),
            "it creates more elements than it has characters",
        ),
        (
            format!(
                "<p {}>x",
                many(&|number| format!("a{number} b{number} c{number} "))
            ),
            "one of its tags has too many attributes",
        ),
    ] {
        for (name, source) in [
            ("a.html", source.clone()),
            ("a.md", format!("<div>{source}")),
        ] {
            let diagnostic = import(name, source.as_bytes()).unwrap_err();
            assert_eq!(diagnostic.kind, Kind::TooDeep, "{name}");
            assert!(
                diagnostic.message.starts_with(message),
                "{}",
                diagnostic.message
            );
        }
    }
}

#[test]
fn markup_within_its_like_takes_no_stack() {
    let depth = 30_000;
    for (open, close) in [("*a ", " a*"), ("**a ", " a**"), ("_a ", " a_"), ("> ", "")] {
        let source = format!("{}words{}", open.repeat(depth), close.repeat(depth));
        let imported = import("a.md", source.as_bytes()).unwrap();
        assert!(words_of(&imported).contains(" words "), "{open}");
    }
}

#[test]
fn an_image_within_the_words_of_another_takes_none_of_them() {
    let imported = import(
        "a.md",
        b"# Head\n\n![one ![two](b.jpg) `three` four](a.jpg)\n\nText.",
    )
    .unwrap();
    let found = words_of(&imported);
    for word in [" one ", " two ", " three ", " four "] {
        assert!(found.contains(word), "{word}: {}", imported.article);
    }
}
