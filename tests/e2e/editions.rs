//! Editions of an article in other languages, on a site of their own.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::embedding::Host;
use crate::guides::{ROOT, typed};
use crate::harness::{Case, Page, Site, case};
use crate::jumping::adopted_at;
use crate::layout::fits_width;

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "editions: the switch leads to the same fact, and an Arabic page fits a phone",
            async |page| {
                let site = start(page).await?;
                page.resize(360, 740).await?;
                adopted_at(page, &format!("{}/alder-bay/#fact-mayor", site.origin())).await?;
                // The switch is at the top of the page, above the fact.
                page.run("scrollTo({ top: 0, behavior: 'instant' })")
                    .await?;
                page.click("nav.editions a[lang='ar']").await?;
                page.wait_until(
                    "location.pathname.endsWith('/ar/') && location.hash === '#fact-mayor'",
                )
                .await?;
                page.wait_until("document.documentElement.dataset.program === 'runs'")
                    .await?;
                fits_width(page, "in Arabic").await?;
                let direction: String = page
                    .get("getComputedStyle(document.body).direction")
                    .await?;
                ensure!(direction == "rtl", "{direction}");
                Ok(())
            },
        ),
        case(
            "editions: a frame shows the edition nearest to the language of its host",
            async |page| {
                let site = start(page).await?;
                let host = Host::of(page, &site).await?;
                for (language, expected) in [("ar-EG", "ar"), ("ru", "ru"), ("fi", "en")] {
                    host.open(&format!(
                        "<iframe src=\"EMBED/alder-bay/votes/?embed&lang={language}\"></iframe>"
                    ))
                    .await?;
                    host.frame("document.querySelector('iframe')")
                        .within(async |page| {
                            page.wait_until(&format!(
                                "document.documentElement.lang === '{expected}' && document.readyState === 'complete'"
                            ))
                            .await
                        })
                        .await?;
                }
                Ok(())
            },
        ),
    ]
}

/// Builds the site, unless it is up to date, and serves it. Each engine has its own folder, because engines run at the same
/// time.
async fn start(page: &Page) -> Result<Site> {
    let engine = page.engine();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("editions-{engine}"));
    let build = "sidelight build tests/fixtures/editions --out \"$OUT\" --compress none";
    let built = typed(build, Path::new(ROOT))?.env("OUT", &out).output()?;
    ensure!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    Site::start(&out).await
}
