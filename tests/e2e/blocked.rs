//! Where the program can't run, the page is left as it was; where a strict policy allows just it, all works.

use anyhow::{Context, Result, ensure};

use crate::harness::{Answer, Case, Page, case, with_address};
use crate::jumping::adopted;

/// These cases.
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
            "a program that is broken leaves the page as it was",
            async |page| {
                let wasm = named(page, "data-wasm")?;
                let body = b"\0asm\x01\0\0\0 and then nonsense".to_vec();
                page.site().answer(
                    &format!("/{wasm}"),
                    Answer {
                        status: 200,
                        media_type: "application/wasm",
                        body,
                    },
                );
                is_left_alone(page).await
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
                    early(page)?
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
                // What comes later is asked by the service worker, which keeps the page for when there is no network.
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

/// What the policies of pages name the script by that stands in them.
pub(crate) fn early(page: &Page) -> Result<String> {
    let html = page.site().file("index.html")?;
    let hash = html
        .split("'wasm-unsafe-eval' ")
        .nth(1)
        .context("no policy")?;
    let hash = hash.split(';').next().unwrap_or_default();
    ensure!(hash.starts_with("'sha256-"), "no hash: {hash}");
    Ok(hash.to_owned())
}

/// What the loader's element has in an attribute on the site's first page, without opening that: its service worker
/// would store it.
pub(crate) fn named(page: &Page, attribute: &str) -> Result<String> {
    let html = page.site().file("index.html")?;
    let boot = html.split("id=\"boot\"").nth(1).context("no loader")?;
    let value = boot.split(&format!(" {attribute}=\"")).nth(1);
    let value = value.and_then(|value| value.split('"').next());
    Ok(value.context("no such attribute")?.to_owned())
}

/// Opens the page and waits until its program has failed.
async fn is_left_alone(page: &Page) -> Result<()> {
    page.client().goto("about:blank").await?;
    page.open("/").await?;
    page.wait_until("performance.getEntriesByName('sidelight:failed', 'mark').length > 0")
        .await?;
    is_readable(page).await
}

/// There is no control that does nothing, and a box opens.
async fn is_readable(page: &Page) -> Result<()> {
    assert_eq!(
        page.get::<u32>("document.querySelectorAll('button').length")
            .await?,
        0
    );
    page.click("#box-casualties .box-body > summary").await?;
    assert!(
        page.text("#box-casualties")
            .await?
            .contains("Fourteen demonstrators")
    );
    Ok(())
}
