//! What twenty boxes on one page of another site cost: how often the program is loaded, how long each frame's page holds its
//! main thread.

use anyhow::{Context, Result, ensure};

use crate::harness::{Answer, Engine, Page, Site, dist, with_address};

/// How long a task of a frame may be, in ms. Engines tell of longer ones only.
pub(super) const TASK: f64 = 50.0;

const COUNT: usize = 20;
const ARTICLE: &str = "/kazakstan-dissenters/";
/// Notes the long tasks of a page, from before its own scripts.
const WATCH: &str = "window.tasks = []; new PerformanceObserver((list) => list.getEntries().forEach(({ name, duration }) => { \
     if (name === 'self') tasks.push(duration); })).observe({ type: 'longtask', buffered: true });";

/// What was measured.
pub(super) struct Embedding {
    /// How often the program was asked for.
    pub(super) programs: usize,
    /// The longest time in which a frame's page was adopted, in ms.
    pub(super) adopting: f64,
    /// The longest task of any frame that took longer than [`TASK`], in ms; 0 when none did. None where the engine doesn't tell.
    pub(super) task: Option<f64>,
}

impl Embedding {
    /// Whether all targets are kept.
    pub(super) fn keeps(&self) -> bool {
        self.programs == 1 && self.task.is_none_or(|task| task <= TASK)
    }
}

/// Scrolls through a page with twenty elements of ours, whose boxes are on a site of their own.
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
        // What a task took is told after it.
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

/// The boxes of the bundled article that have pages.
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
