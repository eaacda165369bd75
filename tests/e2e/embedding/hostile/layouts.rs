//! Hosts with other layouts than blocks below each other.

use super::super::element::{FRAME, SCRIPT, known_origin};
use super::{ARTICLE, BOX, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: in a grid and in rows and columns that flex the element has the width that is there",
            async |page| {
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                for style in [
                    "display: grid; grid-template-columns: 1fr 300px",
                    "display: flex",
                    "display: flex; flex-direction: column; align-items: center",
                ] {
                    page.resize(1000, 800).await?;
                    host.open(&format!(
                        "<div style=\"{style}\"><sidelight-article src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article>\
                         <p style=\"flex: none; width: 300px\">Beside it</p></div>{SCRIPT}"
                    ))
                    .await?;
                    works(&host.frame(FRAME)).await?;
                    let (width, overflows): (f64, bool) = page
                        .get(&format!(
                            "[{FRAME}.clientWidth, document.documentElement.scrollWidth > innerWidth]"
                        ))
                        .await?;
                    assert!(width > 600.0 && !overflows, "{style}: {width}");
                }
                Ok(())
            },
        ),
        case(
            "embedding: in a tab that is opened later the page comes then, and fits",
            async |page| {
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                host.open(&format!(
                    "<div id=\"tab\" style=\"display: none\"><sidelight-article src=\"EMBED{ARTICLE}\" box=\"casualties\">Fallback</sidelight-article></div>{SCRIPT}"
                ))
                .await?;
                page.wait_until(FRAME).await?;
                page.run("document.getElementById('tab').style.display = 'block'")
                    .await?;
                let frame = host.frame(FRAME);
                works(&frame).await?;
                // After being hidden and shown, it has the same height.
                let high = frame.height().await?;
                page.run("document.getElementById('tab').style.display = 'none'")
                    .await?;
                page.run("document.getElementById('tab').style.display = 'block'")
                    .await?;
                frame.fits("shown again").await?;
                assert_eq!(frame.height().await?, high);
                Ok(())
            },
        ),
    ]
}
