//! Tests of each citation style.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn person(name: &str) -> Author {
    Author {
        name: name.into(),
        is_organisation: false,
    }
}

fn organisation(name: &str) -> Author {
    Author {
        name: name.into(),
        is_organisation: true,
    }
}

fn work(authors: Vec<Author>) -> Work {
    Work {
        title: "A harbour’s strike ends".into(),
        authors,
        outlet: Some("The Port Times".into()),
        published: Some("2012-06-13".parse().unwrap()),
        url: "https://example.org/strike/".into(),
        language: "en-GB".into(),
    }
}

fn check(work: &Work, apa: &str, mla: &str, chicago: &str) {
    for (style, expected) in [
        (Style::Apa, apa),
        (Style::Mla, mla),
        (Style::Chicago, chicago),
    ] {
        assert_eq!(style.cite(work).plain, expected, "{}", style.name());
    }
}

#[test]
fn one_author() {
    check(
        &work(vec![person("Saule Mukhametrakhimova")]),
        "Mukhametrakhimova, S. (2012, June 13). A harbour’s strike ends. The Port Times. https://example.org/strike/",
        "Mukhametrakhimova, Saule. “A harbour’s strike ends.” The Port Times, 13 June 2012, https://example.org/strike/.",
        "Mukhametrakhimova, Saule. “A harbour’s strike ends.” The Port Times, June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn two_authors_one_with_a_particle() {
    check(
        &work(vec![person("Ludwig van Dam"), person("Martin Roe Jr.")]),
        "van Dam, L., & Roe, M., Jr. (2012, June 13). A harbour’s strike ends. The Port Times. https://example.org/strike/",
        "van Dam, Ludwig, and Martin Roe Jr. “A harbour’s strike ends.” The Port Times, 13 June 2012, https://example.org/strike/.",
        "van Dam, Ludwig, and Martin Roe Jr. “A harbour’s strike ends.” The Port Times, June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn three_authors_in_another_script() {
    check(
        &work(vec![
            person("Сәуле Мұхаметрахимова"),
            person("王小明"),
            person("김 철수"),
        ]),
        "Мұхаметрахимова, С., 王小明, & 김 철수. (2012, June 13). A harbour’s strike ends. The Port Times. https://example.org/strike/",
        "Мұхаметрахимова, Сәуле, et al. “A harbour’s strike ends.” The Port Times, 13 June 2012, https://example.org/strike/.",
        "Мұхаметрахимова, Сәуле, 王小明, and 김 철수. “A harbour’s strike ends.” The Port Times, June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn many_authors() {
    let authors: Vec<Author> = ('A'..='V').map(|c| person(&format!("Jo {c}x"))).collect();
    let cited = work(authors);
    let apa = Style::Apa.cite(&cited).plain;
    assert!(apa.starts_with("Ax, J., Bx, J., "), "{apa}");
    assert!(apa.contains("Sx, J., . . . Vx, J. (2012"), "{apa}");
    let chicago = Style::Chicago.cite(&cited).plain;
    assert!(
        chicago.starts_with("Ax, Jo, Jo Bx, Jo Cx, et al. “"),
        "{chicago}"
    );
}

#[test]
fn an_organisation_that_is_not_the_outlet() {
    check(
        &work(vec![organisation("Port & Sea Union")]),
        "Port & Sea Union. (2012, June 13). A harbour’s strike ends. The Port Times. https://example.org/strike/",
        "Port & Sea Union. “A harbour’s strike ends.” The Port Times, 13 June 2012, https://example.org/strike/.",
        "Port & Sea Union. “A harbour’s strike ends.” The Port Times, June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn an_outlet_that_is_its_own_author_is_named_once() {
    check(
        &work(vec![organisation("The Port Times")]),
        "The Port Times. (2012, June 13). A harbour’s strike ends. https://example.org/strike/",
        "“A harbour’s strike ends.” The Port Times, 13 June 2012, https://example.org/strike/.",
        "The Port Times. “A harbour’s strike ends.” June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn no_author() {
    check(
        &work(vec![person(" ")]),
        "A harbour’s strike ends. (2012, June 13). The Port Times. https://example.org/strike/",
        "“A harbour’s strike ends.” The Port Times, 13 June 2012, https://example.org/strike/.",
        "The Port Times. “A harbour’s strike ends.” June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn titles_with_marks_of_their_own() {
    let mut cited = work(vec![person("Ann Lee")]);
    cited.title = "Who said “no”?".into();
    check(
        &cited,
        "Lee, A. (2012, June 13). Who said “no”? The Port Times. https://example.org/strike/",
        "Lee, Ann. “Who said ‘no’?” The Port Times, 13 June 2012, https://example.org/strike/.",
        "Lee, Ann. “Who said ‘no’?” The Port Times, June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn dates_as_far_as_they_are_known() {
    for (date, apa, mla, chicago) in [
        (Some("2012"), "(2012)", "Times, 2012, h", "Times, 2012. h"),
        (
            Some("2012-09"),
            "(2012, September)",
            "Times, Sept. 2012, h",
            "Times, September 2012. h",
        ),
        (
            Some("2012-05-01"),
            "(2012, May 1)",
            "Times, 1 May 2012, h",
            "Times, May 1, 2012. h",
        ),
        (None, "(n.d.)", "Times, h", "Times. h"),
    ] {
        let mut cited = work(vec![person("Ann Lee")]);
        cited.published = date.map(|date| date.parse().unwrap());
        for (style, expected) in [
            (Style::Apa, apa),
            (Style::Mla, mla),
            (Style::Chicago, chicago),
        ] {
            let text = style.cite(&cited).plain;
            assert!(text.contains(expected), "{expected:?} in {text:?}");
        }
    }
}

#[test]
fn no_outlet() {
    let mut cited = work(vec![person("Ann Lee")]);
    cited.outlet = None;
    check(
        &cited,
        "Lee, A. (2012, June 13). A harbour’s strike ends. https://example.org/strike/",
        "Lee, Ann. “A harbour’s strike ends.” 13 June 2012, https://example.org/strike/.",
        "Lee, Ann. “A harbour’s strike ends.” June 13, 2012. https://example.org/strike/.",
    );
}

#[test]
fn rich_citations_set_the_outlet_in_italics() {
    assert_eq!(
        Style::Mla.cite(&work(vec![organisation("A & B")])).html,
        "A &amp; B. “A harbour’s strike ends.” <i>The Port Times</i>, 13 June 2012, \
         <a href=\"https://example.org/strike/\">https://example.org/strike/</a>."
    );
}

#[test]
fn bibtex() {
    let mut cited = work(vec![
        person("Ludwig van Dam"),
        person("Martin Luther King Jr."),
        organisation("Port and Sea"),
        person("王小明"),
    ]);
    cited.title = "100 % of $5 & {more}_#1 \\ ~^".into();
    cited.url = "https://example.org/a_b?c=%20#{x}".into();
    assert_eq!(
        Style::Bibtex.cite(&cited).plain,
        r"@article{vandam2012more1,
  author = {van Dam, Ludwig and King, Jr., Martin Luther and {Port and Sea} and {王小明}},
  title = {{100 \% of \$5 \& \textbraceleft{}more\textbraceright{}\_\#1 \textbackslash{} \textasciitilde{}\textasciicircum{}}},
  journal = {The Port Times},
  year = {2012},
  month = jun,
  day = {13},
  url = {https://example.org/a_b?c=%20#%7Bx%7D}
}
"
    );
    cited.outlet = None;
    cited.published = Some("2012".parse().unwrap());
    cited.authors = vec![person("王小明")];
    cited.title = "王".into();
    assert_eq!(
        Style::Bibtex.cite(&cited).plain,
        "@misc{article2012,\n  author = {{王小明}},\n  title = {{王}},\n  year = {2012},\n  \
         url = {https://example.org/a_b?c=%20#%7Bx%7D}\n}\n"
    );
}

#[test]
fn bibtex_braces_are_always_in_balance() {
    for title in ["{", "}", "\\{", "}}{", "a\\"] {
        let mut cited = work(vec![person(title), organisation(title)]);
        cited.title = title.into();
        cited.outlet = Some(title.into());
        let text = Style::Bibtex.cite(&cited).plain;
        let depth = text.chars().fold(0_i32, |depth, c| {
            assert!(depth >= 0, "{text}");
            depth + i32::from(c == '{') - i32::from(c == '}')
        });
        assert_eq!(depth, 0, "{text}");
    }
}

#[test]
fn csl_json() {
    let text = Style::CslJson
        .cite(&work(vec![
            person("Ludwig van Dam"),
            organisation("Port \"Sea\""),
        ]))
        .plain;
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        json,
        serde_json::json!([{
            "id": "vandam2012harbours",
            "type": "article-newspaper",
            "title": "A harbour’s strike ends",
            "author": [
                { "family": "Dam", "given": "Ludwig", "non-dropping-particle": "van" },
                { "literal": "Port \"Sea\"" },
            ],
            "container-title": "The Port Times",
            "issued": { "date-parts": [[2012, 6, 13]] },
            "URL": "https://example.org/strike/",
            "language": "en-GB",
        }])
    );
}

#[test]
fn csl_json_is_what_reference_managers_read() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/fixtures/csl-items.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (authors, date) in [
        (vec![], None),
        (vec![person("Ann Lee"), organisation("A")], Some("2012")),
        (vec![person("Martin Luther King Jr.")], Some("2012-06")),
        (vec![person("王小明")], Some("2012-06-13")),
    ] {
        let mut cited = work(authors);
        cited.published = date.map(|date| date.parse().unwrap());
        let json = serde_json::from_str(&Style::CslJson.cite(&cited).plain).unwrap();
        assert!(schema.is_valid(&json), "{json}");
    }
    // Check that the schema rejects invalid items.
    for wrong in [
        serde_json::json!([{ "id": "a", "type": "news" }]),
        serde_json::json!([{ "id": "a", "type": "article-newspaper", "issued": { "date-parts": [["x"]] } }]),
        serde_json::json!([{ "id": "a", "type": "article-newspaper", "url": "x" }]),
        serde_json::json!({ "id": "a", "type": "article-newspaper" }),
    ] {
        assert!(!schema.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn styles_have_their_usual_names() {
    assert_eq!(
        Style::ALL.map(Style::name),
        ["APA", "MLA", "Chicago", "BibTeX", "CSL-JSON"]
    );
}
