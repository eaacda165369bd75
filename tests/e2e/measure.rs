//! Measurements in browsers, printed and judged by nobody: `cargo xtask measure` runs them in place of the cases.
//!
//! *Invariant:* what is compared is loaded by turns, so that whatever else the machine does falls on both alike.

use anyhow::{Context, Result};

use crate::harness::{Answer, Case, Page, case};

/// How often each page is loaded.
const LOADS: usize = 15;
/// How many paragraphs the long page has.
const PARAGRAPHS: usize = 4_500;

/// The measurements.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("first paint, with the program and without", async |page| {
            let html = source(page).await?;
            serve(page, "/without/", without_program(&html)?);
            compare_first_paint(page, "/kazakstan-dissenters/", "/without/").await
        }),
        case(
            "first paint of 4,500 paragraphs, with the program and without",
            async |page| {
                let html = lengthened(&source(page).await?)?;
                serve(page, "/without/", without_program(&html)?);
                serve(page, "/long/", html);
                compare_first_paint(page, "/long/", "/without/").await
            },
        ),
        case("adopting a page", async |page| {
            adopting(page, "/kazakstan-dissenters/").await
        }),
        case("adopting a page of 4,500 paragraphs", async |page| {
            let html = lengthened(&source(page).await?)?;
            serve(page, "/long/", html);
            adopting(page, "/long/").await
        }),
    ]
}

/// The pressed page.
async fn source(page: &Page) -> Result<String> {
    page.open("/").await?;
    let fetched = "(window.source ??= '', fetch('/kazakstan-dissenters/').then(answer => answer.text())\
                   .then(text => window.source = text), true)";
    page.get::<bool>(fetched).await?;
    page.wait_until("window.source").await?;
    page.get("window.source").await
}

fn serve(page: &Page, path: &str, html: String) {
    let body = html.into_bytes();
    page.site().answer(
        path,
        Answer {
            status: 200,
            media_type: "text/html; charset=utf-8",
            body,
        },
    );
}

/// The page without its one script.
fn without_program(html: &str) -> Result<String> {
    let (before, script) = html
        .split_once("<script id=\"boot\"")
        .context("the page has the boot script")?;
    let (_, after) = script.split_once("</script>").context("the script ends")?;
    Ok(format!("{before}{after}"))
}

/// The page with many more paragraphs.
fn lengthened(html: &str) -> Result<String> {
    let (before, after) = html
        .split_once("</div><div class=\"foot\"")
        .context("the prose ends before the foot")?;
    let before = before.replace("class=\"prose\"", "class=\"prose long\"");
    let paragraphs: String = (0..PARAGRAPHS)
        .map(|i| {
            let words = "Each of them says something else, and all of it is read in the order in which it stands. ".repeat(3 + i % 4);
            format!("<p id=\"text-more{i}\">{i}. {words}</p>")
        })
        .collect();
    Ok(format!(
        "{before}{paragraphs}</div><div class=\"foot\"{after}"
    ))
}

async fn compare_first_paint(page: &Page, with: &str, without: &str) -> Result<()> {
    let (mut with_program, mut without_program) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        with_program.push(first_paint(page, with).await?);
        without_program.push(first_paint(page, without).await?);
    }
    let (with, without) = (median(&mut with_program), median(&mut without_program));
    println!(
        "{}: first contentful paint {with:.0} ms with the program, {without:.0} ms without; ratio {:.2} (medians of {LOADS})",
        page.engine(),
        with / without
    );
    Ok(())
}

/// When the page first shows something, in ms from the start of the navigation.
async fn first_paint(page: &Page, path: &str) -> Result<f64> {
    page.client().goto("about:blank").await?;
    page.open(path).await?;
    let paint = "performance.getEntriesByName('first-contentful-paint')";
    page.wait_until(&format!("{paint}.length > 0")).await?;
    page.get(&format!("{paint}[0].startTime")).await
}

async fn adopting(page: &Page, path: &str) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..LOADS {
        page.client().goto("about:blank").await?;
        page.open(path).await?;
        let measure = "performance.getEntriesByName('sidelight:adopt', 'measure')";
        page.wait_until(&format!("{measure}.length > 0")).await?;
        times.push(page.get(&format!("{measure}[0].duration")).await?);
    }
    let median = median(&mut times);
    let slowest = times.last().copied().unwrap_or_default();
    println!(
        "{}: adopted in {median:.1} ms, {slowest:.1} ms at most (median of {LOADS})",
        page.engine()
    );
    Ok(())
}

/// Sorts the numbers; the middle one.
fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}
