//! A host whose base URL differs from its own URL.

use super::{FITTED, FRAME, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: a base address of the host changes nothing",
        async |page| {
            let host = Host::new(page).await?;
            host.open_with("<base href=\"/elsewhere/deep/\" target=\"_top\">", FITTED)
                .await?;
            works(&host.frame(FRAME)).await
        },
    )]
}
