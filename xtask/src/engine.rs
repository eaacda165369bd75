//! The three browser engines, and the set-up that tests in each of them need.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::needs::Need;
use crate::packages::{self, find};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// Blink.
    Chromium,
    /// Gecko.
    Firefox,
    /// WebKit, as WebKitGTK has it.
    Webkit,
}

/// A browser and its WebDriver, both installed.
#[derive(Clone, Debug)]
pub(crate) struct Equipment {
    /// Path of the browser.
    pub(crate) browser: PathBuf,
    /// Path of the driver.
    pub(crate) driver: PathBuf,
}

impl Engine {
    /// All engines, in the order in which they are tested.
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// Returns the engine's name on the command line and in test names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Returns the environment variable that names the driver for wasm-bindgen's test runner. The runner infers the engine
    /// from it.
    pub(crate) fn driver_variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
            Self::Webkit => "SAFARIDRIVER",
        }
    }

    /// Returns true if the engine's browser needs a display.
    pub(crate) fn needs_display(self) -> bool {
        self == Self::Webkit
    }

    /// Returns the installed browser and driver. Returns an error that names the first missing part.
    pub(crate) fn equipment(self) -> Result<Equipment> {
        let (browsers, driver): (&[&str], _) = match self {
            Self::Chromium => (
                &["chromium", "chromium-browser", "google-chrome"],
                find("chromedriver"),
            ),
            Self::Firefox => (
                &["firefox-esr", "firefox"],
                Need::Geckodriver.slot()?.map(|slot| slot.program()),
            ),
            Self::Webkit => (&[], find("WebKitWebDriver")),
        };
        let browser = match self {
            Self::Webkit => mini_browser(Path::new("/usr")),
            _ => browsers.iter().find_map(|name| find(name)),
        };
        if self.needs_display() && find("Xvfb").is_none() {
            bail!("Xvfb is missing");
        }
        Ok(Equipment {
            browser: browser.with_context(|| format!("no {}", self.browser_name()))?,
            driver: driver
                .filter(|path| path.is_file())
                .with_context(|| format!("no {}", self.driver_name()))?,
        })
    }

    /// Installs the missing parts, then returns the browser and the driver. Returns an error if a part can't be installed.
    pub(crate) fn set_up(self) -> Result<Equipment> {
        if self == Self::Firefox && !Need::Geckodriver.is_met()? {
            Need::Geckodriver.meet()?;
        }
        if let Ok(equipment) = self.equipment() {
            return Ok(equipment);
        }
        packages::install(self.packages())?;
        self.equipment()
    }

    /// Returns the engine's Debian packages. Geckodriver isn't among them, because it comes from the cache.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver"],
            Self::Firefox => &["firefox-esr"],
            Self::Webkit => &["webkit2gtk-driver", "xvfb"],
        }
    }

    fn browser_name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Webkit => "MiniBrowser of WebKitGTK",
        }
    }

    fn driver_name(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Webkit => "WebKitWebDriver",
        }
    }

    /// Returns the first line of the browser's `--version`, for reports. Returns `None` if the browser can't be run.
    pub(crate) fn version(self, equipment: &Equipment) -> Option<String> {
        let text = crate::process::output(Command::new(&equipment.browser).arg("--version"))?;
        text.lines().next().map(|line| line.trim().to_owned())
    }
}

/// Returns the path of MiniBrowser, WebKitGTK's browser for tests, below `usr`. Its folder depends on the machine's
/// architecture and on the version of the library. Returns `None` if it isn't installed.
fn mini_browser(usr: &Path) -> Option<PathBuf> {
    let mut places = vec![usr.join("libexec")];
    for folder in [usr.join("lib"), usr.join("lib64")] {
        places.extend(
            std::fs::read_dir(&folder)
                .ok()
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path()),
        );
        places.push(folder);
    }
    let libraries = ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"];
    libraries
        .iter()
        .flat_map(|library| {
            places
                .iter()
                .map(move |place| place.join(library).join("MiniBrowser"))
        })
        .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mini_browser_is_found_whatever_the_machine_is_called() {
        let usr = std::env::temp_dir().join(format!("sidelight-usr-{}", std::process::id()));
        let folder = usr.join("lib/riscv64-linux-gnu/webkit2gtk-4.1");
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(mini_browser(&usr), None);
        std::fs::write(folder.join("MiniBrowser"), "").unwrap();
        assert_eq!(mini_browser(&usr), Some(folder.join("MiniBrowser")));
        std::fs::remove_dir_all(usr).unwrap();
    }
}
