//! Measures twenty boxes on one page of another site: the number of program loads, and the time that each frame holds its
//! main thread.

use anyhow::{Context, Result, ensure};

use crate::harness::{Answer, Engine, Page, Site, dist, with_address};

/// Limit for a task of a frame, in ms. Engines report only longer tasks.
pub(super) const TASK: f64 = 50.0;

const COUNT: usize = 20;
const ARTICLE: &str = "/kazakstan-dissenters/";
/// Records the long tasks of a page. Runs before the page's own scripts.
const WATCH: &str = "window.tasks = []; new PerformanceObserver((list) => list.getEntries().forEach(({ name, duration }) => { \
     if (name === 'self') tasks.push(duration); })).observe({ type: 'longtask', buffered: true });";

/// The measurements.
pub(super) struct Embedding {
    /// Number of requests for the program.
    pub(super) programs: usize,
    /// The longest adoption of a frame's page, in ms.
    pub(super) adopting: f64,
    /// The longest task over [`TASK`] in any frame, in ms, or 0. `None` if the engine doesn't report long tasks.
    pub(super) task: Option<f64>,
}

impl Embedding {
    /// Returns true if all targets are met.
    pub(super) fn keeps(&self) -> bool {
        self.programs == 1 && self.task.is_none_or(|task| task <= TASK)
    }
}

/// Scrolls through a page with twenty elements. Their boxes are on another site.
pub(super) async fn embedding(page: &Page) -> Result<Embedding> {
    let site = Site::start(&dist()?).await?;
    site.let_keep();
    let boxes = boxes()?;
    let html = |body: String| Answer {
        status: 200,
        media_type: "text/html; charset=utf-8",
        body: body.into_bytes(),
    };
    for fact_box in &boxes {
        let path = format!("{ARTICLE}{fact_box}/");
        let built = site.file(&format!("{path}index.html"))?;
        let watched = with_address(&built, site.origin()).replacen(
            "<style>",
            "<script src=\"/shared/watch.js\"></script><style>",
            1,
        );
        site.answer(&path, html(watched));
    }
    let watch = Answer {
        status: 200,
        media_type: "text/javascript",
        body: WATCH.into(),
    };
    site.answer("/shared/watch.js", watch);
    let elements: String = (0..COUNT)
        .map(|i| {
            format!(
                "<div style=\"height: 3000px\"><sidelight-article src=\"{}{ARTICLE}\" box=\"{}\" height=\"600\"></sidelight-article></div>",
                site.origin(),
                boxes[i % boxes.len()]
            )
        })
        .collect();
    let script = format!("<script src=\"{}/embed.js\"></script>", site.origin());
    page.site().answer(
        "/host.html",
        html(format!(
            "<!doctype html><title>Host</title>{elements}{script}"
        )),
    );
    page.open("/host.html").await?;
    let (mut adopting, mut task) = (0.0_f64, 0.0_f64);
    for i in 0..COUNT {
        page.run(&format!(
            "document.querySelectorAll('sidelight-article')[{i}].scrollIntoView()"
        ))
        .await?;
        let frame = page
            .element(&format!(
                "document.querySelectorAll('sidelight-article')[{i}].shadowRoot.querySelector('iframe')"
            ))
            .await?;
        frame.enter_frame().await?;
        page.wait_until(super::ADOPTED).await?;
        adopting = adopting.max(page.get(&format!("{}.duration", super::ADOPTED)).await?);
        // A task's duration is reported after it has ended.
        page.run("window.settled = false; setTimeout(() => requestAnimationFrame(() => setTimeout(() => { window.settled = true; })), 100)")
            .await?;
        page.wait_until("window.settled").await?;
        task = task.max(page.get("Math.max(0, ...(window.tasks ?? []))").await?);
        page.client().enter_parent_frame().await?;
    }
    let asked = site.requests();
    let programs = asked.iter().filter(|path| path.ends_with(".wasm")).count();
    Ok(Embedding {
        programs,
        adopting,
        task: (page.engine() == Engine::Chromium).then_some(task),
    })
}

/// Returns the boxes of the bundled article that have their own pages.
fn boxes() -> Result<Vec<String>> {
    let mut boxes = Vec::new();
    let folder = dist()?.join(ARTICLE.trim_matches('/'));
    for entry in std::fs::read_dir(&folder).context("the bundled article has no folder")? {
        let entry = entry?;
        if entry.path().join("index.html").is_file() {
            boxes.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    boxes.sort();
    ensure!(
        !boxes.is_empty(),
        "no page of a box in {}",
        folder.display()
    );
    Ok(boxes)
}
