//! The hostile cases from `tests/fixtures/hostile/`, in browsers. Everything that is accepted is opened, and nothing in
//! it runs, loads or changes anything.
//!
//! *Invariant:* the first case tests each kind of alarm with an attack that succeeds.

mod addresses;
mod articles;
mod control;
mod packages;
mod watch;

use anyhow::{Result, ensure};

use crate::embedding::until;
use crate::harness::{Case, Page, Site};

pub(crate) use watch::{page as html, unwanted, watch, watched};

/// Number of frames on a page. They share one thread and are ready at about the same time, so the wait for the first one is
/// the time for all. With 16 frames, that took WebKit more than 10 s on a busy machine.
const FRAMES: usize = 4;

/// Returns the cases of all modules in this folder.
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

/// Serves the parent of the released site's folder, so that the origin has paths outside the site. Returns the server and
/// the path of the site, with `/` at both ends.
async fn in_a_folder() -> Result<(Site, String)> {
    let dist = crate::harness::dist()?;
    let name = dist.file_name().unwrap_or_default().to_string_lossy();
    let site = Site::start(dist.parent().unwrap_or(&dist)).await?;
    Ok((site, format!("/{name}/")))
}

/// Fails if the open page has raised an alarm, or if it isn't the page at `url`.
async fn look(page: &Page, url: &str) -> Result<()> {
    let (found, at): (Vec<String>, String) = page.get("[look(), location.href]").await?;
    ensure!(found.is_empty(), "{url}: {found:?}");
    ensure!(at.starts_with(url), "{url} led to {at}");
    Ok(())
}

/// Waits until the site has received a request.
async fn until_requested(site: &Site, path: &str) -> Result<()> {
    until(&format!("{path} is asked for"), || {
        site.requests().iter().any(|request| request == path)
    })
    .await
}

/// Returns a host page with frames. It collects the alarms of the pages inside.
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

/// Waits until the pages in `count` frames have reported, and fails if any has raised an alarm.
async fn look_into(page: &Page, count: usize) -> Result<()> {
    // Each frame gets its own time limit, so the total time depends on the machine.
    for looked in 1..=count {
        page.wait_until(&format!("looked >= {looked}")).await?;
    }
    let found: Vec<String> = page.get("found").await?;
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// Returns a host page with our element for each of the paths. It collects the alarms of the pages inside.
fn elements(origin: &str, paths: &[String]) -> String {
    let elements: String = paths
        .iter()
        .map(|path| format!("<sidelight-article src=\"{origin}/{path}\">Text.</sidelight-article>"))
        .collect();
    frames(&format!(
        "<script src=\"{origin}/embed.js\"></script>{elements}"
    ))
}

/// Waits until the pages in `count` elements have reported. An element's frame loads when it comes near the visible part of
/// the page. Each frame grows to the height of its article, which moves the next ones out of view, at any moment. So the
/// elements are brought into view one after the other, until they have reported.
async fn show_elements(page: &Page, count: usize) -> Result<()> {
    for i in 0..count {
        page.wait_until(&format!(
            "document.querySelectorAll('sidelight-article')[{i}].scrollIntoView(), looked > {i}"
        ))
        .await?;
    }
    Ok(())
}
