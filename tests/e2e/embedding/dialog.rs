//! The panel that generates embed code, used as an editor would: the code is pasted into another site.

use anyhow::{Context, Result};

use super::element::{FRAME, known_origin};
use super::{ARTICLE, BOX, Host};
use crate::harness::{Case, Page, case};
use crate::jumping::adopted;

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: what the panel makes works in another site",
            async |page| {
                known_origin(page, BOX).await?;
                opened(page).await?;
                let lists: Vec<String> = page
                    .get("[...document.querySelectorAll('.embed select')].map(list => list.selectedOptions[0].text)")
                    .await?;
                assert_eq!(
                    lists,
                    [
                        "This article",
                        "Match device",
                        "Same as article",
                        "Default",
                        "<sidelight-article>"
                    ]
                );
                let whole = code(page).await?;
                assert!(
                    whole.starts_with(&format!(
                        "<sidelight-article src=\"{}{ARTICLE}\" ",
                        page.site().origin()
                    )),
                    "{whole}"
                );
                choose(page, "embed-what", "box-casualties").await?;
                choose(page, "embed-theme", "dark").await?;
                page.wait_until(&format!(
                    "{CODE}.includes('box=\"casualties\" theme=\"dark\"')"
                ))
                .await?;
                let element = code(page).await?;
                assert!(!element.contains('\n'));
                page.wait_until("document.querySelector('.embed-preview').src.endsWith('/casualties/?embed&theme=dark')")
                    .await?;
                choose(page, "embed-form", "<iframe>").await?;
                page.wait_until(&format!("{CODE}.includes('<iframe ')"))
                    .await?;
                let plain = code(page).await?;

                let host = Host::new(page).await?;
                host.open(&element).await?;
                let frame = host.frame(FRAME);
                frame.adopted().await?;
                frame.fits("as the element").await?;
                let theme: String = frame
                    .within(async |page| page.get("document.documentElement.dataset.theme").await)
                    .await?;
                assert_eq!(theme, "dark");
                host.open(&plain).await?;
                assert_eq!(
                    page.get::<u32>("document.querySelector('iframe').clientHeight")
                        .await?,
                    600
                );
                assert!(page.text("blockquote").await?.contains("Fourteen"));
                Ok(())
            },
        ),
        case(
            "embedding: a height that is chosen in the panel is kept, and the page scrolls in it",
            async |page| {
                known_origin(page, BOX).await?;
                opened(page).await?;
                choose(page, "embed-what", "box-casualties").await?;
                choose(page, "embed-size", "400").await?;
                page.wait_until("document.querySelector('.embed-preview').src.endsWith('/casualties/?embed&scroll=1')")
                    .await?;
                page.wait_until(&format!("{CODE}.includes('scroll=\"1\"')"))
                    .await?;
                let element = code(page).await?;
                choose(page, "embed-form", "<amp-iframe>").await?;
                page.wait_until(&format!("{CODE}.includes('<amp-iframe ')"))
                    .await?;
                let amp = code(page).await?;
                assert!(
                    amp.contains("&amp;scroll=1\" ") && amp.contains(" height=\"400\""),
                    "{amp}"
                );

                let host = Host::new(page).await?;
                host.open(&element).await?;
                let frame = host.frame(FRAME);
                frame.adopted().await?;
                frame.toggle("casualties").await?;
                frame.toggle("casualties").await?;
                let is_higher: bool = frame
                    .within(async |page| {
                        page.get("document.documentElement.scrollHeight > innerHeight")
                            .await
                    })
                    .await?;
                assert_eq!((frame.height().await?, is_higher), (400.0, true));
                Ok(())
            },
        ),
        case(
            "embedding: in a frame the panel isn't there",
            async |page| {
                page.open(&format!("{ARTICLE}?embed")).await?;
                page.wait_until(
                    "performance.getEntriesByName('sidelight:adopt', 'measure').length > 0",
                )
                .await?;
                page.wait_until("getComputedStyle(document.getElementById('sidelight-toolbar')).display === 'none'")
                .await
            },
        ),
    ]
}

/// JavaScript for the code that the panel shows.
const CODE: &str = "document.getElementById('embed-code').value";

async fn opened(page: &Page) -> Result<()> {
    adopted(page, ARTICLE).await?;
    page.wait_until("document.getElementById('tool-embed')")
        .await?;
    page.click("#tool-embed").await?;
    page.wait_until("document.getElementById('embed-code')")
        .await
}

async fn code(page: &Page) -> Result<String> {
    page.get(CODE).await.context("the panel shows no code")
}

async fn choose(page: &Page, list: &str, value: &str) -> Result<()> {
    page.run(&format!(
        "const list = document.getElementById('{list}'); list.value = '{value}'; \
         list.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ))
    .await
}
