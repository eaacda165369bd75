//! The control over all boxes at once.

use anyhow::Result;

use crate::harness::{Case, Page, case};
use crate::jumping::adopted;

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "all boxes open and close at once, and focus stays",
            async |page| {
                adopted(page, "/").await?;
                press(page, "Open all boxes").await?;
                page.wait_until("document.querySelectorAll('.box-body[open]').length === 7")
                    .await?;
                page.wait_until("document.activeElement.textContent === 'Open all boxes'")
                    .await?;
                page.wait_until("document.activeElement.getAttribute('aria-disabled') === 'true'")
                    .await?;
                press(page, "Close all boxes").await?;
                page.wait_until("document.querySelectorAll('.box-body[open]').length === 0")
                    .await
            },
        ),
        case(
            "the control knows of boxes that opened by themselves",
            async |page| {
                adopted(page, "/").await?;
                page.wait_until("document.querySelector('#boxes-chrome button:last-child')?.getAttribute('aria-disabled') === 'true'").await?;
                page.run("document.querySelector('#box-demands .box-body').open = true")
                    .await?;
                page.wait_until("document.querySelector('#boxes-chrome button:last-child').getAttribute('aria-disabled') === 'false'").await
            },
        ),
    ]
}

async fn press(page: &Page, label: &str) -> Result<()> {
    page.wait_until("document.querySelector('#boxes-chrome button')")
        .await?;
    for button in page
        .client()
        .find_all(fantoccini::Locator::Css("#boxes-chrome button"))
        .await?
    {
        if button.text().await? == label {
            button.click().await?;
            return Ok(());
        }
    }
    anyhow::bail!("no button {label:?}")
}
