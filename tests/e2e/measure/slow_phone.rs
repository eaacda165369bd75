//! Measures the bundled article on a slow phone: 1.6 Mbit/s, 150 ms of latency, a quarter of this machine's speed. Chromium
//! emulates it over the DevTools protocol. The site sends brotli, as servers do.
//!
//! A tool *answers* as soon as pressing it has an effect that the reader sees. A script that runs before those of the page
//! presses it in every frame until then.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{ADOPTED, changing, middle, without_scripts};
use crate::harness::{Bench, Engine, Mode, Page};
use crate::memory::cdp;

/// Number of times that each page is opened for its first paint.
const PAINTS: usize = 21;
/// Number of times that the page is opened for each tool.
const OPENINGS: usize = 9;
/// The factor by which the processor is slowed down.
const SLOWER: u32 = 4;
/// Maximum time from first paint until the contents and the colours answer, in ms.
const ANSWER: f64 = 100.0;
/// Maximum time from navigation until the search opens, in ms.
const SEARCH: f64 = 1_000.0;

/// The page with its scripts, and the same page without scripts.
const WITH: &str = "/";
const WITHOUT: &str = "/without.html";

/// The contents, the colours and the search: JavaScript that uses one, and JavaScript that is true once the reader sees the
/// effect.
const TOOLS: [(&str, &str); 3] = [
    ("press('#tool-contents')", "visible('#panel-contents')"),
    (
        "visible('#panel-type') ? press('#panel-type input[value=dark]') : press('#tool-type')",
        "getComputedStyle(document.body).backgroundColor !== paper",
    ),
    ("press('#tool-search')", "visible('#panel-search input')"),
];

/// The changes: a name, JavaScript that performs one, JavaScript for the state that it changes, and the maximum in ms.
const CHANGES: [(&str, &str, &str, f64); 3] = [
    (
        "opening a box",
        "document.querySelector('.box summary').click()",
        "document.querySelector('.box details').open",
        16.0,
    ),
    (
        "opening all boxes",
        "document.querySelectorAll('#boxes-chrome button')\
         [document.querySelector('.box details').open ? 1 : 0].click()",
        "document.querySelector('.box details').open",
        20.0,
    ),
    (
        "another theme",
        "document.querySelector(`#panel-type input[name='theme']:not(:checked)`).click()",
        "document.querySelector(`#panel-type input[name='theme']:checked`).value",
        15.0,
    ),
];

/// One measured figure.
pub(super) struct Figure {
    pub(super) what: String,
    /// The value, in ms unless `what` names another unit.
    pub(super) value: f64,
    /// The maximum, if there is one.
    pub(super) limit: Option<f64>,
}

impl Figure {
    /// Returns true if the value is within its limit.
    pub(super) fn keeps(&self) -> bool {
        self.limit.is_none_or(|limit| self.value <= limit)
    }
}

/// Measures the released article, and changes in the site with a long one. Returns nothing in engines that can't emulate a
/// phone.
pub(super) fn slow_phone(
    bench: &mut Bench,
    engine: Engine,
    dist: &Path,
    long: &Path,
) -> Result<Vec<Figure>> {
    if engine != Engine::Chromium {
        return Ok(Vec::new());
    }
    let folder = pages(dist)?;
    let page = bench.page(engine, Mode::default(), folder.path())?;
    let mut figures = bench.wait_for(loading(&page))?;
    figures.extend(bench.wait_for(changes(&page, ""))?);
    let page = bench.page(engine, Mode::default(), long)?;
    figures.extend(bench.wait_for(changes(&page, ", 4,500 paragraphs"))?);
    Ok(figures)
}

/// Makes a folder with the released article, the same page without scripts, and their brotli forms.
fn pages(dist: &Path) -> Result<TempDir> {
    let folder = TempDir::new()?;
    let shared = folder.path().join("shared");
    fs::create_dir(&shared)?;
    for file in fs::read_dir(dist.join("shared"))? {
        let file = file?;
        fs::copy(file.path(), shared.join(file.file_name()))?;
    }
    for name in ["index.html", "index.html.br"] {
        fs::copy(dist.join(name), folder.path().join(name))
            .with_context(|| format!("no {name}"))?;
    }
    let plain = without_scripts(&fs::read_to_string(dist.join("index.html"))?)?;
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut plain.as_bytes(), &mut compressed, &Default::default())?;
    fs::write(folder.path().join("without.html.br"), compressed)?;
    Ok(folder)
}

/// Measures changes in the site's page, with the slow processor only. `of` describes the page.
async fn changes(page: &Page, of: &str) -> Result<Vec<Figure>> {
    page.open("/").await?;
    page.wait_until(ADOPTED).await?;
    page.wait_until("document.querySelector('#boxes-chrome button')")
        .await?;
    page.run("document.getElementById('tool-type').click()")
        .await?;
    page.wait_until("document.querySelector('#panel-type input')")
        .await?;
    speed(page, SLOWER).await?;
    let mut figures = Vec::new();
    for (what, press, state, limit) in CHANGES {
        figures.push(Figure {
            what: format!("slow phone: {what}{of}, ms"),
            value: changing::change(page, press, state).await?,
            limit: Some(limit),
        });
    }
    speed(page, 1).await?;
    Ok(figures)
}

/// Measures first paints and the tools' first answers, in turns.
async fn loading(page: &Page) -> Result<Vec<Figure>> {
    page.site().compress();
    page.resize(390, 844).await?;
    cdp(page, "Network.enable", json!({})).await?;
    let no_cache = json!({ "cacheDisabled": true });
    cdp(page, "Network.setCacheDisabled", no_cache).await?;
    // Reads every file once, so that the site doesn't read any from the disk later.
    paint(page, WITH).await?;
    speed(page, SLOWER).await?;
    network(page, true).await?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    // Each page follows each of the two equally often: what the browser still does for the page before counts too.
    for time in 0..PAINTS {
        let mut turn = [(WITH, &mut with), (WITHOUT, &mut without)];
        if time % 2 == 1 {
            turn.reverse();
        }
        for (path, values) in turn {
            values.push(paint(page, path).await?);
        }
    }
    let mut answers = TOOLS.map(|_| Vec::new());
    for _ in 0..OPENINGS {
        for ((press, done), times) in TOOLS.iter().zip(&mut answers) {
            let source = format!("{PRESSING} use(() => {press}, () => {done}); }}");
            let script = json!({ "source": source });
            let added = cdp(page, "Page.addScriptToEvaluateOnNewDocument", script).await?;
            let painted = paint(page, WITH).await?;
            page.wait_until("window.answeredAt")
                .await
                .with_context(|| format!("`{press}` has no effect"))?;
            let at: f64 = page.get("window.answeredAt").await?;
            times.push((painted, at));
            let identifier = added.get("identifier").context("no identifier")?;
            let script = json!({ "identifier": identifier });
            cdp(page, "Page.removeScriptToEvaluateOnNewDocument", script).await?;
        }
    }
    network(page, false).await?;
    speed(page, 1).await?;
    let (with, without) = (middle(with), middle(without));
    let figure = |what: &str, value, limit| Figure {
        what: format!("slow phone: {what}"),
        value,
        limit,
    };
    let [contents, colours, search] = answers;
    let after_paint = |times: Vec<(f64, f64)>| {
        let times = times.into_iter();
        middle(times.map(|(painted, at)| (at - painted).max(0.0)).collect())
    };
    let search = middle(search.into_iter().map(|(_, at)| at).collect());
    Ok(vec![
        figure("first paint, ms", with, None),
        figure("the same page without scripts, ms", without, None),
        figure("ratio", with / without, Some(super::PAINT_RATIO)),
        figure(
            "contents, ms after first paint",
            after_paint(contents),
            Some(ANSWER),
        ),
        figure(
            "colours, ms after first paint",
            after_paint(colours),
            Some(ANSWER),
        ),
        figure("search, ms after navigation", search, Some(SEARCH)),
    ])
}

/// Opens a page as if for the first time. Returns its first contentful paint in ms, once the program has started.
async fn paint(page: &Page, path: &str) -> Result<f64> {
    page.client().goto("about:blank").await?;
    let everything = json!({ "origin": page.site().origin(), "storageTypes": "all" });
    cdp(page, "Storage.clearDataForOrigin", everything).await?;
    super::first_paint(page, path).await
}

/// Slows the processor down.
async fn speed(page: &Page, rate: u32) -> Result<Value> {
    cdp(
        page,
        "Emulation.setCPUThrottlingRate",
        json!({ "rate": rate }),
    )
    .await
}

/// Slows the network down, or stops doing so.
async fn network(page: &Page, slow: bool) -> Result<Value> {
    let (latency, down, up) = match slow {
        true => (150, 1_600_000 / 8, 750_000 / 8),
        false => (0, -1, -1),
    };
    let conditions = json!({
        "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up,
    });
    cdp(page, "Network.emulateNetworkConditions", conditions).await
}

/// JavaScript that begins a block with a function `use`: it uses a tool in every third frame until its effect is visible, and
/// notes the time. Two frames between attempts leave the program time to render.
const PRESSING: &str = "{
    const visible = selector => !!document.querySelector(selector)?.checkVisibility({ visibilityProperty: true });
    const press = selector => { if (visible(selector)) document.querySelector(selector).click(); };
    let paper;
    const use = (attempt, succeeded) => {
      let frames = 0;
      window.answeredAt = 0;
      const look = () => {
        if (document.body) {
          paper ??= getComputedStyle(document.body).backgroundColor;
          if (!succeeded() && frames++ % 3 === 0) attempt();
          if (succeeded()) return void (window.answeredAt = performance.now());
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };";
