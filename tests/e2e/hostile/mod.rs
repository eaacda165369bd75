//! The hostile cases in `tests/fixtures/hostile/` in browsers: all that is accepted is opened, and nothing in it runs, loads or
//! changes anything.
//!
//! *Invariant:* each way by which an attack is noticed notices one in the first case.

mod addresses;
mod articles;
mod control;
mod packages;
mod watch;

use anyhow::{Result, ensure};

use crate::embedding::until;
use crate::harness::{Case, Page, Site};

pub(crate) use watch::{page as html, unwanted, watch, watched};

/// These cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        control::cases(),
        articles::cases(),
        packages::cases(),
        addresses::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The site with the folder of the released one in it, so that there is something outside of the site on its origin; and the
/// path of that folder, with `/` at both ends.
async fn in_a_folder() -> Result<(Site, String)> {
    let dist = crate::harness::dist()?;
    let name = dist.file_name().unwrap_or_default().to_string_lossy();
    let site = Site::start(dist.parent().unwrap_or(&dist)).await?;
    Ok((site, format!("/{name}/")))
}

/// Looks through the page that is open; it must be the one that was asked for.
async fn look(page: &Page, url: &str) -> Result<()> {
    let (found, at): (Vec<String>, String) = page.get("[look(), location.href]").await?;
    ensure!(found.is_empty(), "{url}: {found:?}");
    ensure!(at.starts_with(url), "{url} led to {at}");
    Ok(())
}

/// Waits until a request has come.
async fn until_requested(site: &Site, path: &str) -> Result<()> {
    until(&format!("{path} is asked for"), || {
        site.requests().iter().any(|request| request == path)
    })
    .await
}

/// A host's page with frames, which collects what the pages in them find.
fn frames(frames: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Host</title>
         <script>
           window.found = [];
           window.looked = 0;
           // In WebKit all frames can have the same source.
           addEventListener('message', ({{ data }}) => {{
             if (!data?.looked) return;
             looked += 1;
             if (data.alarms.length > 0) found.push(`${{data.looked}}: ${{data.alarms}}`);
           }});
         </script>
         <body>{frames}</body></html>"
    )
}

/// Waits until the pages in so many frames have been looked through.
async fn look_into(page: &Page, count: usize) -> Result<()> {
    // Each has its own time: together they take as long as the machine needs.
    for looked in 1..=count {
        page.wait_until(&format!("looked >= {looked}")).await?;
    }
    let found: Vec<String> = page.get("found").await?;
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}
