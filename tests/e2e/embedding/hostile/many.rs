//! Twenty frames on one page, most of them far below the visible part.

use anyhow::Result;

use super::super::element::{SCRIPT, in_view, known_origin};
use super::{ARTICLE, BOX, Host};
use crate::harness::{Case, Engine, Page, case};

/// Number of frames.
const COUNT: usize = 20;

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: frames that are out of view fetch nothing",
            async |page| {
                let host = Host::new(page).await?;
                host.open(&elements()).await?;
                in_view(page).await?;
                assert_eq!(asked_for(page, ARTICLE), 1, "{:?}", page.site().requests());
                page.run("document.querySelectorAll('sidelight-article')[10].scrollIntoView()")
                    .await?;
                super::super::until("the one in view is fetched", || {
                    asked_for(page, ARTICLE) > 1
                })
                .await?;
                assert!(
                    asked_for(page, ARTICLE) <= 3,
                    "{:?}",
                    page.site().requests()
                );
                Ok(())
            },
        ),
        case(
            "embedding: twenty elements on one page load the program once",
            async |page| {
                known_origin(page, BOX).await?;
                loads_once(page, &elements()).await
            },
        ),
        case(
            "embedding: twenty plain frames on one page load the program once",
            async |page| {
                let frame = format!(
                    "<div style=\"height: 3000px\"><iframe src=\"EMBED{BOX}?embed\" width=\"100%\" height=\"600\" loading=\"lazy\"></iframe></div>"
                );
                loads_once(page, &frame.repeat(COUNT)).await
            },
        )
        .not_in(
            Engine::Webkit,
            "its windows under WebDriver are private, and keep nothing of what a page fetches",
        ),
    ]
}

fn elements() -> String {
    let element = format!(
        "<div style=\"height: 6000px\"><sidelight-article src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article></div>"
    );
    format!("{}{SCRIPT}", element.repeat(COUNT))
}

/// Scrolls through a page with twenty frames. Fails unless each works and the site gets exactly one request for the
/// program.
async fn loads_once(page: &Page, body: &str) -> Result<()> {
    page.site().let_keep();
    let host = Host::new(page).await?;
    host.open_with(
        "<script>
           window.ready = 0;
           addEventListener('message', ({ data }) => { if (data?.protocol === 'sidelight/1' && data.type === 'ready') ready++; });
         </script>",
        body,
    )
    .await?;
    for i in 0..COUNT {
        page.run(&format!(
            "document.querySelectorAll('sidelight-article, iframe')[{i}].scrollIntoView()"
        ))
        .await?;
        page.wait_until(&format!("ready > {i}")).await?;
    }
    let programs = page
        .site()
        .requests()
        .iter()
        .filter(|path| path.ends_with(".wasm"))
        .count();
    assert_eq!(
        (asked_for(page, BOX), programs),
        (COUNT, 1),
        "{:?}",
        page.site().requests()
    );
    Ok(())
}

/// Returns the number of requests for pages below a path.
fn asked_for(page: &Page, path: &str) -> usize {
    let asked = page.site().requests();
    asked.iter().filter(|asked| asked.starts_with(path)).count()
}
