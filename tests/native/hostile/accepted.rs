//! A site of all accepted hostile articles and sites with each accepted `site.toml`: their pages and machine-readable
//! files.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use roxmltree::Document;
use scraper::Html;
use serde_json::Value;
use sidelight_compiler::{BaseUrl, Footer, Memory, SiteInfo, read};
use sidelight_model::{Article, Inline};
use sidelight_site::Entry;
use sidelight_site::metadata::site_documents;
use sidelight_text::{FactRow, facts_csv};
use tempfile::TempDir;

use super::page::{alarms, squeezed, words};
use super::{ARTICLES, accepted, none};
use crate::hostile_cases::{good, group};
use crate::site::{all_files, build_with};

/// Files with rules for servers.
const RULES: [&str; 3] = ["_headers", ".sidelight/nginx.conf", ".sidelight/Caddyfile"];

struct Built(TempDir);

impl Built {
    fn new(sources: &Memory, info: &SiteInfo) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let built = build_with(sources, &folder.path().join("out"), info, false);
        assert!(built.published.is_some(), "{}", built.report.render(false));
        Self(folder)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("out").join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns the paths of its files with this ending.
    fn ending(&self, ending: &str) -> Vec<String> {
        let mut paths = all_files(&self.path(""));
        paths.retain(|path| path.ends_with(ending));
        paths
    }

    fn alarms(&self) -> Vec<String> {
        let pages = self.ending(".html");
        pages
            .iter()
            .flat_map(|path| alarms(path, &self.text(path)))
            .collect()
    }

    /// Returns the alarms except those about policies. With a base URL, the policies differ from those of good pages
    /// without one.
    fn alarms_but_policies(&self) -> Vec<String> {
        let mut alarms = self.alarms();
        alarms.retain(|alarm| !alarm.contains("the script or policy"));
        alarms
    }
}

fn all() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cases = accepted(&ARTICLES);
        let memory = cases
            .iter()
            .fold(Memory::default(), |memory, case| case.put_into(memory));
        Built::new(&memory, &SiteInfo::default())
    })
}

#[test]
fn their_pages_hold_nothing_but_what_good_pages_hold() {
    none(all().alarms());
}

#[test]
fn what_they_attack_with_is_shown_as_text() {
    let mut wrong = Vec::new();
    for case in accepted(&ARTICLES) {
        let shown = words(&all().text(&format!("{}/index.html", case.slug)));
        for line in case.lines("shown") {
            if !shown.contains(&squeezed(line)) {
                wrong.push(format!("{}: `{line}` isn't in {shown}", case.slug));
            }
        }
    }
    none(wrong);
}

#[test]
fn rules_for_servers_are_those_of_a_good_site() {
    let good = Built::new(&good().put_into(Memory::default()), &SiteInfo::default());
    for rules in RULES {
        assert_eq!(all().text(rules), good.text(rules));
    }
}

/// Articles whose machine-readable files are generated and parsed. Only a few, because their share images take time.
const FOR_MACHINES: [&str; 4] = [
    "article-headline-ends-title",
    "article-byline-markup",
    "facts-person-markup",
    "facts-statement-markup",
];

#[test]
fn files_for_machines_are_well_formed() {
    let cases = accepted(&ARTICLES);
    let chosen = cases
        .iter()
        .filter(|case| FOR_MACHINES.contains(&&*case.slug));
    let memory = chosen.fold(Memory::default(), |memory, case| case.put_into(memory));
    let built = Built::new(&memory, &with_base_url());
    none(built.alarms_but_policies());
    check_machine_files(&built, FOR_MACHINES.len());
    // The documents of the whole site are checked with all articles.
    let entries: Vec<Entry> = cases
        .iter()
        .map(|case| {
            read(&case.put_into(Memory::default()), &case.slug)
                .0
                .unwrap()
        })
        .map(|article| Entry::from(&article))
        .collect();
    for file in site_documents(&entries, &with_base_url()) {
        let xml = String::from_utf8(file.content).unwrap();
        let document = Document::parse(&xml).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        assert_eq!(elements(&document, "script"), 0);
    }
}

fn with_base_url() -> SiteInfo {
    SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org/news").unwrap()),
        ..SiteInfo::default()
    }
}

fn elements(document: &Document<'_>, name: &str) -> usize {
    document
        .descendants()
        .filter(|node| node.tag_name().name() == name)
        .count()
}

/// Parses all machine-readable files; `count` is the number of articles.
fn check_machine_files(built: &Built, count: usize) {
    let feed = built.text("feed.xml");
    let feed = Document::parse(&feed).unwrap();
    assert_eq!(elements(&feed, "entry"), count);
    assert_eq!(elements(&feed, "script"), 0);
    let map = built.text("sitemap.xml");
    let map = Document::parse(&map).unwrap();
    assert_eq!(elements(&map, "url"), count + usize::from(count > 1));
    for path in built.ending(".json") {
        let json: Value = serde_json::from_str(&built.text(&path)).unwrap();
        if path.ends_with("oembed.json") {
            let html = json["html"].as_str().unwrap();
            let fragment = Html::parse_fragment(html);
            for element in fragment.select(&scraper::Selector::parse("*").unwrap()) {
                let name = element.value().name();
                let known = ["html", "iframe", "blockquote", "p", "a", "cite"];
                assert!(known.contains(&name), "{path}: {html}");
                assert!(
                    element
                        .value()
                        .attrs()
                        .all(|(name, _)| !name.starts_with("on")),
                    "{path}: {html}"
                );
            }
        }
        if path.ends_with("article.json") {
            Article::from_json(&built.text(&path)).unwrap();
        }
    }
}

#[test]
fn every_accepted_site_file_makes_good_pages() {
    let cases = group("site");
    let policies = |built: &Built| -> BTreeSet<String> {
        let pages = built.ending(".html");
        pages
            .iter()
            .filter_map(|path| {
                let html = built.text(path);
                let policy = html.split("Content-Security-Policy\" content=\"").nth(1)?;
                Some(policy.split('"').next()?.to_owned())
            })
            .collect()
    };
    let memory = good().put_into(Memory::default());
    // The style of a footer is the same, whatever is in it.
    let with_footer = |info| SiteInfo {
        footer: Footer {
            imprint: vec![Inline::Text("A".into())],
            ..Footer::default()
        },
        ..info
    };
    let known: Vec<_> = [SiteInfo::default(), with_base_url()]
        .into_iter()
        .flat_map(|info| [info.clone(), with_footer(info)])
        .map(|info| policies(&Built::new(&memory, &info)))
        .collect();
    for case in cases.iter().filter(|case| case.is_accepted()) {
        let file = case.section("site.toml").unwrap();
        let sources = memory.clone().with("", "site.toml", file);
        let (info, report) = SiteInfo::read(&sources);
        assert_eq!(report.errors(), 0, "{}", case.slug);
        let built = Built::new(&memory, &info);
        assert!(
            known.contains(&policies(&built)),
            "{}: {:?}",
            case.slug,
            policies(&built)
        );
        none(built.alarms_but_policies());
        if info.base_url.is_some() {
            check_machine_files(&built, 1);
        }
    }
}

#[test]
fn no_cell_of_a_table_of_facts_is_a_formula() {
    let mut wrong = Vec::new();
    for case in accepted(&["article", "facts"]) {
        let (article, _) = read(&case.put_into(Memory::default()), &case.slug);
        let article = article.unwrap();
        let rows: Vec<FactRow> = article
            .boxes
            .iter()
            .flat_map(|fact_box| fact_box.facts.iter().map(move |fact| (fact_box, fact)))
            .map(|(fact_box, fact)| FactRow {
                number: "1".into(),
                title: fact_box.title.clone(),
                statement: fact.statement.clone(),
                label: fact.label.clone().unwrap_or_default(),
                quantity: fact
                    .quantity
                    .as_ref()
                    .map(|quantity| format!("exact 1 {}", quantity.unit))
                    .or_else(|| Some(format!("exact 1 {}", fact.figure.as_ref()?.unit_text())))
                    .unwrap_or_default(),
                before: String::new(),
                points: String::new(),
                date: String::new(),
                by: fact.attribution.by.clone().unwrap_or_default(),
                source: article
                    .source_of(fact)
                    .map_or_else(String::new, |source| source.name().to_owned()),
                role: fact.attribution.role.clone().unwrap_or_default(),
                as_of: fact.as_of.to_string(),
                passages: fact.evidence.iter().map(|e| e.exact.clone()).collect(),
                url: format!("https://example.org/{}", fact.id),
                from: String::new(),
            })
            .collect();
        let csv = facts_csv(&rows);
        for cell in cells(&csv) {
            let text = cell.trim_matches('"').trim_start();
            let begins = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            let parts = !cell.starts_with('"') && cell.contains([';', '\t']);
            if begins || parts {
                wrong.push(format!("{}: {cell}", case.slug));
            }
        }
    }
    none(wrong);
}

/// Returns the cells of a CSV table as they are written, including quotation marks.
fn cells(csv: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in csv.trim_start_matches('\u{feff}').chars() {
        is_quoted ^= c == '"';
        match c {
            ',' | '\n' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}
