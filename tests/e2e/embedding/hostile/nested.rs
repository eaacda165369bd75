//! A host page with an embed that is itself embedded in another page.

use super::{FITTED, Host};
use crate::harness::{Answer, Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: a frame in a frame in a frame fits its page",
        async |page| {
            let host = Host::new(page).await?;
            let inner = format!("<!doctype html><title>Inner</title>{FITTED}")
                .replace("EMBED", page.site().origin());
            host.site.answer(
                "/inner.html",
                Answer {
                    status: 200,
                    media_type: "text/html; charset=utf-8",
                    body: inner.into_bytes(),
                },
            );
            host.open("<iframe src=\"/inner.html\" style=\"width: 100%; height: 600px\"></iframe>")
                .await?;
            page.client().enter_frame(0).await?;
            page.wait_until("document.querySelector('iframe')").await?;
            // The window is in the inner page, which has one frame.
            super::works(&host.frame(super::FRAME)).await
        },
    )]
}
