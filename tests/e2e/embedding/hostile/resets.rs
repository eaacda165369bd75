//! A host whose styles change everything they can reach, with a huge font size.

use super::super::element::{FRAME, SCRIPT, known_origin};
use super::{ARTICLE, BOX, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: styles of the host don't reach into the element",
        async |page| {
            let host = Host::new(page).await?;
            known_origin(page, BOX).await?;
            host.open_with(
                "<style>html { font-size: 60px } * { all: unset; margin: 40px; padding: 40px; box-sizing: border-box } \
                 iframe { height: 33px; width: 33px; border: 9px solid; transform: rotate(3deg) }</style>",
                &format!(
                    "<div style=\"display: grid\"><sidelight-article style=\"margin: 0; padding: 0\" src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article></div>{SCRIPT}"
                ),
            )
            .await?;
            let frame = host.frame(FRAME);
            works(&frame).await?;
            let size: String = frame
                .within(async |page| {
                    page.get("getComputedStyle(document.documentElement).fontSize")
                        .await
                })
                .await?;
            assert_eq!(size, "16px");
            Ok(())
        },
    )]
}
