//! The browser engines, and the options that start a separate browser for the tests.

use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Blink.
    Chromium,
    /// Gecko.
    Firefox,
    /// WebKit, in the WebKitGTK port.
    Webkit,
}

/// The settings that a browser is started with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mode {
    /// Pages may run scripts. WebDriver's own scripts always run.
    pub(crate) scripts: bool,
    /// The reader prefers dark pages.
    pub(crate) dark: bool,
    /// Pages may store data. WebKitGTK has no setting for it.
    pub(crate) storage: bool,
}

impl Default for Mode {
    fn default() -> Self {
        Self {
            scripts: true,
            dark: false,
            storage: true,
        }
    }
}

impl Engine {
    const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// Returns the engines named in `SIDELIGHT_ENGINES`, in that order.
    pub(crate) fn chosen() -> Result<Vec<Self>> {
        let names = std::env::var("SIDELIGHT_ENGINES").unwrap_or_default();
        let names = names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        names
            .map(|name| Self::named(name).context("in SIDELIGHT_ENGINES"))
            .collect()
    }

    /// Returns the engine for cases that need only one: `SIDELIGHT_FIRST_ENGINE` if it is set, otherwise the first of
    /// `engines`.
    pub(crate) fn first(engines: &[Self]) -> Result<Option<Self>> {
        match std::env::var("SIDELIGHT_FIRST_ENGINE") {
            Ok(name) => Self::named(&name).map(Some),
            Err(_) => Ok(engines.first().copied()),
        }
    }

    fn named(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|engine| engine.to_string() == name)
            .with_context(|| format!("no engine `{name}`; there are chromium, firefox and webkit"))
    }

    /// Returns the path of the engine's WebDriver program.
    pub(crate) fn driver(self) -> Result<PathBuf> {
        self.told("DRIVER")
    }

    fn told(self, what: &str) -> Result<PathBuf> {
        let name = format!("SIDELIGHT_{}_{what}", self.to_string().to_uppercase());
        std::env::var_os(&name)
            .map(PathBuf::from)
            .with_context(|| format!("{name} isn't set; `cargo xtask test` sets it"))
    }

    /// Returns the capabilities to request from the driver.
    pub(crate) fn capabilities(self, mode: Mode) -> Result<Capabilities> {
        let browser = self.told("BROWSER")?;
        let capabilities = match self {
            Self::Chromium => chromium(&browser.to_string_lossy(), mode),
            Self::Firefox => firefox(&browser.to_string_lossy(), mode),
            Self::Webkit => webkit(&browser.to_string_lossy(), mode),
        };
        match capabilities {
            Value::Object(capabilities) => Ok(capabilities),
            _ => bail!("capabilities are an object"),
        }
    }

    /// Returns true if a window with toolbars can't be made as narrow as a phone.
    pub(crate) fn has_wide_toolbars(self) -> bool {
        self != Self::Chromium
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        })
    }
}

fn chromium(binary: &str, mode: Mode) -> Value {
    let mut arguments = vec![
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Chromium crashes if /dev/shm is as small as it is in containers.
        "--disable-dev-shm-usage",
    ];
    if mode.dark {
        arguments.push("--blink-settings=preferredColorScheme=0");
    }
    let scripts = if mode.scripts { 1 } else { 2 };
    json!({
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": binary,
            "args": arguments,
            "prefs": {
                "profile.managed_default_content_settings.javascript": scripts,
                "profile.managed_default_content_settings.cookies": if mode.storage { 1 } else { 2 },
            },
        },
    })
}

fn firefox(binary: &str, mode: Mode) -> Value {
    json!({
        "moz:firefoxOptions": {
            "binary": binary,
            "args": ["-headless"],
            "prefs": {
                "javascript.enabled": mode.scripts,
                // 5 is Firefox's default; 2 blocks all cookies.
                "network.cookie.cookieBehavior": if mode.storage { 5 } else { 2 },
                "layout.css.prefers-color-scheme.content-override": if mode.dark { 0 } else { 1 },
                // Prints the errors of pages to stdout, where the harness reads them.
                "browser.dom.window.dump.enabled": true,
                // The harness opens its window as a popup.
                "dom.disable_open_during_load": false,
                // Firefox rounds times by default; the other engines don't.
                "privacy.reduceTimerPrecision": false,
                // No network requests of Firefox's own.
                "app.normandy.enabled": false,
                "messaging-system.rsexperimentloader.enabled": false,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
            },
        },
    })
}

fn webkit(binary: &str, mode: Mode) -> Value {
    let mut arguments = vec![
        "--automation",
        "--javascript-can-open-windows-automatically=true",
    ];
    if !mode.scripts {
        arguments.push("--enable-javascript=false");
    }
    if mode.dark {
        arguments.push("--dark-mode");
    }
    json!({ "webkitgtk:browserOptions": { "binary": binary, "args": arguments } })
}
