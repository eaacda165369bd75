//! Two frames on one page, with the element's script loaded twice.

use super::super::element::{SCRIPT, known_origin};
use super::{ARTICLE, BOX, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: two on one page don't mind each other, one added later by a script and in a shadow root",
        async |page| {
            let host = Host::new(page).await?;
            known_origin(page, BOX).await?;
            host.open(&format!(
                "<sidelight-article src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article>{SCRIPT}{SCRIPT}<div id=\"late\"></div>"
            ))
            .await?;
            page.run(
                "const late = document.querySelector('sidelight-article').cloneNode(true);
                 document.getElementById('late').attachShadow({ mode: 'open' }).append(late);",
            )
            .await?;
            works(&host.frame(
                "document.querySelector('sidelight-article').shadowRoot.querySelector('iframe')",
            ))
            .await?;
            works(&host.frame(
                "document.getElementById('late').shadowRoot.querySelector('sidelight-article').shadowRoot.querySelector('iframe')",
            ))
            .await
        },
    )]
}
