//! Characters that change the direction of text are refused in every string that an author writes.

use sidelight_compiler::{Kind, Memory, SiteInfo, read};

/// An article and a site with every key. Each `@` is a string.
const ARTICLE: &str = r#"+++
headline = "@"
standfirst = "@"
language = "en"
published = 2026-11-23
as-of = 2012-06-13
note = "@"
[[byline]]
name = "@"
role = "@"
[[source]]
id = "iwpr"
title = "@"
author = "@"
publisher = "@"
url = "https://example.org/@"
note = "@"
[[alias]]
name = "@"
spellings = ["@"]
[[correction]]
date = 2026-11-24
was = "@"
now = "@"
+++

One @ paragraph with *emphasis @*, **strong @** and [a link @](https://example.org/@).

## A crosshead @

> A quote @

- An item @

1. A step @

::box{#sentences}

::box{#people}

::box{#places}
"#;

const FACTS: &str = r#"
[[no-correction]]
fact = "old"
was = "@"
reason = "@"

[[box]]
id = "sentences"
kind = "sentences"
title = "@"
gist = "@"
[[box.group]]
id = "group"
title = "@"
party = "@"
[[box.fact]]
id = "charged"
group = "group"
aspect = "charged"
label = "@"
statement = "@"
quantity = { exact = 14, unit = "@" }
derived = "@"
by = "@"
role = "@"
evidence = ["A quote"]
[[box.fact.correction]]
date = 2026-11-24
was = "@"
now = "@"
[[box.fact]]
id = "other"
aspect = "account"
statement = "@"
by = "@"
evidence = [{ quote = "quote", prefix = "A", suffix = "x" }]
[[box.dispute]]
about = "@"
[[box.dispute.version]]
holder = "@"
facts = ["charged"]
[[box.dispute.version]]
holder = "@"
facts = ["other"]
[[box]]
id = "people"
kind = "people"
title = "@"
gist = "@"
[[box.fact]]
id = "lee"
aspect = "person"
entity = { name = "@", role = "@", affiliation = "@", url = "https://example.org/@" }
statement = "@"
by = "@"
evidence = ["An item"]
unquoted = ["@"]
[[box]]
id = "places"
kind = "places"
title = "@"
gist = "@"
[[box.fact]]
id = "town"
aspect = "place"
label = "@"
coordinates = [43.34, 52.86]
statement = "@"
by = "@"
evidence = ["A step"]
unquoted = ["@"]
"#;

const SITE: &str = r#"title = "@"
description = "@"
publisher = { name = "@", url = "https://example.org/@" }
"#;

/// Returns a text in which each `@` is an `x`, except the one with this number.
fn with(text: &str, number: usize, other: &str) -> String {
    let mut count = 0..;
    text.split_inclusive('@')
        .map(|part| match part.strip_suffix('@') {
            Some(before) if count.next() == Some(number) => format!("{before}{other}"),
            Some(before) => format!("{before}x"),
            None => part.to_owned(),
        })
        .collect()
}

#[test]
fn no_string_of_an_article_can_change_the_direction_of_others() {
    let report = |article: String, facts: String| {
        let sources =
            Memory::default()
                .with("one", "article.md", article)
                .with("one", "facts.toml", facts);
        read(&sources, "one").1
    };
    let plain = |text: &str| with(text, usize::MAX, "");
    let fine = report(plain(ARTICLE), plain(FACTS));
    assert_eq!(fine.errors(), 0, "{}", fine.render(false));
    for hostile in [
        "x\u{202e}y",
        "x\u{202d}y",
        "x\u{2067}y",
        "x\u{202b}y",
        "x\u{2069}y",
    ] {
        for number in 0..ARTICLE.matches('@').count() {
            check(
                hostile,
                &report(with(ARTICLE, number, hostile), plain(FACTS)),
            );
        }
        for number in 0..FACTS.matches('@').count() {
            check(
                hostile,
                &report(plain(ARTICLE), with(FACTS, number, hostile)),
            );
        }
        for number in 0..SITE.matches('@').count() {
            let file = with(SITE, number, hostile);
            check(
                hostile,
                &SiteInfo::read(&Memory::default().with("", "site.toml", file)).1,
            );
        }
    }
}

fn check(hostile: &str, report: &sidelight_compiler::Report) {
    let is_refused = report
        .diagnostics
        .iter()
        .any(|found| matches!(found.kind, Kind::ControlCharacter | Kind::BadLink));
    assert!(is_refused, "{hostile:?}: {}", report.render(false));
}
