//! Editions of an article in other languages, from their files to the site.

use std::fs;
use std::path::Path;

use scraper::{Html, Selector};
use serde_json::Value;
use sidelight_compiler::editions::{SkeletonError, accept, statuses, write_skeleton};
use sidelight_compiler::{
    BaseUrl, Folder, Kind, Memory, Report, SiteInfo, read, read_base, read_with_pictures,
};
use sidelight_model::{Article, Slug};

use crate::site::{self, Pages, all_files};

const EDITIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/editions");

const SLUG: &str = "alder-bay";

/// Copies the article with its editions into a temporary folder.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (Path::new(EDITIONS).join(SLUG), folder.path().join(SLUG));
    fs::create_dir(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    folder
}

/// Editions of the bundled article. They aren't published yet: native speakers have to read them first.
const TRANSLATIONS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/translations"
);

#[test]
fn the_bundled_article_compiles_in_russian_and_kazakh() {
    let folder = tempfile::tempdir().unwrap();
    let slug = "kazakstan-dissenters";
    let to = folder.path().join(slug);
    fs::create_dir(&to).unwrap();
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/articles");
    for from in [bundled.as_path(), Path::new(TRANSLATIONS)] {
        for entry in fs::read_dir(from.join(slug)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    let sources = Folder::new(folder.path());
    let (read, report) = read_with_pictures(&sources, slug);
    let kinds: Vec<Kind> = report.diagnostics.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [Kind::NotReviewed; 2], "{}", report.render(false));
    let read = read.unwrap();
    let facts = read.article.facts().count();
    let editions: Vec<_> = read
        .editions
        .iter()
        .map(|edition| (edition.language.as_str(), edition.facts().count()))
        .collect();
    assert_eq!(editions, [("kk", facts), ("ru", facts)]);
}

fn info() -> SiteInfo {
    SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org/news").unwrap()),
        ..SiteInfo::default()
    }
}

fn built(info: &SiteInfo) -> Pages {
    let folder = tempfile::tempdir().unwrap();
    let sources = Folder::new(EDITIONS);
    let built = site::build_with(&sources, &folder.path().join("out"), info, false);
    assert!(built.published.is_some(), "{}", built.report.render(false));
    Pages::in_folder(folder)
}

fn all(html: &str, selector: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector)
        .map(|element| {
            let value = |name| element.value().attr(name).unwrap_or_default().to_owned();
            (value("hreflang"), value("href"))
        })
        .collect()
}

fn editions() -> (Article, Vec<Article>) {
    let (read, report) = read_with_pictures(&Folder::new(EDITIONS), SLUG);
    assert_eq!(report.render(false), "");
    let read = read.unwrap();
    (read.article, read.editions)
}

#[test]
fn an_edition_has_its_own_words_and_the_numbers_of_the_base() {
    let (base, editions) = editions();
    let languages: Vec<&str> = editions
        .iter()
        .map(|edition| edition.language.as_str())
        .collect();
    assert_eq!(languages, ["ar", "ru"]);
    for edition in &editions {
        edition.check().unwrap();
        assert_eq!(edition.slug, base.slug);
        assert_eq!(edition.published, base.published);
        assert_ne!(edition.headline, base.headline);
        for (here, there) in edition.facts().zip(base.facts()) {
            assert_eq!(here.id, there.id);
            assert_ne!(here.statement, there.statement);
            let amount = |fact: &sidelight_model::Fact| fact.quantity.as_ref().map(|of| of.amount);
            assert_eq!(amount(here), amount(there));
            assert_eq!(here.when(), there.when());
            assert_eq!(here.attribution.source, there.attribution.source);
            let ids = |fact: &sidelight_model::Fact| -> Vec<_> {
                fact.evidence.iter().map(|of| of.id.clone()).collect()
            };
            assert_eq!(ids(here), ids(there));
        }
        let ids = |article: &Article| -> Vec<String> {
            let blocks = article.body.iter().flat_map(sidelight_model::Block::texts);
            blocks.map(|text| text.id.to_string()).collect()
        };
        assert_eq!(
            ids(edition),
            ids(&base),
            "crossheads have the ids of the base"
        );
    }
}

#[test]
fn names_are_found_by_the_spellings_of_the_base() {
    let (_, editions) = editions();
    let russian = &editions[1];
    let holt = russian
        .aliases
        .iter()
        .find(|alias| alias.name == "Мира Холт")
        .unwrap();
    assert_eq!(holt.spellings, ["Mira Holt", "Миры Холт"]);
}

#[test]
fn each_edition_has_its_own_pages_in_its_own_direction() {
    let site = built(&info());
    for (path, language, direction) in [
        ("alder-bay/index.html", "en", "ltr"),
        ("alder-bay/ar/index.html", "ar", "rtl"),
        ("alder-bay/ar/votes/index.html", "ar", "rtl"),
        ("alder-bay/ru/index.html", "ru", "ltr"),
        ("alder-bay/ru/people/index.html", "ru", "ltr"),
    ] {
        let html = site.text(path);
        assert_eq!(site::attribute(&html, "html", "lang"), language, "{path}");
        assert_eq!(site::attribute(&html, "html", "dir"), direction, "{path}");
    }
    let files = all_files(&site.out());
    for path in [
        "alder-bay/article.ar.json",
        "alder-bay/ar/annotations.json",
        "alder-bay/ar/votes/oembed.json",
        "feed.ar.xml",
        "feed.ru.xml",
    ] {
        assert!(files.iter().any(|file| file == path), "{path}");
    }
    let package = site.text("alder-bay/article.ar.json");
    assert_eq!(Article::from_json(&package).unwrap().language, "ar");
}

#[test]
fn the_switch_leads_to_each_edition() {
    let site = built(&SiteInfo::default());
    for (path, root) in [
        ("index.html", ""),
        ("alder-bay/index.html", "../"),
        ("alder-bay/ar/index.html", "../../"),
    ] {
        let found = all(&site.text(path), "nav.editions a");
        let expected = [("en", ""), ("ar", "ar/"), ("ru", "ru/")]
            .map(|(language, folder)| (language.to_owned(), format!("{root}alder-bay/{folder}")));
        assert_eq!(found, expected, "{path}");
    }
    let current = "nav.editions a[aria-current='page']";
    assert_eq!(
        all(&site.text("alder-bay/ru/index.html"), current)[0].0,
        "ru"
    );
    let plain = site::pages(&site::memory("one", crate::files::ARTICLE));
    assert!(!plain.text("one/index.html").contains("hreflang"));
}

#[test]
fn texts_of_the_interface_have_their_own_language() {
    let site = built(&SiteInfo::default());
    for (path, expected) in [
        ("alder-bay/ar/index.html", Some(("en", "ltr"))),
        ("alder-bay/ar/votes/index.html", Some(("en", "ltr"))),
        ("alder-bay/ru/index.html", None),
        ("alder-bay/index.html", None),
    ] {
        let page = Html::parse_document(&site.text(path));
        let kickers = Selector::parse(".kicker, summary, .tool-name").unwrap();
        let found: Vec<_> = page
            .select(&kickers)
            .filter(|element| element.attr("translate") == Some("no"))
            .map(|element| element.attr("lang").zip(element.attr("dir")))
            .collect();
        assert!(!found.is_empty(), "{path}");
        assert!(
            found.iter().all(|found| *found == expected),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn search_engines_find_the_other_editions() {
    let site = built(&info());
    let address = |folder: &str| format!("https://example.org/news/alder-bay/{folder}");
    for (path, page) in [
        ("alder-bay/index.html", ""),
        ("alder-bay/ru/index.html", ""),
        ("alder-bay/ru/votes/index.html", "votes/"),
    ] {
        let found = all(&site.text(path), "link[hreflang]");
        let expected = [("en", ""), ("ar", "ar/"), ("ru", "ru/"), ("x-default", "")]
            .map(|(language, folder)| (language.to_owned(), address(&format!("{folder}{page}"))));
        assert_eq!(found, expected, "{path}");
    }
    let canonical = all(
        &site.text("alder-bay/ru/index.html"),
        "link[rel='canonical']",
    );
    assert_eq!(canonical[0].1, address("ru/"));
    let sitemap = site.text("sitemap.xml");
    assert_eq!(sitemap.matches("<loc>").count(), 3);
    assert_eq!(sitemap.matches("hreflang=\"x-default\"").count(), 3);
    let feed = site.text("feed.ar.xml");
    assert!(feed.contains("خليج ألدر يغلق رصيفه القديم") && feed.contains(&address("ar/")));
}

#[test]
fn linked_data_connects_translations() {
    let site = built(&info());
    let node = |path: &str| {
        let html = site.text(path);
        let (_, rest) = html
            .split_once("<script type=\"application/ld+json\">")
            .unwrap();
        let json: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        json["@graph"][0].clone()
    };
    let base = node("alder-bay/index.html");
    let edition = node("alder-bay/ru/index.html");
    assert_eq!(base["workTranslation"][1]["@id"], edition["@id"]);
    assert_eq!(edition["translationOfWork"]["@id"], base["@id"]);
    assert_eq!(edition["inLanguage"], "ru");
}

#[test]
fn files_of_the_base_are_shared() {
    let paper = |text: &str| text.replace("closes its old pier", "closes its pier");
    let file = |name: &str| fs::read_to_string(Path::new(EDITIONS).join(SLUG).join(name)).unwrap();
    let base =
        file("article.md").replace("note = \"Pages", "url = \"minutes.pdf\", note = \"Pages");
    let mut memory = Memory::default()
        .with(SLUG, "article.md", paper(&base))
        .with(SLUG, "minutes.pdf", "minutes");
    for name in ["facts.toml", "article.ru.md", "facts.ru.toml"] {
        memory = memory.with(SLUG, name, file(name));
    }
    let site = site::pages(&memory);
    assert!(
        site.text("alder-bay/index.html")
            .contains("href=\"minutes.pdf\"")
    );
    assert!(
        site.text("alder-bay/ru/index.html")
            .contains("href=\"../minutes.pdf\"")
    );
    assert!(
        site.text("alder-bay/article.ru.json")
            .contains("\"minutes.pdf\"")
    );
}

#[test]
fn documents_of_the_base_support_its_editions() {
    let file = |name: &str| fs::read_to_string(Path::new(EDITIONS).join(SLUG).join(name)).unwrap();
    let base = file("article.md").replace(
        "note = \"Pages",
        "file = \"minutes.txt\", publish = \"file\", note = \"Pages",
    );
    let facts = file("facts.toml").replace(
        "evidence = ",
        "from = [{ quote = \"The council met\" }]\nevidence = ",
    );
    let mut memory = Memory::default()
        .with("", "site.toml", "require-source-passages = true\n")
        .with(SLUG, "article.md", base)
        .with(SLUG, "facts.toml", facts)
        .with(SLUG, "sources/minutes.txt", "The council met.\n");
    for name in ["article.ru.md", "facts.ru.toml"] {
        memory = memory.with(SLUG, name, file(name));
    }
    let site = site::pages(&memory);
    assert_eq!(
        site.text("alder-bay/sources/minutes.txt"),
        "The council met.\n"
    );
    for (page, address) in [
        ("alder-bay/index.html", "sources/minutes.txt#"),
        ("alder-bay/sources/index.html", "../sources/minutes.txt#"),
        ("alder-bay/ru/index.html", "../sources/minutes.txt#"),
        (
            "alder-bay/ru/votes/index.html",
            "../../sources/minutes.txt#",
        ),
        (
            "alder-bay/ru/sources/index.html",
            "../../sources/minutes.txt#",
        ),
    ] {
        let html = site.text(page);
        assert!(html.contains(&format!("href=\"{address}")), "{page}");
        assert!(html.contains("The council met"), "{page}");
    }
}

#[test]
fn an_edition_without_errors_follows_a_correction_of_the_base() {
    let folder = copied();
    let facts = folder.path().join(SLUG).join("facts.toml");
    let changed = fs::read_to_string(&facts)
        .unwrap()
        .replace("title = \"The vote\"", "title = \"How they voted\"");
    fs::write(&facts, changed).unwrap();
    let (_, report) = read(&Folder::new(folder.path()), SLUG);
    let kinds: Vec<Kind> = report.diagnostics.iter().map(|found| found.kind).collect();
    assert_eq!(
        kinds,
        [Kind::Behind, Kind::Behind],
        "{}",
        report.render(false)
    );
    let accepted = |language: &str| {
        let sources = Folder::new(folder.path());
        let (base, _) = read(&sources, SLUG);
        accept(
            &sources,
            folder.path(),
            &Slug::new(SLUG).unwrap(),
            language,
            &base.unwrap(),
        )
        .unwrap();
        read(&sources, SLUG).1
    };
    assert_eq!(accepted("ru").warnings(), 1);
    let before = fs::read_to_string(folder.path().join(SLUG).join("editions.toml")).unwrap();
    assert!(
        before.contains("# Nine members of the council voted"),
        "{before}"
    );
    assert_eq!(accepted("ar").render(false), "");
    let status = |report: &Report| {
        let sources = Folder::new(folder.path());
        let (base, _) = read_base(&sources, SLUG);
        statuses(&sources, SLUG, base.as_ref(), report)
    };
    let all = status(&Report::default());
    assert!(
        all.iter()
            .all(|edition| edition.behind == Some(0) && edition.errors == Some(0))
    );
}

#[test]
fn a_skeleton_has_every_word_to_translate_and_replaces_nothing() {
    let folder = copied();
    let sources = Folder::new(folder.path());
    let slug = Slug::new(SLUG).unwrap();
    let [text, facts] = write_skeleton(&sources, folder.path(), &slug, "kk").unwrap();
    let read_text = |path: &Path| fs::read_to_string(path).unwrap();
    assert!(read_text(&text).contains("# Alder Bay closes its old pier\nheadline = \"\"\n"));
    assert!(
        read_text(&facts).contains("# Nine members voted to close the pier.\nstatement = \"\"\n")
    );
    let (article, report) = read(&sources, SLUG);
    assert!(article.is_none());
    // Filling in the words is enough: no key is missing, and none is too many.
    let kinds: std::collections::BTreeSet<Kind> =
        report.diagnostics.iter().map(|found| found.kind).collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        [Kind::Blank, Kind::Untranslated],
        "{}",
        report.render(false)
    );
    let again = write_skeleton(&sources, folder.path(), &slug, "kk");
    assert!(matches!(again, Err(SkeletonError::Exists(path)) if path == text));
    fs::remove_file(&text).unwrap();
    let half = write_skeleton(&sources, folder.path(), &slug, "kk");
    assert!(matches!(half, Err(SkeletonError::Exists(path)) if path == facts));
    assert!(!text.exists(), "one file alone isn't written");
}

/// Returns the kinds of editions that no article folder of the cases can have.
pub(crate) fn kinds() -> Vec<Kind> {
    let sources = Memory::default().with("one", "article.ru.md", "");
    let (_, report) = read(&sources, "one");
    report.diagnostics.iter().map(|found| found.kind).collect()
}

#[test]
fn an_edition_needs_an_article() {
    assert!(kinds().contains(&Kind::NoBase));
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("one")).unwrap();
    fs::write(folder.path().join("one/facts.ru.toml"), "").unwrap();
    let report = sidelight_compiler::read_all(&Folder::new(folder.path())).report;
    let found = report.render(false);
    assert!(
        found.contains("error[SL125]") && found.contains("one/facts.ru.toml"),
        "{found}"
    );
}
