//! All hostile messages of hosts, from `tests/fixtures/hostile/host-message/`.

use anyhow::{Context, Result, ensure};

use super::{BOX, FITTED, FRAME, Frame, Host};
use crate::harness::{Case, Page, case};
use crate::hostile::{unwanted, watch};
use crate::hostile_cases::{Hostile, group};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "hostile: no message of a host has a page do anything but say its height",
        async |page| {
            let host = Host::new(page).await?;
            watch(page.site(), BOX)?;
            host.open(&FITTED.replace("?embed", "?embed&childId=canary"))
                .await?;
            let frame = host.frame(FRAME);
            frame.adopted().await?;
            // Before this greeting the page only answers pym.js, because its URL has pym.js's `childId`.
            page.run(&format!("{FRAME}.contentWindow.postMessage({{ protocol: 'sidelight/1', type: 'hello' }}, '*')"))
                .await?;
            frame.fits("before").await?;
            for case in group("host-message") {
                say(page, &frame, &case)
                    .await
                    .with_context(|| case.slug.clone())?;
            }
            frame.toggle("casualties").await?;
            frame.fits("after").await?;
            let requests = unwanted(page.site());
            ensure!(requests.is_empty(), "{requests:?}");
            Ok(())
        },
    )]
}

/// Sends all messages of a case and then a greeting, which is answered.
async fn say(page: &Page, frame: &Frame<'_>, case: &Hostile) -> Result<()> {
    let messages = case.lines("messages").join("), () => (");
    page.run(&format!(
        "said.length = 0;
         const target = {FRAME}.contentWindow;
         for (const message of [() => ({messages})]) {{
           try {{
             target.postMessage(message(), '*');
           }} catch (error) {{
             if (error.name !== 'DataCloneError') throw error;
           }}
         }}
         target.postMessage({{ protocol: 'sidelight/1', type: 'hello' }}, '*');"
    ))
    .await?;
    page.wait_until(
        "said.some((data) => data?.protocol === 'sidelight/1' && data.type === 'height')",
    )
    .await?;
    let (found, at): (Vec<String>, String) = frame
        .within(async |page| page.get("[look(), location.pathname]").await)
        .await?;
    ensure!(found.is_empty(), "{found:?}");
    ensure!(at == BOX, "the frame is at {at}");
    Ok(())
}
