//! Sharing, citing and exporting facts.

use anyhow::{Result, ensure};

use crate::harness::{Case, Page, case};
use crate::jumping::{adopted, has_focus};
use crate::listening::inject;

/// Records what is copied.
const NOTING: &str = "{ writeText: async text => { noted.push(text) }, \
                        write: async items => { for (const kind of ['text/plain', 'text/html']) \
                          noted.push(await (await items[0].getType(kind)).text()) } }";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "the fact at the address is copied with its citation, and focus stays",
            async |page| {
                with_clipboard(page, NOTING, "/#fact-janaozen-killed").await?;
                open_panel(page).await?;
                let chosen: String = page
                    .get("document.getElementById('share-what').value")
                    .await?;
                assert_eq!(chosen, "fact-janaozen-killed");
                page.click("#share-copy-fact").await?;
                page.wait_until("noted.length === 2 && document.querySelector('.share [role=status]').textContent === 'Copied.'")
                    .await?;
                page.wait_until("document.activeElement.id !== 'share-text'")
                    .await?;
                let plain: String = page.get("noted[0]").await?;
                let lines: Vec<&str> = plain.lines().collect();
                assert!(lines[0].starts_with("Fourteen demonstrators"), "{plain}");
                assert_eq!(lines[1], "Source: IWPR, 13 June 2012");
                assert!(
                    lines[2].contains("“After Janaozen, a movement in search of a crowd.”"),
                    "{plain}"
                );
                assert!(lines[2].contains("23 Nov. 2026"), "{plain}");
                let url = format!("{}/#fact-janaozen-killed", page.site().origin());
                assert!(lines[2].contains(&url), "{plain}");
                let html: String = page.get("noted[1]").await?;
                assert!(html.contains(&format!("<a href=\"{url}\">")), "{html}");
                Ok(())
            },
        ),
        case(
            "a link to selected text leads to these words without the help of an id",
            async |page| {
                with_clipboard(page, NOTING, "/").await?;
                // Selects the last paragraph that has a marker in the middle, from inside its first word to its end.
                page.run(
                    "const text = [...document.querySelectorAll('.prose > p')].filter(p => p.querySelector('.markers')?.nextSibling).at(-1); \
                     window.place = text.id; text.scrollIntoView({ behavior: 'instant' }); \
                     const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); \
                     const first = walker.nextNode(); let last = first; \
                     while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('.markers')) last = walker.currentNode; \
                     getSelection().setBaseAndExtent(first, 1, last, last.length)",
                )
                .await?;
                let place: String = page.get("place").await?;
                open_panel(page).await?;
                page.wait_until("document.getElementById('share-what').value === 'selected'")
                    .await?;
                page.click("#share-copy-link").await?;
                page.wait_until("noted.length === 1").await?;
                let link: String = page.get("noted[0]").await?;
                let begin = format!("{}/#{place}:~:text=", page.site().origin());
                ensure!(link.starts_with(&begin), "{link}");
                let (_, directive) = link.split_once(":~:").unwrap_or_default();
                page.client().goto("about:blank").await?;
                page.open(&format!("/#:~:{directive}")).await?;
                page.wait_until(&format!(
                    "scrollY > 0 && (rect => rect.bottom > 0 && rect.top < innerHeight)(document.getElementById('{place}').getBoundingClientRect())"
                ))
                .await?;
                page.screenshot(&format!("{}-text-fragment", page.engine()))
                    .await?;
                Ok(())
            },
        ),
        case(
            "where nothing can be copied the text is selected to be copied by hand",
            async |page| {
                for impossible in [
                    "undefined",
                    "{ writeText: async () => { throw new Error('blocked') } }",
                ] {
                    with_clipboard(page, impossible, "/").await?;
                    open_panel(page).await?;
                    page.click("#share-copy-link").await?;
                    has_focus(page, "share-text").await?;
                    let (text, selected): (String, String) = page
                        .get("(field => [field.value, field.value.slice(field.selectionStart, field.selectionEnd)])(document.getElementById('share-text'))")
                        .await?;
                    assert_eq!(text, format!("{}/", page.site().origin()));
                    assert_eq!(selected, text);
                    ensure!(
                        page.text(".share [role=status]")
                            .await?
                            .contains("blocked copying"),
                        "it is told"
                    );
                }
                Ok(())
            },
        ),
        case(
            "the article is cited in English in every language of the interface",
            async |page| {
                for (ui, label) in [
                    ("ru", "Цитировать статью"),
                    ("kk", "Осы мақалаға сілтеме жасау"),
                ] {
                    adopted(page, &format!("/?ui={ui}")).await?;
                    open_panel(page).await?;
                    assert_eq!(page.text(".share h3").await?, label);
                    let citation = page.text("#share-citation").await?;
                    assert_eq!(
                        citation,
                        format!(
                            "Sidelight. (2026, November 23). After Janaozen, a movement in search of a crowd. {}/",
                            page.site().origin()
                        )
                    );
                }
                Ok(())
            },
        ),
        case(
            "the facts can be taken along as CSV and JSON",
            async |page| {
                adopted(page, "/").await?;
                page.run(
                    "window.noted = []; let blob; const make = URL.createObjectURL; \
                 URL.createObjectURL = made => { blob = made; return make.call(URL, made) }; \
                 HTMLAnchorElement.prototype.click = function () { \
                   const name = this.download; blob.text().then(text => noted.push(name, text)) }",
                )
                .await?;
                open_panel(page).await?;
                page.click("#share-csv").await?;
                page.wait_until("noted.length === 2").await?;
                page.click("#share-json").await?;
                page.wait_until("noted.length === 4").await?;
                let noted: Vec<String> = page.get("noted").await?;
                let facts: usize = page
                    .get("document.querySelectorAll('[data-fact-number]').length")
                    .await?;
                ensure!(
                    noted[0].ends_with("-facts.csv") && noted[2].ends_with("-facts.json"),
                    "{noted:?}"
                );
                assert_eq!(noted[1].matches("\r\n").count(), facts + 1);
                let json: serde_json::Value = serde_json::from_str(&noted[3])?;
                assert_eq!(json["facts"].as_array().map(Vec::len), Some(facts));
                assert_eq!(json["article"]["author"][0]["literal"], "Sidelight");
                Ok(())
            },
        ),
    ]
}

/// Opens a page with `instead` in place of the clipboard. Copied texts are added to `noted`. A script of the page
/// replaces it, because Firefox hides the driver's changes to browser objects from the page.
async fn with_clipboard(page: &Page, instead: &str, path: &str) -> Result<()> {
    inject(
        page,
        &format!(
            "window.noted = []; Object.defineProperty(navigator, 'clipboard', {{ value: {instead}, configurable: true }});"
        ),
    )?;
    adopted(page, path).await
}

pub(crate) async fn open_panel(page: &Page) -> Result<()> {
    page.wait_until("document.querySelector('#tool-share')")
        .await?;
    page.click("#tool-share").await?;
    has_focus(page, "panel-share").await
}
