//! Corrections: written at a fact or an article, carried by the package, shown at the fact and at the end. Also changes
//! that lack a correction.

use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use scraper::{Html, Selector};
use sidelight_compiler::{Folder, Kind, Memory, Report, read, read_all};
use sidelight_model::Article;
use sidelight_site::{against, compare, render};

use crate::files::{ARTICLE, FACTS};
use crate::site;

const CORRECTION: &str = "
[[box.fact.correction]]
date = 2026-11-24
was = \"Thirteen demonstrators were killed.\"
now = \"Fourteen demonstrators were killed.\"
";

/// Returns an article or its facts with a passage that supports every number and date that the tests change to.
fn supporting(text: &str) -> String {
    text.replace(
        "Fourteen demonstrators were killed in «Жаңаөзен»",
        "Fourteen demonstrators were killed, or at least 14, or 15, or 16, or 17, on 16 December 2011 or 17 December \
         2011, and jailed for 3 years, or 4 years",
    )
}

fn compile(article: &str, facts: &str) -> Article {
    let sources = Memory::default()
        .with("one", "article.md", supporting(article))
        .with("one", "facts.toml", supporting(facts));
    let (article, report) = read(&sources, "one");
    article.unwrap_or_else(|| panic!("{}", report.render(false)))
}

fn corrected() -> Article {
    compile(ARTICLE, &format!("{FACTS}{CORRECTION}"))
}

fn text(html: &str, selector: &str) -> Vec<String> {
    Html::parse_document(html)
        .select(&Selector::parse(selector).unwrap())
        .map(|element| {
            let text: String = element.text().collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn a_facts_correction_is_shown_at_the_fact_and_at_the_end() {
    let article = corrected();
    let json = article.to_json().unwrap();
    assert!(
        json.contains(
            "\"corrections\":[{\"date\":\"2026-11-24\",\"fact\":\"killed\",\"was\":\"Thirteen"
        ),
        "{json}"
    );
    assert_eq!(Article::from_json(&json).unwrap(), article);
    let html = render(&Rc::new(article)).unwrap();
    assert_eq!(
        text(&html, "#fact-killed .corrected"),
        [
            "Corrected on 24 November 2026. Previously: Thirteen demonstrators were killed. Now: Fourteen demonstrators were killed."
        ]
    );
    assert_eq!(
        text(&html, ".corrections li del"),
        ["Thirteen demonstrators were killed."]
    );
    assert_eq!(
        text(&html, ".corrections li a[href='#fact-killed']"),
        ["Fact 1"]
    );
}

#[test]
fn an_articles_correction_that_names_a_fact_is_shown_at_it_too_newest_first() {
    let article = ARTICLE.replace(
        "+++\n\nFourteen",
        "[[correction]]\ndate = 2026-11-25\nfact = \"killed\"\nwas = \"<b>A</b>\"\nnow = \"B\"\n\n\
         [[correction]]\ndate = 2026-11-26\nwas = \"C\"\nnow = \"D\"\n+++\n\nFourteen",
    );
    let html = render(&Rc::new(compile(&article, &format!("{FACTS}{CORRECTION}")))).unwrap();
    assert_eq!(
        text(&html, "#fact-killed .corrected del"),
        ["<b>A</b>", "Thirteen demonstrators were killed."]
    );
    assert_eq!(
        text(&html, ".corrections li del"),
        ["C", "<b>A</b>", "Thirteen demonstrators were killed."]
    );
}

/// Returns the diagnostics of a change, each as its message and the text that it marks.
fn changes(before: &Article, facts: &str, article: &str) -> Vec<(String, String)> {
    let now = compile(article, facts);
    let file: Arc<str> = "one/facts.toml".into();
    let found = compare(before, &now, &file, facts);
    found
        .into_iter()
        .map(|diagnostic| {
            assert_eq!(diagnostic.kind, Kind::NotCorrected);
            assert!(diagnostic.hint.contains("correction"));
            (diagnostic.message, facts[diagnostic.range].to_owned())
        })
        .collect()
}

fn said(message: &str, at: &str) -> Vec<(String, String)> {
    vec![(message.to_owned(), at.to_owned())]
}

#[test]
fn a_changed_number_without_a_correction_is_told() {
    let before = compile(ARTICLE, FACTS);
    assert_eq!(changes(&before, FACTS, ARTICLE), []);
    let fifteen = FACTS.replace("exact = 14", "exact = 15");
    assert_eq!(
        changes(&before, &fifteen, ARTICLE),
        said(
            "the fact `killed` changed from 14 people to 15 people without a correction",
            "{ exact = 15, unit = \"people\" }"
        )
    );
    for (name, from, to) in [
        ("how surely", "exact = 14", "at-least = 14"),
        ("the unit", "\"people\"", "\"miners\""),
    ] {
        assert_eq!(
            changes(&before, &FACTS.replace(from, to), ARTICLE).len(),
            1,
            "{name}"
        );
    }
    for (name, from, to) in [
        (
            "words alone",
            "statement = \"Fourteen demonstrators",
            "statement = \"14 people",
        ),
        ("who says so", "The report", "A report"),
    ] {
        assert_eq!(
            changes(&before, &FACTS.replace(from, to), ARTICLE),
            [],
            "{name}"
        );
    }
}

#[test]
fn a_correction_answers_for_the_change_it_came_with_and_no_other() {
    let before = compile(ARTICLE, FACTS);
    let fifteen = FACTS.replace("exact = 14", "exact = 15");
    let corrected = format!("{fifteen}{CORRECTION}");
    assert_eq!(changes(&before, &corrected, ARTICLE), []);
    let before = compile(ARTICLE, &corrected);
    assert_eq!(changes(&before, &corrected, ARTICLE), []);
    let sixteen = corrected.replace("exact = 15", "exact = 16");
    assert_eq!(changes(&before, &sixteen, ARTICLE).len(), 1);
    let again = format!(
        "{sixteen}{}",
        CORRECTION.replace("2026-11-24", "2026-11-25")
    );
    assert_eq!(changes(&before, &again, ARTICLE), []);
}

#[test]
fn a_number_that_is_gone_is_told() {
    let before = compile(ARTICLE, FACTS);
    let renamed = FACTS.replace("id = \"killed\"", "id = \"dead\"");
    let gone = said(
        "the fact `killed`, which said 14 people, was removed without a correction",
        "",
    );
    assert_eq!(changes(&before, &renamed, ARTICLE), gone);
    assert_eq!(
        changes(&before, "", &ARTICLE.replace("::box{#casualties}\n", "")),
        gone
    );
    let article = ARTICLE.replace(
        "+++\n\nFourteen",
        "correction = [{ date = 2026-11-25, was = \"14 people\", now = \"Nothing.\" }]\n+++\n\nFourteen",
    );
    assert_eq!(changes(&before, &renamed, &article), []);
    let without = FACTS
        .replace("aspect = \"killed\"", "aspect = \"context\"")
        .replace("quantity = { exact = 14, unit = \"people\" }\n", "");
    assert_eq!(
        changes(&before, &without, ARTICLE),
        said(
            "the fact `killed` said 14 people and now has no number, without a correction",
            "\"killed\""
        )
    );
    assert_eq!(changes(&compile(ARTICLE, &without), FACTS, ARTICLE), []);
}

#[test]
fn a_changed_date_of_an_event_is_told_with_its_place_in_a_marked_file() {
    let event = FACTS
        .replace("kind = \"casualties\"", "kind = \"timeline\"")
        .replace(
            "aspect = \"killed\"",
            "aspect = \"event\"\ndate = 2011-12-16",
        )
        .replace("quantity = { exact = 14, unit = \"people\" }\n", "");
    let before = compile(ARTICLE, &event);
    let later = format!("\u{feff}{}", event.replace("2011-12-16", "2011-12-17"));
    assert_eq!(
        changes(&before, &later, ARTICLE),
        said(
            "the fact `killed` changed from 2011-12-16 to 2011-12-17 without a correction",
            "2011-12-17"
        )
    );
}

#[test]
fn a_changed_figure_is_told_with_its_place() {
    let figure = |value: &str| {
        FACTS
            .replace("kind = \"casualties\"", "kind = \"figures\"")
            .replace("aspect = \"killed\"", "aspect = \"figure\"")
            .replace(
                "quantity = { exact = 14, unit = \"people\" }",
                &format!("figure = {{ value = {value}, unit = \"people\" }}"),
            )
    };
    let before = compile(ARTICLE, &figure("14"));
    assert_eq!(
        changes(&before, &figure("15"), ARTICLE),
        said(
            "the fact `killed` changed from 14 people to 15 people without a correction",
            "{ value = 15, unit = \"people\" }"
        )
    );
    // A quantity that becomes a figure is the same number.
    let quantity = compile(ARTICLE, FACTS);
    assert_eq!(changes(&quantity, &figure("14"), ARTICLE), []);
}

fn put(folder: &Path, facts: &str) {
    fs::create_dir_all(folder.join("one")).unwrap();
    fs::write(folder.join("one/article.md"), supporting(ARTICLE)).unwrap();
    fs::write(folder.join("one/facts.toml"), supporting(facts)).unwrap();
}

#[test]
fn a_changed_term_or_date_of_any_fact_is_reported() {
    let facts = FACTS
        .replace("kind = \"casualties\"", "kind = \"sentences\"")
        .replace(
            "aspect = \"killed\"",
            "aspect = \"imprisoned\"\nterm = { exact = 3, unit = \"years\" }\ndate = 2011-12-16",
        );
    let before = compile(ARTICLE, &facts);
    assert_eq!(
        changes(&before, &facts.replace("exact = 3", "exact = 4"), ARTICLE),
        said(
            "the fact `killed` changed from 3 years to 4 years without a correction",
            "{ exact = 4, unit = \"years\" }"
        )
    );
    assert_eq!(
        changes(&before, &facts.replace("2011-12-16", "2011-12-17"), ARTICLE),
        said(
            "the fact `killed` changed from 2011-12-16 to 2011-12-17 without a correction",
            "2011-12-17"
        )
    );
}

/// Returns the reports on an earlier package that can't be read. No authored text causes them.
pub(crate) fn reports() -> Vec<Report> {
    let (site, articles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(articles.path(), &FACTS.replace("exact = 14", "exact = 15"));
    fs::create_dir(site.path().join("one")).unwrap();
    ["{\"schema\":", &site::article().to_json().unwrap()]
        .map(|json| {
            fs::write(site.path().join("one/article.json"), json).unwrap();
            let mut compiled = read_all(&Folder::new(articles.path()));
            against(&mut compiled, site.path());
            compiled.report
        })
        .into()
}

#[test]
fn a_site_that_was_pressed_before_is_compared_with() {
    let [unreadable, changed] = reports().try_into().unwrap();
    assert_eq!(unreadable.to_string(), "no errors, 1 warning");
    assert!(
        unreadable
            .render(false)
            .starts_with("warning[SL051]: the previous version can't be read: this is not JSON")
    );
    assert_eq!(changed.to_string(), "no errors, 1 warning");
    let shown = changed.render(false);
    assert!(
        shown.starts_with("warning[SL050]: the fact `killed` changed from 14 people to 15 people"),
        "{shown}"
    );
    assert!(shown.contains("one/facts.toml:11:12"), "{shown}");
}

#[test]
fn an_article_that_was_not_there_before_is_new() {
    let (site, articles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(articles.path(), FACTS);
    let mut compiled = read_all(&Folder::new(articles.path()));
    against(&mut compiled, site.path());
    assert_eq!(compiled.report.render(false), "");
}

#[test]
fn a_build_compares_with_what_it_built_before() {
    let (out, articles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let build = |facts: &str| {
        put(articles.path(), facts);
        let built = site::build(&Folder::new(articles.path()), out.path());
        assert!(built.published.is_some());
        built
            .report
            .diagnostics
            .iter()
            .map(|warning| warning.kind)
            .collect::<Vec<_>>()
    };
    let later = FACTS.replace("exact = 14", "exact = 15");
    assert_eq!(build(FACTS), []);
    assert_eq!(build(&later), [Kind::NotCorrected]);
    assert_eq!(
        build(&later),
        [Kind::NotCorrected],
        "nothing changed, and nobody corrected it"
    );
    let other_words = later.replace("Casualties", "The dead");
    assert_eq!(
        build(&other_words),
        [Kind::NotCorrected],
        "it is built again"
    );
    let mut compiled = read_all(&Folder::new(articles.path()));
    against(&mut compiled, out.path());
    assert_eq!(
        compiled.report.diagnostics.len(),
        1,
        "a check reports it too"
    );
    assert_eq!(build(FACTS), [], "it says again what it said at first");
    assert_eq!(build(&later), [Kind::NotCorrected]);
    assert_eq!(build(&format!("{later}{CORRECTION}")), []);
    assert_eq!(build(&format!("{later}{CORRECTION}")), []);
}

#[test]
fn a_change_is_told_from_what_was_last_accepted_and_can_be_waived() {
    let (out, articles) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let build = |facts: &str, article: &str| {
        put(articles.path(), facts);
        fs::write(articles.path().join("one/article.md"), supporting(article)).unwrap();
        let built = site::build(&Folder::new(articles.path()), out.path());
        assert!(built.published.is_some());
        let messages = built.report.diagnostics.into_iter();
        messages.map(|warning| warning.message).collect::<Vec<_>>()
    };
    let says = |number: u32| FACTS.replace("exact = 14", &format!("exact = {number}"));
    let waiver = |was: &str| {
        format!(
            "\n[[no-correction]]\nfact = \"killed\"\nwas = \"{was}\"\nreason = \"a new count\"\n"
        )
    };
    assert_eq!(build(FACTS, ARTICLE), [""; 0]);
    assert_eq!(build(&says(15), ARTICLE).len(), 1);
    assert_eq!(
        build(&says(16), ARTICLE),
        ["the fact `killed` changed from 14 people to 16 people without a correction"]
    );
    assert_eq!(
        build(&(says(16) + &waiver("15 people")), ARTICLE).len(),
        1,
        "a waiver names the value that was accepted"
    );
    assert_eq!(build(&(says(16) + &waiver("14 people")), ARTICLE), [""; 0]);
    assert_eq!(
        build(&(says(17) + &waiver("14 people")), ARTICLE),
        ["the fact `killed` changed from 16 people to 17 people without a correction"]
    );
    let without = ARTICLE.replace("::box{#casualties}\n", "");
    let removed = ["the fact `killed`, which said 16 people, was removed without a correction"];
    assert_eq!(build("", &without), removed);
    assert_eq!(build("", &without), removed);
    assert_eq!(build(&waiver("16 people"), &without), [""; 0]);
    assert_eq!(build("", &without), [""; 0]);
}
