//! Machine-readable files, read by independent parsers.

use std::collections::HashSet;

use feed_rs::parser;
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use sidelight_compiler::{BaseUrl, Memory, Origin, OutFile, Publisher, SiteInfo, read};
use sidelight_model::{Article, Block};
use sidelight_site::metadata::{self, PER_PAGE};
use sidelight_site::{Entry, Place};

use crate::examples;
use crate::files::{ARTICLE, FACTS};
use crate::site;

/// A text with characters that careless escaping gets wrong.
const NASTY: &str = "“Q&A” </script><b onclick='x'>\"‏עברית‎ 🎉 \u{2028} <!-- ]]>";

fn info() -> SiteInfo {
    SiteInfo {
        title: "The <Daily> & Sons".into(),
        base_url: Some(BaseUrl::new("https://example.org/news").unwrap()),
        publisher: Some(Publisher {
            name: "Daily \"House\"".into(),
            url: None,
        }),
        ..SiteInfo::default()
    }
}

fn with_headline(headline: &str) -> Article {
    let mut article = site::article();
    article.headline = headline.into();
    article
}

fn file<'a>(files: &'a [OutFile], path: &str) -> &'a OutFile {
    files
        .iter()
        .find(|file| file.path == path)
        .unwrap_or_else(|| panic!("{path} among {:?}", paths(files)))
}

fn paths(files: &[OutFile]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

fn head(article: &Article) -> String {
    metadata::head(article, &info(), &Place::of(article))
}

fn documents(article: &Article) -> Vec<OutFile> {
    metadata::documents(article, &info(), &Place::of(article))
}

fn parsed(files: &[OutFile], path: &str) -> Value {
    serde_json::from_slice(&file(files, path).content).unwrap()
}

/// Returns the bundled articles, the examples, a small article, and one with [`NASTY`] texts.
fn articles() -> Vec<Article> {
    let mut nasty = with_headline(NASTY);
    nasty.standfirst = NASTY.into();
    nasty.byline[0].name = NASTY.into();
    nasty.boxes[0].facts[0].statement = NASTY.into();
    nasty.boxes[0].facts[0].attribution.by = Some(NASTY.into());
    let mut all = site::bundled();
    all.extend(examples::all());
    all.extend([site::article(), nasty]);
    all
}

pub(crate) fn valid(schema: &str, value: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
}

pub(crate) fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn page_with_head(head: &str) -> Html {
    Html::parse_document(&format!(
        "<!doctype html><html><head>{head}</head><body></body></html>"
    ))
}

pub(crate) fn linked_data(head: &str) -> Value {
    let page = page_with_head(head);
    let scripts = select(&page, "head > script[type='application/ld+json']");
    assert_eq!(scripts.len(), 1, "{head}");
    serde_json::from_str(&scripts[0].text().collect::<String>()).unwrap()
}

#[test]
fn addresses_are_joined_as_the_url_standard_says() {
    for (text, base) in [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("HTTPS://Example.org/news", "https://example.org/news/"),
        ("https://example.org/news/", "https://example.org/news/"),
        ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080/a/b/"),
        ("http://[::1]:8080", "http://[::1]:8080/"),
        ("https://example.org:443/a", "https://example.org/a/"),
        ("http://Example.org:0080", "http://example.org/"),
        (
            "https://example.org/%3B%2C/a@b:c=d&e+f(g)!*$~",
            "https://example.org/%3B%2C/a@b:c=d&e+f(g)!*$~/",
        ),
        (
            "https://xn--e1afmkfd.example",
            "https://xn--e1afmkfd.example/",
        ),
    ] {
        let url = BaseUrl::new(text).unwrap();
        assert_eq!(url.as_str(), base, "{text}");
        let standard = url::Url::parse(base).unwrap();
        assert_eq!(standard.as_str(), base);
        assert_eq!(
            url.join("one/"),
            standard.join("one/").unwrap().as_str(),
            "{text}"
        );
    }
    for text in [
        "",
        "example.org",
        "//example.org",
        "ftp://example.org",
        "javascript://x",
        "https://",
        "https:///path",
        "https://user@example.org",
        "https://example.org/?a",
        "https://example.org/#a",
        "https://exa mple.org",
        "https://пример.рф",
        "https://example.org/<b>",
        "https://example.org/\"",
        "https://:80/",
        "mailto:a@b.c",
    ] {
        assert!(BaseUrl::new(text).is_err(), "{text:?}");
    }
}

/// URLs with characters that would change a policy, or with a host other than it seems.
#[test]
fn addresses_that_would_change_a_policy_are_refused_with_a_way_out() {
    for (text, fix) in [
        ("https://*/n", "no `*`"),
        ("https://*.example.org/n", "no `*`"),
        ("https://x;sandbox/n", "write one host"),
        ("https://x,sandbox/n", "write one host"),
        ("https://x'unsafe-inline'/n", "write one host"),
        ("https://x\"y/n", "write one host"),
        ("https://x y/n", "write one host"),
        ("https://x\ty/n", "write one host"),
        ("https://x\ny/n", "write one host"),
        ("https://x\0y/n", "write one host"),
        ("https://x%3By/n", "write one host"),
        ("https://x&semi;y/n", "write one host"),
        ("https://a_b/n", "write one host"),
        ("https://пример.рф/n", "`xn--…`"),
        ("https://reader@x/n", "no user name"),
        ("https://reader:secret@x/n", "no user name"),
        ("https://x\\@y/n", "write one host"),
        ("https://x:y/n", "write one host"),
        ("https://x:/n", "write one host"),
        ("https://x:*/n", "write one host"),
        ("https://x:0/n", "write one host"),
        ("https://x:65536/n", "write one host"),
        ("https://x:+80/n", "write one host"),
        ("https://x:80:80/n", "write one host"),
        ("https://x./n", "write one host"),
        ("https://x..y/n", "write one host"),
        ("https://1.2.3.4.5/n", "write one host"),
        ("https://[::1/n", "write one host"),
        ("https://[x]/n", "write one host"),
        ("https://[::1]x/n", "write one host"),
        ("https://x/n;sandbox", "`%3B`"),
        ("https://x/n,y", "%-encoded"),
        ("https://x/n 'unsafe-inline'", "%-encoded"),
        ("https://x/'none'", "%-encoded"),
        ("https://x/n\r\ny", "%-encoded"),
        ("https://x/n\\y", "%-encoded"),
        ("https://x/n%", "%-encoded"),
        ("https://x/n%3", "%-encoded"),
        ("https://x/n%zz", "%-encoded"),
        ("https://x/n[y]", "%-encoded"),
        ("https://x/a/../n", "can't contain `.` or `..`"),
        ("https://x/./n", "can't contain `.` or `..`"),
        ("https://x/a/%2E./n", "can't contain `.` or `..`"),
    ] {
        let error = BaseUrl::new(text).unwrap_err().to_string();
        assert!(error.contains(fix), "{text:?}: {error}");
    }
}

#[test]
fn without_a_base_url_nothing_is_made_that_needs_one() {
    let info = SiteInfo::default();
    let article = site::article();
    assert_eq!(
        paths(&metadata::documents(&article, &info, &Place::of(&article))),
        ["one/article.json"]
    );
    assert!(metadata::site_documents(&[Entry::from(&article)], &info).is_empty());
    let head = metadata::head(&article, &info, &Place::of(&article));
    let page = page_with_head(&head);
    assert!(select(&page, "link").is_empty(), "{head}");
    assert!(select(&page, "meta[property='og:url'], meta[property='og:image']").is_empty());
    assert_eq!(select(&page, "meta[property='og:title']").len(), 1);
    assert!(linked_data(&head)["@graph"].is_array());
}

/// “Articles” is no name of a newspaper.
#[test]
fn only_a_title_of_its_own_is_a_sites_name() {
    let article = site::article();
    for (info, expected) in [(SiteInfo::default(), 0), (info(), 1)] {
        for head in [
            metadata::head(&article, &info, &Place::of(&article)),
            metadata::box_head(&article.boxes[0], &info, &Place::of(&article)),
        ] {
            let page = page_with_head(&head);
            let names = select(&page, "meta[property='og:site_name']");
            assert_eq!(names.len(), expected, "{head}");
        }
    }
}

#[test]
fn with_a_base_url_an_article_has_all_its_forms() {
    let files = documents(&site::article());
    assert_eq!(
        paths(&files),
        [
            "one/article.json",
            "one/annotations.json",
            "one/oembed.json",
            "one/share.png",
            "one/casualties/oembed.json"
        ]
    );
    let json = std::str::from_utf8(&files[0].content).unwrap();
    assert_eq!(Article::from_json(json), Ok(site::article()));
}

#[test]
fn the_head_says_what_the_article_is_and_where_its_other_forms_are() {
    for article in articles() {
        let head = head(&article);
        let page = page_with_head(&head);
        let url = format!("https://example.org/news/{}/", article.slug);
        let meta = |property: &str| {
            let found = select(&page, &format!("meta[property='{property}']"));
            assert_eq!(found.len(), 1, "{property}");
            found[0].attr("content").unwrap().to_owned()
        };
        assert_eq!(meta("og:type"), "article");
        assert_eq!(meta("og:title"), article.headline);
        assert_eq!(meta("og:description"), article.standfirst);
        assert_eq!(meta("og:site_name"), "The <Daily> & Sons");
        assert_eq!(meta("og:url"), url);
        let link = |selector: &str| select(&page, selector)[0].attr("href").unwrap().to_owned();
        assert_eq!(link("link[rel=canonical]"), url);
        assert_eq!(
            link("link[type='application/atom+xml']"),
            "https://example.org/news/feed.xml"
        );
        let files = documents(&article);
        let mut named = vec![
            link("link[type='application/json+oembed']"),
            link("link[type^='application/ld+json']"),
        ];
        named.extend(
            select(&page, "meta[property='og:image']")
                .iter()
                .map(|image| image.attr("content").unwrap().to_owned()),
        );
        for address in named {
            let path = address.strip_prefix("https://example.org/news/").unwrap();
            file(&files, path);
        }
        // Nothing is parsed outside of the head.
        assert!(select(&page, "body *").is_empty(), "{head}");
        assert_eq!(select(&page, "script").len(), 1, "{head}");
    }
}

pub(crate) const LINKED_DATA: &str = include_str!("../fixtures/schemas/news-article.json");
pub(crate) const ANNOTATIONS: &str = include_str!("../fixtures/schemas/annotations.json");
const OEMBED: &str = include_str!("../fixtures/schemas/oembed.json");

#[test]
fn linked_data_is_a_news_article_with_a_claim_for_each_fact() {
    for article in articles() {
        for info in [info(), SiteInfo::default()] {
            let data = linked_data(&metadata::head(&article, &info, &Place::of(&article)));
            valid(LINKED_DATA, &data);
            let graph = data["@graph"].as_array().unwrap();
            assert_eq!(graph[0]["headline"], json!(article.headline));
            let facts: Vec<_> = article
                .boxes
                .iter()
                .flat_map(|fact_box| &fact_box.facts)
                .collect();
            assert_eq!(graph.len(), facts.len() + 1);
            let base = info
                .base_url
                .map_or_else(String::new, |base| base.join(&format!("{}/", article.slug)));
            for (fact, claim) in facts.iter().zip(&graph[1..]) {
                assert_eq!(claim["text"], json!(fact.statement));
                let source = article.source_of(fact).unwrap().name();
                let by = fact.attribution.by.as_deref().unwrap_or(source);
                assert_eq!(claim["author"]["name"], json!(by));
                // A claim with several passages in documents has a list, which begins with the page.
                let on_page = claim["appearance"].get(0).unwrap_or(&claim["appearance"]);
                assert_eq!(on_page["url"], json!(format!("{base}#fact-{}", fact.id)));
                assert_eq!(claim["firstAppearance"].is_object(), !fact.from.is_empty());
            }
        }
    }
}

#[test]
fn every_selector_of_an_annotation_finds_the_same_words() {
    for article in articles() {
        let files = documents(&article);
        let collection = parsed(&files, &format!("{}/annotations.json", article.slug));
        valid(ANNOTATIONS, &collection);
        let texts: Vec<(String, String)> = article
            .body
            .iter()
            .flat_map(Block::texts)
            .map(|text| (format!("text-{}", text.id), text.plain_text()))
            .collect();
        let whole: Vec<char> = texts
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
            .chars()
            .collect();
        let part = |chars: &[char], selector: &Value| -> String {
            let place = |name: &str| selector[name].as_u64().unwrap() as usize;
            chars[place("start")..place("end")].iter().collect()
        };
        let page = &collection["first"]["items"][0]["target"][0]["source"];
        let mut passages = 0;
        for annotation in collection["first"]["items"].as_array().unwrap() {
            for target in annotation["target"].as_array().unwrap() {
                if target["source"] != *page {
                    // It is in a document. Its words, if they are published, are those of the package.
                    let words = target.pointer("/selector/0/exact");
                    let words = words.or(target.pointer("/selector/0/refinedBy/exact"));
                    let quotes = article.facts().flat_map(|fact| &fact.from);
                    let mut quotes = quotes.filter_map(|passage| passage.quote.as_ref());
                    assert!(words.is_none_or(|words| quotes.any(|quote| *words == quote.exact)));
                    continue;
                }
                let [quote, position, block] = target["selector"].as_array().unwrap().as_slice()
                else {
                    panic!("{target}");
                };
                let exact = quote["exact"].as_str().unwrap();
                assert_eq!(part(&whole, position), exact);
                let (_, text) = texts
                    .iter()
                    .find(|(id, _)| block["value"] == json!(id))
                    .unwrap();
                let chars: Vec<char> = text.chars().collect();
                assert_eq!(part(&chars, &block["refinedBy"]), exact);
                let context = format!(
                    "{}{exact}{}",
                    quote["prefix"].as_str().unwrap(),
                    quote["suffix"].as_str().unwrap()
                );
                assert!(text.contains(&context), "{context:?} in {text:?}");
                passages += 1;
            }
        }
        assert!(passages > 0);
    }
}

#[test]
fn an_oembed_response_frames_the_page_and_says_what_it_is() {
    for article in articles() {
        let files = documents(&article);
        let response = parsed(&files, &format!("{}/oembed.json", article.slug));
        valid(OEMBED, &response);
        let html = response["html"].as_str().unwrap();
        let page = Html::parse_fragment(html);
        let url = format!("https://example.org/news/{}/", article.slug);
        let frames = select(&page, "iframe");
        assert_eq!(frames.len(), 1);
        assert_eq!(frames[0].attr("src"), Some(url.as_str()));
        assert_eq!(frames[0].attr("title"), Some(article.headline.as_str()));
        let links = select(&page, "blockquote a");
        assert_eq!(links[0].attr("href"), Some(url.as_str()));
        assert_eq!(links[0].text().collect::<String>(), article.headline);
        assert_eq!(
            select(&page, "script, b, img, [onclick]").len(),
            0,
            "{html}"
        );
    }
}

#[test]
fn a_share_image_has_its_size_and_never_overflows() {
    let long = "Прокуратура ".repeat(40);
    let word = "Казахстанныңмұнайшылары".repeat(12);
    for headline in [
        "A",
        "After Janaozen: Kazakstan’s Dissenters’ Movement falters",
        "Жаңаөзен: ұлттық қозғалыс үні өшті — ҒЫЛЫМ, әлі күнге дейін һәм іңкәр",
        "“Q&A” </text><rect/> 🎉",
        &long,
        &word,
    ] {
        let files = documents(&with_headline(headline));
        let png = &file(&files, "one/share.png").content;
        assert!(png.len() < 40_000, "{headline}: {} bytes", png.len());
        let image = image::load_from_memory(png).unwrap().to_rgb8();
        assert_eq!(image.dimensions(), (1200, 630));
        let ground = *image.get_pixel(0, 0);
        let mut ink = 0;
        for (x, y, pixel) in image.enumerate_pixels() {
            if *pixel == ground {
                continue;
            }
            // A letter may extend a little beyond its width.
            assert!(
                (76..1124).contains(&x) && (40..600).contains(&y),
                "{headline}: ink at {x}, {y}"
            );
            ink += u32::from(y > 150);
        }
        assert!(ink > 100, "{headline}: the headline is drawn");
    }
}

#[test]
fn a_headline_that_the_face_has_no_letters_for_has_no_share_image() {
    for headline in ["阿塞拜疆", "תנועת המוחים", "🎉"] {
        let article = with_headline(headline);
        let files = documents(&article);
        assert!(!paths(&files).contains(&"one/share.png"), "{headline}");
        let head = head(&article);
        assert!(!head.contains("og:image"), "{head}");
        assert!(
            head.contains("name=\"twitter:card\" content=\"summary\""),
            "{head}"
        );
        assert!(!head.contains("share.png"), "{head}");
    }
}

/// Returns entries of a site, the oldest first.
fn entries(count: usize) -> Vec<Entry> {
    let entry = Entry::from(&with_headline(NASTY));
    (1..=count)
        .map(|number| {
            let mut entry = entry.clone();
            entry.slug = sidelight_model::Slug::new(format!("article-{number}")).unwrap();
            entry.published = format!("{}-{:02}", 2000 + number / 12, number % 12 + 1)
                .parse()
                .unwrap();
            entry
        })
        .collect()
}

#[test]
fn the_feed_has_the_newest_articles() {
    let mut index = entries(60);
    index[59].updated = Some("2026-11-24".parse().unwrap());
    let files = metadata::site_documents(&index, &info());
    let feed = parser::parse(file(&files, "feed.xml").content.as_slice()).unwrap();
    assert_eq!(feed.title.unwrap().content, "The <Daily> & Sons");
    assert_eq!(feed.id, "https://example.org/news/");
    assert_eq!(
        feed.updated.unwrap().to_rfc3339(),
        "2026-11-24T00:00:00+00:00"
    );
    assert_eq!(feed.language.unwrap(), "en");
    assert_eq!(feed.authors[0].name.as_deref(), Some("Daily \"House\""));
    let links: Vec<_> = feed
        .links
        .iter()
        .map(|link| (link.rel.as_deref(), link.href.as_str()))
        .collect();
    assert!(
        links.contains(&(Some("self"), "https://example.org/news/feed.xml")),
        "{links:?}"
    );
    assert_eq!(feed.entries.len(), 50);
    let ids: HashSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), 50);
    assert!(
        ids.contains("https://example.org/news/article-60/")
            && !ids.contains("https://example.org/news/article-10/")
    );
    for entry in &feed.entries {
        assert_eq!(entry.title.as_ref().unwrap().content, NASTY);
        assert_eq!(entry.links[0].href, entry.id);
        assert_eq!(entry.authors[0].name.as_deref(), Some("Sidelight"));
        assert_eq!(
            entry.summary.as_ref().unwrap().content,
            "The Dissenters lose momentum."
        );
        assert!(entry.updated.is_some() && entry.published.is_some());
    }
    // The feed parser is lenient, so the file is also parsed as XML.
    let xml = String::from_utf8(file(&files, "feed.xml").content.clone()).unwrap();
    roxmltree::Document::parse(&xml).unwrap();
}

#[test]
fn a_feed_holds_no_character_that_xml_lacks() {
    let mut entry = Entry::from(&with_headline("a\u{7}b\u{ffff}c\td"));
    entry.authors = vec!["x\u{0}y".into()];
    let files = metadata::site_documents(&[entry], &info());
    let xml = String::from_utf8(file(&files, "feed.xml").content.clone()).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let titles: Vec<_> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "title")
        .filter_map(|node| node.text())
        .collect();
    assert_eq!(titles, ["The <Daily> & Sons", "abc\td"]);
}

pub(crate) fn locations(
    files: &[OutFile],
    path: &str,
    root: &str,
) -> Vec<(String, Option<String>)> {
    let xml = std::str::from_utf8(&file(files, path).content).unwrap();
    let document = roxmltree::Document::parse(xml).unwrap();
    assert_eq!(
        document.root_element().tag_name(),
        ("http://www.sitemaps.org/schemas/sitemap/0.9", root).into()
    );
    let child = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.children()
            .find(|child| child.tag_name().name() == name)
            .and_then(|child| child.text())
            .map(str::to_owned)
    };
    document
        .root_element()
        .children()
        .map(|node| (child(node, "loc").unwrap(), child(node, "lastmod")))
        .collect()
}

#[test]
fn the_site_map_names_every_page() {
    let files = metadata::site_documents(&entries(3), &info());
    let found = locations(&files, "sitemap.xml", "urlset");
    assert_eq!(found.len(), 4);
    assert_eq!(found[0].0, "https://example.org/news/");
    assert_eq!(
        found[1],
        (
            "https://example.org/news/article-1/".into(),
            Some("2000-02".into())
        )
    );
    let files = metadata::site_documents(&entries(1), &info());
    assert_eq!(
        locations(&files, "sitemap.xml", "urlset").len(),
        1,
        "the front page is the article"
    );
}

#[test]
fn a_large_site_map_is_split() {
    let mut index = entries(1);
    index = index.iter().cycle().take(50_001).cloned().collect();
    let files = metadata::site_documents(&index, &info());
    assert_eq!(
        paths(&files),
        ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml", "feed.xml"]
    );
    let parts = locations(&files, "sitemap.xml", "sitemapindex");
    assert_eq!(parts[1].0, "https://example.org/news/sitemap-2.xml");
    assert_eq!(parts[1].1.as_deref(), Some("2000-02"));
    assert_eq!(locations(&files, "sitemap-1.xml", "urlset").len(), 50_000);
    assert_eq!(locations(&files, "sitemap-2.xml", "urlset").len(), 2);
}

#[test]
fn the_list_of_articles_is_turned_page_by_page() {
    let index = entries(PER_PAGE * 2 + 1);
    let pages = metadata::site_pages(&index, &info());
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "index.html",
            "page/2/index.html",
            "page/3/index.html",
            "404.html"
        ]
    );
    let mut listed = Vec::new();
    let site = url::Url::parse("https://example.org/news/").unwrap();
    for page in &pages[..3] {
        let here = site
            .join(page.path.strip_suffix("index.html").unwrap())
            .unwrap();
        let html = Html::parse_fragment(&page.body);
        assert_eq!(select(&html, "h1").len(), 1);
        for link in select(&html, "li h2 a") {
            listed.push(here.join(link.attr("href").unwrap()).unwrap().to_string());
            assert_eq!(link.text().collect::<String>(), NASTY);
        }
        for turn in select(&html, "nav a") {
            let to = here.join(turn.attr("href").unwrap()).unwrap();
            let path = format!(
                "{}index.html",
                to.as_str().strip_prefix(site.as_str()).unwrap()
            );
            assert!(paths.contains(&path.as_str()), "{path}");
        }
        let head = page_with_head(&page.head);
        assert_eq!(
            select(&head, "link[rel=canonical]")[0].attr("href"),
            Some(here.as_str())
        );
        assert!(select(&html, "script, b, [onclick], [style]").is_empty());
    }
    assert_eq!(listed.len(), index.len());
    assert_eq!(
        listed[0],
        format!("https://example.org/news/article-{}/", index.len())
    );
    assert_eq!(
        select(&Html::parse_fragment(&pages[0].body), "nav a").len(),
        1
    );
    assert_eq!(
        select(&Html::parse_fragment(&pages[1].body), "nav a").len(),
        2
    );
}

#[test]
fn a_site_with_one_article_has_no_list() {
    let pages = metadata::site_pages(&entries(1), &info());
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].path, "404.html");
    let html = Html::parse_fragment(&pages[0].body);
    assert_eq!(
        select(&html, "a")[0].attr("href"),
        Some("https://example.org/news/")
    );
    let without = metadata::site_pages(&entries(1), &SiteInfo::default());
    assert!(
        select(&Html::parse_fragment(&without[0].body), "a").is_empty(),
        "no address is right everywhere"
    );
}

#[test]
fn a_site_file_is_read() {
    let sources = Memory::default()
        .with(
            "",
            "site.toml",
            "title = \"News\"\ndescription = \"All of it\"\nlanguage = \"kk\"\nbase-url = \"https://x.org/news\"\npublisher = { name = \"House\", url = \"https://x.org\" }\npackage-origins = [\"https://Y.org/\"]\n",
        )
        .with("one", "article.md", ARTICLE)
        .with("one", "facts.toml", FACTS);
    let (info, report) = SiteInfo::read(&sources);
    assert_eq!(report.render(false), "");
    assert_eq!(
        (info.title.as_str(), info.language.as_str()),
        ("News", "kk")
    );
    assert_eq!(info.base_url.unwrap().as_str(), "https://x.org/news/");
    assert_eq!(info.publisher.unwrap().name, "House");
    assert_eq!(
        info.package_origins,
        [Origin::new("https://y.org").unwrap()]
    );
    assert!(read(&sources, "one").0.is_some());
    assert_eq!(SiteInfo::read(&Memory::default()).0, SiteInfo::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_typed_comes_out_as_it_was(text in "[\\PC<>&\"'\u{2028}]{1,40}") {
        prop_assume!(!text.trim().is_empty());
        let mut article = with_headline(&text);
        article.standfirst = text.clone();
        article.boxes[0].facts[0].statement = text.clone();
        let info = SiteInfo { title: text.clone(), ..info() };
        let head = metadata::head(&article, &info, &Place::of(&article));
        let page = page_with_head(&head);
        prop_assert!(select(&page, "body *").is_empty(), "{}", head);
        let title = select(&page, "meta[property='og:title']")[0].attr("content").unwrap().to_owned();
        prop_assert_eq!(&title, &text);
        prop_assert_eq!(&linked_data(&head)["@graph"][1]["text"], &json!(text));
        let mut index = entries(2);
        index[0].headline = text.clone();
        let list = Html::parse_fragment(&metadata::site_pages(&index, &info)[0].body);
        prop_assert_eq!(select(&list, "li:last-child h2 a")[0].text().collect::<String>(), text);
        let files = metadata::site_documents(&index, &info);
        let xml = std::str::from_utf8(&file(&files, "feed.xml").content).unwrap();
        prop_assert!(roxmltree::Document::parse(xml).is_ok(), "{}", xml);
    }
}

/// Returns an article with everything that its front matter may say about topics, authors, stories and times.
fn detailed() -> Article {
    let head = "topics = [\"Ports & <piers>\", \"Порт\"]
related = [{ title = \"A strike\", publisher = \"The Daily\", date = 2012-05-01, url = \"https://example.org/a\" }]
byline = [
  { name = \"Ann Lee\", role = \"reporter\", biography = \"Ann *writes*.\", contact = \"mailto:ann@example.org?a=b\" },
  { name = \"Desk\", role = \"our desk\", kind = \"organisation\", contact = \"https://example.org/desk\" },
]";
    let article = ARTICLE
        .replace("byline = [{ name = \"Sidelight\" }]", head)
        .replace(
            "2026-11-23\n",
            "2026-11-23T14:30:00+05:00\nupdated = 2026-11-24T00:00:00Z\n",
        );
    site::compiled("one", &article, FACTS)
}

#[test]
fn linked_data_has_topics_authors_stories_and_times() {
    let data = linked_data(&head(&detailed()));
    let article = &data["@graph"][0];
    assert_eq!(article["keywords"], json!(["Ports & <piers>", "Порт"]));
    assert_eq!(
        article["about"][1],
        json!({ "@type": "Thing", "name": "Порт" })
    );
    assert_eq!(
        article["author"],
        json!([
            {
                "@type": "Person",
                "name": "Ann Lee",
                "jobTitle": "reporter",
                "description": "Ann writes.",
                "email": "ann@example.org",
            },
            { "@type": "Organization", "name": "Desk", "url": "https://example.org/desk" },
        ])
    );
    assert_eq!(
        article["citation"],
        json!([{
            "@type": "CreativeWork",
            "name": "A strike",
            "url": "https://example.org/a",
            "publisher": { "@type": "Organization", "name": "The Daily" },
            "datePublished": "2012-05-01",
        }])
    );
    assert_eq!(article["datePublished"], "2026-11-23T14:30:00+05:00");
    assert_eq!(article["dateModified"], "2026-11-24T00:00:00Z");
    // Members that an article doesn't have are absent.
    let plain = linked_data(&head(&site::article()));
    for name in ["keywords", "about", "citation"] {
        assert!(plain["@graph"][0].get(name).is_none(), "{name}");
    }
}

#[test]
fn the_head_and_the_feed_have_topics_and_times() {
    let article = detailed();
    let head = page_with_head(&head(&article));
    let content = |selector: &str| -> Vec<String> {
        let found = select(&head, selector);
        let content = found.iter().filter_map(|meta| meta.attr("content"));
        content.map(str::to_owned).collect()
    };
    assert_eq!(
        content("meta[property='article:tag']"),
        ["Ports & <piers>", "Порт"]
    );
    assert_eq!(
        content("meta[property='article:published_time']"),
        ["2026-11-23T14:30:00+05:00"]
    );
    let files = metadata::site_documents(&[Entry::from(&article)], &info());
    let feed = parser::parse(file(&files, "feed.xml").content.as_slice()).unwrap();
    let entry = &feed.entries[0];
    assert_eq!(
        entry.published.unwrap().to_rfc3339(),
        "2026-11-23T09:30:00+00:00"
    );
    let terms: Vec<&str> = entry
        .categories
        .iter()
        .map(|category| category.term.as_str())
        .collect();
    assert_eq!(terms, ["Ports & <piers>", "Порт"]);
    let sitemap = String::from_utf8(file(&files, "sitemap.xml").content.clone()).unwrap();
    assert!(sitemap.contains("<lastmod>2026-11-24T00:00:00Z</lastmod>"));
}

#[test]
fn each_topic_has_pages_that_list_its_articles() {
    let mut index = entries(60);
    for (number, entry) in index.iter_mut().enumerate() {
        entry.topics.push("Ports".into());
        if number == 7 {
            entry.topics.push(NASTY.into());
        }
    }
    let documents = metadata::site_documents(&index, &info());
    let sitemap = String::from_utf8(file(&documents, "sitemap.xml").content.clone()).unwrap();
    assert!(
        sitemap.contains(
            "<loc>https://example.org/news/topics/ports/</loc><lastmod>2005-01</lastmod>"
        )
    );
    let pages = metadata::topic_pages(&index, &info());
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    assert_eq!(
        paths[..2],
        ["topics/ports/index.html", "topics/ports/page/2/index.html"]
    );
    for (page, root, count) in [
        (&pages[0], "../../", 50),
        (&pages[1], "../../../../", 10),
        (&pages[2], "../../", 1),
    ] {
        let html = Html::parse_document(&page.body);
        let links = select(&html, ".entries a");
        assert_eq!(links.len(), count);
        for link in links {
            assert!(
                link.attr("href")
                    .unwrap()
                    .starts_with(&format!("{root}article-"))
            );
        }
        assert_eq!(select(&html, ".kicker a")[0].attr("href"), Some(root));
        assert!(select(&html, "script, b, [onclick]").is_empty());
    }
    let first = Html::parse_document(&pages[0].body);
    assert_eq!(
        select(&first, ".entries a")[0].attr("href"),
        Some("../../article-60/")
    );
    assert_eq!(pages[0].title, "Ports");
    assert!(
        pages[0]
            .head
            .contains("https://example.org/news/topics/ports/")
    );
}
