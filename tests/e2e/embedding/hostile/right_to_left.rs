//! A host that is written from right to left.

use super::{FITTED, FRAME, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: a host written from right to left changes nothing",
        async |page| {
            let host = Host::new(page).await?;
            host.open_html(&format!(
                "<!doctype html><html lang=\"he\" dir=\"rtl\"><meta charset=\"utf-8\"><title>מארח</title><body>{FITTED}</body></html>"
            ))
            .await?;
            let frame = host.frame(FRAME);
            works(&frame).await?;
            let (direction, overflow): (String, bool) = frame
                .within(async |page| {
                    page.get("[getComputedStyle(document.body).direction, document.documentElement.scrollWidth > innerWidth]").await
                })
                .await?;
            assert_eq!((direction.as_str(), overflow), ("ltr", false));
            Ok(())
        },
    )]
}
