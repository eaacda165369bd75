//! Pages in frames of other sites: the scripts that those sites run, and hostile hosts and frames.
//!
//! *Invariant:* the host is a separate site on another port, and so on another origin. Neither site receives a request
//! for a file that doesn't exist.

mod dialog;
mod element;
mod formats;
mod hostile;
mod jumps;
mod scripts;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::harness::{Answer, Case, Page, Site};

pub(crate) use element::{FRAME, SCRIPT};

/// Time limit for a frame to fit its page.
const PATIENCE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(40);
/// Maximum difference between the heights of a frame and its page, in px.
const TOLERANCE: f64 = 2.0;
/// Paths of the article and of one of its boxes.
const ARTICLE: &str = "/kazakstan-dissenters/";
const BOX: &str = "/kazakstan-dissenters/casualties/";

/// Returns the cases of all modules in this folder.
pub(crate) fn cases() -> Vec<Case> {
    [
        scripts::cases(),
        formats::cases(),
        element::cases(),
        dialog::cases(),
        hostile::cases(),
        jumps::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A site that embeds our pages.
pub(crate) struct Host<'a> {
    page: &'a Page,
    site: Site,
    /// The origin of the embedded site.
    embedded: String,
}

impl<'a> Host<'a> {
    /// Starts a host that serves the scripts of other sites, in folders named after their packages. It embeds the page's
    /// own site.
    async fn new(page: &'a Page) -> Result<Self> {
        Self::of(page, page.site()).await
    }

    /// Like [`Self::new`], but the host embeds this site.
    pub(crate) async fn of(page: &'a Page, embedded: &Site) -> Result<Self> {
        let scripts = std::env::var_os("SIDELIGHT_HOST_SCRIPTS")
            .map(PathBuf::from)
            .context("SIDELIGHT_HOST_SCRIPTS isn't set; `cargo xtask test` sets it")?;
        let site = Site::start(&scripts).await?;
        Ok(Self {
            page,
            site,
            embedded: embedded.origin().to_owned(),
        })
    }

    /// Opens a page of this host with this body. `EMBED` is replaced by the origin of the embedded site.
    pub(crate) async fn open(&self, body: &str) -> Result<()> {
        self.open_with("", body).await
    }

    /// Like [`Self::open`], with additional markup in the head.
    async fn open_with(&self, head: &str, body: &str) -> Result<()> {
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Host</title>{head}</head><body>{body}</body></html>"
        );
        self.open_html(&html).await
    }

    /// Like [`Self::open`], with a complete page.
    async fn open_html(&self, html: &str) -> Result<()> {
        self.site.answer(
            "/host.html",
            Answer {
                status: 200,
                media_type: "text/html; charset=utf-8",
                body: html.replace("EMBED", &self.embedded).into_bytes(),
            },
        );
        let url = format!("{}/host.html", self.site.origin());
        self.page.client().goto(&url).await?;
        Ok(())
    }

    /// Returns the frame that a JavaScript expression evaluates to in the host's page.
    pub(crate) fn frame(&self, expression: &'static str) -> Frame<'_> {
        Frame {
            page: self.page,
            expression,
        }
    }
}

/// Waits for a condition that isn't visible in a page.
pub(crate) async fn until(what: &str, is: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !is() {
        ensure!(started.elapsed() < PATIENCE, "not so: {what}");
        tokio::time::sleep(POLL).await;
    }
    Ok(())
}

/// A frame in the page of the window.
pub(crate) struct Frame<'a> {
    page: &'a Page,
    expression: &'static str,
}

impl Frame<'_> {
    /// Returns the frame's height without its border, in px.
    async fn height(&self) -> Result<f64> {
        self.page
            .get(&format!("{}.clientHeight", self.expression))
            .await
    }

    /// Runs `act` inside the frame. If that fails, the window stays in the frame, so that the report describes it.
    pub(crate) async fn within<T>(&self, act: impl AsyncFnOnce(&Page) -> Result<T>) -> Result<T> {
        self.page
            .element(self.expression)
            .await?
            .enter_frame()
            .await?;
        let done = act(self.page).await?;
        self.page.client().enter_parent_frame().await?;
        Ok(done)
    }

    /// Waits until the program has adopted the frame's page.
    async fn adopted(&self) -> Result<()> {
        self.within(async |page| {
            page.wait_until("performance.getEntriesByName('sidelight:adopt', 'measure').length > 0")
                .await
        })
        .await
    }

    /// Waits until the frame is as high as its page.
    async fn fits(&self, when: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            let frame = self.height().await?;
            let page: f64 = self
                .within(async |page| {
                    page.get("document.getElementById('sidelight').getBoundingClientRect().height")
                        .await
                })
                .await?;
            if page > 100.0 && (frame - page).abs() <= TOLERANCE {
                return Ok(());
            }
            ensure!(
                started.elapsed() < PATIENCE,
                "{when}: the frame is {frame} px high, its page {page}"
            );
            tokio::time::sleep(POLL).await;
        }
    }

    /// Clicks the first element that matches, as a reader does who has scrolled there.
    async fn click(&self, selector: &str) -> Result<()> {
        self.bring_into_view(selector).await?;
        self.within(async |page| page.click(selector).await).await
    }

    /// Scrolls to the first element that matches. The host must scroll: in WebKit neither a request inside the frame nor
    /// the driver's click scrolls a host of another origin.
    async fn bring_into_view(&self, selector: &str) -> Result<()> {
        let below: f64 = self
            .within(async |page| {
                page.run(&format!(
                    "document.querySelector('{selector}').scrollIntoView({{ block: 'center' }})"
                ))
                .await?;
                page.get(&format!(
                    "document.querySelector('{selector}').getBoundingClientRect().top"
                ))
                .await
            })
            .await?;
        self.page
            .run(&format!(
                "const top = {}.getBoundingClientRect().top + {below} - innerHeight / 2; scrollBy({{ top, behavior: 'instant' }})",
                self.expression
            ))
            .await
    }

    /// Opens or closes a box as a reader does.
    async fn toggle(&self, fact_box: &str) -> Result<()> {
        let open = format!("document.querySelector('#box-{fact_box} .box-body').open");
        let was: bool = self.within(async |page| page.get(&open).await).await?;
        self.click(&format!("#box-{fact_box} .box-body > summary"))
            .await?;
        self.within(async |page| page.wait_until(&format!("{open} !== {was}")).await)
            .await
    }

    /// Returns the boxes of the frame's page.
    async fn boxes(&self) -> Result<Vec<String>> {
        self.within(async |page| {
            page.get("[...document.querySelectorAll('[data-box]')].map(fact_box => fact_box.dataset.box)")
                .await
        })
        .await
    }

    /// Checks that the frame fits after each change to the height of its page.
    pub(crate) async fn always_fits(&self) -> Result<()> {
        self.adopted().await?;
        self.fits("after it has loaded").await?;
        let boxes = self.boxes().await?;
        for fact_box in &boxes {
            self.toggle(fact_box).await?;
            self.fits(&format!("after {fact_box} was opened or closed"))
                .await?;
        }
        for fact_box in &boxes {
            self.toggle(fact_box).await?;
        }
        self.fits("after all boxes were as before").await?;
        self.page.resize(700, 800).await?;
        self.fits("after it has become narrower").await?;
        self.page.resize(1000, 800).await?;
        self.fits("after it has become wider").await
    }
}
