//! Runs cases. The browser is reused for the next case if its engine and mode match.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder};
use tokio::runtime::Runtime;
use tokio::signal::unix::SignalKind;
use tokio::time::timeout;

use super::Outcome;
use super::driver::{self, Driver};
use super::engine::{Engine, Mode};
use super::failure::{self, Reason};
use super::page::Page;
use super::site::Site;

/// Time limit for a browser to start.
const STARTING: Duration = Duration::from_secs(90);
/// Time limit for a browser to close.
const CLOSING: Duration = Duration::from_secs(20);

/// The running driver and browser, if any.
pub(crate) struct Bench {
    session: Option<Session>,
    runtime: Runtime,
}

struct Session {
    engine: Engine,
    mode: Mode,
    client: Client,
    driver: Driver,
}

impl Bench {
    /// Creates a bench without a browser, and handles interrupts from now on.
    pub(crate) fn new() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        for kind in [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ] {
            runtime.spawn(driver::end_when_interrupted(kind));
        }
        Ok(Self {
            session: None,
            runtime,
        })
    }

    /// Runs a future to completion.
    pub(crate) fn wait_for<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Runs one case. If it fails, the error describes the window, and the browser isn't reused.
    pub(crate) fn perform(
        &mut self,
        engine: Engine,
        mode: Mode,
        file: &str,
        run: &(dyn Fn(&Self, &Page) -> Outcome + Send + Sync),
    ) -> Result<(), String> {
        let page = dist().and_then(|dist| self.page(engine, mode, &dist));
        let page = page.map_err(|error| Reason::of_error(&error).with(""))?;
        let result = catch_unwind(AssertUnwindSafe(|| {
            run(self, &page)?;
            match &self.session {
                Some(session) => self.wait_for(page.check_errors(&session.driver)),
                None => Ok(()),
            }
        }));
        let reason = match result {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => Reason::of_error(&error),
            Err(panic) => Reason::of_panic(&*panic),
        };
        let window = self.session.as_ref().map(|session| {
            let name = format!("failed-{file}");
            self.wait_for(failure::describe(&page, &session.driver, &name))
        });
        self.end();
        Err(reason.with(&window.unwrap_or_default()))
    }

    /// Opens an empty window of this engine's browser, on a new site that serves `folder`.
    pub(crate) fn page(&mut self, engine: Engine, mode: Mode, folder: &Path) -> Result<Page> {
        let session = match self.session.take() {
            Some(session) if session.engine == engine && session.mode == mode => session,
            other => {
                self.session = other;
                self.end();
                self.start(engine, mode)?
            }
        };
        let session = self.session.insert(session);
        self.runtime.block_on(async {
            let site = Site::start(folder).await?;
            let page = Page::new(session.client.clone(), engine, mode, site);
            page.begin(&session.driver).await?;
            Ok(page)
        })
    }

    fn start(&self, engine: Engine, mode: Mode) -> Result<Session> {
        let driver = Driver::start(engine)?;
        let mut builder =
            ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let capabilities = engine.capabilities(mode)?;
        // WebKit's driver waits forever for a browser that exits at once.
        let client = self.wait_for(async {
            let starting = builder.capabilities(capabilities).connect(driver.address());
            timeout(STARTING, starting).await
        });
        let client = client
            .map_err(anyhow::Error::from)
            .and_then(|client| Ok(client?))
            .with_context(|| format!("{engine} doesn't start: {}", driver.said().join("\n")))?;
        let session = Session {
            engine,
            mode,
            client,
            driver,
        };
        self.wait_for(session.make_window_narrowable())?;
        Ok(session)
    }

    /// Closes the running browser.
    fn end(&mut self) {
        if let Some(session) = self.session.take() {
            // If closing fails or times out, dropping the driver kills the browser.
            let _ = self.wait_for(async { timeout(CLOSING, session.client.close()).await });
        }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.end();
    }
}

impl Session {
    /// Replaces the window by a popup where needed. In Firefox and WebKitGTK only a popup without toolbars can be as
    /// narrow as a phone.
    async fn make_window_narrowable(&self) -> Result<()> {
        if !self.engine.has_wide_toolbars() {
            return Ok(());
        }
        let first = self.client.window().await?;
        let open = "window.open('about:blank', '_blank', 'popup,noopener,width=800,height=600')";
        self.client.execute(open, Vec::new()).await?;
        let second = self
            .client
            .windows()
            .await?
            .into_iter()
            .find(|window| *window != first);
        let second = second.with_context(|| format!("{} opened no second window", self.engine))?;
        self.client.close_window().await?;
        self.client.switch_to_window(second).await?;
        Ok(())
    }
}

/// Returns the folder of the built site: `$SIDELIGHT_DIST`, or `dist`.
pub(crate) fn dist() -> Result<PathBuf> {
    let folder = std::env::var_os("SIDELIGHT_DIST").map_or_else(
        || Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("dist"),
        PathBuf::from,
    );
    fs::canonicalize(&folder).with_context(|| {
        format!(
            "no site in {}; `cargo xtask build` makes one",
            folder.display()
        )
    })
}
