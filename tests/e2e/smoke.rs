//! The page is there, with scripts and without.

use crate::harness::{Case, case};

/// These cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("the article is read", async |page| {
            page.open("/").await?;
            assert!(page.text("h1").await?.len() > 10);
            Ok(())
        }),
        case("the article is read without scripts", async |page| {
            page.open("/").await?;
            assert!(page.text("h1").await?.len() > 10);
            Ok(())
        })
        .scripts_off(),
    ]
}
