//! The service worker stores only the page's own files, serves only those, and leaves other caches alone.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::harness::{Answer, Case, Engine, Page, case, dist};
use crate::jumping::adopted;
use crate::memory::cdp;
use crate::no_wasm::named;
use crate::offline::{answer, ask, ask_of, caches, hashed, hold, keep, open_panel, stored};

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "what an article says of files isn't taken for the page's own",
            async |page| {
                let text = "He wrote src=\"shared/nope.js\" and data-wasm=\"shared/no.wasm\"</p>\
                    <p title=\" src=\"><span data-note=\"a > b src='c'\"></span></p>";
                answer(page, "/", "text/html; charset=utf-8", &with(page, &format!("<p>{text}"))?);
                adopted(page, "/").await?;
                let kept = ask(page, "keep").await?;
                assert_eq!(kept["refusal"], Value::Null);
                assert_eq!(kept["articles"].as_array().map(Vec::len), Some(1));
                Ok(())
            },
        ),
        case(
            "a shared file that isn't what its name says isn't stored",
            async |page| {
                adopted(page, "/").await?;
                stored(page, "read").await?;
                forget(page).await?;
                let glue = named(page, "data-glue")?;
                let changed = page.site().file(&glue)? + " ";
                let script = "text/javascript; charset=utf-8";
                answer(page, &format!("/{glue}"), script, &changed);
                assert_eq!(ask(page, "keep").await?["refusal"], "unreachable");
                assert_eq!(caches(page).await?, Vec::<String>::new());
                let named = hashed("reader", "js", changed.as_bytes());
                answer(page, &format!("/{named}"), script, &changed);
                let html = page.site().file("index.html")?.replace(&glue, &named);
                answer(page, "/", "text/html; charset=utf-8", &html);
                assert_eq!(ask(page, "keep").await?["refusal"], Value::Null);
                Ok(())
            },
        ),
        case(
            "what other caches of the origin hold is neither served nor stored nor deleted",
            async |page| {
                page.expect_error("404");
                page.expect_error("ERR_");
                adopted(page, "/").await?;
                stored(page, "read").await?;
                forget(page).await?;
                let wasm = named(page, "data-wasm")?;
                page.run(&format!(
                    "return caches.open('theirs').then(async (cache) => {{
                       for (const path of ['/', '/{wasm}', '/shared/x.js']) await cache.put(path, new Response('theirs'));
                       window.held = cache;
                     }})"
                ))
                .await?;
                adopted(page, "/").await?;
                page.wait_until("navigator.serviceWorker.controller").await?;
                page.run("window.said = null; fetch('/shared/x.js').then(({ status }) => { window.said = status })")
                    .await?;
                page.wait_until("said").await?;
                assert_eq!(page.get::<u16>("said").await?, 404);
                assert_eq!(ask(page, "keep").await?["refusal"], Value::Null);
                hold(page).await?;
                page.run("window.theirs = null; caches.has('theirs').then((is) => { window.theirs = is })")
                    .await?;
                page.wait_until("theirs").await?;
                page.site().go_down();
                adopted(page, "/").await
            },
        ),
        case(
            "a site in a folder of another one has stored articles of its own",
            async |page| {
                for path in ["index.html", "sw.js"].map(str::to_owned).into_iter().chain(shared(page)?) {
                    let body = std::fs::read(dist()?.join(&path))?;
                    let media_type = match &*path {
                        "index.html" => "text/html; charset=utf-8",
                        path if path.ends_with(".wasm") => "application/wasm",
                        _ => "text/javascript; charset=utf-8",
                    };
                    let at = format!("/news/{}", path.trim_end_matches("index.html"));
                    page.site().answer(&at, Answer { status: 200, media_type, body });
                }
                adopted(page, "/news/").await?;
                ask(page, "read").await?;
                let inner = caches(page).await?;
                hold(page).await?;
                // One page more than the outer site's worker stores.
                adopted(page, "/").await?;
                for number in 0..21 {
                    let path = format!("/{number}/");
                    answer(page, &path, "text/html; charset=utf-8", "<main data-sidelight=\"pressed\"></main>");
                    let url = format!("{}{path}", page.site().origin());
                    assert_eq!(ask_of(page, "read", &url).await?["refusal"], Value::Null);
                }
                let names = caches(page).await?;
                assert!(inner.iter().all(|name| names.contains(name)), "{inner:?}: {names:?}");

                adopted(page, "/news/").await?;
                let kept = ask(page, "keep").await?["articles"].clone();
                assert_eq!(kept[0][0], format!("{}/news/", page.site().origin()));
                adopted(page, "/").await?;
                assert_eq!(ask(page, "list").await?["articles"], json!([]));
                Ok(())
            },
        ),
        case(
            "without a network a picture is shown in another of its sizes, and never another picture",
            async |page| {
                page.expect_error("ERR_");
                let pictures = "<img src=\"a-b/crowd-0123456789-960.svg\"><img src=\"plan.svg\">";
                answer(page, "/", "text/html; charset=utf-8", &with(page, pictures)?);
                for (path, width) in [("/a-b/crowd-0123456789-960.svg", 960), ("/plan.svg", 7)] {
                    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='1'/>");
                    answer(page, path, "image/svg+xml", &svg);
                }
                keep(page).await?;
                adopted(page, "/").await?;
                page.wait_until("navigator.serviceWorker.controller").await?;
                page.site().go_down();
                for (path, expected) in [
                    ("/a-b/crowd-0123456789-480.svg", 960),
                    ("/a-b/crowd-9876543210-480.svg", 0),
                    ("/other/crowd-0123456789-480.svg", 0),
                    ("/a-b/photo.svg", 0),
                    ("/photo.svg", 0),
                ] {
                    page.run(&format!(
                        "window.shown = null; const image = new Image(); image.onload = () => {{ window.shown = image.naturalWidth }};
                         image.onerror = () => {{ window.shown = 0 }}; image.src = '{path}'"
                    ))
                    .await?;
                    page.wait_until("shown !== null").await?;
                    assert_eq!(page.get::<u32>("shown").await?, expected, "{path}");
                }
                Ok(())
            },
        ),
        case(
            "where the browser's room is used up a plain message says so, and nothing is half kept",
            async |page| {
                open_panel(page).await?;
                stored(page, "read").await?;
                forget(page).await?;
                let limit = json!({ "origin": page.site().origin(), "quotaSize": 1000 });
                cdp(page, "Storage.overrideQuotaForOrigin", limit).await?;
                page.click("#offline-keep").await?;
                page.wait_until("document.querySelector('.offline-refused').textContent.startsWith('Not enough storage')")
                    .await?;
                assert_eq!(caches(page).await?, Vec::<String>::new());
                Ok(())
            },
        )
        .not_in(Engine::Firefox, "its driver can't limit what a site may store")
        .not_in(Engine::Webkit, "its driver can't limit what a site may store"),
    ]
}

/// Returns the paths of the shared files that the site's first page names.
fn shared(page: &Page) -> Result<Vec<String>> {
    ["src", "data-glue", "data-wasm"]
        .into_iter()
        .map(|attribute| named(page, attribute))
        .collect()
}

/// Returns the site's first page with `html` inserted before its headline.
fn with(page: &Page, html: &str) -> Result<String> {
    let whole = page.site().file("index.html")?;
    let (before, after) = whole.split_once("<h1").context("no headline")?;
    Ok([before, html, "<h1", after].concat())
}

/// Deletes all caches.
async fn forget(page: &Page) -> Result<()> {
    page.run("return caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => {})")
        .await
}
