//! The toolbar, and the language of the interface.

use crate::harness::{Case, case};
use crate::jumping::adopted;

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "the contents lead to headings and boxes, and Escape gives focus back",
            async |page| {
                adopted(page, "/").await?;
                page.wait_until("document.querySelector('#tool-contents')")
                    .await?;
                page.find("#tool-contents").await?.click().await?;
                page.wait_until("document.activeElement.id === 'panel-contents'")
                    .await?;
                page.find("#panel-contents")
                    .await?
                    .send_keys("\u{e00c}")
                    .await?;
                page.wait_until("document.activeElement.id === 'tool-contents' && !document.querySelector('#panel-contents:popover-open')")
                    .await?;
                page.find("#tool-contents").await?.click().await?;
                page.wait_until(
                    "document.querySelectorAll('#panel-contents .contents-box a').length === 7",
                )
                .await?;
                page.find("#panel-contents a[href='#box-demands']")
                    .await?
                    .click()
                    .await?;
                page.wait_until("location.hash === '#box-demands' && !document.querySelector('#panel-contents:popover-open')")
                    .await?;
                page.wait_until(
                    "(() => { const top = document.getElementById('box-demands').getBoundingClientRect().top; \
                     return top >= document.querySelector('.toolbar').getBoundingClientRect().bottom && top < innerHeight / 2 })()",
                )
                .await
            },
        ),
        case(
            "the interface speaks the language that the address asks for",
            async |page| {
                for (ui, label) in [
                    ("ru", "Содержание"),
                    ("kk-KZ", "Мазмұны"),
                    ("xx", "Contents"),
                ] {
                    adopted(page, &format!("/?ui={ui}")).await?;
                    page.wait_until(&format!(
                        "document.querySelector('#tool-contents')?.textContent === '{label}'"
                    ))
                    .await?;
                }
                Ok(())
            },
        ),
    ]
}
