//! A virtual X display, for the browser that needs one (see `Engine::needs_display`).

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::process::Running;

/// A running Xvfb. It ends when this value is dropped.
pub(crate) struct Display {
    name: String,
    _server: Running,
}

impl Display {
    /// Starts a display without network access. Xvfb picks its number. The screen is large enough for the widest window in
    /// the tests.
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1920x1600x24",
            "-nolisten",
            "tcp",
        ]);
        let mut server = Running::start(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        // Xvfb prints its number when it is ready.
        let mut number = String::new();
        BufReader::new(server.stdout()?)
            .read_line(&mut number)
            .context("can't read Xvfb's display number")?;
        let number: u32 = number.trim().parse().context("Xvfb didn't start")?;
        Ok(Self {
            name: format!(":{number}"),
            _server: server,
        })
    }

    /// Returns the display's name, such as `:99`, for `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
