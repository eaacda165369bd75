//! Accessibility, to WCAG 2.2 AA. axe-core checks every state of the page. Further cases check the keyboard order and the
//! size of targets, which axe-core can't.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::harness::{Case, Engine, Page, case};
use crate::jumping::adopted;

/// The colour scheme that follows the reader's system. It is the document's default.
const SYSTEM: &str = "auto";
/// The other colour schemes.
const THEMES: [&str; 4] = ["light", "sepia", "dark", "contrast"];
/// Interface languages besides the article's.
const OTHER_LANGUAGES: [&str; 2] = ["ru", "kk"];
/// A phone and a desktop, in CSS px.
const SIZES: [(u32, u32); 2] = [(360, 740), (1280, 800)];

/// The reason that axe-core isn't run in WebKit.
pub(crate) const ENOUGH: &str = "axe-core reads the same document in every engine; two of them do";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("axe-core finds nothing on the page, in any theme, boxes shut and open", async |page| {
            for (width, height) in SIZES {
                page.resize(width, height).await?;
                adopted(page, "/").await?;
                chrome(page).await?;
                for open in [false, true] {
                    page.run(&format!("document.querySelectorAll('details').forEach(details => details.open = {open})"))
                        .await?;
                    faultless(page, "html", &format!("{width} px, open: {open}")).await?;
                }
                // All boxes are open here, so every colour is visible.
                for theme in other_themes(page) {
                    set_theme(page, theme).await?;
                    faultless(page, "html", &format!("{theme}, {width} px")).await?;
                }
            }
            Ok(())
        })
        .not_in(Engine::Webkit, ENOUGH),
        case("axe-core finds nothing in the panel of any tool, in any theme and language", async |page| {
            for (width, height) in SIZES {
                page.resize(width, height).await?;
                adopted(page, "/").await?;
                for tool in tools(page).await? {
                    open_tool(page, &tool).await?;
                    faultless(page, "#sidelight-toolbar", &format!("{tool}, {width} px")).await?;
                    close_tool(page, &tool).await?;
                }
            }
            // The effect of a theme or language doesn't depend on the width.
            for language in OTHER_LANGUAGES {
                adopted(page, &format!("/?ui={language}")).await?;
                for tool in tools(page).await? {
                    open_tool(page, &tool).await?;
                    faultless(page, "#sidelight-toolbar", &format!("{tool}, {language}")).await?;
                    close_tool(page, &tool).await?;
                }
            }
            adopted(page, "/").await?;
            for tool in tools(page).await? {
                open_tool(page, &tool).await?;
                for theme in other_themes(page) {
                    set_theme(page, theme).await?;
                    faultless(page, "#sidelight-toolbar", &format!("{tool}, {theme}")).await?;
                }
                close_tool(page, &tool).await?;
            }
            Ok(())
        })
        .not_in(Engine::Webkit, ENOUGH),
        case("axe-core finds nothing on a package's page, the front page of a site and a page that isn't there", async |page| {
            for path in ["/reader/?package=../kazakstan-dissenters/article.json", "/404.html"] {
                page.open(path).await?;
                page.wait_until("document.querySelector('h1')").await?;
                faultless(page, "html", path).await?;
            }
            Ok(())
        })
        .not_in(Engine::Webkit, ENOUGH),
        case("axe-core sees a fault where there is one", async |page| {
            adopted(page, "/").await?;
            chrome(page).await?;
            page.run("document.querySelector('#headline').after(document.createElement('button'))").await?;
            let found = faultless(page, "html", "with a nameless button").await;
            let found = found.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(found.contains("button-name"), "{found}");
            Ok(())
        })
        .not_in(Engine::Webkit, ENOUGH),
        case("the keyboard goes through the page from its beginning to its end, and focus is seen all the way", async |page| {
            for (width, height) in SIZES {
                page.resize(width, height).await?;
                adopted(page, "/").await?;
                chrome(page).await?;
                walk(page, &format!("{width} px, boxes shut")).await?;
                // The focus has left the page, so the page is opened again.
                adopted(page, "/").await?;
                chrome(page).await?;
                page.run("document.querySelectorAll('.box-body').forEach(details => details.open = true)").await?;
                walk(page, &format!("{width} px, boxes open")).await?;
            }
            Ok(())
        })
        .not_in(Engine::Webkit, "WebKitGTK's Tab key passes over links, as its readers have set it"),
        case("all that can be pressed is at least 24 px wide and high, or stands in a line of text", async |page| {
            for (width, height) in SIZES {
                page.resize(width, height).await?;
                adopted(page, "/").await?;
                chrome(page).await?;
                page.run("document.querySelectorAll('details').forEach(details => details.open = true)").await?;
                let small: Vec<String> = page.get(SMALL).await?;
                assert_eq!(small, Vec::<String>::new(), "at {width} px");
                for tool in tools(page).await? {
                    open_tool(page, &tool).await?;
                    let small: Vec<String> = page.get(SMALL).await?;
                    assert_eq!(small, Vec::<String>::new(), "{tool} at {width} px");
                    close_tool(page, &tool).await?;
                }
            }
            Ok(())
        }),
        case("everything that can be pressed has a name and a role", async |page| {
            adopted(page, "/").await?;
            chrome(page).await?;
            assert_eq!(nameless(page).await?, Vec::<String>::new());
            for tool in tools(page).await? {
                open_tool(page, &tool).await?;
                assert_eq!(nameless(page).await?, Vec::<String>::new(), "{tool}");
                let panel: String = page
                    .get("(panel => panel.localName + ' ' + document.getElementById(panel.getAttribute('aria-labelledby')).textContent)(document.querySelector('.tool-panel:popover-open'))")
                    .await?;
                let (role, name) = panel.split_once(' ').unwrap_or_default();
                assert!(role == "section" && !name.is_empty(), "{tool}: {panel}");
                assert!(page.get::<bool>("document.activeElement.closest('.tool-panel') !== null").await?, "{tool}");
                close_tool(page, &tool).await?;
            }
            Ok(())
        }),
    ]
}

/// Waits until the toolbar and the control over all boxes have been added.
async fn chrome(page: &Page) -> Result<()> {
    page.wait_until("document.querySelector('#boxes-chrome button')")
        .await
}

/// Returns the colour schemes to check besides the system's. Only one engine checks them, because axe-core computes
/// contrast from the style sheet, which is the same in every engine.
fn other_themes(page: &Page) -> &'static [&'static str] {
    if page.engine() == Engine::Chromium {
        &THEMES
    } else {
        &[]
    }
}

pub(crate) async fn set_theme(page: &Page, theme: &str) -> Result<()> {
    page.run(&format!(
        "if ('{theme}' === '{SYSTEM}') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = '{theme}'"
    ))
    .await
}

/// Returns the ids of all tool buttons.
async fn tools(page: &Page) -> Result<Vec<String>> {
    chrome(page).await?;
    let tools: Vec<String> = page
        .get("[...document.querySelectorAll('.tool')].filter(tool => tool.checkVisibility()).map(tool => tool.id)")
        .await?;
    ensure!(!tools.is_empty(), "there are no tools");
    Ok(tools)
}

async fn open_tool(page: &Page, tool: &str) -> Result<()> {
    page.click(&format!("#{tool}")).await?;
    page.wait_until(&format!(
        "document.querySelector('#{tool} + .tool-panel:popover-open')?.contains(document.activeElement)"
    ))
    .await
}

async fn close_tool(page: &Page, tool: &str) -> Result<()> {
    page.click(".tool-panel:popover-open .tool-close").await?;
    page.wait_until(&format!(
        "!document.querySelector('.tool-panel:popover-open') && document.activeElement.id === '{tool}'"
    ))
    .await
}

/// Fails if axe-core finds a violation in a part of the page.
pub(crate) async fn faultless(page: &Page, part: &str, state: &str) -> Result<()> {
    if !page.get::<bool>("typeof axe === 'object'").await? {
        let path = std::env::var_os("SIDELIGHT_AXE")
            .context("SIDELIGHT_AXE isn't set; `cargo xtask test` sets it")?;
        page.run(&std::fs::read_to_string(path)?).await?;
    }
    let found = page
        .client()
        .execute_async(
            "const [part, done] = arguments; \
             axe.run(part, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })\
             .then(({ violations }) => done(violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => \
             `${id} (${help}): ${html.slice(0, 200)}: ${failureSummary}`))), error => done([String(error)]))",
            vec![part.into()],
        )
        .await?;
    let found: Vec<String> = match found {
        Value::Array(found) => found
            .iter()
            .map(|problem| problem.as_str().unwrap_or_default().to_owned())
            .collect(),
        other => vec![other.to_string()],
    };
    ensure!(found.is_empty(), "{state}:\n{}", found.join("\n"));
    Ok(())
}

/// JavaScript that describes the focused element: whether the one before follows it in the page, its HTML and what is wrong
/// with it. `null` outside the page. Elements may go meanwhile, so their numbers can't be compared.
const FOCUSED: &str = "(() => {
    const element = document.activeElement;
    if (element === document.body || element === document.documentElement) return null;
    const places = [...element.getClientRects()].filter(place => place.width > 0 && place.height > 0);
    const bar = document.querySelector('.toolbar').getBoundingClientRect().bottom;
    const inBar = !!element.closest('.toolbar');
    const faults = [];
    const place = places.find(place => place.bottom > (inBar ? 0 : bar) + 4 && place.top < innerHeight - 4);
    if (!place) faults.push('not in view');
    else {
        const y = Math.min(Math.max((place.top + place.bottom) / 2, (inBar ? 0 : bar) + 2), innerHeight - 2);
        const hit = document.elementFromPoint((place.left + place.right) / 2, y);
        if (hit && !element.contains(hit) && !hit.contains(element) && !hit.closest('label, summary')?.contains(element)) faults.push(`under ${hit.outerHTML.slice(0, 80)}`);
    }
    const style = getComputedStyle(element);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('no ring');
    const before = window.before;
    const isBack = !!before?.isConnected && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    window.before = element;
    return [isBack, element.outerHTML.slice(0, 100), faults.join(', ')];
})()";

/// Number of Tab presses that are sent at a time.
const PRESSES: usize = 20;

/// Presses Tab until the focus leaves the page. Fails if an element is skipped, out of view, covered or without a focus
/// ring.
async fn walk(page: &Page, state: &str) -> Result<()> {
    page.run("document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
        .await?;
    // Moves the starting point of the focus to the beginning of the page.
    page.run("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')").await?;
    let expected: usize = page
        .get(
            "[...document.querySelectorAll('a[href], button, summary, input, select, textarea')]\
              .filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length",
        )
        .await?;
    page.run(&format!(
        "window.before = null; window.way = []; addEventListener('keyup', () => way.push({FOCUSED}))"
    ))
    .await?;
    let mut problems = Vec::new();
    let mut steps = 0;
    'way: loop {
        page.run("way.length = 0").await?;
        page.press("\u{e004}".repeat(PRESSES)).await?;
        page.wait_until(&format!("way.length >= {PRESSES} || way.includes(null)"))
            .await?;
        for stop in page
            .get::<Vec<Option<(bool, String, String)>>>("way")
            .await?
        {
            let Some((is_back, shown, problem)) = stop else {
                break 'way;
            };
            // Browsers without any toolbar around the page continue at its beginning.
            if is_back {
                if steps < expected {
                    problems.push(format!(
                        "{shown} gets the focus after something that follows it in the page"
                    ));
                }
                break 'way;
            }
            if !problem.is_empty() {
                problems.push(format!("{shown}: {problem}"));
            }
            steps += 1;
            ensure!(steps <= expected, "{state}: the way has no end");
        }
    }
    ensure!(problems.is_empty(), "{state}:\n{}", problems.join("\n"));
    ensure!(
        steps == expected,
        "{state}: {steps} of {expected} places were come to"
    );
    Ok(())
}

/// Lists controls smaller than WCAG 2.5.8 allows. Exceptions: links in a line of text, and controls whose `::before` area
/// is at least 24 px wide and high. Drawings hidden from assistive technology are skipped, because an equivalent is
/// beside them.
const SMALL: &str = "(() => {
    const inLine = element => element.matches('a') && getComputedStyle(element).display === 'inline' && element.closest('p, li, dd, blockquote, figcaption, td');
    const around = element => { const style = getComputedStyle(element, '::before');
        return style.content !== 'none' && style.position === 'absolute' ? Math.min(parseFloat(style.width), parseFloat(style.height)) : 0 };
    return [...document.querySelectorAll('a[href], button, summary, input, select')]
        .filter(e => e.checkVisibility() && !e.closest('.unseen, [aria-hidden=true]'))
        .filter(e => !inLine(e) && around(e) < 24)
        .filter(e => { const place = e.getBoundingClientRect(); return Math.min(place.width, place.height) < 23.9 })
        .map(e => `${e.outerHTML.slice(0, 90)} ${e.getBoundingClientRect().width} x ${e.getBoundingClientRect().height}`);
})()";

/// Lists controls without a name or with an unexpected role, and elements that only act as buttons. Reads attributes and
/// text.
async fn nameless(page: &Page) -> Result<Vec<String>> {
    const ROLES: [&str; 14] = [
        "button",
        "link",
        "checkbox",
        "radio",
        "combobox",
        "listbox",
        "slider",
        "spinbutton",
        "searchbox",
        "textbox",
        "switch",
        "DisclosureTriangle",
        "group",
        "generic",
    ];
    let mut found = Vec::new();
    let count: usize = page
        .get(&format!("(window.pressable = [{PRESSABLE}]).length"))
        .await?;
    ensure!(count > 20, "{count} things can be pressed");
    let unnamed: Vec<String> = page
        .get(
            "pressable.filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length || \
             e.getAttribute('aria-labelledby') && document.getElementById(e.getAttribute('aria-labelledby'))?.textContent)).map(e => e.outerHTML.slice(0, 100))",
        )
        .await?;
    found.extend(unnamed);
    let roles: Vec<(String, String)> = page
        .get("pressable.filter(e => e.hasAttribute('role')).map(e => [e.getAttribute('role'), e.outerHTML.slice(0, 100)])")
        .await?;
    found.extend(
        roles
            .into_iter()
            .filter(|(role, _)| !ROLES.contains(&&**role))
            .map(|(role, shown)| format!("{shown}: {role}")),
    );
    let dead: Vec<String> = page
        .get("[...document.querySelectorAll('[onclick], [role=button]:not(button)')].map(e => e.outerHTML.slice(0, 100))")
        .await?;
    found.extend(dead);
    Ok(found)
}

const PRESSABLE: &str = "...[...document.querySelectorAll('a[href], button, summary, input, select, textarea')].filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]'))";
