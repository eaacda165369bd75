//! The engines that this machine can run tests in, with everything that the tests need.

use std::process::Command;

use anyhow::Result;

use crate::display::Display;
use crate::engine::{Engine, Equipment};
use crate::needs::Need;
use crate::progress::Progress;
use crate::versions::WASM_TARGET;
use crate::workspace;

/// Installed engines, and a display for those that need one.
pub(crate) struct TestEnv {
    ready: Vec<(Engine, Equipment)>,
    skipped: Vec<(Engine, String)>,
    display: Option<Display>,
}

impl TestEnv {
    /// Sets up engines, each as a step of its own. An engine that can't be set up is skipped.
    pub(crate) fn set_up(engines: &[Engine], progress: &mut Progress) -> Self {
        let mut env = Self {
            ready: Vec::new(),
            skipped: Vec::new(),
            display: None,
        };
        for &engine in engines {
            let title = format!("Set up {}", engine.name());
            match progress.step(&title, || env.equip(engine)) {
                Ok(equipment) => {
                    eprintln!("{}", engine.version(&equipment).unwrap_or_default());
                    env.ready.push((engine, equipment));
                }
                Err(error) => {
                    eprintln!("{} can't be set up: {error:#}", engine.name());
                    env.skipped.push((engine, format!("{error:#}")));
                }
            }
        }
        env
    }

    fn equip(&mut self, engine: Engine) -> Result<Equipment> {
        let equipment = engine.set_up()?;
        if engine.needs_display() && self.display.is_none() {
            self.display = Some(Display::start()?);
        }
        Ok(equipment)
    }

    /// Returns the engines that were set up.
    pub(crate) fn engines(&self) -> impl Iterator<Item = Engine> {
        self.ready.iter().map(|(engine, _)| *engine)
    }

    /// Returns the engines that couldn't be set up, with the reasons.
    pub(crate) fn skipped(&self) -> &[(Engine, String)] {
        &self.skipped
    }

    /// Returns a cargo command that runs the browser unit tests in `engine`. Without an engine the command can build them,
    /// but not run them.
    pub(crate) fn unit_tests(&self, engine: Option<Engine>) -> Result<Command> {
        let mut cargo = workspace::cargo("test");
        // Only these test files: the library's own tests use crates that don't run in a browser.
        cargo.args([
            "--target",
            WASM_TARGET,
            "--features",
            "browser",
            "--test",
            "browser*",
        ]);
        if let Some(slot) = Need::WasmBindgen.slot()? {
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", slot.program());
        }
        // The runner takes the first engine whose variable is set, so only one may be set.
        for other in Engine::ALL {
            let variable = other.driver_variable();
            cargo
                .env_remove(variable)
                .env_remove(format!("{variable}_REMOTE"));
        }
        let ready = self.ready.iter().find(|(ready, _)| engine == Some(*ready));
        if let Some((engine, equipment)) = ready {
            cargo.env(engine.driver_variable(), &equipment.driver);
        }
        cargo.env("WASM_BINDGEN_USE_BROWSER", "1");
        // In seconds. A machine with two cores may be busy.
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        cargo.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
        if engine.is_some_and(Engine::needs_display) {
            self.give_display(&mut cargo, "DISPLAY");
        }
        if engine == Some(Engine::Webkit) {
            // WebKitGTK 2.50.6 sometimes compiles WebAssembly debug code wrongly while that code runs. This was measured
            // with fresh instances of a plain module that only allocates and frees memory. 2 of 600 went wrong; without
            // the last compiler stage, 41 of 3,159. With this setting none of 2,228 did. Without it, but with optimised
            // code, none of 17,000 did.
            cargo.env("JSC_useConcurrentJIT", "0");
        }
        Ok(cargo)
    }

    /// Returns a cargo command that runs the end-to-end tests on the release site in these engines, one after the other.
    pub(crate) fn end_to_end_tests(&self, engines: &[Engine]) -> Result<Command> {
        let mut cargo = workspace::cargo("test");
        // The same options as for the native tests, so that nothing is built twice.
        cargo.args(["--workspace", "--features", "e2e", "--test", "e2e"]);
        let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
        cargo.env("SIDELIGHT_ENGINES", names.join(","));
        // Each engine may be tested by its own process. The first engine also runs the cases that need only one engine.
        if let Some(first) = self.engines().next() {
            cargo.env("SIDELIGHT_FIRST_ENGINE", first.name());
        }
        cargo.env("SIDELIGHT_DIST", workspace::dist());
        for (engine, equipment) in &self.ready {
            let name = engine.name().to_uppercase();
            cargo.env(format!("SIDELIGHT_{name}_BROWSER"), &equipment.browser);
            cargo.env(format!("SIDELIGHT_{name}_DRIVER"), &equipment.driver);
        }
        if let Some(slot) = Need::HostScripts.slot()? {
            cargo.env("SIDELIGHT_HOST_SCRIPTS", slot.packages());
        }
        if let Some(slot) = Need::Axe.slot()? {
            cargo.env("SIDELIGHT_AXE", slot.program());
        }
        self.give_display(&mut cargo, "SIDELIGHT_DISPLAY");
        Ok(cargo)
    }

    fn give_display(&self, command: &mut Command, variable: &str) {
        if let Some(display) = &self.display {
            command.env(variable, display.name());
            command.env_remove("WAYLAND_DISPLAY");
        }
    }
}
