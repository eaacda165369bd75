//! The pages and packages of a site.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use sidelight_compiler::{Folder, Memory, SiteInfo, Sources, read, read_all};
use sidelight_model::Article;
use sidelight_site::{Built, Compression, Shell, Site, render, styles, text_styles};
use tempfile::TempDir;

use crate::files::{ARTICLE, FACTS};

pub(crate) const SHELL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/shell/index.html"
);

const ARTICLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/articles");

pub(crate) fn article() -> Article {
    compiled("one", ARTICLE, FACTS)
}

/// Compiles an article that must have no errors.
pub(crate) fn compiled(slug: &str, article: &str, facts: &str) -> Article {
    let sources =
        Memory::default()
            .with(slug, "article.md", article)
            .with(slug, "facts.toml", facts);
    let (article, report) = read(&sources, slug);
    article.unwrap_or_else(|| panic!("{}", report.render(false)))
}

/// Returns sources with one article.
pub(crate) fn memory(slug: &str, article: &str) -> Memory {
    with(Memory::default(), slug, article)
}

/// Adds an article to sources.
pub(crate) fn with(memory: Memory, slug: &str, article: &str) -> Memory {
    memory
        .with(slug, "article.md", article)
        .with(slug, "facts.toml", FACTS)
}

pub(crate) fn bundled() -> Vec<Article> {
    let compiled = read_all(&Folder::new(ARTICLES));
    assert_eq!(compiled.report.render(false), "");
    compiled.articles
}

/// Builds a site as a newsroom does, with a test shell instead of the real one.
pub(crate) fn build(sources: &dyn Sources, out: &Path) -> Built {
    build_with(sources, out, &SiteInfo::default(), false)
}

pub(crate) fn build_with(
    sources: &dyn Sources,
    out: &Path,
    info: &SiteInfo,
    keep_going: bool,
) -> Built {
    let shell = Shell::read(Path::new(SHELL)).unwrap();
    let site = Site {
        sources,
        shell: &shell,
        info,
        out,
        compression: Compression::Fast,
        keep_going,
        published: true,
    };
    site.build(&|_, _| {})
}

/// A built site in a temporary folder.
pub(crate) struct Pages(TempDir);

pub(crate) fn pages(sources: &dyn Sources) -> Pages {
    let folder = tempfile::tempdir().unwrap();
    let built = build(sources, &folder.path().join("out"));
    assert!(built.published.is_some(), "{}", built.report.render(false));
    Pages(folder)
}

impl Pages {
    /// Takes a folder with a built site in `out`.
    pub(crate) fn in_folder(folder: TempDir) -> Self {
        Self(folder)
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns the paths of all pages.
    pub(crate) fn html(&self) -> Vec<String> {
        let paths = all_files(&self.out());
        paths
            .into_iter()
            .filter(|path| path.ends_with(".html"))
            .collect()
    }
}

/// Returns the paths of all files below a folder, sorted.
pub(crate) fn all_files(folder: &Path) -> Vec<String> {
    fn walk(top: &Path, folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(top, &path, found);
            } else {
                found.push(path.strip_prefix(top).unwrap().display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

pub(crate) fn copy_shell(to: &Path) {
    for entry in fs::read_dir(Path::new(SHELL).parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Returns the names of all entries of a folder, hidden ones included.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) fn attribute(html: &str, selector: &str, name: &str) -> String {
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
    let site = pages(&memory("one", ARTICLE));
    for (path, up, program) in [
        ("index.html", "", "reader"),
        ("one/index.html", "../", "reader"),
        ("reader/index.html", "../", "package"),
    ] {
        let html = site.text(path);
        for (name, stem, ending) in [
            ("src", "boot", "js"),
            ("data-glue", program, "js"),
            ("data-wasm", program, "wasm"),
        ] {
            let address = attribute(&html, "script#boot", name);
            let of_site = address.strip_prefix(up).unwrap();
            let hash = of_site
                .strip_prefix(&format!("shared/{stem}-"))
                .and_then(|rest| rest.strip_suffix(&format!(".{ending}")));
            let content = fs::read(site.out().join(of_site)).unwrap();
            let digest = Sha256::digest(content);
            let expected: String = digest[..8]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(hash, Some(&*expected), "{path}: {address}");
        }
        assert_eq!(
            attribute(&html, "link[rel=icon]", "href"),
            format!("{up}icon.svg"),
            "{path}"
        );
        // The article has no tables and no recordings, but a package may have.
        let expected = if program == "reader" {
            text_styles("")
        } else {
            styles("")
        };
        assert!(!text_styles("").contains(".table"));
        assert_eq!(text(&html, "style"), expected, "{path}");
    }
    let html = &site.text("one/index.html");
    assert_eq!(text(html, "title"), "A movement falters");
    assert_eq!(attribute(html, "html", "lang"), "en");
    assert_eq!(attribute(html, "html", "dir"), "ltr");
    assert_eq!(
        attribute(html, "meta[name=description]", "content"),
        "The Dissenters lose momentum."
    );
    assert_eq!(attribute(html, "#sidelight", "data-sidelight"), "pressed");
    assert_eq!(
        attribute(
            &site.text("reader/index.html"),
            "#sidelight",
            "data-sidelight"
        ),
        "package"
    );
    assert!(
        !text(&site.text("reader/index.html"), "#sidelight")
            .trim()
            .is_empty()
    );
}

#[test]
fn several_articles_are_listed_at_the_root() {
    let other = ARTICLE.replace("A movement falters", "“Q&A” <b>");
    let site = pages(&with(memory("one", ARTICLE), "two", &other));
    let list = site.text("index.html");
    assert_eq!(text(&list, "a[href='two/']"), "“Q&A” <b>");
    assert_eq!(text(&list, "a[href='one/']"), "A movement falters");
    assert!(!list.contains("<script"), "a list needs no program");
    assert_eq!(text(&site.text("two/index.html"), "title"), "“Q&A” <b>");
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
    let html = &pages(&memory("one", &article)).text("index.html");
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

/// Checks all kinds of pages: of the bundled article, of packages, and of the site itself.
#[test]
fn pages_hold_nothing_that_their_policy_forbids() {
    let bundled = pages(&Folder::new(ARTICLES));
    let several = pages(&with(memory("one", ARTICLE), "two", ARTICLE));
    let mut seen = Vec::new();
    for (site, path) in [&bundled, &several]
        .iter()
        .flat_map(|site| site.html().into_iter().map(move |path| (site, path)))
    {
        let html = site.text(&path);
        let page = Html::parse_document(&html);
        for element in page.select(&Selector::parse("*").unwrap()) {
            for (name, value) in element.value().attrs() {
                assert!(name != "style" && !name.starts_with("on"), "{path}: {name}");
                assert!(!value.starts_with("javascript:"), "{path}: {value}");
            }
            if element.value().name() == "script" && element.attr("src").is_some() {
                assert_eq!(element.inner_html(), "", "{path}");
            }
        }
        assert!(!html.contains("<!--"), "{path}: marks of hydration");
        let first = page
            .select(&Selector::parse("head > *").unwrap())
            .next()
            .unwrap();
        assert_eq!(
            first.attr("http-equiv"),
            Some("Content-Security-Policy"),
            "{path}"
        );
        let policy = first.attr("content").unwrap();
        let hashes = |selector: &str| -> Vec<String> {
            page.select(&Selector::parse(selector).unwrap())
                .map(|element| Sha256::digest(element.text().collect::<String>()))
                .map(|hash| format!("'sha256-{}'", STANDARD.encode(hash)))
                .collect()
        };
        let (styles, early) = (
            hashes("style"),
            hashes("script:not([src], [type='application/ld+json'])"),
        );
        assert_eq!(styles.len(), 1, "{path}");
        let scripts = match &*early {
            [early] => format!("script-src 'self' 'wasm-unsafe-eval' {early}; "),
            _ => "script-src 'none'; ".to_owned(),
        };
        let has_loader = html.contains("<script id=\"boot\"");
        assert_eq!(early.len(), usize::from(has_loader), "{path}");
        for directive in [
            "default-src 'none'; ",
            &scripts,
            &format!("style-src {}; ", styles[0]),
            "img-src 'self' data:; ",
            "base-uri 'none'; ",
            "form-action 'none'",
        ] {
            assert!(policy.contains(directive), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{path}");
        let charset = html.find("charset").unwrap();
        assert!(
            charset < 1024,
            "{path}: a browser looks no further for the encoding"
        );
        seen.push(attribute(&html, "#sidelight", "data-sidelight"));
    }
    for kind in ["pressed", "package", ""] {
        assert!(seen.iter().any(|seen| seen == kind), "no page is `{kind}`");
    }
}

#[test]
fn in_development_trunks_own_script_may_run() {
    let folder = tempfile::tempdir().unwrap();
    copy_shell(folder.path());
    let path = folder.path().join("index.html");
    let html = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        html.replace("</body>", "<script>reload()</script></body>"),
    )
    .unwrap();
    let shell = Shell::read(&path).unwrap();
    let site = Site {
        sources: &memory("one", ARTICLE),
        shell: &shell,
        info: &SiteInfo::default(),
        out: folder.path(),
        compression: Compression::Best,
        keep_going: false,
        published: true,
    };
    let built = site.build(&|_, _| {});
    assert!(built.published.is_some(), "{}", built.report.render(false));
    let page = fs::read_to_string(folder.path().join("one/index.html")).unwrap();
    assert!(page.contains("<script>reload()</script>"));
    let policy = attribute(&page, "meta[http-equiv]", "content");
    assert!(
        policy.contains("'unsafe-inline'") && policy.contains("ws:"),
        "{policy}"
    );
    let files = all_files(folder.path());
    assert!(
        !files
            .iter()
            .any(|path| path.ends_with(".br") || path.starts_with("sidelight-")),
        "{files:?}"
    );
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
    assert_eq!(boxes.len(), 7, "{boxes:?}");
    let totals = articles
        .iter()
        .flat_map(|article| &article.boxes)
        .flat_map(|fact_box| &fact_box.facts)
        .filter(|fact| !fact.total_of.is_empty())
        .count();
    assert_eq!(totals, 2, "37 = 13 + 24 and 11 = 4 + 7");
    let facts = fs::read_to_string(format!("{ARTICLES}/kazakstan-dissenters/facts.toml")).unwrap();
    assert!(!facts.contains("unquoted"), "it needs no exceptions");
}

#[test]
fn rendering_twice_gives_the_same_page() {
    let article = Rc::new(article());
    assert_eq!(render(&article).unwrap(), render(&article).unwrap());
}

#[test]
fn a_paragraph_from_right_to_left_says_so() {
    let article = format!("{ARTICLE}\nשלום עולם.\n\n> قال الوزير\n\nHe said שלום.\n");
    let html = render(&Rc::new(compiled("one", &article, FACTS))).unwrap();
    assert!(html.contains("<p id=\"text-p2\" dir=\"auto\">"), "{html}");
    assert_eq!(html.matches("dir=\"auto\"").count(), 2);
}

#[test]
fn a_page_has_the_direction_of_its_language() {
    // In Arabic the compiler knows no words for numbers. The tag says that this is English in Arabic letters.
    let arabic = ARTICLE.replace("published =", "language = \"en-Arab\"\npublished =");
    let site = pages(&with(memory("one", ARTICLE), "two", &arabic));
    for (path, direction) in [
        ("index.html", "ltr"),
        ("one/index.html", "ltr"),
        ("two/index.html", "rtl"),
        ("two/casualties/index.html", "rtl"),
    ] {
        let html = site.text(path);
        assert_eq!(attribute(&html, "html", "dir"), direction, "{path}");
    }
}

#[test]
fn an_account_shows_the_unit_of_its_number() {
    let facts = FACTS.replace(
        "aspect = \"killed\"",
        "aspect = \"account\"\nlabel = \"by the town’s count\"",
    );
    let html = render(&Rc::new(compiled("one", ARTICLE, &facts))).unwrap();
    assert!(
        html.contains("<b>14 people</b> <span class=\"label\">by the town’s count</span>"),
        "{html}"
    );
    let html = render(&Rc::new(article())).unwrap();
    assert!(
        html.contains("<b>14</b> <span class=\"label\">killed</span>"),
        "{html}"
    );
}

/// Returns an article with another line in its front matter.
fn with_line(line: &str) -> String {
    ARTICLE.replace("\nbyline", &format!("\n{line}\nbyline"))
}

#[test]
fn topics_have_pages_if_a_site_has_several_articles() {
    let folder = tempfile::tempdir().unwrap();
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    let one = memory("one", &with_line("topics = [\"Жаңаөзен\", \"Ports\"]"));
    let topics = folder.path().join("topics");
    for _ in 0..2 {
        build(&one, folder.path());
        assert!(!topics.exists());
        assert!(!text("one/index.html").contains("topics/"));
        let two = with(one.clone(), "two", &with_line("topics = [\"Ports\"]"));
        build(&two, folder.path());
        let html = text("one/index.html");
        assert!(
            html.contains("<a href=\"../topics/zhanaozen/\">Жаңаөзен</a>"),
            "{html}"
        );
        let ports = text("topics/ports/index.html");
        assert!(ports.contains("../../one/") && ports.contains("../../two/"));
        assert!(!text("topics/zhanaozen/index.html").contains("../../two/"));
    }
}

#[test]
fn two_spellings_of_a_topic_are_one_error_with_both_places() {
    let sources = with(
        memory("one", &with_line("topics = [\"Ports\"]")),
        "two",
        &with_line("topics = [\"Piers\", \"ports!\"]"),
    );
    let folder = tempfile::tempdir().unwrap();
    let expected = "error[SL070]: the topics `Ports` and `ports!` would have the same page
 --> two/article.md:6:20
  |
6 | topics = [\"Piers\", \"ports!\"]
  |                    ^^^^^^^^
  |
 ::: one/article.md:6:11
  |
6 | topics = [\"Ports\"]
  |           ------- the other spelling
  |
  = help: write the topic the same way everywhere";
    let built = build(&sources, folder.path());
    assert!(built.published.is_none());
    let said = built.report.render(false);
    assert_eq!(said.trim_end(), expected);
    let checked = sidelight_compiler::read_all(&sources).report.render(false);
    assert_eq!(checked, said);
    let going_on = build_with(&sources, folder.path(), &SiteInfo::default(), true);
    assert!(going_on.published.is_some());
    assert_eq!(going_on.report.errors(), 1);
}

#[test]
fn an_article_shows_the_sites_title_above_it() {
    let info = SiteInfo {
        title: "The <Daily>".into(),
        ..SiteInfo::default()
    };
    for info in [info, SiteInfo::default()] {
        let folder = tempfile::tempdir().unwrap();
        build_with(&memory("one", ARTICLE), folder.path(), &info, false);
        for (path, front) in [("index.html", "./"), ("one/index.html", "../")] {
            let html = fs::read_to_string(folder.path().join(path)).unwrap();
            if info.has_title() {
                let link = ".masthead a";
                assert_eq!(text(&html, link), "The <Daily>", "{path}");
                assert_eq!(attribute(&html, link, "href"), front, "{path}");
            } else {
                assert!(!html.contains("class=\"masthead\""), "{path}");
            }
        }
        for path in ["one/casualties/index.html", "reader/index.html", "404.html"] {
            let html = fs::read_to_string(folder.path().join(path)).unwrap();
            assert!(!html.contains("class=\"masthead\""), "{path}");
        }
    }
}

#[test]
fn the_publisher_signs_an_article_without_a_byline() {
    let unsigned = ARTICLE.replace("byline = [{ name = \"Sidelight\" }]\n", "");
    let read = |memory: Memory| sidelight_compiler::read(&memory, "one");
    let (article, report) = read(memory("one", &unsigned));
    assert!(article.is_none());
    let said = report.render(false);
    assert!(
        said.contains("the front matter has no `byline`") && said.contains("site.toml"),
        "{said}"
    );
    let signed =
        memory("one", &unsigned).with("", "site.toml", "publisher = { name = \"The House\" }");
    let (article, report) = read(signed.clone());
    assert_eq!(report.render(false), "");
    let byline = &article.unwrap().byline[0];
    assert_eq!(byline.name, "The House");
    assert!(!byline.kind.is_person());
    let site = pages(&signed);
    let html = site.text("one/index.html");
    assert_eq!(text(&html, ".author"), "The House");
    assert!(html.contains("{\"@type\":\"Organization\",\"name\":\"The House\"}"));
}
