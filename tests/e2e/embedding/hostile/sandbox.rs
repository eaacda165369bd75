//! A sandbox without `allow-same-origin`: the page has an opaque origin and no storage.

use super::super::element::known_origin;
use super::{BOX, FITTED, FRAME, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: in a sandbox without an origin the page works",
            async |page| {
                let host = Host::new(page).await?;
                known_origin(page, BOX).await?;
                host.open(
                    &FITTED
                        .replace("<iframe ", "<iframe sandbox=\"allow-scripts\" ")
                        .replace("?embed", ""),
                )
                .await?;
                let frame = host.frame(FRAME);
                works(&frame).await?;
                let origin: String = frame
                    .within(async |page| page.get("String(self.origin)").await)
                    .await?;
                assert_eq!(origin, "null");
                Ok(())
            },
        ),
        case(
            "embedding: in a sandbox without scripts the page can be read",
            async |page| {
                page.expect_error("Blocked script execution");
                let host = Host::new(page).await?;
                host.open(&FITTED.replace("<iframe ", "<iframe sandbox=\"allow-popups\" "))
                    .await?;
                let asked = || {
                    page.site()
                        .requests()
                        .iter()
                        .any(|path| path.starts_with(BOX))
                };
                super::super::until("the page is fetched", asked).await
            },
        ),
    ]
}
