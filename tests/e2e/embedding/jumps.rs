//! Jumps within a page whose frame has its full height, so that only the host can scroll.

use anyhow::Result;

use crate::harness::{Case, Page, case};

use super::{ARTICLE, Frame, Host};

/// A frame whose height is set by its host. The host does nothing else.
const FITTED: &str = "<iframe src=\"EMBED/kazakstan-dissenters/?embed\" style=\"width: 100%; border: 0\"></iframe>
     <script>
       const frame = document.querySelector('iframe');
       addEventListener('message', ({ data }) => {
         if (data?.sentinel === 'amp' && data.type === 'embed-size') frame.style.height = `${data.height}px`;
       });
     </script>";
/// A frame that pym.js fits and scrolls to.
const PYM: &str = "<div id=\"frame\"></div><script src=\"/pym.js/dist/pym.v1.js\"></script>\
     <script>new pym.Parent('frame', 'EMBED/kazakstan-dissenters/', {})</script>";
/// A frame that its host fits and scrolls to with the Guardian's messages.
const GUARDIAN: &str = "<div style=\"height: 300px\"></div>
     <iframe src=\"EMBED/kazakstan-dissenters/?embed\" style=\"width: 100%; border: 0\"></iframe>
     <script>
       const frame = document.querySelector('iframe');
       addEventListener('message', ({ data }) => {
         if (typeof data !== 'string' || data[0] !== '{') return;
         const { id, type, value, y } = JSON.parse(data);
         if (type === 'set-height') frame.style.height = `${value}px`;
         if (type === 'scroll-to') scrollTo(0, y);
         if (type === 'get-position') frame.contentWindow.postMessage(JSON.stringify(
           { id, iframeTop: frame.getBoundingClientRect().top, innerHeight, innerWidth, pageXOffset, pageYOffset }), '*');
       });
     </script>";
const FRAME: &str = "document.querySelector('iframe')";
/// The link from a fact to its passage.
const LINK: &str = "#from-janaozen-killed-1";
/// The control that shows the passage and the link.
const PASSAGES: &str = "#fact-janaozen-killed .passage > summary";
const NOTE: &str = "document.querySelector('.jump-note')";

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: where the host doesn't scroll, a note says where a passage is and offers the full page",
            async |page| {
                let host = Host::new(page).await?;
                host.open(FITTED).await?;
                let frame = host.frame(FRAME);
                follow(&frame).await?;
                let [role, said, target, rel, href]: [String; 5] = frame
                    .within(async |page| {
                        page.wait_until(&format!("{NOTE}?.querySelector('a')")).await?;
                        page.get(&format!(
                            "(({{ role, textContent }}, link) => [role, textContent, link.target, link.rel, link.href])({NOTE}, {NOTE}.lastChild)"
                        ))
                        .await
                    })
                    .await?;
                assert_eq!([&*role, &*target, &*rel], ["status", "_blank", "noopener"]);
                let (heading, paragraph) = passage(&frame).await?;
                assert_eq!(
                    said,
                    format!("↑ {heading}, paragraph {paragraph}Open full article")
                );
                assert_eq!(
                    href,
                    format!(
                        "{}{ARTICLE}#evidence-janaozen-killed-1",
                        page.site().origin()
                    )
                );
                frame
                    .within(async |page| {
                        page.wait_until(&format!(
                            "document.querySelector('{LINK}').closest('.passage').open"
                        ))
                        .await
                    })
                    .await?;
                frame.fits("with the note").await?;

                // The next note replaces it.
                frame.click("#boxes a").await?;
                frame
                    .within(async |page| {
                        page.wait_until("document.querySelector('#boxes .jump-note a')")
                            .await?;
                        assert_eq!(
                            page.get::<u32>("document.querySelectorAll('.jump-note').length")
                                .await?,
                            1
                        );
                        Ok(())
                    })
                    .await
            },
        ),
        case(
            "embedding: a host that scrolls does so for each way that is gone, the same once more and back too",
            async |page| {
                let host = Host::new(page).await?;
                host.open(PYM).await?;
                page.wait_until(FRAME).await?;
                let frame = host.frame(FRAME);
                follow(&frame).await?;
                scrolled_to(page, &frame, "#evidence-janaozen-killed-1").await?;
                assert!(
                    frame
                        .within(async |page| page.get::<bool>(&format!("!{NOTE}")).await)
                        .await?
                );
                page.run("scrollTo(0, 0)").await?;
                frame.click(LINK).await?;
                scrolled_to(page, &frame, "#evidence-janaozen-killed-1").await?;
                frame.click(".chrome-return").await?;
                scrolled_to(page, &frame, LINK).await
            },
        ),
        case(
            "embedding: a host that is known to scroll only when it does leaves no note",
            async |page| {
                let host = Host::new(page).await?;
                host.open(GUARDIAN).await?;
                let frame = host.frame(FRAME);
                follow(&frame).await?;
                scrolled_to(page, &frame, "#evidence-janaozen-killed-1").await?;
                frame
                    .within(async |page| page.wait_until(&format!("!{NOTE}")).await)
                    .await
            },
        ),
    ]
}

async fn follow(frame: &Frame<'_>) -> Result<()> {
    frame.adopted().await?;
    frame.fits("after it has loaded").await?;
    frame.toggle("casualties").await?;
    frame.fits("after the box was opened").await?;
    frame.click(PASSAGES).await?;
    frame.fits("after the passage was shown").await?;
    frame.click(LINK).await
}

/// Returns the crosshead above the passage, or the headline, and the number of the paragraph below it.
async fn passage(frame: &Frame<'_>) -> Result<(String, u32)> {
    frame
        .within(async |page| {
            page.get(
                "(() => {
                   let at = document.getElementById('evidence-janaozen-killed-1').closest('#text > p'), number = 0;
                   for (; at && at.localName !== 'h2'; at = at.previousElementSibling) if (at.localName === 'p') number++;
                   return [(at ?? document.getElementById('headline')).textContent, number];
                 })()",
            )
            .await
        })
        .await
}

/// Waits until an element of the frame's page is visible in the host's window.
async fn scrolled_to(page: &Page, frame: &Frame<'_>, selector: &str) -> Result<()> {
    let below: f64 = frame
        .within(async |page| {
            page.get(&format!(
                "document.querySelector('{selector}').getBoundingClientRect().top"
            ))
            .await
        })
        .await?;
    page.wait_until(&format!(
        "(() => {{ const top = {FRAME}.getBoundingClientRect().top + {below}; return top >= 0 && top < innerHeight; }})()"
    ))
    .await
}
