//! What a case has in hand: a window, and the site it looks at.

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

/// How long something may take to become true.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(30);
/// How long the page itself looks before it answers.
const MOMENT: Duration = Duration::from_millis(600);
/// An error of our own.
const LAST: &str = "the last error of this case";
/// The size of a window where a case asks for none, in CSS pixels.
const SIZE: (u32, u32) = (1280, 800);

/// A window on a site.
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

    /// The engine it is shown by.
    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    /// The site it looks at.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// The browser, for what is not here.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a path of the site (`/`, `/reader/?package=…`) and waits until it is loaded.
    pub(crate) async fn open(&self, path: &str) -> Result<()> {
        let url = format!("{}{path}", self.site.origin());
        self.client
            .goto(&url)
            .await
            .with_context(|| format!("can't open {path}"))
    }

    /// What a JavaScript expression comes to.
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
            // While a page is being left its scripts can't be run.
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

    /// Whether a JavaScript expression is truthy now or, where pages run scripts, becomes so in a moment. The page itself
    /// looks again and again, which costs less than as many commands to the browser.
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

    /// The first element a CSS selector finds.
    pub(crate) async fn find(&self, selector: &str) -> Result<Element> {
        self.client
            .find(Locator::Css(selector))
            .await
            .with_context(|| format!("no `{selector}`"))
    }

    /// The element that a JavaScript expression leads to.
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

    /// The text a reader sees of the first such element.
    pub(crate) async fn text(&self, selector: &str) -> Result<String> {
        self.find(selector)
            .await?
            .text()
            .await
            .with_context(|| format!("can't read `{selector}`"))
    }

    /// Clicks the first such element, as a reader would.
    pub(crate) async fn click(&self, selector: &str) -> Result<()> {
        self.find(selector)
            .await?
            .click()
            .await
            .with_context(|| format!("can't click `{selector}`"))
    }

    /// Types into the element that has the focus; special keys are those of [`fantoccini::key::Key`].
    pub(crate) async fn press(&self, keys: impl Into<String>) -> Result<()> {
        self.client
            .active_element()
            .await?
            .send_keys(&keys.into())
            .await
            .context("can't type")
    }

    /// Goes back in the window's history.
    pub(crate) async fn back(&self) -> Result<()> {
        self.client.back().await.context("can't go back")
    }

    /// Makes the page's area this large, in CSS pixels. WebKitGTK has no window narrower than 334.
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
            // The window has a frame and perhaps toolbars besides.
            window = (
                (window.0 + least).saturating_sub(inner_width),
                (window.1 + height).saturating_sub(inner_height),
            );
        }
    }

    /// How large the page's area is once it no longer changes: windows take their size some time after they are told.
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

    /// Keeps what the window shows as `<name>.png`; says where.
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

    /// Keeps the page as it is printed as `<name>.pdf`; says where. WebKitGTK can't.
    pub(crate) async fn print(&self, name: &str) -> Result<PathBuf> {
        let pdf = self
            .client
            .print(Default::default())
            .await
            .context("can't print")?;
        keep(&format!("{name}.pdf"), &pdf)
    }

    /// Lets an error be that has this in its text. Any other fails the case, where the engine tells of errors.
    pub(crate) fn expect_error(&self, text: &'static str) {
        self.expected
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(text);
    }

    /// Makes the window as every case finds it.
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

    /// Fails for errors nobody expected.
    pub(super) async fn check_errors(&self, driver: &Driver) -> Result<()> {
        // The case may have ended in a frame. Chromium doesn't report the errors of every frame.
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

    /// The errors since the case began. WebKitGTK tells nobody in an automated window.
    pub(super) async fn errors(&self, driver: &Driver) -> Result<Vec<String>> {
        match self.engine {
            Engine::Chromium if !self.mode.scripts => return self.logged().await,
            Engine::Firefox if !self.mode.scripts => return Ok(Vec::new()),
            Engine::Webkit => return Ok(Vec::new()),
            Engine::Chromium | Engine::Firefox => {}
        }
        // Errors are reported some time after they occur. One of our own, thrown last, tells when all are there.
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

    /// What Chromium's console has got since it was last asked.
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

    /// The uncaught errors that Firefox has printed, of the site and of our own script.
    fn printed(&self, driver: &Driver) -> Vec<String> {
        let from_page = format!("JavaScript error: {}", self.site.origin());
        let said = driver.said();
        said.iter()
            .filter(|line| line.starts_with(&from_page) || line.contains(LAST))
            .cloned()
            .collect()
    }
}

/// Where pictures and prints are kept: `$SIDELIGHT_SCREENSHOTS`, or `target/e2e`.
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

/// Chromium's own command for what is in its console.
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
