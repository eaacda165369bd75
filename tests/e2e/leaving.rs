//! Pages that are left while their program loads.

use anyhow::Context;
use serde_json::Value;

use crate::harness::{Case, case};
use crate::jumping::adopted;
use crate::listening::inject;

/// Calls `onanswer` of the parent page whenever a request of the frame is answered. It runs before the loader.
const REPORT_ANSWERS: &str = "{ \
    const ask = window.fetch; \
    window.fetch = async (...request) => { \
        const answer = await ask(...request); \
        parent.onanswer?.(); \
        return answer; \
    }; \
}";

/// Opens twenty frames of the site's first page, one after the other. Removes each one up to 2 ms after its first request
/// for the program is answered. Returns the number of removed frames.
const LEAVE_TWENTY: &str = "return (async () => { \
    let left = 0; \
    for (; left < 20; left++) { \
        const frame = document.createElement('iframe'); \
        frame.src = `/?${left}`; \
        frame.style = 'position: fixed; inset: 0'; \
        const answered = new Promise(resolve => window.onanswer = resolve); \
        document.body.append(frame); \
        await answered; \
        await new Promise(resolve => setTimeout(resolve, left % 3)); \
        frame.remove(); \
    } \
    return left; \
})()";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![case(
        "pages that are left while their program loads don’t keep the next program from starting",
        async |page| {
            // With a loader that compiled while streaming, Firefox 140 stopped compiling in all pages of the process
            // (docs/assurance.md).
            inject(page, REPORT_ANSWERS)?;
            adopted(page, "/").await?;
            page.run("return navigator.serviceWorker.ready.then(() => {})")
                .await?;
            page.open("/").await?;
            page.wait_until("navigator.serviceWorker.controller")
                .await?;
            let left = page
                .client()
                .execute(LEAVE_TWENTY, Vec::new())
                .await
                .context("a frame didn't ask for its program")?;
            assert_eq!(left, Value::from(20));
            page.open("/reader/").await?;
            page.wait_until("document.querySelector('#sidelight h1')")
                .await
        },
    )]
}
