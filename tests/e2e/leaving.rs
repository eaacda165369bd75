//! Pages that are left while their program loads.

use anyhow::{Context, ensure};

use crate::harness::{Case, case};
use crate::jumping::adopted;

/// Opens twenty frames of the site's first page, one after the other, and removes each when its first request for the
/// program is answered, up to 2 ms later. Returns how many requests were answered.
const LEAVE_TWENTY: &str = "return (async () => { \
    let answered = 0; \
    for (let n = 0; n < 20; n++) { \
        const frame = document.createElement('iframe'); \
        frame.src = `/?${n}`; \
        frame.style = 'position: fixed; inset: 0'; \
        const loaded = new Promise(resolve => frame.onload = resolve); \
        document.body.append(frame); \
        await loaded; \
        const inner = frame.contentWindow, fetch = inner.fetch; \
        await new Promise(resolve => { \
            inner.fetch = async (...request) => { \
                const answer = await fetch.apply(inner, request); \
                answered += 1; \
                resolve(); \
                return answer; \
            }; \
            setTimeout(resolve, 1000); \
        }); \
        await new Promise(resolve => setTimeout(resolve, n % 3)); \
        frame.remove(); \
    } \
    return answered; \
})()";

/// These cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![case(
        "pages that are left while their program loads don’t keep the next program from starting",
        async |page| {
            // With a loader that streamed, Firefox 140 stopped compiling in all pages of the process
            // (docs/assurance.md).
            adopted(page, "/").await?;
            page.run("return navigator.serviceWorker.ready.then(() => {})")
                .await?;
            page.open("/").await?;
            page.wait_until("navigator.serviceWorker.controller")
                .await?;
            let answered = page.client().execute(LEAVE_TWENTY, Vec::new()).await?;
            let answered = answered.as_u64().context("no number of requests")?;
            // Some ask before their load is reported, and aren't counted.
            ensure!(
                answered >= 5,
                "only {answered} of 20 pages had an answer for their program"
            );
            page.open("/reader/").await?;
            page.wait_until("document.querySelector('#sidelight h1')")
                .await
        },
    )]
}
