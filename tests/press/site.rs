//! Pages and packages of a site.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use scraper::{Html, Selector};
use sidelight::model::Article;
use sidelight::press::{
    Folder, Memory, OutFile, Shell, pages, read, read_all, render, styles, write,
};

use crate::files::{ARTICLE, FACTS};

pub(crate) const SHELL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/shell/index.html"
);

const ARTICLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/articles");

pub(crate) fn article() -> Article {
    pressed("one", ARTICLE, FACTS)
}

fn pressed(slug: &str, article: &str, facts: &str) -> Article {
    let sources =
        Memory::default()
            .with(slug, "article.md", article)
            .with(slug, "facts.toml", facts);
    let (article, report) = read(&sources, slug);
    article.unwrap_or_else(|| panic!("{}", report.render(false)))
}

pub(crate) fn bundled() -> Vec<Article> {
    let pressed = read_all(&Folder::new(ARTICLES));
    assert_eq!(pressed.report.render(false), "");
    pressed.articles
}

fn shell() -> Shell {
    Shell::read(Path::new(SHELL)).unwrap()
}

pub(crate) fn copy_shell(to: &Path) {
    for entry in fs::read_dir(Path::new(SHELL).parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// The names of all that is in a folder, hidden or not.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn content<'a>(files: &'a [OutFile], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path).unwrap();
    std::str::from_utf8(&file.content).unwrap()
}

fn attribute(html: &str, selector: &str, name: &str) -> String {
    let page = Html::parse_document(html);
    let selected = Selector::parse(selector).unwrap();
    let mut found = page.select(&selected);
    let value = found
        .next()
        .unwrap()
        .attr(name)
        .unwrap_or_default()
        .to_owned();
    assert!(found.next().is_none(), "one {selector}");
    value
}

fn text(html: &str, selector: &str) -> String {
    let page = Html::parse_document(html);
    let found = page
        .select(&Selector::parse(selector).unwrap())
        .next()
        .unwrap();
    found.text().collect()
}

#[test]
fn one_article_is_at_its_own_place_and_at_the_root() {
    let files = pages(vec![article()], &shell()).unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "one/article.json",
            "one/index.html",
            "index.html",
            "reader/index.html"
        ]
    );
    for (path, up, program) in [
        ("index.html", "", "sidelight-reader-0a1b2c"),
        ("one/index.html", "../", "sidelight-reader-0a1b2c"),
        ("reader/index.html", "../", "sidelight-package"),
    ] {
        let html = content(&files, path);
        for (name, value) in [
            ("src", &"boot.js".to_owned()),
            ("data-glue", &format!("{program}.js")),
            ("data-wasm", &format!("{program}_bg.wasm")),
        ] {
            assert_eq!(
                attribute(html, "script", name),
                format!("{up}{value}"),
                "{path}"
            );
        }
        assert_eq!(
            attribute(html, "link", "href"),
            format!("{up}icon.svg"),
            "{path}"
        );
        assert_eq!(text(html, "style"), styles(), "{path}");
    }
    let html = content(&files, "one/index.html");
    assert_eq!(text(html, "title"), "A movement falters");
    assert_eq!(attribute(html, "html", "lang"), "en");
    assert_eq!(
        attribute(html, "meta[name=description]", "content"),
        "The Dissenters lose momentum."
    );
    assert_eq!(attribute(html, "#sidelight", "data-sidelight"), "pressed");
    assert_eq!(
        attribute(
            content(&files, "reader/index.html"),
            "#sidelight",
            "data-sidelight"
        ),
        "package"
    );
    assert!(
        !text(content(&files, "reader/index.html"), "#sidelight")
            .trim()
            .is_empty()
    );
}

#[test]
fn several_articles_are_listed_at_the_root() {
    let other = pressed(
        "two",
        &ARTICLE.replace("A movement falters", "“Q&A” <b>"),
        FACTS,
    );
    let files = pages(vec![article(), other], &shell()).unwrap();
    let list = content(&files, "index.html");
    assert_eq!(text(list, "li:nth-child(2) a"), "“Q&A” <b>");
    assert_eq!(attribute(list, "li:nth-child(2) a", "href"), "two/");
    assert!(!list.contains("<script"), "a list needs no program");
    assert_eq!(
        text(content(&files, "two/index.html"), "title"),
        "“Q&A” <b>"
    );
}

#[test]
fn whatever_an_author_types_stays_text() {
    let nasty = "</style></title>\\\"'&amp;&lt;img onerror=x> {{ }} <!-- -->";
    let markdown = nasty.replace('<', "\\<");
    let article = ARTICLE
        .replace("A movement falters", nasty)
        .replace("The Dissenters lose momentum.", nasty)
        .replace(
            "Fourteen",
            &format!("{} Fourteen", markdown.replace("&", "\\&")),
        );
    let files = pages(vec![pressed("one", &article, FACTS)], &shell()).unwrap();
    let html = content(&files, "index.html");
    let typed = nasty.replace("\\\"", "\"");
    assert_eq!(text(html, "title"), typed);
    assert_eq!(text(html, "h1"), typed);
    assert_eq!(attribute(html, "meta[name=description]", "content"), typed);
    assert!(
        text(html, "#text p").starts_with(&typed.replace("\\\"", "\"")),
        "{}",
        text(html, "#text p")
    );
    assert_eq!(html.matches("<img").count(), 0);
    assert_eq!(html.matches("</style>").count(), 1);
    assert_eq!(html.matches("<!--").count(), 0);
}

#[test]
fn pages_hold_nothing_that_a_strict_policy_forbids() {
    let files = pages(bundled(), &shell()).unwrap();
    for file in files.iter().filter(|file| file.path.ends_with(".html")) {
        let html = std::str::from_utf8(&file.content).unwrap();
        let page = Html::parse_document(html);
        for element in page.select(&Selector::parse("*").unwrap()) {
            for (name, value) in element.value().attrs() {
                assert!(
                    name != "style" && !name.starts_with("on"),
                    "{}: {name}",
                    file.path
                );
                assert!(!value.starts_with("javascript:"), "{}: {value}", file.path);
            }
            if element.value().name() == "script" {
                assert!(element.attr("src").is_some(), "{}", file.path);
                assert_eq!(element.inner_html(), "", "{}", file.path);
            }
        }
        assert!(!html.contains("<!--"), "{}: marks of hydration", file.path);
    }
}

#[test]
fn a_package_is_read_back_as_the_article_it_was() {
    for article in bundled().into_iter().chain([article()]) {
        let json = article.to_json().unwrap();
        assert_eq!(Article::from_json(&json).unwrap(), article);
    }
}

#[test]
fn the_bundled_article_adds_up() {
    let articles = bundled();
    let boxes: Vec<(&str, usize)> = articles
        .iter()
        .flat_map(|article| &article.boxes)
        .map(|fact_box| (fact_box.id.as_str(), fact_box.facts.len()))
        .collect();
    assert_eq!(boxes.len(), 3, "{boxes:?}");
    let totals = articles
        .iter()
        .flat_map(|article| &article.boxes)
        .flat_map(|fact_box| &fact_box.facts)
        .filter(|fact| !fact.total_of.is_empty())
        .count();
    assert_eq!(totals, 2, "37 = 13 + 24 and 11 = 4 + 7");
}

#[test]
fn rendering_twice_gives_the_same_page() {
    let article = Rc::new(article());
    assert_eq!(render(&article).unwrap(), render(&article).unwrap());
}

#[test]
fn a_site_is_written_over_an_older_one() {
    let out = tempfile::tempdir().unwrap();
    let files = pages(vec![article()], &shell()).unwrap();
    fs::write(out.path().join("index.html"), "old").unwrap();
    fs::write(out.path().join("boot.js"), "not ours").unwrap();
    // What an interrupted build has left behind.
    fs::create_dir_all(out.path().join(".sidelight-x/one")).unwrap();
    fs::write(out.path().join(".sidelight-x/one/index.html"), "half").unwrap();
    for _ in 0..2 {
        write(out.path(), &files).unwrap();
        assert_eq!(
            names(out.path()),
            ["boot.js", "index.html", "one", "reader"]
        );
        assert_eq!(
            names(&out.path().join("one")),
            ["article.json", "index.html"]
        );
        for file in &files {
            assert_eq!(fs::read(out.path().join(&file.path)).unwrap(), file.content);
        }
        assert_eq!(
            fs::read_to_string(out.path().join("boot.js")).unwrap(),
            "not ours"
        );
    }
}
