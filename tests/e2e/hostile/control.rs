//! Attacks that succeed. Without them, pages without alarms would prove nothing.

use anyhow::{Context, Result, ensure};

use super::watch::{page as html, unwanted, watch, watched};
use super::{elements, frames, look, look_into, show_elements};
use crate::harness::{Case, Page, case};

const ARTICLE: &str = "/kazakstan-dissenters/";

/// Markup that a page without escaping would contain, and the alarm that it raises.
const INJECTED: [(&str, &str); 12] = [
    ("<script>canary()</script>", "script: canary()"),
    ("<p onclick=\"canary()\">Text.</p>", "attribute: onclick"),
    (
        "<a href=\"java\tscript:canary()\">Text.</a>",
        "address: java\tscript:canary()",
    ),
    (
        "<svg><a xlink:href=\"javascript:canary()\"></a></svg>",
        "address: javascript:canary()",
    ),
    ("<object></object>", "element: object"),
    ("<embed>", "element: embed"),
    ("<template></template>", "element: template"),
    ("<form action=\"/canary\"></form>", "element: form"),
    (
        "<meta http-equiv=\"content-language\" content=\"xx\">",
        "meta: content-language",
    ),
    ("<p id=\"article\">Text.</p>", "ids: article"),
    (
        "<iframe srcdoc=\"<p>Text.</p>\"></iframe>",
        "element: iframe",
    ),
    ("<base href=\"/canary/\">", "element: base"),
];

/// Markup that would run by itself, and the alarm that it raises.
const RUNNING: [(&str, &str); 4] = [
    ("<img src=\"data:x\" onerror=\"canary()\">", "canary"),
    ("<script>alert(1)</script>", "alert"),
    (
        "<script>addEventListener('load', () => { document.title = 'x'; })</script>",
        "title",
    ),
    (
        "<iframe srcdoc=\"<script>parent.canary()</script>\"></iframe>",
        "canary",
    ),
];

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "hostile: an attack that succeeds is noticed",
        async |page| {
            // Chromium also reports the effects as errors.
            page.expect_error("");
            let origin = page.site().origin().to_owned();
            let article = page.site().file(&format!("{ARTICLE}index.html"))?;
            let with = |inside: &str| -> Result<String> {
                let (before, after) = article
                    .split_once("</article>")
                    .context("there is no article")?;
                watched(&format!("{before}{inside}</article>{after}"), &origin)
            };

            // The unchanged page raises no alarm.
            watch(page.site(), ARTICLE)?;
            page.open(ARTICLE).await?;
            look(page, &format!("{origin}{ARTICLE}")).await?;
            ensure!(unwanted(page.site()).is_empty());

            // With a policy nothing runs, and the violation is reported.
            let (markup, expected): (Vec<_>, Vec<_>) = INJECTED.into_iter().unzip();
            page.site()
                .answer("/injected/", html(with(&markup.concat())?));
            let found = found_at(page, "/injected/").await?;
            for alarm in expected {
                ensure!(
                    found.iter().any(|found| found == alarm),
                    "{alarm}: {found:?}"
                );
            }
            ensure!(
                found
                    .iter()
                    .any(|alarm| alarm.starts_with("policy: script-src")),
                "{found:?}"
            );
            ensure!(!found.iter().any(|alarm| alarm == "canary"), "{found:?}");

            // Without a policy everything runs.
            for (i, (markup, alarm)) in RUNNING.into_iter().enumerate() {
                let path = format!("/running/{i}/");
                page.site()
                    .answer(&path, html(without_policy(&with(markup)?)?));
                let found = found_at(page, &path).await?;
                ensure!(
                    found.iter().any(|found| found == alarm),
                    "{markup}: {found:?}"
                );
            }

            // The server receives requests of an image or a refresh. The window's address shows that the page was left.
            page.site()
                .answer("/image/", html(with("<img src=\"/canary\">")?));
            page.open("/image/").await?;
            super::until_requested(page.site(), "/canary").await?;
            page.site().answer(
                "/away/",
                html(with(
                    "<meta http-equiv=\"refresh\" content=\"0;url=/canary?away\">",
                )?),
            );
            page.open("/away/").await?;
            super::until_requested(page.site(), "/canary?away").await?;
            ensure!(look(page, &format!("{origin}/away/")).await.is_err());

            // The host receives the alarms of pages in frames.
            let body = "<iframe src=\"/injected/\"></iframe>";
            page.site().answer("/host/", html(frames(body)));
            page.open("/host/").await?;
            ensure!(look_into(page, 1).await.is_err());

            // So does the host of our element, whose frames have an opaque origin. The second page is out of view at first.
            let (running, _) = RUNNING[0];
            page.site()
                .answer("/running/", html(without_policy(&with(running)?)?));
            let paths = ["injected/", "running/"].map(str::to_owned);
            page.site()
                .answer("/elements/", html(elements(&origin, &paths)));
            page.open("/elements/").await?;
            show_elements(page, paths.len()).await?;
            let found: Vec<String> = page.get("found").await?;
            for (path, alarm) in [("injected/", "policy: script-src"), ("running/", "canary")] {
                ensure!(
                    found
                        .iter()
                        .any(|found| found.contains(path) && found.contains(alarm)),
                    "{path}: {found:?}"
                );
            }
            Ok(())
        },
    )]
}

/// Returns the alarms of the page at a path. Fails if the server received none.
async fn found_at(page: &Page, path: &str) -> Result<Vec<String>> {
    page.open(path).await?;
    page.wait_until("document.readyState === 'complete'")
        .await?;
    let found: Vec<String> = page.get("look()").await?;
    ensure!(
        unwanted(page.site())
            .iter()
            .any(|request| request.starts_with("/alarm")),
        "the server hears of it"
    );
    Ok(found)
}

/// Returns the page without its policy, so that everything runs.
fn without_policy(html: &str) -> Result<String> {
    let (before, rest) = html
        .split_once("<meta http-equiv=\"Content-Security-Policy\"")
        .context("no policy")?;
    let (_, after) = rest.split_once('>').context("no end of the policy")?;
    Ok(format!("{before}{after}"))
}
