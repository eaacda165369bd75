//! The program of frames of one publisher: one frame loads it for the others, whatever goes wrong.

use anyhow::Result;

use super::super::element::{SCRIPT, known_origin};
use super::{BOX, FITTED, FRAME, Host, works};
use crate::harness::{Answer, Case, Page, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: a program from the host that isn't the page's own isn't run, and without one the page loads it",
            async |page| {
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                for answer in [
                    "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]).buffer",
                    "new ArrayBuffer(0)",
                    "new ArrayBuffer(8, { maxByteLength: 1e9 })",
                    "'x'",
                    "{ byteLength: 8 }",
                    "null",
                    // The host doesn't answer.
                    "silent",
                ] {
                    let before = programs(page);
                    host.open(&format!(
                        "<script>
                           const silent = Symbol(); window.asked = 0;
                           addEventListener('message', ({{ data, ports, source }}) => {{
                             if (data?.type !== 'program') return;
                             asked++;
                             const answer = {answer};
                             if (answer === silent) return;
                             ports[0].postMessage(answer);
                             // The window isn't where it listens.
                             source.postMessage({{ protocol: 'sidelight/1', type: 'program', bytes: answer }}, '*');
                           }});
                         </script>{}",
                        FITTED.replace(
                            "<iframe ",
                            "<iframe name=\"sidelight/1\" sandbox=\"allow-scripts\" "
                        )
                    ))
                    .await?;
                    works(&host.frame(FRAME)).await?;
                    let asked: u32 = page.get("asked").await?;
                    assert_eq!((asked, programs(page) - before), (1, 1), "{answer}");
                }
                Ok(())
            },
        ),
        case(
            "embedding: when the frame that loads the program is gone, the next one loads it for those that come after",
            async |page| {
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                let before = programs(page);
                opened(&host, "").await?;
                add(&host).await?;
                page.run("document.querySelector('sidelight-article').remove()")
                    .await?;
                add(&host).await?;
                assert_eq!(programs(page) - before, 2);
                // A change of the theme replaces the element's frame, which requests the program again.
                page.run(
                    "document.querySelector('sidelight-article').setAttribute('theme', 'dark')",
                )
                .await?;
                host.frame(LAST).adopted().await?;
                assert_eq!(programs(page) - before, 3);
                add(&host).await?;
                assert_eq!(programs(page) - before, 3);
                Ok(())
            },
        ),
        case(
            "embedding: a frame that has gone elsewhere loads nothing for others",
            async |page| {
                known_origin(page, BOX).await?;
                let html = "<!doctype html><script>
                     const { port1, port2 } = new MessageChannel();
                     // Made the one that loads, it goes elsewhere and answers nobody.
                     port1.onmessage = () => location.replace('/404.html');
                     addEventListener('load', () =>
                       parent.postMessage({ protocol: 'sidelight/1', type: 'program' }, '*', [port2]));
                   </script>";
                page.site().answer("/hostile/", page_of(html.to_owned()));
                let host = Host::new(page).await?;
                opened(
                    &host,
                    "<sidelight-article src=\"EMBED/hostile/\"></sidelight-article>",
                )
                .await?;
                page.wait_until("loads > 1").await?;
                add(&host).await?;
                add(&host).await?;
                assert_eq!(programs(page), 1, "one loads it for the other");
                Ok(())
            },
        ),
        case(
            "embedding: a frame whose page was made with another program loads that",
            async |page| {
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                opened(&host, "").await?;
                add(&host).await?;
                let digest = crate::no_wasm::named(page, "data-digest")?;
                let named = format!("'self' {}", page.site().origin());
                let html = page.site().file(&format!("{BOX}index.html"))?;
                let html = html
                    .replace("'self'", &named)
                    .replace(&digest, &"0".repeat(64));
                page.site().answer(BOX, page_of(html));
                add(&host).await?;
                assert_eq!(programs(page), 2);
                Ok(())
            },
        ),
    ]
}

/// JavaScript for the frame of the last element.
const LAST: &str =
    "[...document.querySelectorAll('sidelight-article')].at(-1).shadowRoot.querySelector('iframe')";

/// Opens a host with our script and these elements. `loads` counts the pages that the first element's frame has loaded.
async fn opened(host: &Host<'_>, elements: &str) -> Result<()> {
    host.open(&format!(
        "{elements}{SCRIPT}<script>
           window.loads = 0;
           document.querySelector('sidelight-article')?.shadowRoot.querySelector('iframe').addEventListener('load', () => loads++);
         </script>"
    ))
    .await
}

/// Adds an element for the box to the host's page, and waits until its page has been adopted.
async fn add(host: &Host<'_>) -> Result<()> {
    host.page
        .run(&format!(
            "const made = document.createElement('sidelight-article');
             made.setAttribute('src', '{}{BOX}');
             document.body.append(made);
             made.shadowRoot.querySelector('iframe').addEventListener('load', () => made.dataset.loaded = '')",
            host.page.site().origin()
        ))
        .await?;
    // The elements before may grow at any moment, and move this one out of view. Then its frame isn't loaded.
    host.page
        .wait_until("(made => (made.scrollIntoView(), 'loaded' in made.dataset))([...document.querySelectorAll('sidelight-article')].at(-1))")
        .await?;
    host.frame(LAST).adopted().await
}

fn page_of(html: String) -> Answer {
    Answer {
        status: 200,
        media_type: "text/html; charset=utf-8",
        body: html.into_bytes(),
    }
}

/// Returns the number of requests for the program.
fn programs(page: &Page) -> usize {
    let asked = page.site().requests();
    asked.iter().filter(|path| path.ends_with(".wasm")).count()
}
