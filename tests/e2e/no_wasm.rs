//! The program can't run: the page stays as it was. A strict policy that allows just the program: everything works.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::harness::{Answer, Case, Engine, Page, case, dist, with_address};
use crate::jumping::adopted;

/// Time limit for a page to request its program.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(30);

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a program that isn't there leaves the page as it was",
            async |page| {
                page.expect_error("404");
                let wasm = named(page, "data-wasm")?;
                page.site().answer(
                    &format!("/{wasm}"),
                    Answer {
                        status: 404,
                        media_type: "text/plain",
                        body: Vec::new(),
                    },
                );
                is_left_alone(page).await
            },
        ),
        case(
            "a loader that isn't there leaves the page as it was",
            async |page| {
                page.expect_error("404");
                page.open("/").await?;
                let boot: String = page
                    .get("document.getElementById('boot').getAttribute('src')")
                    .await?;
                page.site().answer(
                    &format!("/{boot}"),
                    Answer {
                        status: 404,
                        media_type: "text/plain",
                        body: Vec::new(),
                    },
                );
                page.open("/").await?;
                is_readable(page).await
            },
        ),
        case(
            "a program that is broken or of another version leaves the page as it was",
            async |page| {
                let wasm = format!("/{}", named(page, "data-wasm")?);
                for body in [
                    &b"\0asm\x01\0\0\0 and then nonsense"[..],
                    // A module that imports a function `b` of `a`, which the glue doesn't have.
                    b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0",
                    // A module that imports and exports nothing.
                    b"\0asm\x01\0\0\0",
                    b"",
                ] {
                    let media_type = "application/wasm";
                    let (length, body) = (body.len(), body.to_vec());
                    page.site().answer(
                        &wasm,
                        Answer {
                            status: 200,
                            media_type,
                            body,
                        },
                    );
                    is_left_alone(page)
                        .await
                        .with_context(|| format!("{length} bytes"))?;
                }
                Ok(())
            },
        ),
        case(
            "a program that is cut off leaves the page as it was",
            async |page| {
                let wasm = named(page, "data-wasm")?;
                let whole = std::fs::read(dist()?.join(&wasm))?;
                page.site().answer(
                    &format!("/{wasm}"),
                    Answer {
                        status: 200,
                        media_type: "application/wasm",
                        body: whole[..whole.len() / 2].to_vec(),
                    },
                );
                if page.engine() != Engine::Firefox {
                    return is_left_alone(page).await;
                }
                // Firefox 140 never reports that it couldn't compile the module.
                page.open("/").await?;
                page.wait_until(&format!(
                    "performance.getEntriesByType('resource').some(file => file.name.endsWith('{wasm}') && file.responseEnd)"
                ))
                .await?;
                is_readable(page).await
            },
        ),
        case(
            "glue that is missing, broken or of another type leaves the page as it was",
            async |page| {
                page.expect_error("404");
                page.expect_error("module script");
                let glue = format!("/{}", named(page, "data-glue")?);
                let script = "text/javascript; charset=utf-8";
                for (status, media_type, body) in [
                    (404, "text/plain", ""),
                    (200, "text/plain", "export default () => {}"),
                    (200, script, "export default ("),
                    (200, script, "export const other = 1"),
                    (200, script, "throw new Error('of another version')"),
                ] {
                    let body = body.into();
                    page.site().answer(
                        &glue,
                        Answer {
                            status,
                            media_type,
                            body,
                        },
                    );
                    is_left_alone(page).await?;
                }
                Ok(())
            },
        ),
        case(
            "a program that is served as something else runs all the same",
            async |page| {
                let wasm = format!("/{}", named(page, "data-wasm")?);
                let body = std::fs::read(dist()?.join(wasm.trim_start_matches('/')))?;
                for media_type in ["text/plain", "application/octet-stream"] {
                    let body = body.clone();
                    page.site().answer(
                        &wasm,
                        Answer {
                            status: 200,
                            media_type,
                            body,
                        },
                    );
                    adopted(page, "/").await?;
                    page.wait_until("document.querySelector('#boxes-chrome button')")
                        .await?;
                }
                Ok(())
            },
        ),
        case(
            "until late glue comes the page is whole, and then its controls appear",
            async |page| comes_late(page, "data-glue").await,
        ),
        case(
            "until a late program comes the page is whole, and then its controls appear",
            async |page| comes_late(page, "data-wasm").await,
        ),
        case(
            "a program that fails late shows no control before or after",
            async |page| {
                page.expect_error("404");
                let wasm = format!("/{}", named(page, "data-wasm")?);
                page.site().hold(&wasm);
                let gone = Answer {
                    status: 404,
                    media_type: "text/plain",
                    body: Vec::new(),
                };
                page.site().answer(&wasm, gone);
                page.open("/").await?;
                asked_for(page, &wasm).await?;
                is_readable(page).await?;
                page.site().release(&wasm);
                page.wait_until(
                    "performance.getEntriesByName('sidelight:failed', 'mark').length > 0",
                )
                .await?;
                let shown: Vec<String> = page.get(BUTTONS).await?;
                assert_eq!(shown, ["tool-contents", "tool-type"]);
                tools_work(page).await
            },
        ),
        case(
            "a query that was typed before the program came is searched when it has come",
            async |page| {
                let wasm = format!("/{}", named(page, "data-wasm")?);
                page.site().hold(&wasm);
                page.open("/").await?;
                page.click("#tool-search").await?;
                page.wait_until("document.activeElement.id === 'search-field'")
                    .await?;
                page.press("Janaozen").await?;
                assert!(
                    page.text("#panel-search")
                        .await?
                        .contains("Results will appear")
                );
                page.site().release(&wasm);
                page.wait_until("/^[1-9]\\d* results/.test(document.querySelector('.search-count')?.textContent)")
                    .await?;
                assert_eq!(
                    page.get::<String>(
                        "document.activeElement.id + ' ' + document.activeElement.value"
                    )
                    .await?,
                    "search-field Janaozen"
                );
                Ok(())
            },
        ),
        case(
            "settings of type and colour survive a reload without the program",
            async |page| {
                page.expect_error("404");
                let wasm = named(page, "data-wasm")?;
                let gone = Answer {
                    status: 404,
                    media_type: "text/plain",
                    body: Vec::new(),
                };
                page.site().answer(&format!("/{wasm}"), gone);
                page.open("/").await?;
                page.click("#tool-type").await?;
                page.click("#theme-sepia").await?;
                page.click("#size-5").await?;
                page.wait_until(
                    "localStorage.getItem('sidelight.type/1') === 'theme=sepia size=5'",
                )
                .await?;
                page.open("/").await?;
                page.wait_until(
                    "getComputedStyle(document.body).backgroundColor === 'rgb(246, 236, 217)' && document.documentElement.dataset.size === '5'",
                )
                .await?;
                page.click("#tool-type").await?;
                page.wait_until(
                    "document.querySelectorAll('#type-form :is(#theme-sepia, #size-5):checked').length === 2",
                )
                .await?;
                page.run("localStorage.clear()").await
            },
        ),
        case(
            "a policy against WebAssembly leaves the page as it was",
            async |page| {
                page.expect_error("WebAssembly");
                page.expect_error("Content Security Policy");
                page.site()
                    .send_header("content-security-policy", "script-src 'self'")?;
                is_left_alone(page).await
            },
        ),
        case(
            "a strict policy that allows the program is kept",
            async |page| {
                let policy = format!(
                    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; \
                     base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
                     trusted-types sidelight-worker",
                    prepaint(page, "index.html")?
                );
                page.site()
                    .send_header("content-security-policy", &policy)?;
                adopted(page, "/").await?;
                page.wait_until("document.querySelector('#boxes-chrome button')")
                    .await?;
                adopted(
                    page,
                    "/reader/?package=../kazakstan-dissenters/article.json",
                )
                .await
            },
        ),
        case(
            "where the site's address is known its program runs, its worker too, and no other script of its origin",
            async |page| {
                page.expect_error("Content Security Policy");
                page.expect_error("Content-Security-Policy");
                let text = |media_type, body: String| Answer {
                    status: 200,
                    media_type,
                    body: body.into_bytes(),
                };
                page.site().answer(
                    "/uploaded.js",
                    text("text/javascript", "window.uploaded = true".into()),
                );
                for path in ["/", "/kazakstan-dissenters/casualties/", "/reader/"] {
                    let html = page.site().file(&format!("{path}index.html"))?;
                    let html = with_address(&html, page.site().origin())
                        .replace("</body>", "<script src=\"/uploaded.js\"></script></body>");
                    page.site()
                        .answer(path, text("text/html; charset=utf-8", html));
                }
                for path in [
                    "/kazakstan-dissenters/casualties/",
                    "/reader/?package=../kazakstan-dissenters/article.json",
                    "/",
                ] {
                    adopted(page, path).await?;
                    assert!(!page.get::<bool>("'uploaded' in window").await?, "{path}");
                }
                page.run("return navigator.serviceWorker.ready.then(() => {})")
                    .await
            },
        ),
        case(
            "what was chosen comes with the loader where a policy lets no script in the page run",
            async |page| {
                page.expect_error("Content Security Policy");
                page.open("/").await?;
                page.run("localStorage.setItem('sidelight.type/1', 'theme=sepia')")
                    .await?;
                page.site().send_header(
                    "content-security-policy",
                    "script-src 'self' 'wasm-unsafe-eval'",
                )?;
                adopted(page, "/").await?;
                assert_eq!(
                    page.get::<String>("document.documentElement.dataset.theme")
                        .await?,
                    "sepia"
                );
                Ok(())
            },
        ),
        case(
            "the page is read after one request, and asks only its own site for its program",
            async |page| {
                adopted(page, "/kazakstan-dissenters/").await?;
                let of_page: Vec<String> = page
                    .get("performance.getEntriesByType('resource').map(entry => entry.name)")
                    .await?;
                let elsewhere: Vec<&String> = of_page
                    .iter()
                    .filter(|url| !url.starts_with(page.site().origin()))
                    .collect();
                assert_eq!(elsewhere, Vec::<&String>::new());
                let asked = page.site().requests();
                assert_eq!(asked[0], "/kazakstan-dissenters/");
                // Later requests come from the service worker, which stores the page for offline reading.
                let parts = ["src", "data-glue", "data-wasm"]
                    .map(|attribute| named(page, attribute).map(|path| format!("/{path}")));
                let parts = parts.into_iter().collect::<Result<Vec<_>>>()?;
                let mut by_page: Vec<&String> = asked.iter().take(4).skip(1).collect();
                by_page.sort();
                let mut parts: Vec<&String> = parts.iter().collect();
                parts.sort();
                assert_eq!(by_page, parts, "{asked:?}");
                let blocking = "document.querySelectorAll('link[rel~=stylesheet], script[src]:not([defer], [async], [type=module])').length";
                assert_eq!(page.get::<u32>(blocking).await?, 0);
                Ok(())
            },
        ),
    ]
}

/// Waits until the site has received a request for a path.
async fn asked_for(page: &Page, path: &str) -> Result<()> {
    let started = Instant::now();
    while !page.site().requests().iter().any(|asked| asked == path) {
        ensure!(started.elapsed() < PATIENCE, "nobody asks for {path}");
        tokio::time::sleep(POLL).await;
    }
    Ok(())
}

/// Returns the hash that a page's policy names for its inline script. The page of a box has a smaller one than an article.
pub(crate) fn prepaint(page: &Page, file: &str) -> Result<String> {
    let html = page.site().file(file)?;
    let hash = html
        .split("'wasm-unsafe-eval' ")
        .nth(1)
        .context("no policy")?;
    let hash = hash.split(';').next().unwrap_or_default();
    ensure!(hash.starts_with("'sha256-"), "no hash: {hash}");
    Ok(hash.to_owned())
}

/// Returns an attribute of the loader's element on the site's first page. Reads the file, because opening the page would
/// let its service worker store it.
pub(crate) fn named(page: &Page, attribute: &str) -> Result<String> {
    let html = page.site().file("index.html")?;
    let boot = html.split("id=\"boot\"").nth(1).context("no loader")?;
    let value = boot.split(&format!(" {attribute}=\"")).nth(1);
    let value = value.and_then(|value| value.split('"').next());
    Ok(value.context("no such attribute")?.to_owned())
}

/// Opens the page while a part of its program is held back, and releases that part after the page has been read.
async fn comes_late(page: &Page, part: &str) -> Result<()> {
    let part = format!("/{}", named(page, part)?);
    page.site().hold(&part);
    // WebDriver waits for the load event, which must not wait for the program.
    page.open("/").await?;
    asked_for(page, &part).await?;
    is_readable(page).await?;
    page.click("#fact-janaozen-killed .passage > summary")
        .await?;
    page.click("#from-janaozen-killed-1").await?;
    page.wait_until("document.querySelector('#evidence-janaozen-killed-1:target')")
        .await?;
    page.site().release(&part);
    page.wait_until("performance.getEntriesByName('sidelight:adopt', 'measure').length > 0")
        .await?;
    page.wait_until("document.querySelector('#boxes-chrome button')")
        .await?;
    // The reader's position and open box are unchanged.
    assert!(
        page.get::<bool>("document.querySelector('#box-casualties .box-body').open")
            .await?
    );
    assert_eq!(
        page.get::<String>("location.hash").await?,
        "#evidence-janaozen-killed-1"
    );
    Ok(())
}

/// Opens the page, waits until its program has failed and checks that the page is readable.
async fn is_left_alone(page: &Page) -> Result<()> {
    page.client().goto("about:blank").await?;
    page.open("/").await?;
    page.wait_until("performance.getEntriesByName('sidelight:failed', 'mark').length > 0")
        .await?;
    is_readable(page).await
}

/// JavaScript that lists the ids of the buttons that are shown.
const BUTTONS: &str = "[...document.querySelectorAll('button')].filter(button => button.checkVisibility()).map(button => button.id)";

/// Fails if the page shows a tool that doesn't work without the program, or if a box doesn't open. While the program may still
/// come, search takes a query.
async fn is_readable(page: &Page) -> Result<()> {
    let mut shown: Vec<String> = page.get(BUTTONS).await?;
    if page
        .get("document.documentElement.dataset.program === 'loads'")
        .await?
    {
        assert_eq!(shown.remove(0), "tool-search");
    }
    assert_eq!(shown, ["tool-contents", "tool-type"]);
    tools_work(page).await?;
    page.click("#box-casualties .box-body > summary").await?;
    assert!(
        page.text("#box-casualties")
            .await?
            .contains("Fourteen demonstrators")
    );
    Ok(())
}

/// Fails unless the contents open and lead to a part of the article, and a colour can be chosen and reset.
pub(crate) async fn tools_work(page: &Page) -> Result<()> {
    page.click("#tool-contents").await?;
    page.click("#panel-contents a[href='#box-demands']").await?;
    page.wait_until("document.querySelector('#box-demands:target') && scrollY > 0")
        .await?;
    page.click("#tool-type").await?;
    page.wait_until("document.querySelector('#panel-type:popover-open')")
        .await?;
    page.click("#theme-sepia").await?;
    page.wait_until("getComputedStyle(document.body).backgroundColor === 'rgb(246, 236, 217)'")
        .await?;
    page.click("#type-reset").await?;
    page.wait_until(
        "getComputedStyle(document.body).backgroundColor !== 'rgb(246, 236, 217)' && document.getElementById('theme-auto').checked",
    )
    .await?;
    page.click("#panel-type .tool-close").await?;
    page.wait_until("!document.querySelector('.tool-panel:popover-open')")
        .await?;
    page.run("history.replaceState(null, '', location.pathname); scrollTo({ top: 0, behavior: 'instant' })")
        .await
}
