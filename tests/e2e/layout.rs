//! The layout of the page: at every width, and before and after the program has started.

use anyhow::{Result, ensure};

use crate::harness::{Case, Engine, Page, case};
use crate::jumping::adopted;

/// Widths from the narrowest phone to a wide screen, in CSS px.
const WIDTHS: [u32; 5] = [320, 360, 768, 1280, 1920];

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("nothing is wider than the window, open or closed", async |page| {
            for width in WIDTHS {
                page.resize(width, 800).await?;
                for open in [false, true] {
                    adopted(page, "/").await?;
                    page.run(&format!("document.querySelectorAll('details').forEach(details => details.open = {open})")).await?;
                    fits_width(page, &format!("at {width} px, open: {open}")).await?;
                }
            }
            Ok(())
        }),
        case("a line of text has 60 to 75 characters in any font and size where there is room", async |page| {
            for width in [768, 1280, 1920] {
                page.resize(width, 800).await?;
                adopted(page, "/").await?;
                for face in ["serif", "sans", "legible"] {
                    // At larger sizes the other windows have no room.
                    for size in if width < 1500 { 1..=3 } else { 1..=5 } {
                        page.run(&format!(
                            "Object.assign(document.documentElement.dataset, {{ face: '{face}', size: '{size}' }})"
                        ))
                        .await?;
                        let per_line: f64 = page.get(CHARACTERS_PER_LINE).await?;
                        let at = format!("{width} px, {face}, size {size}");
                        assert!((60.0..=75.0).contains(&per_line), "{per_line} characters at {at}");
                    }
                }
            }
            Ok(())
        }),
        case("on a phone the text begins on the first screen and a half", async |page| {
            page.resize(390, 844).await?;
            adopted(page, "/").await?;
            let top: f64 = page
                .get("document.querySelector('#text > p').getBoundingClientRect().top + scrollY")
                .await?;
            assert!(top < 1.5 * 844.0, "{top} px");
            Ok(())
        }),
        case("no marker begins a line", async |page| {
            for width in [320, 360, 390, 430, 768, 1280] {
                page.resize(width, 800).await?;
                page.open("/").await?;
                let alone: Vec<String> = page.get(MARKERS_AT_THE_BEGINNING).await?;
                assert_eq!(alone, [""; 0], "at {width} px");
            }
            Ok(())
        })
        .scripts_off(),
        case("boxes stand beside the text where there is room, and in it elsewhere", async |page| {
            let beside = "(box => box.left >= document.getElementById('text-p1').getBoundingClientRect().right)\
                          (document.getElementById('box-casualties').getBoundingClientRect())";
            for (width, expected) in [(360, false), (768, false), (1440, true), (1920, true)] {
                page.resize(width, 800).await?;
                adopted(page, "/").await?;
                assert_eq!(page.get::<bool>(beside).await?, expected, "at {width} px");
            }
            Ok(())
        }),
        case("nothing moves when the program comes", async |page| {
            for width in [360, 1280] {
                page.resize(width, 800).await?;
                adopted(page, "/").await?;
                page.wait_until("document.querySelector('#boxes-chrome button')").await?;
                let with: Vec<(f64, f64)> = page.get(PLACES).await?;
                page.run("document.getElementById('boxes-chrome').replaceChildren(); document.getElementById('sidelight-chrome').replaceChildren()")
                    .await?;
                let without: Vec<(f64, f64)> = page.get(PLACES).await?;
                assert!(with.len() > 40);
                assert_eq!(with, without, "at {width} px");
            }
            Ok(())
        }),
        case("the browser sees no layout shift", async |page| {
            for width in [360, 1280] {
                page.resize(width, 800).await?;
                adopted(page, "/").await?;
                page.wait_until("document.querySelector('#boxes-chrome button')").await?;
                // This provokes a layout shift. Once it is reported, all earlier shifts have been reported too.
                page.run(
                    "window.shifts = []; window.began = performance.now();
                     new PerformanceObserver(list => shifts.push(...list.getEntries().map(e => [e.startTime, e.value])))
                       .observe({ type: 'layout-shift', buffered: true });
                     const push = document.createElement('div');
                     push.style.height = '200px';
                     requestAnimationFrame(() => requestAnimationFrame(() => document.body.prepend(push)));",
                )
                .await?;
                page.wait_until("shifts.some(([time]) => time >= began)").await?;
                let ours: Vec<(f64, f64)> = page.get("shifts.filter(([time]) => time < began)").await?;
                assert_eq!(ours, [], "at {width} px");
            }
            Ok(())
        })
        .not_in(Engine::Firefox, "Firefox doesn't measure layout shift")
        .not_in(Engine::Webkit, "WebKit doesn't measure layout shift"),
        case("the page is dark for those who prefer it", async |page| {
            page.open("/").await?;
            let (ground, ink): (f64, f64) = page
                .get("['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name].match(/\\d+/g).slice(0, 3)\
                      .reduce((sum, part) => sum + Number(part), 0))")
                .await?;
            assert!(ground < 150.0 && ink > 600.0, "{ink} on {ground}");
            Ok(())
        })
        .dark(),
        case("read from right to left nothing is lost", async |page| {
            for width in [360, 1440] {
                page.resize(width, 800).await?;
                adopted(page, "/").await?;
                page.run("document.documentElement.dir = 'rtl'").await?;
                is_beside_rtl(page, width > 1000).await?;
                page.run("document.querySelectorAll('details').forEach(details => details.open = true)").await?;
                // An open box stays where it is.
                is_beside_rtl(page, width > 1000).await?;
                let lost: Vec<String> = page
                    .get(&elements_where("e.getBoundingClientRect().left < -1"))
                    .await?;
                assert_eq!(lost, Vec::<String>::new(), "at {width} px");
            }
            Ok(())
        }),
    ]
}

/// Returns JavaScript for the beginnings of the elements `e` of the page that fulfil a condition. Leaves out texts that are
/// only for screen readers. Of a drawing, only the whole and its texts count, because Firefox adds to the inside of a stretched drawing
/// the width of lines before they are stretched.
fn elements_where(condition: &str) -> String {
    format!(
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('.unseen, .tool-name, .resume-go') && \
         (!e.ownerSVGElement || e.localName === 'text') && {condition}).map(e => e.outerHTML.slice(0, 80))"
    )
}

/// Fails if an element of the page goes beyond a side of the window, or if the page scrolls sideways.
pub(crate) async fn fits_width(page: &Page, state: &str) -> Result<()> {
    let wide: Vec<String> = page
        .get(&elements_where(
            "(e.getBoundingClientRect().left < -1 || e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)",
        ))
        .await?;
    ensure!(wide.is_empty(), "{state}: {wide:#?}");
    let fits: bool = page
        .get("document.documentElement.scrollWidth <= innerWidth")
        .await?;
    ensure!(fits, "{state}: the page scrolls sideways");
    Ok(())
}

async fn is_beside_rtl(page: &Page, expected: bool) -> Result<()> {
    let beside = "(box => box.right <= document.getElementById('text-p1').getBoundingClientRect().left)\
                  (document.getElementById('box-casualties').getBoundingClientRect())";
    assert_eq!(page.get::<bool>(beside).await?, expected);
    Ok(())
}

/// JavaScript that lists the positions of the headline, the boxes and every block of text, from the page's top left
/// corner, in px.
const PLACES: &str = "[...document.querySelectorAll('h1, .boxes li, .prose > *, .foot')].map(e => e.getBoundingClientRect())\
                      .map(rect => [Math.round(rect.left + scrollX), Math.round(rect.top + scrollY)])";

/// JavaScript for the mean length of full lines in all longer paragraphs. The last line of each paragraph is left out.
const CHARACTERS_PER_LINE: &str = "(() => {
    let characters = 0, lines = 0;
    for (const paragraph of document.querySelectorAll('.prose > p')) {
        const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
        const tops = new Map();
        while (walker.nextNode()) {
            const text = walker.currentNode;
            if (text.parentElement.closest('sup')) continue;
            for (let i = 0; i < text.length; i++) {
                const range = document.createRange();
                range.setStart(text, i);
                range.setEnd(text, i + 1);
                const top = Math.round(range.getBoundingClientRect().bottom / 8);
                tops.set(top, (tops.get(top) ?? 0) + 1);
            }
        }
        const full = [...tops.entries()].sort((a, b) => a[0] - b[0]).map(entry => entry[1]).slice(0, -1);
        if (full.length < 2) continue;
        characters += full.reduce((a, b) => a + b);
        lines += full.length;
    }
    return characters / lines;
})()";

/// JavaScript for the words before each marker that is on another line than the end of these words.
const MARKERS_AT_THE_BEGINNING: &str = "[...document.querySelectorAll('.prose .marker')].filter(marker => {
    const before = document.createRange();
    const text = document.createTreeWalker(marker.closest('[id^=text-]'), NodeFilter.SHOW_TEXT);
    let last = null;
    while (text.nextNode() && marker.compareDocumentPosition(text.currentNode) & 2) last = text.currentNode;
    before.setStart(last, last.length - 1);
    before.setEnd(last, last.length);
    const [end, ring] = [before.getBoundingClientRect(), marker.getBoundingClientRect()];
    return ring.top > end.bottom || ring.bottom < end.top - 8 || Math.abs(ring.left - end.right) > 8;
}).map(marker => marker.id)";
