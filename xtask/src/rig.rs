//! The engines that can be tested in on this machine, with all it takes to do so.

use std::process::Command;

use anyhow::Result;

use crate::display::Display;
use crate::engine::{Engine, Equipment};
use crate::needs::Need;
use crate::progress::Progress;
use crate::versions::WASM_TARGET;
use crate::workspace;

/// Engines that are there, and a display for those that need one.
pub(crate) struct Rig {
    ready: Vec<(Engine, Equipment)>,
    skipped: Vec<(Engine, String)>,
    display: Option<Display>,
}

impl Rig {
    /// Sets up engines, each as a step of its own; one that can't be set up is skipped.
    pub(crate) fn set_up(engines: &[Engine], progress: &mut Progress) -> Self {
        let mut rig = Self {
            ready: Vec::new(),
            skipped: Vec::new(),
            display: None,
        };
        for &engine in engines {
            let title = format!("Set up {}", engine.name());
            match progress.step(&title, || rig.equip(engine)) {
                Ok(equipment) => {
                    eprintln!("{}", engine.version(&equipment).unwrap_or_default());
                    rig.ready.push((engine, equipment));
                }
                Err(error) => {
                    eprintln!("{} can't be set up: {error:#}", engine.name());
                    rig.skipped.push((engine, format!("{error:#}")));
                }
            }
        }
        rig
    }

    fn equip(&mut self, engine: Engine) -> Result<Equipment> {
        let equipment = engine.set_up()?;
        if engine.needs_display() && self.display.is_none() {
            self.display = Some(Display::start()?);
        }
        Ok(equipment)
    }

    /// Those that are there.
    pub(crate) fn engines(&self) -> impl Iterator<Item = Engine> {
        self.ready.iter().map(|(engine, _)| *engine)
    }

    /// Those that aren't, and why.
    pub(crate) fn skipped(&self) -> &[(Engine, String)] {
        &self.skipped
    }

    /// Cargo, to run the unit tests for browsers in one of them, or to build them.
    pub(crate) fn unit_tests(&self, engine: Option<Engine>) -> Result<Command> {
        let mut cargo = workspace::cargo("test");
        // Their own files only: the library's tests use crates that no browser runs.
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
        // The runner takes the first engine it is told of, so it must be told of one only.
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
        // In seconds; a machine with two cores may be busy.
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        cargo.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
        if engine.is_some_and(Engine::needs_display) {
            self.give_display(&mut cargo, "DISPLAY");
        }
        if engine == Some(Engine::Webkit) {
            // Debug code that WebKitGTK (2.50.6) compiles while it runs goes wrong now and then: of a plain module that
            // only takes and gives back memory, 2 of 600 fresh instances (without the last compiler stage 41 of 3,159);
            // none of 2,228 with this, and optimised none of 17,000 without it.
            cargo.env("JSC_useConcurrentJIT", "0");
        }
        Ok(cargo)
    }

    /// Cargo, to run what drives the released site in these of them, one after another.
    pub(crate) fn end_to_end_tests(&self, engines: &[Engine]) -> Result<Command> {
        let mut cargo = workspace::cargo("test");
        // As the native tests are built, so that nothing is built twice.
        cargo.args(["--workspace", "--features", "e2e", "--test", "e2e"]);
        let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
        cargo.env("SIDELIGHT_ENGINES", names.join(","));
        // Each engine may be tested by a process of its own; the first has the cases that need only one.
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
