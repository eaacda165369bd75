//! Hostile queries and fragments.

use anyhow::{Context, Result, ensure};

use super::{FRAMES, frames, html, in_a_folder, look_into, unwanted, watch};
use crate::harness::{Case, Page, Site, case};
use crate::hostile_cases::{Expects, Hostile, group};

/// Paths of the article and of one of its boxes.
const ARTICLE: &str = "kazakstan-dissenters/";
const BOX: &str = "kazakstan-dissenters/casualties/";

/// Number of URL changes in one command to the browser.
const CHANGES: usize = 4;

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "hostile: no query has a page do anything but what options can ask for",
            async |page| {
                let (site, folder) = in_a_folder().await?;
                watch(&site, &format!("{folder}{ARTICLE}"))?;
                watch(&site, &format!("{folder}{BOX}"))?;
                let addresses: Vec<String> = lines("query", "queries", &Expects::Ignored)
                    .iter()
                    .enumerate()
                    .map(|(i, query)| {
                        format!("{folder}{}?{query}", if i % 2 == 0 { ARTICLE } else { BOX })
                    })
                    .collect();
                look_at_all(page, &site, &addresses).await
            },
        ),
        case(
            "hostile: no fragment has a page do anything",
            async |page| {
                let (site, folder) = in_a_folder().await?;
                watch(&site, &format!("{folder}{ARTICLE}"))?;
                let fragments = lines("fragment", "fragments", &Expects::Ignored);
                let addresses: Vec<String> = fragments
                    .iter()
                    .map(|fragment| format!("{folder}{ARTICLE}#{fragment}"))
                    .collect();
                look_at_all(page, &site, &addresses).await?;
                // The fragments are also set one after another in one page, outside of frames.
                let url = format!("{}{folder}{ARTICLE}", site.origin());
                crate::jumping::adopted_at(page, &url).await?;
                for fragments in fragments.chunks(CHANGES) {
                    let fragments = serde_json::to_string(fragments)?;
                    // WebKit itself searches for the text of a text directive, which takes seconds on a busy machine.
                    page.run(&format!(
                        "return (async () => {{
                           for (const fragment of {fragments}) {{
                             location.hash = fragment;
                             await new Promise(requestAnimationFrame);
                           }}
                         }})()"
                    ))
                    .await?;
                }
                super::look(page, &url).await?;
                ensure!(unwanted(&site).is_empty(), "{:?}", unwanted(&site));
                Ok(())
            },
        ),
        case(
            "hostile: only packages inside of the site are asked for",
            async |page| {
                page.expect_error("404");
                let (site, folder) = in_a_folder().await?;
                watch(&site, &format!("{folder}reader/"))?;
                for case in group("query").iter().filter(|case| !case.is_accepted()) {
                    refused(page, &site, &folder, case)
                        .await
                        .with_context(|| case.slug.clone())?;
                }
                Ok(())
            },
        ),
    ]
}

/// Returns the lines of a section, from all cases of a group with this expectation.
fn lines(name: &str, section: &str, expects: &Expects) -> Vec<String> {
    group(name)
        .iter()
        .filter(|case| case.expects == *expects)
        .flat_map(|case| {
            case.lines(section)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Opens URLs in frames. Fails unless each has an article, and only known attributes on its root element.
async fn look_at_all(page: &Page, site: &Site, addresses: &[String]) -> Result<()> {
    for addresses in addresses.chunks(FRAMES) {
        open(page, site, addresses).await?;
        look_into(page, addresses.len())
            .await
            .with_context(|| format!("{addresses:?}"))?;
        let marks: Vec<String> = page
            .get(
                "[...document.querySelectorAll('iframe')].map(({ contentWindow }) => contentWindow.document.documentElement).flatMap((html) => [
                   ...Object.entries(html.dataset).map(([name, value]) => `${name}=${value}`),
                   `style=${html.getAttribute('style') ?? ''}`,
                   ...(html.querySelector('#headline') ? [] : ['nothing']),
                 ])",
            )
            .await?;
        for mark in marks {
            let is_theme = ["auto", "light", "sepia", "dark", "contrast"]
                .iter()
                .any(|theme| mark == format!("theme={theme}"));
            let is_known = [
                "embed=",
                "embed=fitted",
                "scroll=",
                "compact=",
                "background=paper",
                "program=loads",
                "program=runs",
                "style=",
            ]
            .contains(&&*mark);
            let is_place = mark.strip_prefix("style=--at: ").is_some_and(|rest| {
                rest.trim_end_matches("px;")
                    .bytes()
                    .all(|b| b.is_ascii_digit())
            });
            ensure!(is_theme || is_known || is_place, "{mark}");
        }
    }
    ensure!(unwanted(site).is_empty(), "{:?}", unwanted(site));
    Ok(())
}

/// Opens URLs in frames of one page.
async fn open(page: &Page, site: &Site, addresses: &[String]) -> Result<()> {
    let addresses = serde_json::to_string(addresses)?;
    let script = format!(
        "<script id=\"addresses\" type=\"application/json\">{}</script>
         <script>
           for (const address of JSON.parse(document.getElementById('addresses').textContent)) {{
             const frame = document.createElement('iframe');
             frame.src = address;
             frame.height = 30;
             document.body.append(frame);
           }}
         </script>",
        addresses.replace('<', "\\u003c")
    );
    site.answer("/host/", html(frames(&script)));
    page.client()
        .goto(&format!("{}/host/", site.origin()))
        .await?;
    Ok(())
}

/// Opens URLs of packages. Fails unless each is refused and no request leaves the site.
async fn refused(page: &Page, site: &Site, folder: &str, case: &Hostile) -> Result<()> {
    let addresses: Vec<String> = case
        .lines("queries")
        .iter()
        // In the fixtures the site's folder is `/news/`.
        .map(|query| query.replace("/news", folder.trim_end_matches('/')))
        .map(|query| format!("{folder}reader/?{query}"))
        .collect();
    open(page, site, &addresses).await?;
    let frames =
        "[...document.querySelectorAll('iframe')].map(({ contentWindow }) => contentWindow)";
    page.wait_until(&format!(
        "{frames}.every(({{ document }}) => document.querySelector('#sidelight h1')?.textContent.includes('can’t be shown'))"
    ))
    .await?;
    let found: Vec<String> = page
        .get(&format!("{frames}.flatMap((frame) => frame.look())"))
        .await?;
    ensure!(found.is_empty(), "{found:?}");
    ensure!(unwanted(site).is_empty(), "{:?}", unwanted(site));
    Ok(())
}
