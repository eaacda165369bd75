//! A browser that blocks storage: access to it throws.

use super::{FITTED, FRAME, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: where storage is blocked, a box and an article work in their frames",
            async |page| {
                let host = Host::new(page).await?;
                for html in [FITTED, &FITTED.replace("casualties/", "")] {
                    host.open(html).await?;
                    let frame = host.frame(FRAME);
                    works(&frame).await?;
                    let throws: bool = frame
                        .within(async |page| {
                            page.get("(() => { try { return !localStorage; } catch { return true; } })()").await
                        })
                        .await?;
                    assert!(throws, "storage isn't blocked");
                }
                Ok(())
            },
        )
        .storage_blocked(),
    ]
}
