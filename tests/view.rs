//! The HTML of the page as the site builder renders it, read by an independent parser.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::rc::Rc;

use scraper::{ElementRef, Html, Selector};
use sidelight::view::{BoxPage, BoxPageProps, Reader, ReaderProps};
use sidelight_model::{Article, BoxId};

fn render(json: &str) -> String {
    render_with(json, &[], None)
}

/// Renders a package whose topics have pages at these addresses, and whose tables have files in this folder.
fn render_with(json: &str, topic_links: &[&str], files: Option<&str>) -> String {
    let article = Rc::new(Article::from_json(json).unwrap());
    let topic_links = topic_links.iter().map(|link| (*link).to_owned()).collect();
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(
            yew::LocalServerRenderer::<Reader>::with_props(ReaderProps {
                article,
                topic_links,
                files: files.map(Into::into),
            })
            .hydratable(false)
            .render(),
        )
}

fn six_kinds() -> String {
    render(include_str!("fixtures/packages/six-kinds.json"))
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn one<'a>(page: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(page, selector);
    assert_eq!(found.len(), 1, "{selector}");
    found[0]
}

fn text(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns an element's text without markers.
fn prose(element: ElementRef<'_>) -> String {
    element
        .descendants()
        .filter(|node| {
            !node
                .ancestors()
                .any(|n| n.value().as_element().is_some_and(|e| e.name() == "sup"))
        })
        .filter_map(|node| node.value().as_text().map(|text| text.to_string()))
        .collect()
}

#[test]
fn every_id_is_unique_and_every_link_on_the_page_leads_somewhere() {
    let page = Html::parse_document(&six_kinds());
    let mut ids = HashSet::new();
    for element in all(&page, "[id]") {
        assert!(
            ids.insert(element.attr("id").unwrap()),
            "{:?}",
            element.attr("id")
        );
    }
    let links = all(&page, "a[href^='#']");
    assert!(links.len() > 20);
    for link in links {
        let target = &link.attr("href").unwrap()[1..];
        assert!(ids.contains(target), "#{target}");
    }
    for element in all(&page, "[aria-labelledby]") {
        assert!(ids.contains(element.attr("aria-labelledby").unwrap()));
    }
}

#[test]
fn a_fact_and_its_passage_lead_to_each_other() {
    let page = Html::parse_document(&six_kinds());
    let facts = all(&page, ".fact");
    assert_eq!(facts.len(), 10);
    for (i, fact) in facts.iter().enumerate() {
        assert_eq!(
            fact.attr("data-fact-number"),
            Some((i + 1).to_string().as_str())
        );
        let to_text = fact
            .select(&Selector::parse(".to-text").unwrap())
            .next()
            .unwrap();
        let evidence = to_text.attr("data-evidence").unwrap();
        let first = one(&page, &format!("[id='evidence-{evidence}']"));
        assert_eq!(first.attr("data-evidence"), Some(evidence));
        // A link to any passage of a place leads to its one marker.
        let place = one(&page, &format!("[id='marker-{evidence}']"));
        let marker = [place]
            .into_iter()
            .chain(place.ancestors().filter_map(ElementRef::wrap));
        let marker = marker
            .into_iter()
            .find(|it| it.attr("class") == Some("marker"))
            .unwrap();
        let facts: Vec<&str> = marker.attr("data-facts").unwrap().split(' ').collect();
        let id = fact.attr("id").unwrap().strip_prefix("fact-").unwrap();
        assert!(facts.contains(&id), "{facts:?}");
        assert_eq!(marker.attr("href").unwrap(), format!("#fact-{}", facts[0]));
        assert_eq!(text(marker), "", "no digits in the text");
    }
}

/// Passages that end at the same place share a marker. It is outside of the sentence's full stop.
#[test]
fn a_place_in_the_text_has_one_marker_after_its_punctuation() {
    let page = Html::parse_document(&six_kinds());
    let marker = one(&page, "#marker-jailed-1");
    assert_eq!(marker.attr("data-fact"), Some("jailed"));
    assert_eq!(marker.attr("data-facts"), Some("jailed term"));
    let place = marker.attr("data-place").unwrap();
    assert_eq!(
        marker.attr("aria-label"),
        Some(format!("Passage {place}: 2 facts").as_str())
    );
    let markers = ElementRef::wrap(marker.parent().unwrap()).unwrap();
    let before = markers.prev_sibling().unwrap();
    assert_eq!(before.value().as_text().map(|text| &**text), Some("."));
    // Places are numbered down the text, and printed notes have the same numbers.
    let places: Vec<String> = all(&page, ".marker")
        .iter()
        .map(|marker| marker.attr("data-place").unwrap().to_owned())
        .collect();
    let numbers: Vec<String> = (1..=places.len()).map(|i| i.to_string()).collect();
    assert_eq!(places, numbers);
    let notes: Vec<String> = all(&page, ".notes li")
        .iter()
        .map(|note| text(*note))
        .collect();
    assert_eq!(notes.len(), places.len());
    let note = &notes[place.parse::<usize>().unwrap() - 1];
    assert_eq!(note, "Sentences: 2 imprisoned, 1 to 3 years, Dockers");
}

/// Two numbers and a count, with labels of the facts and of the authors. Screen readers hear the words of a bound.
#[test]
fn key_facts_are_links_with_a_number_and_a_label() {
    let json = include_str!("fixtures/packages/six-kinds.json").replacen(
        r#""boxes": ["#,
        r#""keyFacts": [{ "of": { "fact": "injured" } }, { "of": { "fact": "term" }, "label": "years for <b>" }, { "of": { "box": "demands" }, "label": "demands" }], "boxes": ["#,
        1,
    );
    let page = Html::parse_document(&render(&json));
    let shown: Vec<(String, String)> = all(&page, ".key-facts > li > a")
        .iter()
        .map(|link| (link.attr("href").unwrap().to_owned(), text(*link)))
        .collect();
    let expected = [
        ("#fact-injured", "21+more than 21 hurt"),
        ("#fact-term", "1–31 to 3 years for <b>"),
        ("#box-demands", "1 demands"),
    ];
    assert_eq!(
        shown,
        expected.map(|(href, text)| (href.to_owned(), text.to_owned()))
    );
    assert_eq!(all(&page, ".key-facts [aria-hidden=true]").len(), 2);
    assert!(all(&Html::parse_document(&six_kinds()), ".key-facts").is_empty());
}

#[test]
fn spans_of_a_passage_hold_its_text_and_nothing_else() {
    let page = Html::parse_document(&six_kinds());
    for (evidence, passage) in [
        ("killed-1", "three men died and more than 21"),
        ("injured-1", "more than 21 were hurt"),
        ("jailed-1", "two went to prison for one to three years"),
        ("freed-1", "Five were tried"),
    ] {
        let spans = all(&page, &format!(".evidence[data-evidence='{evidence}']"));
        let shown: String = spans.iter().flat_map(|span| span.text()).collect();
        assert_eq!(shown, passage);
    }
}

#[test]
fn marks_leave_the_text_as_it_was() {
    let page = Html::parse_document(&six_kinds());
    for (block, expected) in [
        (
            "text-p1",
            "At the harbour three men died and more than 21 were hurt, it was said.",
        ),
        (
            "text-p2",
            "Five were tried in May; two went to prison for one to three years.",
        ),
        ("text-p3", "We want a bridge."),
        ("text-p4", "In March the pier opened."),
    ] {
        assert_eq!(prose(one(&page, &format!("#{block}"))), expected);
    }
    assert!(
        all(&page, "a a").is_empty(),
        "no link stands inside another"
    );
}

#[test]
fn headings_tell_the_structure_without_gaps() {
    let page = Html::parse_document(&six_kinds());
    let levels: Vec<u32> = all(&page, "h1, h2, h3, h4, h5, h6")
        .iter()
        .map(|heading| heading.value().name()[1..].parse().unwrap())
        .collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
    assert!(all(&page, "summary h1, summary h2, summary h3").is_empty());
}

#[test]
fn pictures_show_one_mark_for_each_and_say_the_same_in_words() {
    let page = Html::parse_document(&six_kinds());
    let rows: Vec<(String, String, usize, bool)> = all(&page, ".unit-row")
        .iter()
        .map(|row| {
            let svg = row.select(&Selector::parse("svg").unwrap()).next().unwrap();
            assert_eq!(svg.attr("aria-hidden"), Some("true"));
            let marks = svg
                .select(&Selector::parse("path:not(.more)").unwrap())
                .next()
                .unwrap();
            let more = svg
                .select(&Selector::parse("path.more").unwrap())
                .next()
                .is_some();
            let label = row
                .select(&Selector::parse(".unit-label").unwrap())
                .next()
                .unwrap();
            let count = marks.attr("d").unwrap().matches('M').count();
            (
                text(label),
                svg.attr("class").unwrap().to_owned(),
                count,
                more,
            )
        })
        .collect();
    let expected = [
        ("3 killed", "marks solid", 3, false),
        ("more than 21 hurt", "marks outlined", 21, true),
        ("2 imprisoned", "marks solid", 2, false),
        ("3 released", "marks dashed", 3, false),
        ("1 Works", "marks solid", 1, false),
    ];
    assert_eq!(
        rows,
        expected.map(|(l, c, n, m)| (l.to_owned(), c.to_owned(), n, m))
    );
    assert_eq!(text(one(&page, ".term-row .unit-label")), "Dockers: 1 to 3");
    let range = one(&page, ".term-range");
    assert_eq!(
        (range.attr("x1"), range.attr("x2")),
        (Some("25.00%"), Some("75.00%"))
    );
}

/// The unit comes from the author, so it has the article's language and the form for its number. The chart names the unit in
/// its caption, so its rows have only the number.
#[test]
fn a_term_has_its_authors_unit() {
    let english = r#""amount": { "range": [1, 3] }, "unit": "years""#;
    for (language, amount, number, unit) in [
        ("ru", r#"{ "exact": 3 }"#, "3", "года"),
        ("ru", r#"{ "more-than": 20 }"#, "более 20", "лет"),
        ("en", r#"{ "exact": 1 }"#, "1", "year"),
        ("de", r#"{ "exact": 1 }"#, "1", "Jahr"),
    ] {
        let package = include_str!("fixtures/packages/six-kinds.json")
            .replace(english, &format!(r#""amount": {amount}, "unit": "{unit}""#))
            .replacen(
                r#""language": "en""#,
                &format!(r#""language": "{language}""#),
                1,
            );
        let page = Html::parse_document(&render(&package));
        let lead = text(one(&page, "#fact-term .lead b"));
        assert_eq!(lead, format!("{number} {unit}"));
        assert_eq!(text(one(&page, ".term-row .unit-label b")), number);
    }
}

#[test]
fn each_kind_leads_with_what_matters_in_it() {
    let page = Html::parse_document(&six_kinds());
    for (fact, lead) in [
        ("killed", "3 killed"),
        ("injured", "more than 21 hurt"),
        ("term", "1 to 3 years Dockers"),
        ("event", "March 2012"),
        ("person", "Ann Lee harbour master"),
        ("place", "The port 43.3° N, 52.9° E"),
    ] {
        assert_eq!(text(one(&page, &format!("#fact-{fact} .lead"))), lead);
    }
    assert!(all(&page, "#fact-demand .lead").is_empty());
}

#[test]
fn events_hang_on_a_line_and_plans_are_told_from_what_happened() {
    let json = include_str!("fixtures/packages/six-kinds.json");
    for (date, shown, planned) in [
        ("2012-03", "March 2012", false),
        ("2012-06-02", "2 June 2012", false),
        ("2012", "2012", false),
        ("2013", "2013 Planned", true),
        ("2013-01-02", "2 January 2013 Planned", true),
    ] {
        let json = json.replace("\"event\": \"2012-03\"", &format!("\"event\": \"{date}\""));
        let page = Html::parse_document(&render(&json));
        let event = one(&page, "ol.timeline > li#fact-event");
        assert_eq!(text(one(&page, "#fact-event .lead")), shown);
        assert_eq!(
            one(&page, "#fact-event .lead time").attr("datetime"),
            Some(date)
        );
        assert_eq!(event.attr("class").unwrap().contains("planned"), planned);
    }
}

#[test]
fn an_event_leads_to_the_other_boxes_that_rest_on_its_words() {
    let json = include_str!("fixtures/packages/six-kinds.json");
    let page = Html::parse_document(&render(json));
    assert!(all(&page, ".more-in").is_empty());
    let words = r#"{ "id": "event-1", "exact": "In March the pier opened.", "prefix": "", "suffix": "", "block": "p4", "range": { "start": 0, "end": 25 } }"#;
    let more = words.replace("event-1", "demand-2");
    let json = json
        .replace(r#""range": { "start": 0, "end": 17 } }]"#, &format!(r#""range": {{ "start": 0, "end": 17 }} }}, {more}]"#))
        .replace(
            r#"{ "text": "In March the pier opened." }"#,
            r#"{ "evidence": { "evidence": "demand-2", "inlines": [{ "text": "In March the pier opened." }] } }"#,
        );
    let page = Html::parse_document(&render(&json));
    let link = one(&page, "#fact-event .more-in a");
    assert_eq!(
        (text(link).as_str(), link.attr("href")),
        ("Demands", Some("#fact-demand"))
    );
    assert!(all(&page, "#fact-demand .more-in").is_empty());
}

#[test]
fn the_date_of_an_event_leads_to_its_passage() {
    let page = Html::parse_document(&six_kinds());
    let date = one(&page, "#fact-event .lead a");
    assert_eq!(date.attr("href"), Some("#evidence-event-1"));
    assert_eq!(text(date), "March 2012");
}

#[test]
fn on_a_box_s_own_page_dates_and_entries_lead_to_the_article() {
    let json = include_str!("fixtures/packages/six-kinds.json").replace(
        r#""range": { "start": 0, "end": 27 } }]"#,
        r#""range": { "start": 0, "end": 27 } }], "namedIn": ["event"]"#,
    );
    let article = Rc::new(Article::from_json(&json).unwrap());
    for (fact_box, selector, href) in [
        ("timeline", "#fact-event .when", "../#evidence-event-1"),
        ("places", "#fact-place .named-in a", "../#fact-event"),
    ] {
        let props = BoxPageProps {
            article: Rc::clone(&article),
            fact_box: BoxId::new(fact_box).unwrap(),
        };
        let html = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(
                yew::LocalServerRenderer::<BoxPage>::with_props(props)
                    .hydratable(false)
                    .render(),
            );
        let page = Html::parse_document(&html);
        assert_eq!(one(&page, selector).attr("href"), Some(href));
    }
}

#[test]
fn an_entry_leads_to_the_facts_that_name_it() {
    let json = include_str!("fixtures/packages/six-kinds.json");
    assert!(all(&Html::parse_document(&render(json)), ".named-in").is_empty());
    let json = json.replace(
        r#""range": { "start": 0, "end": 27 } }]"#,
        r#""range": { "start": 0, "end": 27 } }], "namedIn": ["event", "injured", "killed"]"#,
    );
    let page = Html::parse_document(&render(&json));
    assert_eq!(
        text(one(&page, "#fact-place .named-in")),
        "Also in: Casualties (2), Timeline (1)"
    );
    let links: Vec<_> = all(&page, "#fact-place .named-in a")
        .iter()
        .map(|link| link.attr("href").unwrap())
        .collect();
    assert_eq!(links, ["#fact-killed", "#fact-event"]);
}

#[test]
fn a_name_and_its_entry_lead_to_each_other() {
    let page = Html::parse_document(&six_kinds());
    let mention = one(&page, "#text-p5 a.mention");
    assert_eq!(mention.attr("href"), Some("#fact-person"));
    assert_eq!(mention.attr("data-fact"), Some("person"));
    assert_eq!(text(mention), "Ann Lee");
    let back = one(&page, "#fact-person #from-mention-person");
    assert_eq!(
        back.attr("href").unwrap()[1..],
        *mention.attr("id").unwrap()
    );
    assert_eq!(text(back), "First mention");
    assert_eq!(back.attr("aria-label"), Some("First mention, Ann Lee"));
    let website = one(&page, "#fact-person a[href='https://example.org/lee']");
    assert_eq!(text(website), "Website");
    assert_eq!(website.attr("aria-label"), Some("Website, Ann Lee"));
    let about: Vec<String> = all(&page, "#fact-person .about")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(
        about,
        ["Affiliation: The port", "Also spelt: Ann Li, Энн Ли"]
    );
    assert!(all(&page, "#fact-person .about a").is_empty());

    // An affiliation links to the organisation with this name, in any spelling. A fact that the text doesn't mention has
    // no link to a mention.
    let json = include_str!("fixtures/packages/six-kinds.json");
    let organisation = json
        .replace(
            r#""aspect": { "place": { "latitude": 43.3, "longitude": 52.9 } }"#,
            r#""aspect": { "organisation": { "name": "Port Company" } }"#,
        )
        .replace(
            r#""id": "places", "kind": "places""#,
            r#""id": "places", "kind": "people""#,
        )
        .replace(
            r#""aliases": ["#,
            r#""aliases": [{ "name": "Port Company", "spellings": ["The port"] }, "#,
        );
    let (start, end) = (
        organisation.find(",\n      \"map\"").unwrap(),
        organisation.find("\"right\" }] }").unwrap(),
    );
    let organisation = format!(
        "{}{}",
        &organisation[..start],
        &organisation[end + "\"right\" }] }".len()..]
    );
    let page = Html::parse_document(&render(&organisation));
    assert_eq!(
        one(&page, "#fact-person .about a").attr("href"),
        Some("#fact-place")
    );
    assert!(all(&page, "#from-mention-place").is_empty());
}

/// Returns a package with its box of sentences changed to one of votes.
fn votes() -> String {
    [
        (r#""kind": "sentences""#, r#""kind": "votes""#),
        (r#""aspect": "charged""#, r#""aspect": "votes""#),
        (r#""aspect": "imprisoned""#, r#""aspect": "for""#),
        (r#""aspect": "released""#, r#""aspect": "against""#),
        (r#""aspect": "term""#, r#""aspect": "account""#),
    ]
    .iter()
    .fold(
        include_str!("fixtures/packages/six-kinds.json").to_owned(),
        |package, (old, new)| {
            assert!(package.contains(old), "{old}");
            package.replace(old, new)
        },
    )
}

#[test]
fn votes_are_parts_of_one_bar_and_say_the_same_in_words() {
    let page = Html::parse_document(&render(&votes()));
    let parts: Vec<_> = all(&page, "#box-sentences svg.term rect")
        .iter()
        .map(|part| ["x", "width", "fill"].map(|name| part.attr(name).unwrap().to_owned()))
        .collect();
    assert_eq!(
        parts,
        [
            ["0.00%", "40.00%", "currentColor"].map(str::to_owned),
            ["40.00%", "60.00%", "none"].map(str::to_owned),
        ]
    );
    let half = one(&page, "#box-sentences svg.term line");
    assert_eq!(
        (half.attr("x1"), half.attr("x2")),
        (Some("50%"), Some("50%"))
    );
    for svg in all(&page, "#box-sentences svg") {
        assert_eq!(svg.attr("aria-hidden"), Some("true"));
    }
    let labels: Vec<String> = all(&page, "#box-sentences .unit-label")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(labels, ["2 for", "3 against"]);
    assert!(text(one(&page, "#box-sentences .unit-title")).ends_with(": 5 people"));
    assert_eq!(text(one(&page, "#fact-jailed .lead")), "2 for");
    assert_eq!(text(one(&page, "#fact-charged .lead")), "5 people");
}

#[test]
fn votes_have_a_bar_only_if_the_whole_is_known() {
    let unknown = votes()
        .replace(r#""totalOf": ["jailed", "freed"]"#, r#""totalOf": []"#)
        .replace(r#"{ "exact": 3 }"#, r#"{ "at-least": 3 }"#);
    let page = Html::parse_document(&render(&unknown));
    assert!(all(&page, "#box-sentences figure").is_empty());
    // The largest numbers don't overflow.
    let large = votes()
        .replace(r#""totalOf": ["jailed", "freed"]"#, r#""totalOf": []"#)
        .replace(r#"{ "exact": 3 }"#, r#"{ "exact": 9007199254740991 }"#)
        .replace(r#"{ "exact": 2 }"#, r#"{ "exact": 0 }"#);
    let page = Html::parse_document(&render(&large));
    let parts = all(&page, "#box-sentences svg.term rect");
    assert_eq!(parts[0].attr("width"), Some("0.00%"));
    assert_eq!(parts[1].attr("width"), Some("100.00%"));
}

/// Returns a package whose box of sentences has these figures instead of its numbers, in a language.
fn figures(language: &str, figures: [&str; 4]) -> String {
    let package = include_str!("fixtures/packages/six-kinds.json")
        .replace(
            r#""language": "en""#,
            &format!(r#""language": "{language}""#),
        )
        .replace(r#""kind": "sentences""#, r#""kind": "figures""#)
        .replace(r#", "totalOf": ["jailed", "freed"]"#, "");
    let (before, sentences) = package.split_once(r#""kind": "figures""#).unwrap();
    let numbers = [
        ("charged", r#"{ "exact": 5 }, "unit": "people" }"#),
        ("imprisoned", r#"{ "exact": 2 }, "unit": "people" }"#),
        ("released", r#"{ "exact": 3 }, "unit": "people" }"#),
        ("term", r#"{ "range": [1, 3] }, "unit": "years" }"#),
    ];
    let changed = numbers.iter().zip(figures).fold(
        sentences.to_owned(),
        |facts, ((aspect, number), figure)| {
            let old = format!(r#""quantity": {{ "amount": {number}"#);
            assert!(facts.contains(&old), "{old}");
            facts
                .replace(&old, &format!(r#""figure": {{ {figure} }}"#))
                .replace(&format!(r#""aspect": "{aspect}""#), r#""aspect": "figure""#)
        },
    );
    format!(r#"{before}"kind": "figures"{changed}"#)
}

/// Two figures to compare, one of them negative, a percentage and a series.
const FIGURES: [&str; 4] = [
    r#""value": "1.20", "before": "1.9", "scale": "million", "unit": { "currency": "EUR" }"#,
    r#""value": "-0.4", "scale": "million", "unit": { "currency": "EUR" }"#,
    r#""value": "-3.4", "before": "-2.4", "unit": "percent""#,
    r#""value": "1048.5", "unit": { "named": "litres" }, "points": [{ "date": "2010", "value": "900" },
        { "date": "2011", "value": "0" }, { "date": "2012", "value": "1048.5" }]"#,
];

#[test]
fn figures_are_written_as_in_their_language() {
    for (language, leads, changes) in [
        (
            "en",
            [
                "€1.20 million",
                "−€0.4 million",
                "−3.4%",
                "1,048.5 litres Dockers",
            ],
            [
                "Our calculation: down €0.70 million (−37%)",
                "Our calculation: down 1.0 percentage points",
                "Our calculation: 5 less 2",
                "Our calculation: up 148.5 litres (+17%), 2010 – 2012",
            ],
        ),
        (
            "ru",
            [
                "1,20 млн €",
                "−0,4 млн €",
                "−3,4 %",
                "1 048,5 litres Dockers",
            ],
            [
                "Подсчёт редакции: снижение на 0,70 млн € (−37 %)",
                "Подсчёт редакции: снижение на 1,0 п. п.",
                "Подсчёт редакции: 5 less 2",
                "Подсчёт редакции: рост на 148,5 litres (+17 %), 2010 – 2012",
            ],
        ),
        (
            "kk",
            [
                "1,20 млн €",
                "−0,4 млн €",
                "−3,4 %",
                "1 048,5 litres Dockers",
            ],
            [
                "Редакция есебі: кему: 0,70 млн € (−37 %)",
                "Редакция есебі: кему: 1,0 пайыздық тармақ",
                "Редакция есебі: 5 less 2",
                "Редакция есебі: өсім: 148,5 litres (+17 %), 2010 – 2012",
            ],
        ),
    ] {
        let page = Html::parse_document(&render(&figures(language, FIGURES)));
        let found = |selector: &str| -> Vec<String> {
            all(&page, &format!("#box-sentences .fact {selector}"))
                .into_iter()
                .map(text)
                .collect()
        };
        assert_eq!(found(".lead"), leads, "{language}");
        assert_eq!(found(".derived"), changes, "{language}");
    }
    let francs = FIGURES.map(|figure| figure.replace("EUR", "CHF").replace("1.20", "-1000"));
    let package = figures("en", francs.each_ref().map(String::as_str));
    let page = Html::parse_document(&render(&package));
    assert_eq!(
        text(one(&page, "#fact-charged .lead")),
        "−CHF 1,000 million"
    );
}

#[test]
fn figures_of_one_unit_are_bars_on_one_scale() {
    let page = Html::parse_document(&render(&figures("en", FIGURES)));
    let charts = all(&page, "#box-sentences figure.chart");
    assert_eq!(charts.len(), 3);
    let bars = |chart: ElementRef<'_>| -> Vec<[String; 3]> {
        chart
            .select(&Selector::parse("rect").unwrap())
            .map(|bar| ["x", "width", "fill"].map(|name| bar.attr(name).unwrap().to_owned()))
            .collect()
    };
    // From −0.4 to 1.9 million, so 0 is at 17.39 per cent.
    assert_eq!(
        bars(charts[0]),
        [
            ["17.39%", "52.17%", "currentColor"].map(str::to_owned),
            ["17.39%", "82.61%", "none"].map(str::to_owned),
            ["0.00%", "17.39%", "currentColor"].map(str::to_owned),
        ]
    );
    assert_eq!(
        bars(charts[1]),
        [
            ["0.00%", "100.00%", "currentColor"].map(str::to_owned),
            ["29.41%", "70.59%", "none"].map(str::to_owned),
        ]
    );
    let labels: Vec<String> = all(&page, "#box-sentences .unit-label")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(
        labels,
        [
            "Five were charged. €1.20 million",
            "Before: €1.9 million",
            "Two went to prison. −€0.4 million",
            "Three went free. −3.4%",
            "Before: −2.4%",
            "2010 900 litres",
            "2012 1,048.5 litres",
        ]
    );
    for svg in all(&page, "#box-sentences svg") {
        assert_eq!(svg.attr("aria-hidden"), Some("true"));
        assert_eq!(svg.attr("style"), None);
    }
    let charged = one(&page, "#fact-charged");
    assert_eq!(
        charged.attr("data-quantity"),
        Some("exact 1.20 million EUR")
    );
    assert_eq!(charged.attr("data-before"), Some("1.9"));
    assert_eq!(charged.attr("data-points"), None);
    assert_eq!(
        text(one(&page, "#fact-charged .about")),
        "Before: €1.9 million"
    );
}

#[test]
fn a_series_is_a_line_above_zero_and_a_list_of_its_points() {
    let page = Html::parse_document(&render(&figures("en", FIGURES)));
    let chart = all(&page, "#box-sentences figure.chart")[2];
    let points: Vec<[&str; 2]> = chart
        .select(&Selector::parse("circle").unwrap())
        .map(|point| ["cx", "cy"].map(|name| point.attr(name).unwrap()))
        .collect();
    assert_eq!(points, [["1.00%", "20"], ["50.00%", "92"], ["99.00%", "8"]]);
    let zero = chart.select(&Selector::parse("line.tick").unwrap()).next();
    assert_eq!(zero.unwrap().attr("y1"), Some("92"));
    let items: Vec<String> = all(&page, "#fact-term .points li")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(
        items,
        ["2010: 900 litres", "2011: 0 litres", "2012: 1,048.5 litres"]
    );
    let term = one(&page, "#fact-term");
    assert_eq!(
        term.attr("data-points"),
        Some("2010 900; 2011 0; 2012 1048.5")
    );
}

#[test]
fn a_figure_that_has_none_to_compare_with_has_no_chart() {
    let alone = [
        r#""value": "1", "unit": { "currency": "EUR" }"#,
        r#""value": "1", "scale": "million", "unit": { "currency": "EUR" }"#,
        r#""value": "1", "unit": "percent""#,
        r#""value": "1", "unit": { "named": "litres" }"#,
    ];
    let page = Html::parse_document(&render(&figures("en", alone)));
    assert!(all(&page, "#box-sentences figure").is_empty());
    assert!(all(&page, "#box-sentences .derived").len() == 1);
    // The largest numbers don't overflow, and a chart of zeros has no bars.
    let extreme = [
        r#""value": "999999999999999", "before": "-999999999999999", "unit": "percent""#,
        r#""value": "0.00000000000001", "unit": "percent""#,
        r#""value": "0", "unit": { "named": "litres" }"#,
        r#""value": "0.0", "unit": { "named": "litres" }"#,
    ];
    let page = Html::parse_document(&render(&figures("en", extreme)));
    let widths: Vec<&str> = all(&page, "#box-sentences rect")
        .iter()
        .map(|bar| bar.attr("width").unwrap())
        .collect();
    assert_eq!(widths, ["50.00%", "50.00%", "0.00%", "0.00%", "0.00%"]);
}

#[test]
fn a_question_is_the_heading_of_its_answer() {
    let question = r#"{ "question": "When did the pier <open>?" }"#;
    let package = include_str!("fixtures/packages/six-kinds.json")
        .replace(r#""kind": "timeline""#, r#""kind": "questions""#)
        .replace(r#"{ "event": "2012-03" }"#, question)
        .replace(r#""kind": "demands""#, r#""kind": "questions""#)
        .replace(r#""aspect": "demand""#, &format!(r#""aspect": {question}"#));
    let page = Html::parse_document(&render(&package));
    let heading = text(one(&page, "#fact-event h3.lead"));
    assert_eq!(heading, "When did the pier <open>?");
    // Below the heading of its group.
    assert_eq!(text(one(&page, "#fact-demand h4.lead")), heading);
    assert_eq!(all(&page, "#fact-event h3 + .statement").len(), 1);
}

#[test]
fn a_term_and_its_entry_lead_to_each_other() {
    let package = include_str!("fixtures/packages/six-kinds.json");
    let (start, rest) = package.split_once(r#""aspect": { "person": {"#).unwrap();
    let (_, end) = rest.split_once("} }").unwrap();
    let package = format!(r#"{start}"aspect": "entry", "label": "harbour master"{end}"#)
        .replace(r#""kind": "people""#, r#""kind": "glossary""#);
    let page = Html::parse_document(&render(&package));
    assert_eq!(
        text(one(&page, "#fact-person .lead.name")),
        "harbour master"
    );
    let mention = one(&page, "#text-p5 a.mention");
    assert_eq!(mention.attr("href"), Some("#fact-person"));
    assert_eq!(
        one(&page, "#from-mention-person").attr("aria-label"),
        Some("First mention, harbour master")
    );
}

#[test]
fn a_claim_is_beside_what_was_found() {
    let package = include_str!("fixtures/packages/six-kinds.json");
    let claims = package
        .replace(r#""kind": "sentences""#, r#""kind": "claims""#)
        .replace(r#""aspect": "charged""#, r#""aspect": "claim""#)
        .replace(r#""aspect": "released""#, r#""aspect": "claim""#)
        .replace(
            r#""group": "trial", "aspect": "imprisoned""#,
            r#""aspect": { "finding": "freed" }"#,
        )
        .replace(
            r#""group": "trial", "aspect": "term""#,
            r#""aspect": { "finding": "charged" }"#,
        );
    let page = Html::parse_document(&render(&claims));
    let pairs: Vec<Vec<&str>> = all(&page, "#box-sentences .versions")
        .into_iter()
        .map(|pair| {
            pair.select(&Selector::parse(".version .fact").unwrap())
                .map(|fact| fact.attr("id").unwrap())
                .collect()
        })
        .collect();
    assert_eq!(
        pairs,
        [["fact-charged", "fact-term"], ["fact-freed", "fact-jailed"]]
    );
    let numbers: Vec<&str> = all(&page, ".fact")
        .into_iter()
        .map(|fact| fact.attr("data-fact-number").unwrap())
        .collect();
    assert_eq!(numbers.len(), 10);
    for (at, number) in numbers.iter().enumerate() {
        assert_eq!(*number, (at + 1).to_string(), "facts are numbered in order");
    }
    let titles: Vec<String> = all(&page, "#box-sentences .version .unit-title")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(
        titles,
        ["Claim", "What was found", "Claim", "What was found"]
    );
    // A claim without a finding is alone.
    let alone = claims.replace(r#"{ "finding": "charged" }"#, r#""context""#);
    let page = Html::parse_document(&render(&alone));
    assert_eq!(all(&page, "#box-sentences .versions").len(), 2);
    assert_eq!(all(&page, "#box-sentences .version").len(), 3);
    assert_eq!(all(&page, "#fact-term").len(), 1);
}

#[test]
fn a_map_says_what_it_shows_and_leads_to_it() {
    let page = Html::parse_document(&six_kinds());
    assert_eq!(
        one(&page, "figure.map").attr("aria-label"),
        Some("Map, north at the top. Places: The port, 43.3° N, 52.9° E.")
    );
    let map = one(&page, ".map > svg");
    assert_eq!(map.attr("aria-hidden"), Some("true"));
    let drawn = one(&page, ".map svg a");
    assert_eq!(drawn.attr("href"), Some("#fact-place"));
    assert_eq!(
        drawn.attr("tabindex"),
        Some("-1"),
        "the list has it for the keyboard"
    );
    assert_eq!(map.attr("viewBox"), Some("0 0 340 224"));
    let label = one(&page, ".map text:not(.scale)");
    assert_eq!(text(label), "The port");
    assert_eq!(
        (label.attr("x"), label.attr("y"), label.attr("text-anchor")),
        (Some("177.5"), Some("105"), Some("start"))
    );
    // A quarter of the map's 170 km is 42.5 km; the scale is the next shorter round length.
    assert_eq!(text(one(&page, ".map text.scale")), "20 km");
    let link = one(&page, ".map-places a");
    assert_eq!(
        (text(link).as_str(), link.attr("href")),
        ("The port", Some("#fact-place"))
    );
}

#[test]
fn a_fact_says_who_says_so_and_up_to_when() {
    let page = Html::parse_document(&six_kinds());
    assert_eq!(
        text(one(&page, "#fact-injured .attribution")),
        "Source: Police, the port’s own force as of May 2012"
    );
    assert_eq!(
        one(&page, "#fact-injured time").attr("datetime"),
        Some("2012-05")
    );
    assert_eq!(
        text(one(&page, "#fact-freed .derived")),
        "Our calculation: 5 less 2"
    );
}

#[test]
fn a_fact_shows_its_passages_together_each_with_its_link() {
    let package = include_str!("fixtures/packages/six-kinds.json");
    let page = Html::parse_document(&render(package));
    assert_eq!(all(&page, ".passage").len(), 10);
    let summary = one(&page, "#fact-person .passage > summary");
    assert_eq!(text(summary), "Show passage");
    let described_by = summary.attr("aria-describedby").unwrap();
    let statement = one(&page, "#fact-person > .statement");
    assert_eq!(statement.attr("id"), Some(described_by));

    let words = r#"{ "id": "event-1", "exact": "In March the pier opened.", "prefix": "", "suffix": "", "block": "p4", "range": { "start": 0, "end": 25 } }"#;
    let more = words.replace("event-1", "demand-2");
    let two = package
        .replace(r#""range": { "start": 0, "end": 17 } }]"#, &format!(r#""range": {{ "start": 0, "end": 17 }} }}, {more}]"#))
        .replace(
            r#"{ "text": "In March the pier opened." }"#,
            r#"{ "evidence": { "evidence": "demand-2", "inlines": [{ "text": "In March the pier opened." }] } }"#,
        );
    for (language, shown) in [
        ("en", "Show 2 passages"),
        ("ru", "Показать 2 цитаты"),
        ("kk", "2 үзіндіні көрсету"),
    ] {
        let language = format!(r#""language": "{language}""#);
        let two = two.replacen(r#""language": "en""#, &language, 1);
        let page = Html::parse_document(&render(&two));
        assert_eq!(text(one(&page, "#fact-demand summary")), shown);
        let parts: Vec<_> = all(&page, "#fact-demand .passage > :not(summary)")
            .into_iter()
            .map(|part| (part.value().name(), part.attr("id")))
            .collect();
        assert_eq!(
            parts,
            [
                ("blockquote", None),
                ("a", Some("from-demand-1")),
                ("blockquote", None),
                ("a", Some("from-demand-2")),
            ]
        );
    }
}

/// Every fact keeps its attribution for programs and copies, but readers see it once.
#[test]
fn facts_of_one_list_show_a_common_attribution_once() {
    let shown = |package: &str| -> Vec<String> {
        let page = Html::parse_document(&render(package));
        assert_eq!(all(&page, "#box-sentences .fact .by").len(), 4);
        let shown = "#box-sentences .attribution:not(.default-source, [hidden])";
        all(&page, shown).into_iter().map(text).collect()
    };
    let package = include_str!("fixtures/packages/six-kinds.json");
    assert_eq!(shown(package), ["Source: The court as of May 2012"]);
    let court = r#""by": "The court""#;
    let other = package.replacen(court, r#""by": "The judge""#, 1);
    let sources = ["judge", "court", "court", "court"];
    assert_eq!(
        shown(&other),
        sources.map(|by| format!("Source: The {by} as of May 2012"))
    );
}

#[test]
fn a_timeline_shows_its_dates_in_proportion() {
    let package = include_str!("fixtures/packages/six-kinds.json");
    let page = Html::parse_document(&render(package));
    assert!(
        all(&page, ".chronology").is_empty(),
        "one date has no scale"
    );
    let mut package: serde_json::Value = serde_json::from_str(package).unwrap();
    let mut demands = package["boxes"].as_array_mut().unwrap().remove(2);
    let mut fact = demands["facts"][0].take();
    fact.as_object_mut().unwrap().remove("group");
    fact["aspect"] = serde_json::json!({ "event": "2013-03-20" });
    let timeline = package["boxes"][2]["facts"].as_array_mut().unwrap();
    timeline.push(fact);
    let package = package.to_string().replace(r#"{"box":"demands"},"#, "");
    let page = Html::parse_document(&render(&package));
    assert_eq!(
        one(&page, ".chronology > svg").attr("aria-hidden"),
        Some("true")
    );
    let marks: Vec<_> = all(&page, ".chronology path:not(.tick)")
        .iter()
        .map(|path| (path.attr("class").unwrap(), path.attr("d").unwrap()))
        .collect();
    // The whole of March, then the planned day, which is drawn as an outline.
    assert_eq!(
        marks,
        [
            ("dots", "M20 -10H93.01"),
            ("dots", "M977 -10H977.01"),
            ("dots within", "M977 -10H977.01"),
        ]
    );
    let labels: Vec<String> = all(&page, ".chronology text")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(labels, ["March 2012", "March 2013", "September 2012"]);
}

#[test]
fn versions_of_a_dispute_stand_side_by_side_and_nowhere_else() {
    let page = Html::parse_document(&six_kinds());
    let holders: Vec<String> = all(&page, ".versions > .version > h4")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(holders, ["Witnesses", "Police"]);
    assert_eq!(all(&page, ".version #fact-killed").len(), 1);
    assert!(all(&page, ".group #fact-killed").is_empty());
}

#[test]
fn a_correction_names_its_fact() {
    let page = Html::parse_document(&six_kinds());
    assert_eq!(
        text(one(&page, ".corrections li > a[href='#fact-killed']")),
        "Fact 1"
    );
    let said: Vec<String> = all(&page, ".corrections li p")
        .into_iter()
        .map(text)
        .collect();
    assert_eq!(said, ["Previously: Four men died.", "Now: Three men died."]);
}

#[test]
fn authored_text_is_text() {
    let html = six_kinds();
    let page = Html::parse_document(&html);
    assert_eq!(text(one(&page, "h1")), "A <b>bold</b> \"headline\" & more");
    assert!(all(&page, "h1 b").is_empty());
    assert!(!html.contains("<!--"), "no comments of the renderer's");
    assert!(
        all(&page, "[style], script").is_empty(),
        "nothing that a strict policy forbids"
    );
}

/// Returns the package `six-kinds.json` with other members.
fn six_kinds_with(members: serde_json::Value) -> String {
    let mut package: serde_json::Value =
        serde_json::from_str(include_str!("fixtures/packages/six-kinds.json")).unwrap();
    for (name, value) in members.as_object().unwrap() {
        package[name] = value.clone();
    }
    package.to_string()
}

#[test]
fn topics_lead_to_their_pages_if_they_have_any() {
    let package = six_kinds_with(serde_json::json!({ "topics": ["Ports", "A <b>"] }));
    let page = Html::parse_document(&render(&package));
    assert_eq!(text(one(&page, ".topics p")), "Ports · A <b>");
    assert!(all(&page, ".topics a").is_empty());
    let links = ["../topics/ports/", "../topics/a-b/"];
    let page = Html::parse_document(&render_with(&package, &links, None));
    let found = all(&page, ".topics a");
    assert_eq!(
        found
            .iter()
            .map(|link| link.attr("href"))
            .collect::<Vec<_>>(),
        links.map(Some)
    );
    assert_eq!(text(found[1]), "A <b>");
    assert!(all(&Html::parse_document(&six_kinds()), ".topics").is_empty());
}

#[test]
fn related_stories_are_linked_at_the_end() {
    let package = six_kinds_with(serde_json::json!({ "related": [
        { "title": "A strike", "publisher": "The Daily", "date": "2012-05", "url": "https://example.org/a?b&c" },
        { "title": "A port", "url": "../a-port/" },
    ] }));
    let page = Html::parse_document(&render(&package));
    let stories = all(&page, ".foot .stories li");
    assert_eq!(text(stories[0]), "A strike. The Daily, May 2012");
    assert_eq!(text(stories[1]), "A port");
    let links = all(&page, ".stories cite > a");
    assert_eq!(links[0].attr("href"), Some("https://example.org/a?b&c"));
    assert_eq!(links[1].attr("href"), Some("../a-port/"));
}

#[test]
fn authors_with_a_biography_or_a_contact_are_at_the_end() {
    let package = six_kinds_with(serde_json::json!({ "byline": [
        { "name": "Ann Lee", "biography": [{ "text": "Ann Lee " }, { "emphasis": [{ "text": "writes" }] }],
          "contact": "mailto:ann@example.org?subject=a" },
        { "name": "Desk", "kind": "organisation", "contact": "https://example.org/desk" },
        { "name": "Bo Lee" },
    ] }));
    let page = Html::parse_document(&render(&package));
    assert_eq!(text(one(&page, ".authors h2")), "About the authors");
    let about = all(&page, ".authors li");
    assert_eq!(about.len(), 2);
    assert_eq!(text(about[0]), "Ann Lee writes ann@example.org");
    assert_eq!(text(about[1]), "Desk. Contact");
    let organisations = all(&page, ".author[data-organisation]");
    assert_eq!(organisations.len(), 1);
    assert_eq!(text(organisations[0]), "Desk");
    assert!(all(&Html::parse_document(&six_kinds()), ".authors").is_empty());
}

#[test]
fn a_time_of_day_is_shown_with_its_zone() {
    let package = six_kinds_with(serde_json::json!({
        "published": "2026-11-23T14:30:00+05:00",
        "updated": "2026-11-23T14:31:00Z",
    }));
    let page = Html::parse_document(&render(&package));
    let times = all(&page, ".dates time");
    assert_eq!(times[0].attr("datetime"), Some("2026-11-23T14:30:00+05:00"));
    assert_eq!(text(times[0]), "23 November 2026, 14:30 UTC+5");
    assert_eq!(text(times[1]), "23 November 2026, 14:31 UTC");
}

/// If a page arrives in parts and one ends after a text node that is only white space, Chromium counts a layout shift.
#[test]
fn no_text_of_the_byline_and_dates_is_only_white_space() {
    let page = Html::parse_document(&six_kinds());
    let texts: Vec<&str> = one(&page, ".imprint").text().collect();
    assert!(texts.contains(&"Published "), "{texts:?}");
    let blank = texts.iter().filter(|text| text.trim().is_empty());
    assert_eq!(blank.count(), 0, "{texts:?}");
}

/// Returns a package in which the passage of the fact about the port is in a cell of a table.
fn table() -> String {
    let package = include_str!("fixtures/packages/six-kinds.json");
    let (start, rest) = package
        .split_once(r#"{ "paragraph": { "id": "p6""#)
        .unwrap();
    let (cell, end) = rest
        .split_once(r#"{ "strong": [{ "text": " Always." }] }] } },"#)
        .unwrap();
    let text = |id: &str, text: &str| {
        format!(r#"{{ "id": "{id}", "inlines": [{{ "text": "{text}" }}] }}"#)
    };
    format!(
        r#"{start}{{ "table": {{ "id": "ports", "caption": [{{ "text": "Ports <b>" }}],
        "columns": [{{ "header": {} }}, {{ "header": {} }}, {{ "header": {}, "align": "end" }}],
        "rows": [{{ "header": {}, "cells": [{{ "text": {{ "id": "p6"{cell}{{ "strong": [{{ "text": " Always." }}] }}] }} }}, "empty"] }}] }} }},
        {{ "pull-quote": {{ "text": "Three men died <i>", "by": "A. Clerk" }} }},{end}"#,
        text("c0", "Port"),
        text("c1", "Place"),
        text("c2", "Ships"),
        text("r1", "Old <port>"),
    )
}

#[test]
fn a_table_has_headers_and_a_passage_in_it_names_them() {
    let page = Html::parse_document(&render(&table()));
    let region = one(&page, "figure.table#table-ports > .table-region");
    assert_eq!(region.attr("tabindex"), Some("0"));
    let caption = one(&page, ".table caption");
    assert_eq!(region.attr("aria-labelledby"), caption.attr("id"));
    assert_eq!(text(caption), "Ports <b>");
    let headers: Vec<_> = all(&page, ".table th")
        .iter()
        .map(|header| (header.attr("scope"), header.attr("id"), text(*header)))
        .collect();
    let header = |scope, id, text: &str| (Some(scope), Some(id), text.to_owned());
    assert_eq!(
        headers,
        [
            header("col", "text-c0", "Port"),
            header("col", "text-c1", "Place"),
            header("col", "text-c2", "Ships"),
            header("row", "text-r1", "Old <port>"),
        ]
    );
    let cells = all(&page, ".table td");
    assert_eq!(prose(cells[0]), "The port lies in the north. Always.");
    assert_eq!(cells[1].attr("class"), Some("end"));
    assert_eq!(cells[1].attr("id"), None);
    assert_eq!(
        one(&page, ".table td .evidence").attr("id"),
        Some("evidence-place-1")
    );
    assert_eq!(
        text(one(&page, "#fact-place .passage blockquote")),
        "Old <port>, Place: The port lies in the north."
    );
}

#[test]
fn only_a_page_with_files_links_to_the_csv_file_of_a_table() {
    let page = Html::parse_document(&render(&table()));
    assert!(all(&page, ".table-file").is_empty());
    for (files, expected) in [("", "table-ports.csv"), ("a/", "a/table-ports.csv")] {
        let page = Html::parse_document(&render_with(&table(), &[], Some(files)));
        assert_eq!(one(&page, ".table-file a").attr("href"), Some(expected));
    }
}

#[test]
fn a_pull_quote_is_hidden_from_screen_readers_and_has_no_id() {
    let page = Html::parse_document(&render(&table()));
    let quote = one(&page, ".pull-quote");
    assert_eq!(quote.attr("aria-hidden"), Some("true"));
    assert_eq!(text(quote), "Three men died <i>A. Clerk");
    assert!(all(&page, ".pull-quote [id], .pull-quote a").is_empty());
}
