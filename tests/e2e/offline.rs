//! Reading without a network, from the service worker's caches.

use anyhow::Result;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{Answer, Case, Engine, Page, case};
use crate::jumping::adopted;
use crate::listening::inject;

/// JavaScript that returns the names of the site's caches.
const CACHES: &str = "return caches.keys().then(names => names.filter(name => name.startsWith('sidelight-2 ')).sort())";

/// Counts service worker registrations instead of performing them. Idle callbacks run at once, so that registrations are
/// counted by the time the page has been adopted.
const COUNTED: &str = "window.registered = 0; window.requestIdleCallback = act => act(); \
    if (window.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = () => { registered += 1; return new Promise(() => {}) };";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a kept article is read without a network: its boxes open, its contents lead",
            async |page| {
                page.expect_error("ERR_");
                keep(page).await?;
                assert_eq!(
                    page.text(".offline-list a").await?,
                    page.get::<String>("document.title").await?
                );
                page.site().go_down();
                adopted(page, "/").await?;
                page.wait_until("document.getElementById('tool-contents')")
                    .await?;
                page.click("#box-casualties .box-body > summary").await?;
                page.wait_until(
                    "document.getElementById('fact-janaozen-killed').checkVisibility()",
                )
                .await?;
                page.click("#tool-contents").await?;
                page.wait_until(
                    "document.querySelector('#panel-contents a[href=\"#box-demands\"]')",
                )
                .await?;
                page.click("#panel-contents a[href='#box-demands']").await?;
                page.wait_until("location.hash === '#box-demands'").await?;
                // A different query still finds the stored page.
                adopted(page, "/?ui=ru").await?;
                page.wait_until(
                    "document.getElementById('tool-contents')?.textContent === 'Содержание'",
                )
                .await
            },
        ),
        case(
            "an article that was read is there without a network too",
            async |page| {
                page.expect_error("ERR_");
                adopted(page, "/").await?;
                stored(page, "read").await?;
                page.site().go_down();
                adopted(page, "/").await?;
                page.wait_until("document.getElementById('tool-contents')")
                    .await
            },
        ),
        case(
            "an article that is kept no longer is removed whole",
            async |page| {
                keep(page).await?;
                page.click(".offline-list button").await?;
                page.wait_until("document.getElementById('offline-keep').getAttribute('aria-disabled') === 'false'").await?;
                assert_eq!(caches(page).await?, Vec::<String>::new());
                Ok(())
            },
        ),
        case(
            "an update takes the old page's place when all of it is there, and never in part",
            async |page| {
                page.expect_error("404");
                page.expect_error("ERR_");
                keep(page).await?;
                let old = page.site().file("index.html")?;
                let glue = crate::no_wasm::named(page, "data-glue")?;
                let program = page.site().file(&glue)? + "// Newer.";
                let new_glue = hashed("reader", "js", program.as_bytes());
                let new = old
                    .replace(&glue, &new_glue)
                    .replace("<h1 id=\"headline\">", "<h1 id=\"headline\">New: ");
                answer(page, "/", "text/html; charset=utf-8", &new);
                answer_missing(page, &format!("/{new_glue}"));
                // The new page is available, but its program isn't.
                assert_eq!(ask(page, "keep").await?["refusal"], "unreachable");
                page.site().go_down();
                adopted(page, "/").await?;
                assert!(!page.text("#headline").await?.starts_with("New: "));
                page.site().come_up();
                answer(
                    page,
                    &format!("/{new_glue}"),
                    "text/javascript; charset=utf-8",
                    &program,
                );
                assert_eq!(ask(page, "keep").await?["refusal"], Value::Null);
                page.site().go_down();
                adopted(page, "/").await?;
                assert!(page.text("#headline").await?.starts_with("New: "));
                let names = files(page).await?;
                assert!(
                    names.iter().any(|name| name.ends_with(&new_glue)),
                    "{names:?}"
                );
                assert!(!names.iter().any(|name| name.ends_with(&glue)), "{names:?}");
                Ok(())
            },
        ),
        case(
            "a page that hasn't changed stays stored as it is",
            async |page| {
                keep(page).await?;
                page.site().send_header("x-answer", "second")?;
                assert_eq!(ask(page, "keep").await?["refusal"], Value::Null);
                assert_eq!(stored_answer(page).await?, "first");
                let new = page.site().file("index.html")?.replace("<h1", "<h1 ");
                answer(page, "/", "text/html; charset=utf-8", &new);
                assert_eq!(ask(page, "keep").await?["refusal"], Value::Null);
                assert_eq!(stored_answer(page).await?, "second");
                Ok(())
            },
        ),
        case(
            "where the caches can't be asked pages come from the network whole",
            async |page| {
                let worker = page.site().file("sw.js")?;
                let refused = format!(
                    "CacheStorage.prototype.match = () => Promise.reject(new DOMException('', 'UnknownError'));\n{worker}"
                );
                answer(page, "/sw.js", "text/javascript; charset=utf-8", &refused);
                adopted(page, "/").await?;
                page.run("return navigator.serviceWorker.ready.then(() => {})")
                    .await?;
                adopted(page, "/").await?;
                page.wait_until("navigator.serviceWorker.controller").await
            },
        ),
        case(
            "an article that the browser has forgotten isn't said to be kept until it is again",
            async |page| {
                keep(page).await?;
                page.run(
                    "return caches.open(`sidelight-2 kept ${location.origin}/ ${location.origin}/`)\
                     .then(cache => cache.keys().then(keys => Promise.all(keys.map(key => cache.delete(key)))))\
                     .then(() => {})",
                )
                .await?;
                assert_eq!(ask(page, "list").await?["articles"], json!([]));
                // With a network, the article is stored again when it is read.
                let articles = ask(page, "read").await?["articles"].clone();
                assert_eq!(articles.as_array().map(Vec::len), Some(1));
                Ok(())
            },
        ),
        case(
            "where there is no room a plain message says so, and nothing is half kept",
            async |page| {
                let worker = page.site().file("sw.js")?;
                let full = format!(
                    "Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'));\n{worker}"
                );
                answer(page, "/sw.js", "text/javascript; charset=utf-8", &full);
                open_panel(page).await?;
                page.click("#offline-keep").await?;
                page.wait_until("document.querySelector('.offline-refused').textContent.startsWith('Not enough storage')").await?;
                assert_eq!(caches(page).await?, Vec::<String>::new());
                Ok(())
            },
        ),
        case(
            "where a part can't be loaded a plain message says so, and nothing is half kept",
            async |page| {
                page.expect_error("404");
                page.expect_error("ERR_");
                open_panel(page).await?;
                // The article may already have been stored by reading it.
                stored(page, "read").await?;
                page.run("return caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))").await?;
                answer_missing(
                    page,
                    &format!("/{}", crate::no_wasm::named(page, "data-wasm")?),
                );
                page.click("#offline-keep").await?;
                page.wait_until("document.querySelector('.offline-refused').textContent.startsWith('Part of this')").await?;
                assert_eq!(caches(page).await?, Vec::<String>::new());
                Ok(())
            },
        ),
        case(
            "where the worker can't be had a plain message says so",
            async |page| {
                page.expect_error("404");
                page.expect_error("ERR_");
                answer_missing(page, "/sw.js");
                open_panel(page).await?;
                page.wait_until("document.querySelector('.offline-refused').textContent.startsWith('Your browser')").await
            },
        ),
        case(
            "a worker that can't be had at first is asked for again",
            async |page| {
                page.expect_error("404");
                page.expect_error("ERR_");
                let worker = page.site().file("sw.js")?;
                answer_missing(page, "/sw.js");
                open_panel(page).await?;
                page.wait_until("document.querySelector('.offline-refused').textContent.startsWith('Your browser')").await?;
                answer(page, "/sw.js", "text/javascript; charset=utf-8", &worker);
                page.click("#offline-keep").await?;
                page.wait_until(
                    "document.getElementById('offline-keep').textContent === 'Saved for offline reading'",
                )
                .await
            },
        ),
        case(
            "without workers or caches, and in an embed, keeping isn't offered and nothing is registered",
            async |page| {
                for (without, registered) in [
                    ("", 1),
                    (
                        "Object.defineProperty(navigator, 'serviceWorker', { value: undefined });",
                        0,
                    ),
                    (
                        "Object.defineProperty(window, 'caches', { value: undefined });",
                        0,
                    ),
                    (
                        "document.documentElement.setAttribute('data-embed', '');",
                        0,
                    ),
                ] {
                    inject(page, &format!("{COUNTED}{without}"))?;
                    adopted(page, "/").await?;
                    page.wait_until("document.getElementById('tool-contents')")
                        .await?;
                    let offered: bool = page
                        .get("!!document.querySelector('#tool-offline:not([hidden])')")
                        .await?;
                    assert_eq!(offered, registered > 0, "{without}");
                    assert_eq!(
                        page.get::<u32>("registered").await?,
                        registered,
                        "{without}"
                    );
                }
                Ok(())
            },
        ),
        case(
            "in a frame keeping isn't offered, and nothing is registered",
            async |page| {
                inject(page, COUNTED)?;
                answer(
                    page,
                    "/host.html",
                    "text/html; charset=utf-8",
                    "<!DOCTYPE html><iframe src='/' width=800 height=600></iframe>",
                );
                page.open("/host.html").await?;
                page.wait_until("frames[0].document.getElementById('tool-contents')")
                    .await?;
                page.wait_until("frames[0].performance.getEntriesByName('sidelight:adopt', 'measure').length > 0").await?;
                assert!(
                    page.get::<bool>(
                        "!frames[0].document.querySelector('#tool-offline:not([hidden])')"
                    )
                    .await?
                );
                assert_eq!(page.get::<u32>("frames[0].registered").await?, 0);
                Ok(())
            },
        ),
        case("without WebAssembly nothing is registered", async |page| {
            inject(page, &format!("{COUNTED}delete window.WebAssembly;"))?;
            page.open("/").await?;
            page.wait_until("performance.getEntriesByName('sidelight:failed', 'mark').length > 0")
                .await?;
            assert_eq!(page.get::<u32>("registered").await?, 0);
            Ok(())
        }),
    ]
}

/// Opens the page with the offline panel open.
pub(crate) async fn open_panel(page: &Page) -> Result<()> {
    adopted(page, "/").await?;
    page.wait_until("document.querySelector('#tool-offline:not([hidden])')")
        .await?;
    page.click("#tool-offline").await?;
    page.wait_until("document.getElementById('offline-keep')?.getAttribute('aria-disabled') === 'false' || document.querySelector('.offline-refused')?.textContent")
        .await
}

/// Opens the page and keeps its article.
pub(crate) async fn keep(page: &Page) -> Result<()> {
    open_panel(page).await?;
    page.click("#offline-keep").await?;
    page.wait_until(
        "document.getElementById('offline-keep').textContent === 'Saved for offline reading'",
    )
    .await?;
    hold(page).await
}

/// Holds the caches open in a second window. WebKit's automated windows are private. A private cache is dropped when
/// nothing has it open, for instance when the worker ends between two pages.
pub(crate) async fn hold(page: &Page) -> Result<()> {
    if page.engine() != Engine::Webkit {
        return Ok(());
    }
    let client = page.client();
    let reader = client.window().await?;
    let holder = client.new_window(false).await?;
    client.switch_to_window(holder.handle).await?;
    page.open("/404.html").await?;
    page.run(
        "return caches.keys().then(names => Promise.all(names.map(name => caches.open(name)))).then(held => { window.held = held })",
    )
    .await?;
    Ok(client.switch_to_window(reader).await?)
}

/// Sends the worker a task about the open page. Returns its answer.
pub(crate) async fn ask(page: &Page, task: &str) -> Result<Value> {
    let url: String = page.get("location.origin + location.pathname").await?;
    ask_of(page, task, &url).await
}

/// Sends the worker a task about the page at a URL. Returns its answer.
pub(crate) async fn ask_of(page: &Page, task: &str, url: &str) -> Result<Value> {
    let script = format!(
        "return navigator.serviceWorker.ready.then(({{ active }}) => new Promise(resolve => {{ \
         const {{ port1, port2 }} = new MessageChannel(); port1.onmessage = event => resolve(event.data); \
         active.postMessage({{ task: '{task}', url: '{url}' }}, [port2]) }}))"
    );
    Ok(page.client().execute(&script, Vec::new()).await?)
}

async fn list(page: &Page, script: &str) -> Result<Vec<String>> {
    Ok(serde_json::from_value(
        page.client().execute(script, Vec::new()).await?,
    )?)
}

/// Returns the path of a shared file with this content.
pub(crate) fn hashed(stem: &str, ending: &str, content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let digits: String = (digest.iter().take(8))
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("shared/{stem}-{digits}.{ending}")
}

/// Returns the names of the site's caches.
pub(crate) async fn caches(page: &Page) -> Result<Vec<String>> {
    list(page, CACHES).await
}

/// Returns the URLs stored for the kept page.
async fn files(page: &Page) -> Result<Vec<String>> {
    list(
        page,
        "return caches.open(`sidelight-2 kept ${location.origin}/ ${location.origin}/`).then(cache => cache.keys()).then(keys => keys.map(key => key.url))",
    )
    .await
}

/// Returns the `x-answer` header of the kept page's stored response, or `first` if it has none.
async fn stored_answer(page: &Page) -> Result<String> {
    let answer = page
        .client()
        .execute(
            "return caches.match(location.origin + '/', { cacheName: `sidelight-2 kept ${location.origin}/ ${location.origin}/` })\
             .then(answer => answer.headers.get('x-answer') ?? 'first')",
            Vec::new(),
        )
        .await?;
    Ok(answer.as_str().unwrap_or_default().to_owned())
}

/// Waits until the page is completely stored in a cache of this kind (`read` or `kept`).
pub(crate) async fn stored(page: &Page, kind: &str) -> Result<()> {
    page.run(&format!(
        "window.isStored = false; const look = () => caches.match(location.origin + '/', {{ cacheName: `sidelight-2 {kind} ${{location.origin}}/ ${{location.origin}}/` }})\
         .then(page => {{ window.isStored = !!page; if (!page) setTimeout(look, 30) }}); look()"
    ))
    .await?;
    page.wait_until("isStored").await?;
    hold(page).await
}

pub(crate) fn answer(page: &Page, path: &str, media_type: &'static str, body: &str) {
    let body = body.as_bytes().to_vec();
    page.site().answer(
        path,
        Answer {
            status: 200,
            media_type,
            body,
        },
    );
}

pub(crate) fn answer_missing(page: &Page, path: &str) {
    page.site().answer(
        path,
        Answer {
            status: 404,
            media_type: "text/plain",
            body: Vec::new(),
        },
    );
}
