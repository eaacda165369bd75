//! Hosts that run the real scripts, in the way that sites include them.

use crate::harness::{Case, case};

use super::{ARTICLE, BOX, Host};

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: pym.js fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "<div id=\"frame\"></div><script src=\"/pym.js/dist/pym.v1.js\"></script>\
                 <script>new pym.Parent('frame', 'EMBEDPATH', {})</script>",
                )
                .await
            },
        ),
        case(
            "embedding: iframe-resizer fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "<iframe src=\"EMBEDPATH\" style=\"width: 100%; border: 0\"></iframe>\
                 <script src=\"/iframe-resizer/js/iframeResizer.js\"></script>\
                 <script>iFrameResize({}, 'iframe')</script>",
                )
                .await
            },
        ),
        case(
            "embedding: open-iframe-resizer fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "<iframe src=\"EMBEDPATH\" style=\"width: 100%; border: 0\"></iframe>\
                     <script src=\"/@open-iframe-resizer/core/dist/index.umd.cjs\"></script>\
                     <script>iframeResizer.initialize({}, 'iframe')</script>",
                )
                .await
            },
        ),
        case(
            "embedding: open-iframe-resizer fits the frame, speaking like the older one",
            async |page| {
                fits(
                    page,
                    "<iframe src=\"EMBEDPATH\" style=\"width: 100%; border: 0\"></iframe>\
                     <script src=\"/@open-iframe-resizer/core/dist/index.umd.cjs\"></script>\
                     <script>iframeResizer.initialize({ enableLegacyLibSupport: true }, 'iframe')</script>",
                )
                .await
            },
        ),
        case(
            "embedding: @newswire/frames fits the frame to its page",
            async |page| {
                fits(
                page,
                "<div id=\"frame\"></div><script src=\"/@newswire/frames/dist/frames.umd.js\"></script>\
                 <script>new newswireFrames.Framer(document.getElementById('frame'), { src: 'EMBEDPATH' })</script>",
            )
            .await
            },
        ),
    ]
}

/// Fails unless the host's only frame fits, first with a box and then with an article.
async fn fits(page: &crate::harness::Page, body: &str) -> crate::harness::Outcome {
    let host = Host::new(page).await?;
    for path in [BOX, ARTICLE] {
        page.resize(1000, 800).await?;
        host.open(&body.replace("EMBEDPATH", &format!("EMBED{path}")))
            .await?;
        page.wait_until("document.querySelector('iframe')").await?;
        host.frame("document.querySelector('iframe')")
            .always_fits()
            .await?;
    }
    Ok(())
}
