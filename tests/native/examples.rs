//! The example articles in `tests/fixtures/articles`, built together as one site.

use std::collections::BTreeSet;

use feed_rs::parser;
use scraper::Html;
use serde_json::{Value, json};
use sidelight_compiler::{BaseUrl, Folder, SiteInfo, read_all};
use sidelight_model::{Article, BoxKind};

use crate::building::published;
use crate::metadata::select;
use crate::site::{build_with, compiled};

/// The folder of the example articles.
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/articles");
const BASE: &str = "https://example.org/news/";
/// The `article.md` and the `facts.toml` of the starter.
const STARTER: (&str, &str) = (
    include_str!("../../assets/starter/article.md"),
    include_str!("../../assets/starter/facts.toml"),
);
/// Each example with the kinds of its boxes, in the order of the text.
const KINDS: [(&str, &[BoxKind]); 4] = [
    (
        "election-night",
        &[
            BoxKind::People,
            BoxKind::Votes,
            BoxKind::Claims,
            BoxKind::Sentences,
            BoxKind::Questions,
            BoxKind::Timeline,
        ],
    ),
    (
        "flood",
        &[
            BoxKind::Casualties,
            BoxKind::Places,
            BoxKind::Timeline,
            BoxKind::Demands,
            BoxKind::People,
        ],
    ),
    (
        "harbour-sale",
        &[
            BoxKind::Figures,
            BoxKind::Votes,
            BoxKind::Claims,
            BoxKind::Timeline,
        ],
    ),
    (
        "town-budget",
        &[
            BoxKind::Votes,
            BoxKind::Figures,
            BoxKind::Questions,
            BoxKind::Glossary,
            BoxKind::Claims,
            BoxKind::Timeline,
        ],
    ),
];

/// Compiles the examples, which must have neither errors nor warnings.
pub(crate) fn all() -> Vec<Article> {
    let compiled = read_all(&Folder::new(EXAMPLES));
    assert_eq!(compiled.report.render(false), "");
    compiled.articles
}

fn example(slug: &str) -> Article {
    let mut all = all();
    let at = all.iter().position(|article| article.slug.as_str() == slug);
    all.swap_remove(at.unwrap())
}

/// The built site of the examples.
struct Examples(tempfile::TempDir);

impl Examples {
    fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sources = Folder::new(EXAMPLES);
        let (info, report) = SiteInfo::read(&sources);
        assert_eq!(report.render(false), "");
        let info = SiteInfo {
            base_url: Some(BaseUrl::new(BASE).unwrap()),
            ..info
        };
        let built = build_with(&sources, folder.path(), &info, false);
        assert_eq!(built.report.render(false), "");
        assert_eq!(published(built).built, KINDS.len());
        Self(folder)
    }

    fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn page(&self, path: &str) -> Html {
        Html::parse_document(&self.text(path))
    }
}

#[test]
fn between_them_the_examples_have_boxes_of_every_kind() {
    let articles = all();
    let kinds: Vec<(&str, Vec<BoxKind>)> = articles
        .iter()
        .map(|article| {
            let kinds = article.boxes.iter().map(|fact_box| fact_box.kind).collect();
            (article.slug.as_str(), kinds)
        })
        .collect();
    let expected = KINDS.map(|(slug, kinds)| (slug, kinds.to_vec()));
    assert_eq!(kinds, expected);
    // The starter has a box of every kind. Its author has to correct the day of publication.
    let starter = STARTER
        .0
        .replace("published = 2000-01-01", "published = 2024-10-02");
    let starter = compiled("starter", &starter, STARTER.1);
    let missing: Vec<BoxKind> = starter
        .boxes
        .iter()
        .map(|fact_box| fact_box.kind)
        .filter(|kind| !kinds.iter().any(|(_, kinds)| kinds.contains(kind)))
        .collect();
    assert_eq!(missing, []);
}

#[test]
fn an_examples_page_has_its_boxes_facts_and_charts() {
    let site = Examples::build();
    for article in all() {
        let slug = &article.slug;
        let page = site.page(&format!("{slug}/index.html"));
        assert_eq!(select(&page, "[data-box]").len(), article.boxes.len());
        for fact_box in &article.boxes {
            let id = &fact_box.id;
            for fact in &fact_box.facts {
                let found = select(&page, &format!("#box-{id} #fact-{}", fact.id));
                assert_eq!(found.len(), 1, "{slug}: {}", fact.id);
                for evidence in &fact.evidence {
                    let link = format!("a[href='#evidence-{}']", evidence.id);
                    assert!(!select(&page, &link).is_empty(), "{slug}: {link}");
                }
            }
            let charts = select(&page, &format!("#box-{id} figure.chart svg"));
            let has_chart = matches!(
                fact_box.kind,
                BoxKind::Votes
                    | BoxKind::Casualties
                    | BoxKind::Sentences
                    | BoxKind::Demands
                    | BoxKind::Places
                    | BoxKind::Timeline
            ) || fact_box.facts.iter().any(|fact| {
                let figure = fact.figure.as_ref();
                figure.is_some_and(|figure| figure.before.is_some() || !figure.points.is_empty())
            });
            assert_eq!(!charts.is_empty(), has_chart, "{slug}: {id}");
            let own = site.page(&format!("{slug}/{id}/index.html"));
            assert_eq!(select(&own, "[data-box]").len(), 1, "{slug}: {id}");
        }
        let pictures = select(&page, "#text figure img").len();
        assert_eq!(pictures, article.figures().count(), "{slug}");
        assert_eq!(select(&page, ".authors li").len(), 1, "{slug}");
    }
}

#[test]
fn the_examples_show_what_an_article_may_have() {
    let election = example("election-night");
    assert!(election.published.has_time());
    let flood = example("flood");
    assert_eq!(flood.corrections.len(), 1);
    let disputes = flood.boxes.iter().map(|fact_box| fact_box.disputes.len());
    assert_eq!(disputes.sum::<usize>(), 1);
    for article in all() {
        assert!(article.sources.len() > 2, "{}", article.slug);
        assert!(!article.related.is_empty(), "{}", article.slug);
        assert!(!article.topics.is_empty(), "{}", article.slug);
    }
}

#[test]
fn a_table_of_an_example_is_on_its_page_and_in_a_file() {
    let site = Examples::build();
    for (slug, id, rows) in [
        ("election-night", "seats", 4),
        ("town-budget", "departments", 8),
    ] {
        let page = site.page(&format!("{slug}/index.html"));
        assert_eq!(select(&page, "#text table tr").len(), rows, "{slug}");
        assert_eq!(select(&page, "#text .pull-quote").len(), 1, "{slug}");
        let file = site.text(&format!("{slug}/table-{id}.csv"));
        assert_eq!(file.lines().count(), rows, "{slug}");
        let link = format!("a[href='table-{id}.csv']");
        assert_eq!(select(&page, &link).len(), 1, "{slug}");
    }
}

#[test]
fn the_examples_are_listed_by_front_page_topics_feed_and_sitemap() {
    let site = Examples::build();
    let articles = all();
    let front = site.page("index.html");
    let feed = parser::parse(site.text("feed.xml").as_bytes()).unwrap();
    let sitemap = site.text("sitemap.xml");
    assert_eq!(feed.entries.len(), articles.len());
    let mut topics = BTreeSet::new();
    for article in &articles {
        let slug = &article.slug;
        let url = format!("{BASE}{slug}/");
        assert_eq!(select(&front, &format!("a[href='{slug}/']")).len(), 1);
        assert!(feed.entries.iter().any(|entry| entry.links[0].href == url));
        assert!(sitemap.contains(&format!("<loc>{url}</loc>")), "{url}");
        // The topics' pages list the article, and the article links to them.
        let page = site.page(&format!("{slug}/index.html"));
        let links = select(&page, "a[href^='../topics/']");
        assert_eq!(links.len(), article.topics.len(), "{slug}");
        for link in links {
            let path = link.attr("href").unwrap().trim_start_matches("../");
            let topic = site.page(&format!("{path}index.html"));
            assert_eq!(select(&topic, &format!("a[href='../../{slug}/']")).len(), 1);
            topics.insert(path.to_owned());
        }
    }
    for path in topics {
        assert!(sitemap.contains(&format!("{BASE}{path}")), "{path}");
    }
}

#[test]
fn every_fact_of_the_examples_is_a_claim_and_an_annotation() {
    let site = Examples::build();
    for article in all() {
        let slug = &article.slug;
        let page = site.page(&format!("{slug}/index.html"));
        let script = &select(&page, "script[type='application/ld+json']")[0];
        let data: Value = serde_json::from_str(&script.text().collect::<String>()).unwrap();
        let annotations: Value =
            serde_json::from_str(&site.text(&format!("{slug}/annotations.json"))).unwrap();
        let facts: usize = article
            .boxes
            .iter()
            .map(|fact_box| fact_box.facts.len())
            .sum();
        assert_eq!(data["@graph"].as_array().unwrap().len(), facts + 1);
        for story in data["@graph"][0]["citation"].as_array().unwrap() {
            let url = story["url"].as_str().unwrap();
            assert!(url.starts_with("https://example.org/"), "{slug}: {url}");
        }
        let items = annotations["first"]["items"].as_array().unwrap();
        assert_eq!(items.len(), facts, "{slug}");
        let json = site.text(&format!("{slug}/article.json"));
        assert_eq!(Article::from_json(&json).unwrap(), article);
    }
}

#[test]
fn claims_say_what_they_are_about() {
    let page = Examples::build().page("town-budget/index.html");
    let script = &select(&page, "script[type='application/ld+json']")[0];
    let data: Value = serde_json::from_str(&script.text().collect::<String>()).unwrap();
    let claims = data["@graph"].as_array().unwrap();
    let id = |fact: &str| format!("{BASE}town-budget/#fact-{fact}");
    for (fact, expected) in [
        ("budget-members", Value::Null),
        (
            "question-staff",
            json!({ "@type": "Question", "name": "Will librarians lose their work?" }),
        ),
        (
            "term-reserve",
            json!({ "@type": "DefinedTerm", "name": "reserve" }),
        ),
        ("finding-tax", json!({ "@id": id("claim-tax") })),
        (
            "figure-reserve",
            json!({ "@type": "MonetaryAmount", "value": "900000", "currency": "EUR" }),
        ),
    ] {
        let claim = claims.iter().find(|claim| claim["@id"] == id(fact));
        assert_eq!(claim.unwrap()["about"], expected, "{fact}");
    }
}
