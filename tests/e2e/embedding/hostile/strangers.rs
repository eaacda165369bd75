//! Messages from frames that aren't the host.

use super::{FITTED, FRAME, Host};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: only the window that holds the frame is listened to",
        async |page| {
            let host = Host::new(page).await?;
            host.open(&format!(
                "{FITTED}<iframe srcdoc=\"<p>A stranger</p>\"></iframe>"
            ))
            .await?;
            let frame = host.frame(FRAME);
            frame.adopted().await?;
            frame.fits("before").await?;
            let ask = |speaker: &str| {
                format!(
                    "said.length = 0; const target = document.querySelector('iframe').contentWindow; \
                     const speaker = {speaker}; \
                     speaker.setTimeout(`parent.frames[0].postMessage({{ protocol: 'sidelight/1', type: 'hello' }}, '*'); \
                       parent.frames[0].postMessage('[iFrameSizer]moveToAnchor:nowhere', '*')`, 0)"
                )
            };
            page.run(&ask("document.querySelectorAll('iframe')[1].contentWindow"))
                .await?;
            // The host's own question comes later and is answered. By then the stranger's question would have been
            // answered too.
            page.run("setTimeout(() => document.querySelector('iframe').contentWindow.postMessage({ type: 'iframe-child-init' }, '*'), 200)")
                .await?;
            page.wait_until("said.some((data) => data?.type === 'iframe-resized')")
                .await?;
            assert_eq!(
                page.get::<u32>("said.length").await?,
                1,
                "one answer to one question"
            );
            Ok(())
        },
    )]
}
