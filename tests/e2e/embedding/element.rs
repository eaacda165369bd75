//! Hosts that use our own element, `<sidelight-article>`.

use anyhow::Result;

use crate::harness::{Answer, Case, Page, case};

use super::{ARTICLE, BOX, Host};

pub(super) const SCRIPT: &str = "<script src=\"EMBED/embed.js\"></script>";
/// The frame of the only element.
pub(super) const FRAME: &str =
    "document.querySelector('sidelight-article').shadowRoot.querySelector('iframe')";

/// These cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: the element fits its frame to its page",
            async |page| {
                let host = Host::new(page).await?;
                page.resize(1000, 800).await?;
                for (attributes, path) in [("box=\"casualties\"", BOX), ("", ARTICLE)] {
                    known_origin(page, path).await?;
                    host.open(&format!(
                    "<sidelight-article src=\"EMBED{ARTICLE}\" {attributes}>Fallback</sidelight-article>{SCRIPT}"
                ))
                .await?;
                    let source: String =
                        page.get(&format!("new URL({FRAME}.src).pathname")).await?;
                    assert_eq!(source, path);
                    host.frame(FRAME).always_fits().await?;
                }
                Ok(())
            },
        ),
        case(
            "embedding: the element leaves nothing behind",
            async |page| {
                let host = Host::new(page).await?;
                // Before the script is there, so that it counts all of them.
                host.open_with(
                "<script>
                   window.listening = 0;
                   for (const [name, more] of [['addEventListener', 1], ['removeEventListener', -1]]) {
                     const before = window[name];
                     window[name] = function (...given) { listening += more; return before.apply(window, given); };
                   }
                 </script>",
                &format!(
                    "<p id=\"p\"></p><sidelight-article src=\"EMBED{ARTICLE}\">Fallback</sidelight-article>{SCRIPT}{SCRIPT}
                     <script>
                       const first = document.querySelector('sidelight-article');
                       const made = document.createElement('sidelight-article');
                       made.setAttribute('src', first.getAttribute('src'));
                       document.getElementById('p').append(made);
                       window.was = listening;
                       window.root = made.shadowRoot;
                       made.destroy();
                       first.destroy();
                     </script>"
                ),
            )
            .await?;
                assert_eq!(page.get::<i32>("was").await?, 2, "one for each");
                assert_eq!(page.get::<i32>("listening").await?, 0);
                assert_eq!(page.get::<u32>("root.childNodes.length").await?, 0);
                assert_eq!(
                    page.get::<u32>("document.querySelectorAll('sidelight-article').length")
                        .await?,
                    0
                );
                assert_eq!(
                    page.get::<String>("document.getElementById('p').innerHTML")
                        .await?,
                    ""
                );
                Ok(())
            },
        ),
        case(
            "embedding: an element without an address shows what is in it",
            async |page| {
                let host = Host::new(page).await?;
                host.open(&format!(
                "<sidelight-article>One</sidelight-article> <sidelight-article src=\"javascript:alert(1)\">Two</sidelight-article>{SCRIPT}"
            ))
            .await?;
                page.wait_until("customElements.get('sidelight-article')")
                    .await?;
                assert_eq!(page.text("body").await?, "One Two");
                assert_eq!(frames(page).await?, 0);
                Ok(())
            },
        ),
    ]
}

/// Has a page say in its policy where it is from, as the press does where the base URL is known. Without that WebKit runs
/// nothing in a sandboxed frame.
pub(super) async fn known_origin(page: &Page, path: &str) -> Result<()> {
    let file = crate::harness::dist()?
        .join(path.trim_start_matches('/'))
        .join("index.html");
    let html = tokio::fs::read_to_string(file).await?;
    let named = format!("'self' {}", page.site().origin());
    page.site().answer(
        path,
        Answer {
            status: 200,
            media_type: "text/html; charset=utf-8",
            body: html.replace("'self'", &named).into_bytes(),
        },
    );
    Ok(())
}

/// Waits until the first element has a frame that has been loaded.
pub(super) async fn in_view(page: &Page) -> Result<()> {
    page.wait_until("document.querySelector('sidelight-article')?.shadowRoot")
        .await?;
    super::until("a page is fetched", || {
        page.site()
            .requests()
            .iter()
            .any(|path| path.starts_with(ARTICLE))
    })
    .await
}

async fn frames(page: &Page) -> Result<u32> {
    page.get("[...document.querySelectorAll('sidelight-article')].filter((element) => element.shadowRoot).length")
        .await
}
