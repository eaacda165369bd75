//! `site.toml` as anybody might write it. It gives errors with positions, or a site whose pages allow only what pages
//! always allow, and the origins that the file names.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use scraper::{Html, Selector};
use sidelight_compiler::{BaseUrl, Memory, SiteInfo};
use sidelight_site::{Compression, Shell, Site};

use super::report::check_report;

/// An article without boxes.
pub const ARTICLE: &str = "+++
headline = \"A harbour\"
standfirst = \"It is open.\"
language = \"en\"
published = 2012-06-13
as-of = 2012-06-13
byline = [{ name = \"A. Bee\" }]
+++
The harbour is open.
";

/// The page that shows packages of other sites.
const PACKAGE_PAGE: &str = "reader/index.html";

/// Elements that `site.toml` must not add to a page.
const COUNTED: [&str; 5] = [
    "script:not([type='application/ld+json'])",
    "style",
    "meta[http-equiv]",
    "iframe",
    "base",
];

static DEFAULT: LazyLock<Pages> = LazyLock::new(|| Pages::of(&SiteInfo::default()));

/// The settings that were built already. Most changes of a file don't change them.
static BUILT: Mutex<Option<HashSet<String>>> = Mutex::new(None);

pub fn site(input: &[u8]) {
    let (info, report) = SiteInfo::read(&Memory::default().with("", "site.toml", input));
    check_report(&report);
    if report.errors() > 0 || !is_new(&info) {
        return;
    }
    let pages = Pages::of(&info);
    assert_eq!(
        pages.html.keys().collect::<Vec<_>>(),
        DEFAULT.html.keys().collect::<Vec<_>>()
    );
    for (path, page) in &pages.html {
        let default = &DEFAULT.html[path];
        assert_eq!(page.counts, default.counts, "{path} of {info:?}");
        check_policy(&page.policy, &default.policy, &allowed(&info, path));
    }
    for (path, rules) in &pages.rules {
        let words = |text: &str| -> Vec<String> {
            let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
            text.lines().filter_map(first).collect()
        };
        assert_eq!(words(rules), words(&DEFAULT.rules[path]), "{path}: {rules}");
    }
}

fn is_new(info: &SiteInfo) -> bool {
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.get_or_insert_default().insert(format!("{info:?}"))
}

/// Returns the origins that the policy of a page may name, the site's own included.
fn allowed(info: &SiteInfo, path: &str) -> Vec<String> {
    let own = info.base_url.as_ref().map(BaseUrl::origin);
    let others = info.package_origins.iter().map(ToString::to_string);
    let others = others.filter(|_| path == PACKAGE_PAGE);
    own.map(str::to_owned).into_iter().chain(others).collect()
}

/// Checks that a policy has the same directives as the default one, and only these additional sources.
fn check_policy(policy: &str, default: &str, origins: &[String]) {
    let (found, expected) = (directives(policy), directives(default));
    let names = |directives: &[(String, BTreeSet<String>)]| -> Vec<String> {
        directives.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&found), names(&expected), "{policy}");
    for ((name, sources), (_, always)) in found.iter().zip(&expected) {
        for source in sources.difference(always) {
            let is_allowed = origins.iter().any(|origin| {
                source
                    .strip_prefix(origin.as_str())
                    .is_some_and(|path| path.is_empty() || path.starts_with('/'))
            });
            assert!(is_allowed && is_one_host(source), "{name} {source}");
        }
    }
}

fn directives(policy: &str) -> Vec<(String, BTreeSet<String>)> {
    policy
        .split(';')
        .map(|directive| {
            let mut words = directive.split_ascii_whitespace().map(str::to_owned);
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect()
}

/// Returns true if a source in a policy is a single host, perhaps with a path, and not a pattern or keyword. In a path,
/// `*` has no special meaning (CSP Level 3, section 6.7.2.10).
fn is_one_host(source: &str) -> bool {
    let rest = source
        .strip_prefix("https://")
        .or_else(|| source.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]/_~%()!$&+=@".contains(c);
    rest.is_some_and(|rest| {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        !host.is_empty()
            && !host.starts_with(':')
            && host.chars().all(is_plain)
            && path.chars().all(|c| is_plain(c) || c == '*')
    })
}

/// The parts of a built site that browsers and servers obey.
struct Pages {
    html: BTreeMap<String, Page>,
    /// The rules for web servers.
    rules: BTreeMap<String, String>,
}

struct Page {
    policy: String,
    /// The number of elements for each selector in [`COUNTED`].
    counts: Vec<usize>,
}

impl Pages {
    /// Builds a site of two articles, and checks its XML and JSON.
    fn of(info: &SiteInfo) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shell = Shell::read(&shell()).unwrap();
        let sources = ["one", "two"]
            .iter()
            .fold(Memory::default(), |sources, slug| {
                sources
                    .with(slug, "article.md", ARTICLE)
                    .with(slug, "facts.toml", "")
            });
        let built = Site {
            sources: &sources,
            shell: &shell,
            info,
            out: folder.path(),
            compression: Compression::None,
            keep_going: false,
            published: false,
        }
        .build(&|_, _| {});
        assert!(built.published.is_some(), "{}", built.report.render(false));
        let mut pages = Self {
            html: BTreeMap::new(),
            rules: BTreeMap::new(),
        };
        let mut folders = vec![PathBuf::new()];
        while let Some(inner) = folders.pop() {
            for entry in fs::read_dir(folder.path().join(&inner)).unwrap() {
                let entry = entry.unwrap();
                let path = inner.join(entry.file_name());
                if entry.file_type().unwrap().is_dir() {
                    folders.push(path);
                } else {
                    pages.add(path.display().to_string(), &entry.path());
                }
            }
        }
        pages
    }

    fn add(&mut self, path: String, file: &Path) {
        let read = || fs::read_to_string(file).unwrap();
        match path.rsplit('.').next() {
            Some("html") => drop(self.html.insert(path, Page::of(&read()))),
            Some("xml") => drop(roxmltree::Document::parse(&read()).unwrap()),
            Some("json") => drop(serde_json::from_str::<serde_json::Value>(&read()).unwrap()),
            Some("_headers" | "conf" | "sidelight/Caddyfile") => {
                self.rules.insert(path, read());
            }
            _ => {}
        }
    }
}

impl Page {
    fn of(html: &str) -> Self {
        let page = Html::parse_document(html);
        let selector = |selector: &str| Selector::parse(selector).unwrap();
        let policy = selector("meta[http-equiv='Content-Security-Policy']");
        let policy = page
            .select(&policy)
            .find_map(|meta| meta.attr("content"))
            .unwrap();
        Self {
            policy: policy.to_owned(),
            counts: COUNTED
                .iter()
                .map(|counted| page.select(&selector(counted)).count())
                .collect(),
        }
    }
}

/// Returns the path of the test shell, regardless of the package that this is compiled in.
pub fn shell() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("tests/fixtures/shell/index.html"))
        .find(|shell| shell.is_file())
        .unwrap()
}
