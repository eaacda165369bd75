//! The card of a passage or a name, in the released site: its links, its position, and the keyboard.

use anyhow::{Result, ensure};

use crate::harness::{Case, Page, case};
use crate::jumping::{adopted, has_focus};

/// The marker of a place with several facts, the first of which is `janaozen-killed`.
const MARKER: &str = "marker-janaozen-killed-1";
const IS_OPEN: &str = "document.activeElement?.id === 'sidelight-card'";
const IS_CLOSED: &str = "!document.getElementById('sidelight-card')";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const SHIFT: &str = "\u{e008}";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a marker shows its facts in a card, and chosen again goes to the box",
            async |page| {
                open_at(page, MARKER).await?;
                assert!(
                    page.text("#sidelight-card .statement")
                        .await?
                        .starts_with("Fourteen demonstrators")
                );
                assert!(
                    page.text("#sidelight-card .attribution")
                        .await?
                        .starts_with("Source: IWPR, 13 June 2012")
                );
                page.wait_until("!document.querySelector('.box-body[open]') && !location.hash")
                    .await?;
                page.click(&format!("#{MARKER}")).await?;
                has_focus(page, "fact-janaozen-killed").await?;
                page.wait_until(IS_CLOSED).await
            },
        ),
        case(
            "with the keyboard alone the card is opened, walked and left",
            async |page| {
                centre(page, MARKER).await?;
                page.run(&format!("document.getElementById('{MARKER}').focus()"))
                    .await?;
                page.press(ENTER).await?;
                page.wait_until(IS_OPEN).await?;
                // Close; then the source, the link to the box and copy of the first fact.
                for stop in [
                    "closest('.card-head') !== null",
                    "hash === '#source-iwpr'",
                    "hash === '#fact-janaozen-killed'",
                    "textContent === 'Copy with source'",
                ] {
                    page.press(TAB).await?;
                    page.wait_until(&format!("document.activeElement.{stop}"))
                        .await?;
                }
                // After the last fact, the next element after the marker in the text.
                page.run(
                    "[...document.querySelectorAll('#sidelight-card .card-facts button')].at(-1).focus()",
                )
                .await?;
                page.press(TAB).await?;
                page.wait_until(IS_CLOSED).await?;
                page.wait_until(&format!(
                    "document.getElementById('{MARKER}').compareDocumentPosition(document.activeElement) & 4 && \
                     document.activeElement.closest('#text')"
                ))
                .await?;

                page.run(&format!("document.getElementById('{MARKER}').focus()"))
                    .await?;
                page.press(ENTER).await?;
                page.wait_until(IS_OPEN).await?;
                page.press(format!("{SHIFT}{TAB}")).await?;
                has_focus(page, MARKER).await?;
                page.wait_until(IS_CLOSED).await?;

                page.press(ENTER).await?;
                page.wait_until(IS_OPEN).await?;
                page.press(ESCAPE).await?;
                has_focus(page, MARKER).await?;
                page.wait_until(IS_CLOSED).await
            },
        ),
        case(
            "a press outside closes the card and gives focus back",
            async |page| {
                open_at(page, MARKER).await?;
                page.click("h1").await?;
                page.wait_until(IS_CLOSED).await?;
                has_focus(page, MARKER).await
            },
        ),
        case(
            "the card shows all facts of the place in order",
            async |page| {
                open_at(page, MARKER).await?;
                let facts: Vec<String> = page
                    .get(&format!(
                        "document.getElementById('{MARKER}').dataset.facts.split(' ')"
                    ))
                    .await?;
                ensure!(facts.len() > 1, "several facts: {facts:?}");
                assert_eq!(
                    page.text(".card-head b").await?,
                    format!("{} facts", facts.len())
                );
                let linked: Vec<String> = page
                    .get("[...document.querySelectorAll('.card-ways a:first-child')].map(link => link.hash.slice(6))")
                    .await?;
                assert_eq!(linked, facts);
                // Each fact names its box, and is in view after scrolling in the card.
                let titles: Vec<String> = page
                    .get("[...document.querySelectorAll('.card-facts .kicker')].map(title => title.textContent)")
                    .await?;
                assert_eq!(titles.len(), facts.len());
                page.wait_until(
                    "(card => { const last = card.querySelector('.card-facts > :last-child'); \
                     last.scrollIntoView({ block: 'end', behavior: 'instant' }); \
                     return last.getBoundingClientRect().bottom <= card.getBoundingClientRect().bottom + 1 })\
                     (document.getElementById('sidelight-card'))",
                )
                .await
            },
        ),
        case(
            "the card leads to the box, and going back leads to the marker",
            async |page| {
                let top = open_at(page, MARKER).await?;
                page.click("#sidelight-card .card-ways a").await?;
                has_focus(page, "fact-janaozen-killed").await?;
                page.wait_until(IS_CLOSED).await?;
                page.back().await?;
                has_focus(page, MARKER).await?;
                page.wait_until(&format!(
                    "Math.abs(document.getElementById('{MARKER}').getBoundingClientRect().top - {top}) <= 2"
                ))
                .await
            },
        ),
        case("a translated page has a translated card", async |page| {
            adopted(page, "/").await?;
            page.run(
                    "const walker = document.createTreeWalker(document.getElementById('article'), NodeFilter.SHOW_TEXT);
                     const texts = [];
                     while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
                     for (const text of texts) {
                       const outer = document.createElement('font'), inner = document.createElement('font');
                       inner.textContent = text.data.toUpperCase();
                       outer.append(inner);
                       text.replaceWith(outer);
                     }",
                )
                .await?;
            page.click(&format!("#{MARKER}")).await?;
            page.wait_until(IS_OPEN).await?;
            assert!(
                page.get::<String>(
                    "document.querySelector('#sidelight-card .statement').textContent"
                )
                .await?
                .starts_with("FOURTEEN DEMONSTRATORS")
            );
            page.press(ESCAPE).await?;
            has_focus(page, MARKER).await
        }),
        case(
            "the card stands in view beside what it belongs to and moves nothing",
            async |page| {
                for (width, height, rtl) in [
                    (1440, 900, false),
                    (1440, 900, true),
                    (900, 700, false),
                    (900, 700, true),
                    (360, 740, false),
                    // A window of 1280 by 1024 px at 400 % zoom.
                    (320, 256, false),
                ] {
                    page.resize(width, height).await?;
                    let direction = if rtl { "rtl" } else { "ltr" };
                    adopted(page, "/").await?;
                    page.run(&format!("document.documentElement.dir = '{direction}'"))
                        .await?;
                    for block in ["start", "center", "end"] {
                        page.run(&format!(
                            "document.getElementById('{MARKER}').scrollIntoView({{ block: '{block}', behavior: 'instant' }})"
                        ))
                        .await?;
                        let before: (f64, f64) = page.get(SHAPE).await?;
                        // Clicked by script, because a driver scrolls to the element that it clicks.
                        page.run(&format!("document.getElementById('{MARKER}').click()"))
                            .await?;
                        page.wait_until(IS_OPEN).await?;
                        let at = format!("{width} by {height}, {direction}, {block}");
                        assert_eq!(page.get::<(f64, f64)>(SHAPE).await?, before, "{at}");
                        stands_well(page, &at).await?;
                        page.press(ESCAPE).await?;
                        page.wait_until(IS_CLOSED).await?;
                    }
                }
                Ok(())
            },
        ),
        case("on a phone the card is a sheet at the foot", async |page| {
            page.resize(360, 740).await?;
            open_at(page, MARKER).await?;
            let (left, right, bottom, height): (f64, f64, f64, f64) = page
                .get("(card => [card.left, document.documentElement.clientWidth - card.right, innerHeight - card.bottom, card.height])\
                      (document.getElementById('sidelight-card').getBoundingClientRect())")
                .await?;
            assert!(
                left.abs() < 1.0 && right.abs() < 1.0 && bottom.abs() < 1.0,
                "{left} {right} {bottom}"
            );
            assert!(height <= 740.0 * 0.6 + 1.0, "{height}");
            Ok(())
        }),
        case(
            "a name and a place on the map open their entries",
            async |page| {
                open_at(page, "mention-place-shetpe").await?;
                assert_eq!(page.text("#sidelight-card .lead b").await?, "Shetpe");
                page.press(ESCAPE).await?;
                has_focus(page, "mention-place-shetpe").await?;
                page.click("#box-places .box-body > summary").await?;
                page.run("document.querySelector('.map').scrollIntoView({ block: 'center', behavior: 'instant' })").await?;
                page.click(".map a[href='#fact-place-shetpe'] text").await?;
                page.wait_until(IS_OPEN).await?;
                assert_eq!(page.text("#sidelight-card .lead b").await?, "Shetpe");
                // Each link leads to the first fact of a box that names the place.
                let named: Vec<String> = page
                    .get("[...document.querySelectorAll('#sidelight-card .named-in a')].map(link => link.hash)")
                    .await?;
                ensure!(
                    named.contains(&"#fact-shetpe-killed".to_owned()),
                    "{named:?}"
                );
                page.click("#sidelight-card .named-in a[href='#fact-shetpe-killed']")
                    .await?;
                has_focus(page, "fact-shetpe-killed").await?;
                page.wait_until(IS_CLOSED).await
            },
        ),
        case(
            "a date of the timeline leads to the passage and back",
            async |page| {
                adopted(page, "/").await?;
                page.click("#box-timeline .box-body > summary").await?;
                page.click("#when-event-high-point-1").await?;
                has_focus(page, "evidence-event-high-point-1").await?;
                page.click(".marker:has(#marker-event-high-point-1)")
                    .await?;
                has_focus(page, "when-event-high-point-1").await
            },
        ),
        case(
            "without scripts a place on the map and a date of the timeline are links",
            async |page| {
                page.open("/").await?;
                page.click("#box-places .box-body > summary").await?;
                page.click(".map-places a[href='#fact-place-janaozen']")
                    .await?;
                page.wait_until("document.querySelector(':target')?.id === 'fact-place-janaozen'")
                    .await?;
                page.click("#fact-place-janaozen .named-in a[href='#fact-event-shooting']")
                    .await?;
                page.wait_until("document.querySelector('#box-timeline .box-body').open")
                    .await?;
                page.click("#when-event-shooting-1").await?;
                page.wait_until(
                    "document.querySelector(':target')?.id === 'evidence-event-shooting-1'",
                )
                .await
            },
        )
        .scripts_off(),
    ]
}

/// The scrollable size of the page, in px.
const SHAPE: &str = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]";

async fn centre(page: &Page, id: &str) -> Result<()> {
    adopted(page, "/").await?;
    page.run(&format!(
        "document.getElementById('{id}').scrollIntoView({{ block: 'center', behavior: 'instant' }})"
    ))
    .await
}

/// Opens the card of a link in the middle of the window. Returns the link's distance from the top of the window, in px.
async fn open_at(page: &Page, id: &str) -> Result<f64> {
    centre(page, id).await?;
    let top = page
        .get(&format!(
            "document.getElementById('{id}').getBoundingClientRect().top"
        ))
        .await?;
    page.click(&format!("#{id}")).await?;
    page.wait_until(IS_OPEN).await?;
    Ok(top)
}

/// Fails unless the card is completely in the window and doesn't cover its marker.
async fn stands_well(page: &Page, at: &str) -> Result<()> {
    let card: [f64; 4] = page.get(&rect("sidelight-card")).await?;
    let marker: [f64; 4] = page.get(&rect(MARKER)).await?;
    let window: [f64; 2] = page
        .get("[document.documentElement.clientWidth, innerHeight]")
        .await?;
    ensure!(
        card[0] >= -1.0
            && card[1] >= -1.0
            && card[2] <= window[0] + 1.0
            && card[3] <= window[1] + 1.0,
        "{at}: the card is at {card:?} in a window of {window:?}"
    );
    let apart = card[2] <= marker[0]
        || marker[2] <= card[0]
        || card[3] <= marker[1]
        || marker[3] <= card[1];
    ensure!(
        apart,
        "{at}: the card at {card:?} lies over the marker at {marker:?}"
    );
    ensure!(
        marker[3] > 0.0 && marker[1] < window[1],
        "{at}: the marker is in view, at {marker:?}"
    );
    Ok(())
}

fn rect(id: &str) -> String {
    format!(
        "(rect => [rect.left, rect.top, rect.right, rect.bottom])(document.getElementById('{id}').getBoundingClientRect())"
    )
}
