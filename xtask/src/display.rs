//! An X display without a screen, for the browser that can't do without one.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::process::Running;

/// A running Xvfb; it ends when this is dropped.
pub(crate) struct Display {
    name: String,
    _server: Running,
}

impl Display {
    /// Starts one with a number of its own choice; it has no network, and room for the widest window we test.
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
        // It says its number once it is ready.
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

    /// Its name, for `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
