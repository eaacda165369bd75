//! Search in the article and in closed boxes, on the released site.

use anyhow::{Result, ensure};

use crate::harness::{Case, Page, case};
use crate::jumping::{adopted, has_focus};

const ENTER: &str = "\u{e007}";
const SHIFT: &str = "\u{e008}";
const CONTROL: &str = "\u{e009}";
const ESCAPE: &str = "\u{e00c}";

/// JavaScript for the number of hits that the search shows.
const COUNT: &str = "document.querySelector('.search-count')?.textContent";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "search finds a name by any of its spellings, and says so",
            async |page| {
                adopted(page, "/").await?;
                open_search(page).await?;
                enter(page, "Janaozen").await?;
                let all = count(page).await?;
                ensure!(all > 5, "Janaozen is found {all} times");
                for (typed, found) in [
                    ("Zhanaozen", "Janaozen"),
                    ("Жаңаөзен", "Janaozen"),
                    ("ЖАНАОЗЕН", "Janaozen"),
                    ("Nazarbayev", "Nazarbaev"),
                    ("Toregozhina", "Toregojina"),
                    ("Козлов", "Kozlov"),
                ] {
                    enter(page, typed).await?;
                    page.wait_until(&format!(
                        "document.getElementById('search-note').textContent.includes('Also searching for {found}')"
                    ))
                    .await?;
                    let hits = count(page).await?;
                    ensure!(hits > 0, "{typed}");
                    if found == "Janaozen" {
                        ensure!(hits == all, "{typed}: {hits} hits, not {all}");
                    }
                }
                // Only hits in view are highlighted; the headline is in view.
                enter(page, "Janaozen").await?;
                page.wait_until("CSS.highlights.get('sidelight-hits')?.size > 0")
                    .await
            },
        ),
        case(
            "stepping opens the box that holds a hit, and Escape brings the reader back",
            async |page| {
                adopted(page, "/").await?;
                // Firefox's driver scrolls to the element that has focus before it types, so the marker is in view.
                page.run("scrollTo({ top: 400, behavior: 'instant' })")
                    .await?;
                page.run("document.querySelector('#text a.marker').focus({ preventScroll: true })")
                    .await?;
                page.press(format!("{CONTROL}{SHIFT}f")).await?;
                has_focus(page, "search-field").await?;
                let first = page
                    .get::<String>("document.querySelector('#box-timeline .statement').textContent")
                    .await?;
                enter(page, &first).await?;
                page.press(ENTER).await?;
                page.wait_until("document.querySelector('#box-timeline .box-body').open")
                    .await?;
                hit_is_free(page).await?;
                page.press(ESCAPE).await?;
                page.wait_until("!document.querySelector('#panel-search:popover-open') && !document.querySelector('.box-body[open]')")
                    .await?;
                page.wait_until(
                    "Math.abs(scrollY - 400) <= 1 && document.activeElement.matches('a.marker')",
                )
                .await?;
                page.wait_until("!CSS.highlights.has('sidelight-hits')")
                    .await
            },
        ),
        case(
            "keys go from hit to hit and round, with the field in focus",
            async |page| {
                adopted(page, "/").await?;
                open_search(page).await?;
                page.press("police").await?;
                page.wait_until("document.getElementById('search-field').value === 'police'")
                    .await?;
                // Typed keys are counted one by one. Entering the word at once waits for the count of the whole word.
                enter(page, "police").await?;
                let all = count(page).await?;
                for (keys, number) in [
                    (ENTER.to_owned(), 1),
                    (ENTER.to_owned(), 2),
                    (format!("{SHIFT}{ENTER}"), 1),
                    (format!("{SHIFT}{ENTER}"), all),
                    (ENTER.to_owned(), 1),
                ] {
                    page.press(keys).await?;
                    page.wait_until(&format!("{COUNT} === '{number} of {all}'"))
                        .await?;
                    hit_is_free(page).await?;
                }
                has_focus(page, "search-field").await
            },
        ),
        case("on a phone the search covers no hit", async |page| {
            page.resize(360, 640).await?;
            adopted(page, "/").await?;
            open_search(page).await?;
            page.press("demonstrators").await?;
            page.press(ENTER).await?;
            page.wait_until(&format!("{COUNT}.startsWith('1 of ')"))
                .await?;
            hit_is_free(page).await?;
            let covered: f64 = page
                .get("document.getElementById('panel-search').getBoundingClientRect().bottom")
                .await?;
            ensure!(covered <= 640.0 / 5.0, "{covered} px are covered");
            ensure!(
                page.get::<bool>("document.documentElement.scrollWidth <= innerWidth")
                    .await?,
                "the page is wider than the window"
            );
            Ok(())
        }),
    ]
}

/// Opens the search with its button.
pub(crate) async fn open_search(page: &Page) -> Result<()> {
    page.wait_until("document.getElementById('tool-search')")
        .await?;
    page.click("#tool-search").await?;
    has_focus(page, "search-field").await
}

/// Sets the text of the search field, as pasting does, and waits for the result.
pub(crate) async fn enter(page: &Page, text: &str) -> Result<()> {
    page.run(&format!(
        "const field = document.getElementById('search-field'); field.value = {text:?}; \
         field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))"
    ))
    .await?;
    page.wait_until(COUNT).await
}

/// Returns the number of hits that the search shows.
pub(crate) async fn count(page: &Page) -> Result<u32> {
    page.get(&format!("parseInt({COUNT}) || 0")).await
}

/// Waits until the current hit is in view and not covered by the bars.
pub(crate) async fn hit_is_free(page: &Page) -> Result<()> {
    page.wait_until(
        "(() => { const [range] = CSS.highlights.get('sidelight-hit') ?? []; if (!range) return false; \
         const { top, bottom, height } = range.getBoundingClientRect(); \
         return height > 0 && top >= document.getElementById('panel-search').getBoundingClientRect().bottom && bottom <= innerHeight })()",
    )
    .await
}
