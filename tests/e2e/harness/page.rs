//! The window that a case uses, together with the site that it shows.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use hyper::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::{ParseError, Url};

use super::driver::Driver;
use super::engine::{Engine, Mode};
use super::site::Site;

/// Time limit for a condition to become true.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(30);
/// Time that a script in the page polls a condition before it answers.
const MOMENT: Duration = Duration::from_millis(600);
/// Message of an error that the harness throws itself, to find the end of the error log.
const LAST: &str = "the last error of this case";
/// Default size of a window, in CSS pixels.
const SIZE: (u32, u32) = (1280, 800);

/// A window that shows a site.
pub(crate) struct Page {
    client: Client,
    engine: Engine,
    mode: Mode,
    site: Site,
    expected: Mutex<Vec<&'static str>>,
}

impl Page {
    pub(super) fn new(client: Client, engine: Engine, mode: Mode, site: Site) -> Self {
        Self {
            client,
            engine,
            mode,
            site,
            expected: Mutex::default(),
        }
    }

    /// Returns the engine that shows the page.
    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    /// Returns the site under test.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Returns the WebDriver client, for commands that have no method here.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a path of the site (`/`, `/reader/?package=…`) and waits until it has loaded.
    pub(crate) async fn open(&self, path: &str) -> Result<()> {
        let url = format!("{}{path}", self.site.origin());
        self.client
            .goto(&url)
            .await
            .with_context(|| format!("can't open {path}"))
    }

    /// Evaluates a JavaScript expression and deserialises its value.
    pub(crate) async fn get<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let value = self.value(expression).await?;
        serde_json::from_value(value.clone())
            .with_context(|| format!("`{expression}` came to {value}"))
    }

    /// Runs JavaScript statements.
    pub(crate) async fn run(&self, statements: &str) -> Result<()> {
        self.client
            .execute(statements, Vec::new())
            .await
            .with_context(|| format!("can't run `{statements}`"))?;
        Ok(())
    }

    /// Waits until a JavaScript expression is truthy.
    pub(crate) async fn wait_until(&self, expression: &str) -> Result<()> {
        let started = Instant::now();
        loop {
            // Scripts fail while the window leaves a page, so errors are retried.
            let last = self.is_soon(expression).await;
            if matches!(last, Ok(true)) {
                return Ok(());
            }
            if started.elapsed() > PATIENCE {
                last?;
                bail!("not true within {} s: `{expression}`", PATIENCE.as_secs());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Returns true if a JavaScript expression is truthy now or becomes truthy within [`MOMENT`]. The page polls the
    /// expression itself, because that is cheaper than repeated WebDriver commands. Without page scripts, it is evaluated
    /// once.
    async fn is_soon(&self, expression: &str) -> Result<bool> {
        if !self.mode.scripts {
            return self.get(&format!("!!({expression})")).await;
        }
        self.get(&format!(
            "new Promise((resolve, reject) => {{ \
               const end = Date.now() + {}; \
               const look = () => {{ \
                 let error; \
                 try {{ if ({expression}) return resolve(true); }} catch (thrown) {{ error = thrown; }} \
                 if (Date.now() < end) setTimeout(look, {}); \
                 else if (error) reject(error); \
                 else resolve(false); \
               }}; \
               look(); \
             }})",
            MOMENT.as_millis(),
            POLL.as_millis(),
        ))
        .await
    }

    async fn value(&self, expression: &str) -> Result<Value> {
        let script = format!("return ({expression})");
        self.client
            .execute(&script, Vec::new())
            .await
            .with_context(|| format!("can't evaluate `{expression}`"))
    }

    /// Returns the sum of layout shifts since the page was opened. Only Chromium measures them.
    pub(crate) async fn layout_shift(&self) -> Result<f64> {
        Ok(self
            .layout_shifts()
            .await?
            .iter()
            .map(|(value, _)| value)
            .sum())
    }

    /// Returns the layout shifts since the page was opened, each with its value and the elements that moved.
    pub(crate) async fn layout_shifts(&self) -> Result<Vec<(f64, String)>> {
        // Layout shifts so far are reported in a task after the next frame.
        self.run(
            "window.shifts = null; const shifts = []; \
             const moved = ({ node, previousRect: from, currentRect: to }) => `${(node?.outerHTML ?? node?.data ?? '').slice(0, 80)} \
             from ${from.x},${from.y} ${from.width}×${from.height} to ${to.x},${to.y} ${to.width}×${to.height}`; \
             new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => \
             [entry.value, `after ${Math.round(entry.startTime)} ms: ${entry.sources.map(moved).join('; ')}`]))) \
             .observe({ type: 'layout-shift', buffered: true }); \
             requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => window.shifts = shifts)))",
        )
        .await?;
        self.wait_until("window.shifts !== null").await?;
        self.get("window.shifts").await
    }

    /// Returns the first element that matches a CSS selector.
    pub(crate) async fn find(&self, selector: &str) -> Result<Element> {
        self.client
            .find(Locator::Css(selector))
            .await
            .with_context(|| format!("no `{selector}`"))
    }

    /// Returns the element that a JavaScript expression evaluates to.
    pub(crate) async fn element(&self, expression: &str) -> Result<Element> {
        let found = self.value(expression).await?;
        let id = found
            .as_object()
            .and_then(|reference| reference.values().next())
            .and_then(Value::as_str)
            .with_context(|| format!("no element at `{expression}`"))?;
        Ok(Element::from_element_id(
            self.client.clone(),
            ElementRef::from(id.to_owned()),
        ))
    }

    /// Returns the visible text of the first element that matches a CSS selector.
    pub(crate) async fn text(&self, selector: &str) -> Result<String> {
        self.find(selector)
            .await?
            .text()
            .await
            .with_context(|| format!("can't read `{selector}`"))
    }

    /// Clicks the first element that matches a CSS selector, as a reader would.
    pub(crate) async fn click(&self, selector: &str) -> Result<()> {
        if self.engine == Engine::Webkit {
            // WebKit's driver doesn't scroll to an element that is just below the view (2.50).
            self.run(&format!(
                "const element = document.querySelector({}), box = element?.getBoundingClientRect(); \
                 if (box && (box.top >= innerHeight || box.bottom <= 0)) \
                 element.scrollIntoView({{ block: 'nearest', behavior: 'instant' }})",
                json!(selector)
            ))
            .await?;
        }
        self.find(selector)
            .await?
            .click()
            .await
            .with_context(|| format!("can't click `{selector}`"))
    }

    /// Types into the focused element. Special keys are those of [`fantoccini::key::Key`].
    pub(crate) async fn press(&self, keys: impl Into<String>) -> Result<()> {
        self.client
            .active_element()
            .await?
            .send_keys(&keys.into())
            .await
            .context("can't type")
    }

    /// Goes back one entry in the window's history.
    pub(crate) async fn back(&self) -> Result<()> {
        self.client.back().await.context("can't go back")
    }

    /// Resizes the viewport to this size, in CSS pixels. WebKitGTK's windows are at least 334 wide.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let least = if self.engine == Engine::Webkit {
            width.max(334)
        } else {
            width
        };
        let started = Instant::now();
        let mut window = (width, height);
        loop {
            self.client
                .set_window_size(window.0, window.1)
                .await
                .context("can't change the window's size")?;
            let (inner_width, inner_height) = self.settled_size().await?;
            if (inner_width, inner_height) == (least, height) {
                return Ok(());
            }
            ensure!(
                started.elapsed() < PATIENCE,
                "the page's area is {inner_width} by {inner_height} px, not {least} by {height}"
            );
            // The window is larger than the viewport by its frame and toolbars.
            window = (
                (window.0 + least).saturating_sub(inner_width),
                (window.1 + height).saturating_sub(inner_height),
            );
        }
    }

    /// Returns the viewport's size once it is stable. Windows resize some time after the command.
    async fn settled_size(&self) -> Result<(u32, u32)> {
        let mut last = None;
        loop {
            let size = self.get("[innerWidth, innerHeight]").await?;
            if last == Some(size) {
                return Ok(size);
            }
            last = Some(size);
            tokio::time::sleep(POLL).await;
        }
    }

    /// Saves a screenshot of the window as `<name>.png` and returns its path.
    pub(crate) async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        keep(
            &format!("{name}.png"),
            &self
                .client
                .screenshot()
                .await
                .context("can't take a screenshot")?,
        )
    }

    /// Saves the printed page as `<name>.pdf` and returns its path. WebKitGTK can't print.
    pub(crate) async fn print(&self, name: &str) -> Result<PathBuf> {
        let pdf = self
            .client
            .print(Default::default())
            .await
            .context("can't print")?;
        keep(&format!("{name}.pdf"), &pdf)
    }

    /// Ignores errors whose text contains this one. Any other error fails the case, in engines that report errors.
    pub(crate) fn expect_error(&self, text: &'static str) {
        self.expected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(text);
    }

    /// Resets the window to its state at the start of a case: one window, a blank page, the default size, no errors.
    pub(super) async fn begin(&self, driver: &Driver) -> Result<()> {
        let own = self.client.window().await?;
        for other in self.client.windows().await? {
            if other != own {
                self.client.switch_to_window(other).await?;
                self.client.close_window().await?;
            }
        }
        self.client.switch_to_window(own).await?;
        self.client.goto("about:blank").await?;
        if self.get::<(u32, u32)>("[innerWidth, innerHeight]").await? != SIZE {
            self.resize(SIZE.0, SIZE.1).await?;
        }
        self.errors(driver).await?;
        driver.said().clear();
        Ok(())
    }

    /// Fails if the page has reported unexpected errors.
    pub(super) async fn check_errors(&self, driver: &Driver) -> Result<()> {
        // The case may have ended in a frame, so this switches back to the window. Chromium doesn't report the errors of
        // every frame.
        let window = self.client.window().await?;
        self.client.switch_to_window(window).await?;
        let expected = self
            .expected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let mut errors = self.errors(driver).await?;
        errors.retain(|error| !expected.iter().any(|text| error.contains(text)));
        ensure!(
            errors.is_empty(),
            "the page has errors:\n{}",
            errors.join("\n")
        );
        Ok(())
    }

    /// Returns the errors since the case began. WebKitGTK doesn't report any in an automated window.
    pub(super) async fn errors(&self, driver: &Driver) -> Result<Vec<String>> {
        match self.engine {
            Engine::Chromium if !self.mode.scripts => return self.logged().await,
            Engine::Firefox if !self.mode.scripts => return Ok(Vec::new()),
            Engine::Webkit => return Ok(Vec::new()),
            Engine::Chromium | Engine::Firefox => {}
        }
        // Errors are reported late. The harness throws one of its own last; once it is reported, all others are too.
        self.run(&format!(
            "setTimeout(() => {{ throw new Error('{LAST}') }})"
        ))
        .await?;
        let started = Instant::now();
        let mut errors = Vec::new();
        loop {
            match self.engine {
                Engine::Chromium => errors.extend(self.logged().await?),
                _ => errors = self.printed(driver),
            }
            if errors.iter().any(|error| error.contains(LAST)) {
                break;
            }
            ensure!(
                started.elapsed() < PATIENCE,
                "{} reports no errors any more",
                self.engine
            );
            tokio::time::sleep(POLL).await;
        }
        errors.retain(|error| !error.contains(LAST));
        Ok(errors)
    }

    /// Returns the severe entries that Chromium's console has received since the last call.
    async fn logged(&self) -> Result<Vec<String>> {
        let entries = self
            .client
            .issue_cmd(BrowserLog)
            .await
            .context("can't read the console")?;
        let entries = entries.as_array().cloned().unwrap_or_default().into_iter();
        let severe = entries.filter(|entry| entry["level"] == "SEVERE");
        Ok(severe
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect())
    }

    /// Returns the uncaught errors that Firefox has printed, both the site's and [`LAST`].
    fn printed(&self, driver: &Driver) -> Vec<String> {
        let from_page = format!("JavaScript error: {}", self.site.origin());
        let said = driver.said();
        said.iter()
            .filter(|line| line.starts_with(&from_page) || line.contains(LAST))
            .cloned()
            .collect()
    }
}

/// Saves a screenshot or print in `$SIDELIGHT_SCREENSHOTS`, or in `target/e2e` if that isn't set. Returns its path.
fn keep(name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = std::env::var_os("SIDELIGHT_SCREENSHOTS").map_or_else(
        || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("e2e"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    let path = folder.join(name);
    std::fs::write(&path, bytes).with_context(|| format!("can't write {}", path.display()))?;
    Ok(path)
}

/// Chromium's own WebDriver command that reads the console.
#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
