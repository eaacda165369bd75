//! Timelines, people and places, as compiled.

use std::collections::HashMap;
use std::rc::Rc;

use scraper::Selector;
use serde_json::{Value, json};
use sidelight_model::{
    Article, Aspect, Block, BoxKind, FactBox, Inline, Link, Map, PartialDate, plain_text,
};
use sidelight_site::render;
use sidelight_text::fold;

use crate::site;

const SIX_KINDS: &str = include_str!("../fixtures/packages/six-kinds.json");

fn bundled() -> Article {
    site::bundled().remove(0)
}

fn of_kind(article: &Article, kind: BoxKind) -> &FactBox {
    article.boxes.iter().find(|b| b.kind == kind).unwrap()
}

/// Returns the body's links to facts, each as the fact's id and the link's text.
fn mentions(article: &Article) -> Vec<(String, String)> {
    fn find<'a>(inlines: &'a [Inline], links: &mut Vec<&'a Link>) {
        for inline in inlines {
            if let Inline::Link(link) = inline {
                links.push(link);
            }
            find(inline.children(), links);
        }
    }
    let mut links = Vec::new();
    for text in article.body.iter().flat_map(Block::texts) {
        find(&text.inlines, &mut links);
    }
    links
        .into_iter()
        .filter_map(|link| {
            let fact = link.href.as_str().strip_prefix("#fact-")?;
            Some((fact.to_owned(), plain_text(&link.inlines)))
        })
        .collect()
}

/// Compiles an article with this text and these people. A person is an id and a name.
fn with_people(head: &str, text: &str, quote: &str, people: &[(&str, &str)]) -> Article {
    let article = format!(
        "+++\nheadline = \"Of Alga\"\nstandfirst = \"Alga.\"\npublished = 2026-11-23\nas-of = 2012-06-13\n\
         byline = [{{ name = \"Sidelight\" }}]\nsource = [{{ id = \"iwpr\", title = \"A report\" }}]\n{head}+++\n\n{text}\n\n::box{{#people}}\n"
    );
    let mut facts =
        "[[box]]\nid = \"people\"\nkind = \"people\"\ntitle = \"People\"\ngist = \"Some.\"\n"
            .to_owned();
    for (id, name) in people {
        facts += &format!(
            "\n[[box.fact]]\nid = \"{id}\"\naspect = \"organisation\"\nentity = {{ name = \"{name}\" }}\n\
             statement = \"It is there.\"\nby = \"The report\"\nevidence = [\"{quote}\"]\n"
        );
        if !quote.contains(name) {
            facts += &format!("unquoted = [\"{name}\"]\n");
        }
    }
    site::compiled("one", &article, &facts)
}

#[track_caller]
fn check_mentions(head: &str, text: &str, people: &[(&str, &str)], expected: &[(&str, &str)]) {
    let article = with_people(
        head,
        &format!("Here it begins.\n\n{text}"),
        "Here it begins",
        people,
    );
    let found = mentions(&article);
    let found: Vec<(&str, &str)> = found.iter().map(|(f, n)| (&**f, &**n)).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn the_first_mention_of_everyone_named_is_a_link() {
    let alga = &[("alga", "Alga")][..];
    check_mentions("", "Alga and Alga.", alga, &[("alga", "Alga")]);
    check_mentions("", "## Alga\n\n*Alga* there.", alga, &[("alga", "Alga")]);
    check_mentions("", "- none\n- of Alga", alga, &[("alga", "Alga")]);
    check_mentions("", "> Alga’s", alga, &[("alga", "Alga")]);
    check_mentions("", "Algae, the non-Alga, alga.", alga, &[]);
    check_mentions(
        "",
        "[The Alga site](https://example.org), Alga.",
        alga,
        &[("alga", "Alga")],
    );
    check_mentions("", "Alga, and [it](#fact-alga).", alga, &[("alga", "it")]);
    check_mentions(
        "",
        "The Alga Club and Alga.",
        &[("alga", "Alga"), ("club", "Alga Club")],
        &[("club", "Alga Club"), ("alga", "Alga")],
    );
    let aliases =
        "alias = [{ name = \"Vladimir Kozlov\", spellings = [\"Козлов\", \"V. Kozlov\"] }]\n";
    let kozlov = &[("kozlov", "Vladimir Kozlov")];
    check_mentions(
        aliases,
        "Kozlov, V. Kozlov.",
        kozlov,
        &[("kozlov", "V. Kozlov")],
    );
    check_mentions(aliases, "«Козлов».", kozlov, &[("kozlov", "Козлов")]);
    check_mentions("", "Kozlov alone.", kozlov, &[]);
}

#[test]
fn a_mention_across_the_edge_of_a_passage_breaks_nothing() {
    let article = with_people(
        "",
        "It was Alga Club then.",
        "was Alga",
        &[("club", "Alga Club")],
    );
    article.check().unwrap();
    assert_eq!(
        mentions(&article),
        [("club".to_owned(), "Alga Club".to_owned())]
    );
    let text = &article.body[0].texts()[0];
    assert_eq!(text.plain_text(), "It was Alga Club then.");
}

#[test]
fn all_people_of_the_bundled_article_are_linked_once_by_their_names() {
    let article = bundled();
    let mut found: HashMap<String, String> = HashMap::new();
    for (fact, text) in mentions(&article) {
        assert!(found.insert(fact, text).is_none());
    }
    for fact in &of_kind(&article, BoxKind::People).facts {
        let (Aspect::Person(entity) | Aspect::Organisation(entity)) = &fact.aspect else {
            // The dispute.
            assert_eq!(fact.aspect, Aspect::Account);
            continue;
        };
        let mention = &found[fact.id.as_str()];
        assert_eq!(fold(mention), fold(&entity.name));
    }
}

#[test]
fn all_places_of_the_bundled_article_are_linked_once_by_their_names() {
    let article = bundled();
    let found = mentions(&article);
    for fact in &of_kind(&article, BoxKind::Places).facts {
        let of_place: Vec<&str> = found
            .iter()
            .filter(|(id, _)| *id == fact.id.as_str())
            .map(|(_, text)| &**text)
            .collect();
        // One fact is about the whole country, and has no name.
        assert_eq!(of_place, fact.name().into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn names_know_the_facts_of_other_boxes_that_name_them() {
    let article = bundled();
    let named_in = |id: &str| -> Vec<&str> {
        let mut facts = article.boxes.iter().flat_map(|fact_box| &fact_box.facts);
        let fact = facts.find(|fact| fact.id.as_str() == id).unwrap();
        fact.named_in.iter().map(|id| id.as_str()).collect()
    };
    assert_eq!(
        named_in("place-shetpe"),
        ["shetpe-killed", "shetpe-convicted"]
    );
    // The name has another spelling, and is in the passage instead of the statement.
    assert!(named_in("who-toregojina").contains(&"event-arrests"));
    // The name's own box doesn't count, and neither does the name as a part of a longer one.
    for place in ["place-janaozen", "place-almaty"] {
        assert!(!named_in(place).is_empty());
        assert!(named_in(place).iter().all(|id| !id.starts_with("place-")));
    }
    assert!(!named_in("place-almaty").contains(&"who-club"));
}

#[test]
fn only_what_lies_after_the_day_of_the_report_is_planned() {
    let article = bundled();
    let events = &of_kind(&article, BoxKind::Timeline).facts;
    let planned: Vec<&str> = events
        .iter()
        .filter(|fact| fact.is_planned())
        .map(|fact| fact.id.as_str())
        .collect();
    assert_eq!(planned, ["event-anniversary"]);
    let dates: Vec<PartialDate> = events
        .iter()
        .filter_map(|fact| match fact.aspect {
            Aspect::Event(date) => Some(date),
            _ => None,
        })
        .collect();
    assert_eq!(dates.first().unwrap().to_string(), "2011-12-16");
    assert!(!dates.windows(2).any(|two| two[1].is_before(two[0])));
}

#[test]
fn the_bundled_map_is_small_and_its_places_are_where_they_are() {
    let article = bundled();
    let map = of_kind(&article, BoxKind::Places).map.as_ref().unwrap();
    assert!(map.outline.len() < 5_000, "{}", map.outline.len());
    let at = |name: &str| {
        let id = format!("place-{name}");
        let point = map.points.iter().find(|p| p.fact.as_str() == id).unwrap();
        assert!(point.label.is_some(), "{name} has room for its name");
        (point.x, point.y)
    };
    let (janaozen, shetpe, almaty, astana) =
        (at("janaozen"), at("shetpe"), at("almaty"), at("astana"));
    assert!(shetpe.0 < janaozen.0 && shetpe.1 < janaozen.1);
    assert!(janaozen.0 < astana.0 && astana.0 < almaty.0);
    assert!(astana.1 < shetpe.1);
    // The great-circle distance is 1,941 km.
    let km = (janaozen.0 - almaty.0).hypot(janaozen.1 - almaty.1) * map.scale;
    assert!((km - 1941.0).abs() < 25.0, "{km}");
}

#[test]
fn a_faulty_map_is_refused_with_its_place() {
    let places = |package: &Value| -> usize {
        let boxes = package["boxes"].as_array().unwrap();
        boxes.iter().position(|b| b["kind"] == "places").unwrap()
    };
    for (pointer, value, path, reason) in [
        ("map/width", json!(0), "map.width", "between 1 and 2,000"),
        (
            "map/height",
            json!(1e9),
            "map.height",
            "between 1 and 2,000",
        ),
        ("map/scale", json!(0), "map.scale", "greater than 0"),
        (
            "map/outline",
            json!("M0 0\"/><script>"),
            "map.outline",
            "path data",
        ),
        (
            "map/outline",
            json!("M0 0url(x)"),
            "map.outline",
            "path data",
        ),
        (
            "map/outline",
            json!("1 ".repeat(Map::MAX_OUTLINE)),
            "map.outline",
            "32,768",
        ),
        (
            "map/points/0/fact",
            json!("killed"),
            "map.points[0].fact",
            "no place `killed`",
        ),
        (
            "map/points/0/x",
            json!(-1),
            "map.points[0]",
            "outside the map",
        ),
        (
            "map/points/0/y",
            json!(201),
            "map.points[0]",
            "outside the map",
        ),
        (
            "map/points/0/label",
            json!("behind"),
            "map.points[0].label",
            "unknown",
        ),
        ("facts/0/label", json!(" "), "facts[0].label", "empty"),
        ("kind", json!("people"), "facts[0].aspect", "kind"),
    ] {
        let mut package: Value = serde_json::from_str(SIX_KINDS).unwrap();
        let number = places(&package);
        *package
            .pointer_mut(&format!("/boxes/{number}/{pointer}"))
            .unwrap() = value;
        let error = Article::from_json(&package.to_string()).unwrap_err();
        assert_eq!(error.path, format!("boxes[{number}].{path}"));
        assert!(error.reason.contains(reason), "{}", error.reason);
    }
    let mut package: Value = serde_json::from_str(SIX_KINDS).unwrap();
    let map = package["boxes"][places(&package)]["map"].clone();
    package["boxes"][0]["map"] = map;
    let error = Article::from_json(&package.to_string()).unwrap_err();
    assert_eq!(error.path, "boxes[0].map");
}

/// An article with two sources, a dispute, and facts with all that a fact may state about its origin.
const TWO_SOURCES: &str = "+++
headline = \"The pool\"
standfirst = \"It stays open.\"
published = 2026-11-23
as-of = 2026-11-20
byline = [{ name = \"Sidelight\" }]
source = [
    { id = \"minutes\", title = \"Minutes of the council\", date = 2026-11-19 },
    { id = \"club\", short-name = \"the club\", title = \"Figures\" },
]
default-source = \"minutes\"
+++

On 10 March 2026 a court sent 3 swimmers to prison for two years. The mayor denied it. The club counted 80 children.

::box{#pool}
";

const ORIGINS: &str = "[[box]]
id = \"pool\"
kind = \"sentences\"
title = \"The pool\"
gist = \"Some went to prison.\"
[[box.fact]]
id = \"imprisoned\"
aspect = \"imprisoned\"
statement = \"Three went to prison.\"
quantity = { exact = 3, unit = \"people\" }
term = { exact = 2, unit = \"years\" }
date = 2026-03-10
evidence = [\"On 10 March 2026 a court sent 3 swimmers to prison for two years\"]
[[box.fact]]
id = \"children\"
aspect = \"context\"
statement = \"There were 80 children.\"
source = \"club\"
as-of = 2026-11-01
evidence = [\"The club counted 80 children\"]
[[box.fact]]
id = \"denial\"
aspect = \"account\"
statement = \"Nobody did.\"
by = \"The mayor\"
evidence = [\"The mayor denied it\"]
[[box.fact]]
id = \"count\"
aspect = \"account\"
statement = \"Somebody did.\"
by = \"The club\"
source = \"club\"
evidence = [\"The club counted\"]
[[box.dispute]]
about = \"Who swam\"
[[box.dispute.version]]
holder = \"The mayor\"
facts = [\"denial\"]
[[box.dispute.version]]
holder = \"The club\"
facts = [\"count\"]
";

#[test]
fn each_fact_of_several_sources_names_and_links_its_own() {
    let article = Rc::new(site::compiled("one", TWO_SOURCES, ORIGINS));
    let html = scraper::Html::parse_document(&render(&article).unwrap());
    let all = |selector: &str| -> Vec<String> {
        html.select(&Selector::parse(selector).unwrap())
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    };
    let said = |fact: &str| all(&format!("#fact-{fact} .attribution"));
    assert!(said("imprisoned").is_empty(), "the box names its source");
    assert_eq!(
        said("children"),
        ["Source: the club as of 1 November 2026"],
        "the brackets come from the style sheet"
    );
    assert_eq!(said("denial"), ["Source: The mayor"]);
    assert_eq!(
        all(".default-source"),
        ["Source: Minutes of the council, 19 November 2026, unless stated"]
    );
    assert_eq!(
        all("#fact-children .source[href='#source-club']"),
        ["the club"]
    );
    assert_eq!(all("li#source-club cite"), ["Figures"]);
    assert_eq!(all("#fact-imprisoned .lead"), ["3 imprisoned, 2 years"]);
    assert_eq!(
        all("#fact-imprisoned[data-quantity='exact 3 people'][data-date='2026-03-10'] .about"),
        ["10 March 2026"]
    );
    assert_eq!(all(".box > .flag"), ["Disputed: Who swam"]);
}

#[test]
fn a_version_of_a_dispute_names_its_holder_once() {
    let one = TWO_SOURCES
        .replace(", date = 2026-11-19 },\n", " }]\n")
        .replace(
            "    { id = \"club\", short-name = \"the club\", title = \"Figures\" },\n]\n",
            "",
        )
        .replace("default-source = \"minutes\"\n", "");
    let facts = ORIGINS.replace("source = \"club\"\n", "");
    let html = render(&Rc::new(site::compiled("one", &one, &facts))).unwrap();
    let html = scraper::Html::parse_document(&html);
    let shown = Selector::parse(".version .attribution:not([hidden])").unwrap();
    assert_eq!(html.select(&shown).count(), 0);
    let hidden = Selector::parse(".version .attribution[hidden] .by").unwrap();
    assert_eq!(html.select(&hidden).count(), 2, "tables still have it");
}
