//! The page that renders a package at run time.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;

use crate::harness::{Answer, Case, Page, Site, case, dist, with_address};
use crate::jumping::{adopted, has_focus};
use crate::sharing::open_panel;

const GOOD: &str = "/reader/?package=../kazakstan-dissenters/article.json";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("a package is shown as its pressed page is", async |page| {
            let text = "document.getElementById('article').textContent.replace(/\\s+/g, ' ')";
            let shape = "[...document.querySelectorAll('#article *')].filter(e => !e.closest('#boxes-chrome')).map(e => \
                         e.localName + '#' + e.id + '.' + e.getAttribute('class')).join(' ')";
            adopted(page, "/").await?;
            page.wait_until("document.querySelector('#boxes-chrome button')")
                .await?;
            let pressed: (String, String, String) = page
                .get(&format!("[{text}, {shape}, document.title]"))
                .await?;
            adopted(page, GOOD).await?;
            page.wait_until("document.querySelector('#boxes-chrome button')")
                .await?;
            let rendered: (String, String, String) = page
                .get(&format!("[{text}, {shape}, document.title]"))
                .await?;
            ensure!(pressed.0 == rendered.0, "{}\n\n{}", pressed.0, rendered.0);
            assert_eq!(pressed.1, rendered.1);
            assert_eq!(pressed.2, rendered.2);
            assert_eq!(
                page.get::<String>("document.documentElement.lang").await?,
                "en-GB"
            );
            Ok(())
        }),
        case(
            "a rendered package jumps and returns like a pressed page",
            async |page| {
                adopted(page, GOOD).await?;
                page.click("#box-casualties .box-body > summary").await?;
                page.click("#fact-janaozen-killed .passage > summary")
                    .await?;
                page.click("#from-janaozen-killed-1").await?;
                has_focus(page, "evidence-janaozen-killed-1").await?;
                page.back().await?;
                has_focus(page, "from-janaozen-killed-1").await
            },
        ),
        case(
            "a link into a rendered package opens what it needs",
            async |page| {
                adopted(page, &format!("{GOOD}#fact-janaozen-imprisoned")).await?;
                page.wait_until("document.querySelector('#box-sentences .box-body').open")
                    .await?;
                has_focus(page, "fact-janaozen-imprisoned").await
            },
        ),
        case(
            "passages in documents are read and opened from the package's own folder",
            async |page| {
                documents_are_served(page)?;
                adopted(page, "/reader/?package=../ferry/article.json").await?;
                let folder = format!("{}/ferry/", page.site().origin());
                page.click("#box-timeline .box-body > summary").await?;
                for (fact, place, link) in [
                    (
                        "ruling",
                        "Ruling on the ferry line · Page 7",
                        format!("{folder}sources/ruling.pdf#page=7"),
                    ),
                    (
                        "hearing",
                        "Hearing in the council · At 1:05",
                        format!("{folder}sources/hearing.mp3#t=65.5,69"),
                    ),
                ] {
                    let fact = format!("#fact-{fact}");
                    page.click(&format!("{fact} .passage > summary")).await?;
                    let shown = page.text(&format!("{fact} .from .about")).await?;
                    assert_eq!(shown, place);
                    let href: String = page
                        .get(&format!(
                            "document.querySelector(\"{fact} .from .to-text\").href"
                        ))
                        .await?;
                    assert_eq!(href, link);
                }
                // Nothing plays, and nothing is loaded, before the reader starts it.
                let is_paused = "document.querySelector('.from audio').paused";
                ensure!(page.get::<bool>(is_paused).await?);
                let requests = page.site().requests();
                ensure!(
                    !requests.iter().any(|path| path.contains("/sources/")),
                    "{requests:?}"
                );
                // The table of facts has a line for each passage.
                page.run(
                    "window.noted = ''; HTMLAnchorElement.prototype.click = () => {}; \
                     const make = URL.createObjectURL; \
                     URL.createObjectURL = made => { made.text().then(text => { window.noted = text }); return make.call(URL, made) }",
                )
                .await?;
                open_panel(page).await?;
                page.click("#share-csv").await?;
                page.wait_until(
                    "noted.includes('Notice of the last crossing, Paragraph 4: as the court has ordered')",
                )
                .await?;
                page.press(char::from(Key::Escape)).await?;
                for width in [320, 1280] {
                    page.resize(width, 800).await?;
                    page.wait_until(
                        "(a => a.right <= innerWidth && a.width > 100)(document.querySelector('.from audio').getBoundingClientRect())",
                    )
                    .await?;
                }
                Ok(())
            },
        ),
        case(
            "what can't be shown is said, with the reason",
            async |page| {
                page.expect_error("404");
                let package = std::fs::read_to_string(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/../../tests/fixtures/packages/six-kinds.json"
                ))?;
                for (path, body) in [
                    ("/text.json", "Not at all".to_owned()),
                    ("/list.json", "[]".to_owned()),
                    ("/newer.json", package.replace("sidelight/1", "sidelight/2")),
                    (
                        "/moved.json",
                        package.replace(
                            "\"exact\": \"We want a bridge.\"",
                            "\"exact\": \"We want a road!!\"",
                        ),
                    ),
                    (
                        "/script.json",
                        package.replace("../trial/", "javascript:alert(1)"),
                    ),
                    ("/empty.json", String::new()),
                ] {
                    page.site().answer(
                        path,
                        Answer {
                            status: 200,
                            media_type: "application/json",
                            body: body.into_bytes(),
                        },
                    );
                }
                for (query, reason) in [
                    ("", "doesn’t name an article"),
                    ("?package=", "doesn’t name an article"),
                    (
                        "?package=https://example.org/article.json",
                        "from that address",
                    ),
                    ("?package=//example.org/article.json", "from that address"),
                    ("?package=/logout%3Fall=1", "No article package was found"),
                    ("?package=../..%252flogout", "from that address"),
                    ("?package=../one/..;/logout", "from that address"),
                    ("?package=javascript:alert(1)", "http or https"),
                    ("?package=data:application/json,{}", "http or https"),
                    ("?package=http://[", "isn’t a valid address"),
                    ("?package=../none.json", "No article package was found"),
                    ("?package=../text.json", "JSON"),
                    ("?package=../empty.json", "JSON"),
                    ("?package=../list.json", "JSON object"),
                    ("?package=../newer.json", "sidelight/2"),
                    ("?package=../moved.json", "boxes[2].facts[0].evidence[0]"),
                    ("?package=../script.json", "http, https, mailto or relative"),
                ] {
                    page.open("/").await?;
                    page.open(&format!("/reader/{query}")).await?;
                    page.wait_until("document.querySelector('#sidelight h1')")
                        .await?;
                    let shown = page.text("#sidelight").await?;
                    assert!(shown.contains(reason), "{query}: {shown}");
                    assert!(
                        shown.starts_with("This article can’t be shown"),
                        "{query}: {shown}"
                    );
                }
                Ok(())
            },
        ),
        case(
            "a package is asked for without the reader's cookies, and in the site's folder only",
            async |page| {
                page.expect_error("404");
                for path in ["reader/index.html", "kazakstan-dissenters/article.json"]
                    .map(str::to_owned)
                    .into_iter()
                    .chain(programs(page)?)
                {
                    let body = std::fs::read(dist()?.join(&path))?;
                    let media_type = match path.rsplit('.').next() {
                        Some("html") => "text/html; charset=utf-8",
                        Some("wasm") => "application/wasm",
                        Some("json") => "application/json",
                        _ => "text/javascript; charset=utf-8",
                    };
                    let at = format!("/news/{}", path.trim_end_matches("index.html"));
                    page.site().answer(
                        &at,
                        Answer {
                            status: 200,
                            media_type,
                            body,
                        },
                    );
                }
                page.open("/404.html").await?;
                page.run("document.cookie = 'session=1; path=/'").await?;
                let read = "/news/kazakstan-dissenters/article.json";
                adopted(page, &format!("/news/reader/?package={read}")).await?;
                let with_cookies = page.site().requests_with_cookies();
                assert!(
                    with_cookies
                        .iter()
                        .any(|path| path.starts_with("/news/reader/"))
                );
                assert!(
                    !with_cookies.iter().any(|path| path == read),
                    "{with_cookies:?}"
                );
                for package in [
                    "/kazakstan-dissenters/article.json",
                    "../../kazakstan-dissenters/article.json",
                    "%2e%2e/%2e%2e/kazakstan-dissenters/article.json",
                    "..\\..\\kazakstan-dissenters/article.json",
                    "..%2f..%2fkazakstan-dissenters/article.json",
                    "../..%252fkazakstan-dissenters/article.json",
                    "../%252e%252e%252fkazakstan-dissenters/article.json",
                    "../..%255ckazakstan-dissenters/article.json",
                    "../one/..;/..;/kazakstan-dissenters/article.json",
                    "/newsroom/article.json",
                ] {
                    let asked = page.site().requests().len();
                    page.open("/404.html").await?;
                    page.open(&format!("/news/reader/?package={package}"))
                        .await?;
                    page.wait_until("document.querySelector('#sidelight h1')")
                        .await?;
                    let shown = page.text("#sidelight").await?;
                    assert!(shown.contains("from that address"), "{package}: {shown}");
                    let asked = page.site().requests().split_off(asked);
                    assert!(
                        asked.iter().all(|path| !path
                            .split('?')
                            .next()
                            .unwrap_or_default()
                            .ends_with("article.json")),
                        "{package}: {asked:?}"
                    );
                }
                Ok(())
            },
        ),
        case(
            "a package of another site is shown where the build has named that site, in a frame without an origin too",
            async |page| {
                let other = Site::start(&dist()?).await?;
                let package = "kazakstan-dissenters/article.json";
                let html = page.site().file("reader/index.html")?;
                let named = with_address(&html, page.site().origin())
                    .replace(
                        " data-sidelight=\"package\"",
                        &format!(
                            " data-sidelight=\"package\" data-origins=\"{}\"",
                            other.origin()
                        ),
                    )
                    .replace("; frame-src", &format!(" {}; frame-src", other.origin()));
                let html = |body: String| Answer {
                    status: 200,
                    media_type: "text/html; charset=utf-8",
                    body: body.into_bytes(),
                };
                page.site().answer("/named/", html(named));
                page.site().answer(
                    "/frame.html",
                    html(format!("<iframe sandbox=\"allow-scripts\" src=\"/named/?package=../{package}\"></iframe>")),
                );
                let there = format!("?package={}/{package}", other.origin());
                adopted(page, &format!("/named/{there}")).await?;
                assert!(other.requests().contains(&format!("/{package}")));

                let asked = other.requests().len();
                page.open(&format!("/reader/{there}")).await?;
                page.wait_until("document.querySelector('#sidelight h1')")
                    .await?;
                assert!(page.text("#sidelight").await?.contains("from that address"));
                assert_eq!(other.requests().len(), asked, "nothing was asked for");

                page.open("/frame.html").await?;
                page.client().enter_frame(0).await?;
                page.wait_until("document.getElementById('article')").await
            },
        ),
        case(
            "without scripts the package page says what it needs",
            async |page| {
                page.open(GOOD).await?;
                assert!(page.text("#sidelight").await?.contains("WebAssembly"));
                Ok(())
            },
        )
        .scripts_off(),
    ]
}

/// Returns the files of the package page's program.
fn programs(page: &Page) -> Result<Vec<String>> {
    let html = page.site().file("reader/index.html")?;
    let boot = html.split("id=\"boot\"").nth(1).context("no loader")?;
    ["src", "data-glue", "data-wasm"]
        .into_iter()
        .map(|attribute| {
            let value = boot.split(&format!(" {attribute}=\"../")).nth(1);
            let value = value.and_then(|value| value.split('"').next());
            Ok(value.context("no such attribute")?.to_owned())
        })
        .collect()
}

/// Serves the package with passages in documents. Its documents aren't there.
fn documents_are_served(page: &Page) -> Result<()> {
    let package = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/packages/documents.json"
    ))?;
    page.site().answer(
        "/ferry/article.json",
        Answer {
            status: 200,
            media_type: "application/json",
            body: package,
        },
    );
    Ok(())
}
