//! The printed page.

use anyhow::{Result, ensure};

use crate::harness::{Case, Engine, Page, case};
use crate::jumping::adopted;
use crate::reading::without_space;

/// Texts of controls, which a printed page must not show.
const CHROME: [&str; 7] = [
    "Copy link",
    "Open all boxes",
    "Contents",
    "Back to fact",
    "Go to passage",
    "Show 7 facts",
    "Hide 7 facts",
];

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "on paper each place in the text has a number and a note that names its facts",
            async |page| {
                adopted(page, "/").await?;
                let notes: Vec<String> = page
                    .get("[...document.querySelectorAll('.notes li')].map(note => note.textContent)")
                    .await?;
                let places: Vec<String> = page
                    .get("[...document.querySelectorAll('#text .marker')].map(marker => marker.dataset.place)")
                    .await?;
                assert_eq!(notes.len(), places.len());
                assert_eq!(places.last(), Some(&places.len().to_string()));
                let longest = notes.iter().map(|note| note.chars().count()).max();
                ensure!(longest < Some(250), "notes are short: {longest:?}");
                let text = printed(page, "notes").await?;
                ensure!(
                    text.contains(&without_space("killing 14 demonstrators.4")),
                    "the place has its number: {text}"
                );
                let (_, printed) = text
                    .rsplit_once(&without_space("Passages and their facts"))
                    .ok_or_else(|| anyhow::anyhow!("no notes: {text}"))?;
                for (note, place) in notes.iter().zip(&places) {
                    let note = without_space(&format!("{place}.{note}"));
                    ensure!(printed.contains(&note), "{note:?} is a note: {printed}");
                }
                Ok(())
            },
        )
        .not_in(Engine::Webkit, NO_PRINT),
        case(
            "on paper links show where they lead and no chrome is left, whatever is open",
            async |page| {
                adopted(page, "/#evidence-janaozen-killed-1").await?;
                page.click("#tool-share").await?;
                page.wait_until("document.activeElement?.id === 'panel-share'").await?;
                let text = printed(page, "links").await?;
                ensure!(
                    text.contains("https://iwpr.net/global-voices/kazakstan-protest-movement-falters"),
                    "the source's address: {text}"
                );
                for words in CHROME {
                    ensure!(!text.contains(&without_space(words)), "{words:?} is not printed: {text}");
                }
                Ok(())
            },
        )
        .not_in(Engine::Webkit, NO_PRINT),
        case(
            "the notes for paper are nowhere on a screen",
            async |page| {
                page.open("/").await?;
                let shown: bool = page
                    .get("document.querySelector('.notes').checkVisibility()")
                    .await?;
                ensure!(!shown, "the notes are shown");
                Ok(())
            },
        )
        .scripts_off(),
    ]
}

/// The reason that nothing is printed in WebKit.
pub(crate) const NO_PRINT: &str = "WebKitGTK can't print to a file through WebDriver";

/// Returns the text of the printed page, without white space.
pub(crate) async fn printed(page: &Page, name: &str) -> Result<String> {
    let pdf = page.print(&format!("{}-{name}", page.engine())).await?;
    // Firefox prints its own hyphens as U+2010.
    Ok(without_space(&pdf_extract::extract_text(&pdf)?).replace('\u{2010}', ""))
}
