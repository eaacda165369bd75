//! Hosts that use the `<sidelight-article>` element.

use anyhow::Result;

use crate::harness::{Answer, Case, Page, case, with_address};
use crate::jumping::adopted;
use crate::listening::inject;

use super::{ARTICLE, BOX, Host};

pub(crate) const SCRIPT: &str = "<script src=\"EMBED/embed.js\"></script>";
/// JavaScript for the frame of the only element.
pub(crate) const FRAME: &str =
    "document.querySelector('sidelight-article').shadowRoot.querySelector('iframe')";

/// Returns the cases of this module.
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
            "embedding: a host that asks for events is told what readers open",
            async |page| {
                let host = Host::new(page).await?;
                known_origin(page, ARTICLE).await?;
                host.open_with(
                    "<script>
                       window.events = [];
                       for (const name of ['ready', 'height', 'open', 'passage'])
                         addEventListener(`sidelight:${name}`, ({ type, detail }) => events.push([type, detail]));
                     </script>",
                    &format!("<div style=\"height: 300px\"></div><sidelight-article events src=\"EMBED{ARTICLE}\" open=\"sentences\" theme=\"dark\">Fallback</sidelight-article>{SCRIPT}"),
                )
                .await?;
                let frame = host.frame(FRAME);
                frame.adopted().await?;
                frame.fits("after it has loaded").await?;
                // The second height message answers the host's greeting, which asks for events.
                page.wait_until(
                    "events.filter(([type]) => type === 'sidelight:height').length > 1",
                )
                .await?;
                frame.toggle("casualties").await?;
                page.wait_until("events.some(([type, detail]) => type === 'sidelight:open' && detail.box === 'casualties' && detail.open)")
                    .await?;
                page.wait_until("events.some(([type]) => type === 'sidelight:ready')")
                    .await?;
                page.wait_until("events.some(([type, detail]) => type === 'sidelight:height' && detail.height > 100)")
                    .await?;
                frame.fits("after a box was opened").await?;
                let asked: (bool, String) = frame
                    .within(async |page| {
                        page.get("[document.querySelector('#box-sentences .box-body').open, document.documentElement.dataset.theme]").await
                    })
                    .await?;
                assert_eq!(asked, (true, "dark".to_owned()));

                // Following a fact to its passage makes the host scroll, for a reader inside the frame. WebKit's driver
                // takes the focus from the frame when it leaves the frame, so the test waits inside it.
                let link = "#box-casualties .fact .to-text[data-evidence]";
                let passages = "#box-casualties .fact .passage > summary";
                frame.bring_into_view(passages).await?;
                frame.click(passages).await?;
                frame.bring_into_view(link).await?;
                let evidence: String = frame
                    .within(async |page| {
                        let evidence: String = page
                            .get(&format!("document.querySelector('{link}').dataset.evidence"))
                            .await?;
                        page.click(link).await?;
                        page.run(&format!(
                            "new IntersectionObserver((seen) => {{ window.isSeen = seen.at(-1).isIntersecting; }}) \
                             .observe(document.getElementById('evidence-{evidence}'))"
                        ))
                        .await?;
                        page.wait_until("window.isSeen").await?;
                        Ok(evidence)
                    })
                    .await?;
                page.wait_until(&format!(
                    "events.some(([type, detail]) => type === 'sidelight:passage' && detail.evidence === '{evidence}')"
                ))
                .await
            },
        ),
        case(
            "embedding: options that are wrong are ignored, and all of them named in one warning",
            async |page| {
                inject(
                    page,
                    "window.warned = []; console.warn = (...said) => warned.push(said.join(' '));",
                )?;
                adopted(
                    page,
                    "/?embed&theme=blue&ui=123&open=nowhere&compact=perhaps&scroll=%00&accent=red",
                )
                .await?;
                page.wait_until("window.warned.length").await?;
                let warned: Vec<String> = page.get("window.warned").await?;
                assert_eq!(warned.len(), 1, "{warned:?}");
                for part in [
                    "theme=blue",
                    "ui=123",
                    "no box nowhere",
                    "compact=perhaps",
                    "scroll=",
                    "accent=red",
                ] {
                    assert!(warned[0].contains(part), "{part}: {warned:?}");
                }
                let marks: Vec<String> = page
                    .get("Object.keys(document.documentElement.dataset)")
                    .await?;
                assert!(
                    marks == ["embed", "program"],
                    "nothing else is set: {marks:?}"
                );
                assert!(
                    page.get::<bool>("!document.querySelector('.box-body[open]')")
                        .await?
                );
                // Valid options cause no warning.
                adopted(page, "/?embed&theme=dark&open=sentences&accent=0a7").await?;
                page.wait_until("document.querySelector('#box-sentences .box-body').open")
                    .await?;
                assert_eq!(page.get::<Vec<String>>("window.warned").await?, [""; 0]);
                Ok(())
            },
        ),
        case(
            "embedding: a page of another site shows ours",
            async |page| {
                let host = Host::new(page).await?;
                for name in ["casualties", "timeline", "people"] {
                    known_origin(page, &format!("{ARTICLE}{name}/")).await?;
                }
                known_origin(page, ARTICLE).await?;
                page.resize(800, 1100).await?;
                let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/host/index.html");
                let html = std::fs::read_to_string(root)?
                    .replace("{site}", "EMBED")
                    .replace("{article}", ARTICLE.trim_matches('/'));
                host.open_html(&html).await?;
                page.wait_until(FRAME).await?;
                let frame = host.frame(FRAME);
                frame.adopted().await?;
                frame.fits("the first box").await?;
                page.screenshot(&format!("{}-embedded", page.engine()))
                    .await?;
                Ok(())
            },
        ),
        case(
            "embedding: the element leaves nothing behind",
            async |page| {
                let host = Host::new(page).await?;
                // This runs before the element's script, so that it counts all listeners.
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

/// Makes a page's policy name its own origin, as a build with a base URL does. Without that WebKit runs nothing in a
/// sandboxed frame.
pub(super) async fn known_origin(page: &Page, path: &str) -> Result<()> {
    let file = crate::harness::dist()?
        .join(path.trim_start_matches('/'))
        .join("index.html");
    let html = tokio::fs::read_to_string(file).await?;
    page.site().answer(
        path,
        Answer {
            status: 200,
            media_type: "text/html; charset=utf-8",
            body: with_address(&html, page.site().origin()).into_bytes(),
        },
    );
    Ok(())
}

/// Waits until the first element has a frame and the frame's page has been requested.
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
