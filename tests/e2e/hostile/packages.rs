//! All hostile packages, on the page that renders packages.

use anyhow::{Context, Result, ensure};

use super::{FRAMES, frames, html, in_a_folder, unwanted, watch};
use crate::harness::{Answer, Case, Page, Site, case};
use crate::hostile_cases::{Expects, Hostile, group};
use sidelight_model::Article;

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "hostile: nothing runs in a package, whether it is shown or refused",
        async |page| {
            // The packages' pictures don't exist.
            page.expect_error("404");
            let (site, folder) = in_a_folder().await?;
            watch(&site, &format!("{folder}reader/"))?;
            let cases = group("package");
            for cases in cases.chunks(FRAMES) {
                show(page, &site, &folder, cases).await?;
            }
            // Also shown outside of a frame.
            let shown = cases
                .iter()
                .find(|case| case.slug == "package-headline-markup");
            let url = address(&site, &folder, shown.context("no such case")?);
            crate::jumping::adopted_at(page, &url).await?;
            super::look(page, &url).await?;
            ensure!(unwanted(&site).is_empty(), "{:?}", unwanted(&site));
            Ok(())
        },
    )]
}

fn address(site: &Site, folder: &str, case: &Hostile) -> String {
    format!(
        "{}{folder}reader/?package=../packages/{}.json",
        site.origin(),
        case.slug
    )
}

/// Shows packages in frames of one page, and fails if one raises an alarm.
async fn show(page: &Page, site: &Site, folder: &str, cases: &[Hostile]) -> Result<()> {
    let mut body = String::new();
    for case in cases {
        let answer = Answer {
            status: 200,
            media_type: "application/json",
            body: case.package().into_bytes(),
        };
        site.answer(&format!("{folder}packages/{}.json", case.slug), answer);
        body += &format!(
            "<iframe id=\"{}\" src=\"{}\" width=\"500\" height=\"30\"></iframe>",
            case.slug,
            address(site, folder, case)
        );
    }
    site.answer("/host/", html(frames(&body)));
    page.client()
        .goto(&format!("{}/host/", site.origin()))
        .await?;
    for case in cases {
        let window = format!("document.getElementById('{}').contentWindow", case.slug);
        page.wait_until(&format!("{window}.document.querySelector('#sidelight h1')"))
            .await?;
        let (text, found): (String, Vec<String>) = page
            .get(&format!(
                "[{window}.document.getElementById('sidelight').textContent, {window}.look()]"
            ))
            .await?;
        ensure!(found.is_empty(), "{}: {found:?}", case.slug);
        let is_refused = text.contains("can’t be shown");
        let expected = case.in_browsers.as_ref().unwrap_or(&case.expects);
        ensure!(
            is_refused == matches!(expected, Expects::Refused(_)),
            "{}: {text}",
            case.slug
        );
        if let Err(error) = Article::from_json(&case.package())
            && is_refused
            && !error.reason.starts_with("this is not JSON")
        {
            ensure!(text.contains(&error.reason), "{}: {text}", case.slug);
        }
    }
    Ok(())
}
