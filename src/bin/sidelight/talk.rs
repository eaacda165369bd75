//! What all commands say in the same way.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use sidelight::press::{Pressed, Report};

/// How many articles there were.
pub(crate) fn count(pressed: &Pressed) -> String {
    match pressed.looked_at {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

/// Shows what was found, in colour only on a terminal.
pub(crate) fn show(report: &Report) {
    let styled =
        io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    say(&report.render(styled));
}

/// Says something to the user, if anybody still listens: a closed pipe is no reason to stop.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Whether there were errors.
pub(crate) fn exit_code(report: &Report) -> ExitCode {
    if report.errors() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
