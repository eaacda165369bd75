//! Passages in documents of sources: the page of the article, that of a box, the page of sources, and metadata. The package has
//! a document of each kind: a published PDF, a saved page with its passages, a recording, and a report of which nothing is published.

use std::rc::Rc;

use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use sidelight_compiler::schema::Document;
use sidelight_compiler::{BaseUrl, SiteInfo};
use sidelight_model::{Article, BoxId};
use sidelight_site::{Place, metadata, render, render_box, render_sources};

use crate::metadata::select;

const PACKAGE: &str = include_str!("../fixtures/packages/documents.json");

const FILE: &str = "sources/ruling.pdf";

fn article() -> Rc<Article> {
    Rc::new(Article::from_json(PACKAGE).unwrap())
}

fn info() -> SiteInfo {
    SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org/news").unwrap()),
        ..SiteInfo::default()
    }
}

fn box_html() -> String {
    render_box(&article(), &BoxId::new("timeline").unwrap()).unwrap()
}

/// Returns the texts of all elements that match, with single spaces.
fn texts(html: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let found = select(&page, selector).into_iter().map(words);
    found.collect()
}

fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the values of an attribute of all elements that match, or `-` where it is missing.
fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let found = select(&page, selector).into_iter();
    found
        .map(|element| element.attr(name).unwrap_or("-").to_owned())
        .collect()
}

#[test]
fn the_schema_accepts_the_package() {
    let schema = Document::Package.schema();
    crate::metadata::valid(&schema, &serde_json::from_str(PACKAGE).unwrap());
}

#[test]
fn notes_on_paper_name_the_places_in_documents() {
    let html = render(&article()).unwrap();
    assert_eq!(
        texts(&html, ".notes li"),
        [
            "Timeline: March 2031 (District Court, Page 7; Ferry Company, Paragraph 4)",
            "Timeline: April 2031 (Ferry Company, Paragraph 2)",
            "Timeline: May 2031 (Hearing in the council, At 1:05)",
            "Timeline: June 2031 (City Auditors, Page 3)",
        ]
    );
}

#[test]
fn a_fact_shows_its_passages_in_documents() {
    let html = render(&article()).unwrap();
    assert_eq!(
        texts(&html, ".from .about"),
        [
            "Ruling on the ferry line · Page 7",
            "Notice of the last crossing · Paragraph 4",
            "Notice of the last crossing · Paragraph 2",
            "Hearing in the council · At 1:05",
            "Audit of the fleet · Page 3",
        ]
    );
    assert_eq!(
        texts(&html, ".from blockquote"),
        [
            "The line is to close on 31 March 2031",
            "as the court has ordered",
            "Our last boat leaves on 2 April",
            "… captain: We sailed in every weather, and nobody …",
        ]
    );
    assert_eq!(texts(&html, ".from mark"), ["We sailed in every weather"]);
    // Of the report, only the place is known.
    assert_eq!(
        attributes(&html, ".from .to-text", "href"),
        [
            "sources/ruling.pdf#page=7",
            "https://ferry.example/notice#:~:text=April%2C-,as%20the%20court%20has%20ordered,-last",
            "https://ferry.example/notice#:~:text=passengers%2C-,Our%20last%20boat%20leaves%20on%202%20April,-at",
            "sources/hearing.mp3#t=65.5,69",
        ]
    );
    assert_eq!(
        attributes(&html, ".fact", "data-from")[..2],
        [
            "Ruling on the ferry line, Page 7: The line is to close on 31 March 2031\n\
             Notice of the last crossing, Paragraph 4: as the court has ordered",
            "Notice of the last crossing, Paragraph 2: Our last boat leaves on 2 April",
        ]
    );
    // The passages of the article stay first and apart, because the table of facts lists them.
    assert_eq!(texts(&html, ".passage > blockquote").len(), 4);
    assert_eq!(
        attributes(&html, ".from audio", "src"),
        ["sources/hearing.mp3#t=65.5,69"]
    );
    assert_eq!(attributes(&html, ".from audio", "preload"), ["none"]);
    let page = Html::parse_document(&html);
    for link in attributes(&html, ".from cite a", "href") {
        assert_eq!(select(&page, &link).len(), 1, "{link}");
    }
}

#[test]
fn addresses_on_the_page_of_a_box_lead_to_the_folder_of_the_article() {
    let html = box_html();
    let links = attributes(&html, ".from .to-text", "href");
    assert_eq!(links[0], "../sources/ruling.pdf#page=7");
    assert!(links[1].starts_with("https://ferry.example/"), "{links:?}");
    assert_eq!(links[3], "../sources/hearing.mp3#t=65.5,69");
    assert_eq!(attributes(&html, ".from audio", "src"), [links[3].clone()]);
    assert_eq!(attributes(&html, ".from blockquote", "cite")[0], links[0]);
    assert_eq!(
        attributes(&html, ".from cite a", "href")[0],
        "../#source-ruling"
    );
}

#[test]
fn a_package_on_another_origin_loads_its_recording_from_there() {
    let mut article = Article::from_json(PACKAGE).unwrap();
    article.place_files("https://other.example/ferry/article.json");
    let html = render(&Rc::new(article)).unwrap();
    assert_eq!(
        attributes(&html, ".from audio", "src"),
        ["https://other.example/ferry/sources/hearing.mp3#t=65.5,69"]
    );
    assert_eq!(
        attributes(&html, ".from audio", "crossorigin"),
        ["anonymous"]
    );
}

#[test]
fn a_video_shows_its_transcript_as_captions() {
    let mut package: Value = serde_json::from_str(PACKAGE).unwrap();
    package["sources"][2]["document"]["recording"] = json!({ "video": "sources/hearing.mp4" });
    let article = Rc::new(Article::from_json(&package.to_string()).unwrap());
    let html = render(&article).unwrap();
    assert_eq!(
        attributes(&html, ".from video", "src"),
        ["sources/hearing.mp4#t=65.5,69"]
    );
    assert_eq!(
        attributes(&html, ".from track", "src"),
        ["sources/hearing.vtt"]
    );
    let timeline = BoxId::new("timeline").unwrap();
    let html = render_box(&article, &timeline).unwrap();
    assert_eq!(
        attributes(&html, ".from track", "src"),
        ["../sources/hearing.vtt"]
    );
    package["sources"][2]["document"]["file"] = json!("sources/hearing.srt");
    let article = Rc::new(Article::from_json(&package.to_string()).unwrap());
    assert_eq!(
        attributes(&render(&article).unwrap(), ".from track", "src").len(),
        0
    );
}

#[test]
fn the_page_of_sources_lists_every_document_and_its_facts() {
    let html = render_sources(&article()).unwrap();
    assert_eq!(attributes(&html, "header a", "href"), ["../"]);
    assert_eq!(
        texts(&html, "header p")[2],
        "Facts that quote a document: 4 of 4"
    );
    assert_eq!(
        attributes(&html, ".record", "id"),
        [
            "source-ruling",
            "source-notice",
            "source-hearing",
            "source-audit"
        ]
    );
    assert_eq!(
        texts(&html, "#source-ruling dl > div"),
        [
            "AuthorDistrict Court",
            "PublisherDistrict Court",
            "DateMarch 2031",
            "Addresshttps://court.example/rulings/7",
            "Retrieved20 March 2031",
            "Archived copyhttps://archive.example/court/ruling.pdf",
            "LicencePublic domain",
            "Documentruling.pdf (PDF, 12 pages, 341 KB)",
            &format!("SHA-256{}", "0a".repeat(32)),
            "Published hereThe whole document",
        ]
    );
    assert_eq!(
        texts(&html, "#source-audit dl > div"),
        [
            "PublisherCity Auditors",
            "Documentaudit.pdf (PDF, 40 pages, 1.3 MB)",
            &format!("SHA-256{}", "3d".repeat(32)),
            "Published hereNothing of the document",
        ]
    );
    assert_eq!(
        attributes(&html, ".download a", "href"),
        [
            format!("../{FILE}"),
            "../sources/hearing.vtt".into(),
            "../sources/hearing.mp3".into()
        ]
    );
    let facts = |id: &str| {
        attributes(
            &html,
            &format!("#source-{id} .record-facts > li > a"),
            "href",
        )
    };
    assert_eq!(facts("ruling"), ["../#fact-ruling"]);
    assert_eq!(facts("notice"), ["../#fact-ruling", "../#fact-notice"]);
    assert_eq!(texts(&html, "#source-audit .record-place"), ["Page 3"]);
    assert_eq!(
        texts(&html, "#source-hearing .record-place"),
        ["At 1:05 · Open at this place"]
    );
    let page = Html::parse_document(&html);
    let titles: Vec<String> = attributes(&html, "[aria-labelledby]", "aria-labelledby");
    for title in titles {
        assert_eq!(
            select(&page, &format!("[id='{title}']")).len(),
            1,
            "{title}"
        );
    }
}

/// Returns the targets of each annotation outside of the article's page.
fn document_targets() -> Vec<Vec<Value>> {
    let files = metadata::documents(&article(), &info(), &Place::of(&article()));
    let file = files
        .iter()
        .find(|file| file.path == "ferry/annotations.json")
        .unwrap();
    let collection: Value = serde_json::from_slice(&file.content).unwrap();
    crate::metadata::valid(crate::metadata::ANNOTATIONS, &collection);
    let items = collection["first"]["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let targets = item["target"].as_array().unwrap().iter();
            targets
                .filter(|target| target["source"] != "https://example.org/news/ferry/")
                .cloned()
                .collect()
        })
        .collect()
}

#[test]
fn annotations_have_the_places_in_documents_as_targets() {
    let [ruling, notice, hearing, audit] = document_targets().try_into().unwrap();
    let page = &ruling[0];
    assert_eq!(
        page["source"],
        "https://example.org/news/ferry/sources/ruling.pdf"
    );
    assert_eq!(page["selector"][0]["value"], "page=7");
    assert_eq!(
        page["selector"][0]["refinedBy"]["exact"],
        "The line is to close on 31 March 2031"
    );
    assert_eq!(ruling[1]["source"], "https://ferry.example/notice");
    assert_eq!(notice.len(), 1);
    assert_eq!(notice[0]["selector"][0]["type"], "TextQuoteSelector");
    // The words are in the transcript, and the time in the recording.
    assert_eq!(
        hearing[0]["source"],
        "https://example.org/news/ferry/sources/hearing.vtt"
    );
    assert_eq!(
        hearing[1]["source"],
        "https://example.org/news/ferry/sources/hearing.mp3"
    );
    assert_eq!(hearing[1]["selector"][0]["value"], "t=65.5,69");
    // A document without an address has its hash as its name: 32 times the byte 0x3d.
    assert_eq!(
        audit,
        [json!({
            "source": "ni:///sha-256;PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0",
            "selector": [{
                "type": "FragmentSelector",
                "conformsTo": "http://tools.ietf.org/rfc/rfc8118",
                "value": "page=3",
            }],
        })]
    );
}

#[test]
fn linked_data_names_documents_and_first_appearances() {
    for (info, folder) in [
        (info(), "https://example.org/news/ferry/"),
        (SiteInfo::default(), ""),
    ] {
        let head = metadata::head(&article(), &info, &Place::of(&article()));
        let data = crate::metadata::linked_data(&head);
        crate::metadata::valid(crate::metadata::LINKED_DATA, &data);
        let [article, ruling, .., audit] = data["@graph"].as_array().unwrap().as_slice() else {
            panic!("{data}");
        };
        let source = &article["isBasedOn"][0];
        assert_eq!(
            source["archivedAt"],
            "https://archive.example/court/ruling.pdf"
        );
        assert_eq!(source["license"]["name"], "Public domain");
        assert_eq!(source["encoding"]["sha256"], "0a".repeat(32));
        assert_eq!(source["encoding"]["contentSize"], "341000 B");
        let url = |path: &str| match folder {
            "" => Value::Null,
            _ => json!(format!("{folder}{path}")),
        };
        assert_eq!(source["encoding"]["contentUrl"], url(FILE));
        assert_eq!(
            ruling["citation"],
            json!([
                { "@id": format!("{folder}#source-ruling") },
                { "@id": format!("{folder}#source-notice") },
            ])
        );
        let first = &ruling["firstAppearance"];
        assert_eq!(first["text"], "The line is to close on 31 March 2031");
        assert_eq!(first["name"], "Page 7");
        assert_eq!(first["url"], url("sources/ruling.pdf#page=7"));
        assert_eq!(ruling["appearance"][0]["@type"], "NewsArticle");
        assert_eq!(ruling["appearance"][1]["name"], "Paragraph 4");
        assert_eq!(
            audit["firstAppearance"],
            json!({
                "@type": "CreativeWork",
                "name": "Page 3",
                "isPartOf": { "@id": format!("{folder}#source-audit") },
            })
        );
    }
}

#[test]
fn an_article_without_documents_is_as_it_was() {
    let article = crate::site::article();
    assert!(!article.has_sources_page());
    let html = render(&Rc::new(article.clone())).unwrap();
    let page = Html::parse_document(&html);
    for absent in [".in-source", ".sources > div"] {
        assert!(
            page.select(&Selector::parse(absent).unwrap())
                .next()
                .is_none(),
            "{absent}"
        );
    }
    let head = metadata::head(&article, &info(), &Place::of(&article));
    for absent in ["firstAppearance", "encoding", "citation"] {
        assert!(!head.contains(absent), "{absent}");
    }
}
