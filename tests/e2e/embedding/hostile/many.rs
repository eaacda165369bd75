//! Twenty frames on one page, most of them far below what is in view.

use super::super::element::{SCRIPT, in_view};
use super::{ARTICLE, Host};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: frames that are out of view fetch nothing",
        async |page| {
            let host = Host::new(page).await?;
            let embed = format!(
                "<div style=\"height: 6000px\"><sidelight-article src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article></div>"
            );
            host.open(&format!("{}{SCRIPT}", embed.repeat(20))).await?;
            in_view(page).await?;
            let pages = || {
                let asked = page.site().requests();
                asked
                    .iter()
                    .filter(|path| path.starts_with("/kazakstan-dissenters/"))
                    .count()
            };
            assert_eq!(pages(), 1, "{:?}", page.site().requests());
            page.run("document.querySelectorAll('sidelight-article')[10].scrollIntoView()")
                .await?;
            super::super::until("the one in view is fetched", || pages() > 1).await?;
            assert!(pages() <= 3, "{:?}", page.site().requests());
            Ok(())
        },
    )]
}
