//! What all commands say in the same way.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::ColorChoice;
use sidelight_compiler::{Blame, Pressed, Report};

/// How the program ends when the command was wrong; clap's own faults end it so too.
pub(crate) const USAGE: u8 = 2;

/// How it ends when something couldn't be read or written.
pub(crate) const MACHINE: u8 = 3;

static COLOR: OnceLock<ColorChoice> = OnceLock::new();

/// Settles for the whole run whether there are colours.
pub(crate) fn set_color(choice: ColorChoice) {
    // It is settled once, before anything is said.
    let _ = COLOR.set(choice);
}

/// How many articles there were.
pub(crate) fn count(pressed: &Pressed) -> String {
    match pressed.looked_at {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

/// Shows what was found, in colour if the user wants it or, when nothing else was said, on a terminal.
pub(crate) fn show(report: &Report) {
    let styled = match COLOR.get() {
        Some(ColorChoice::Always) => true,
        Some(ColorChoice::Never) => false,
        _ => io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
    };
    say(&report.render(styled));
}

/// Says something to the user, if anybody still listens: a closed pipe is no reason to stop.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Hands out what was asked for. A reader that has heard enough, as `head` has, is no fault.
pub(crate) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            say(&format!("error: the output can't be written: {error}\n"));
            MACHINE.into()
        }
        _ => ExitCode::SUCCESS,
    }
}

/// How the program ends after a report: by the gravest error in it.
pub(crate) fn exit_code(report: &Report) -> ExitCode {
    match report.blame() {
        None => ExitCode::SUCCESS,
        Some(Blame::Articles) => ExitCode::FAILURE,
        Some(Blame::Usage) => USAGE.into(),
        Some(Blame::Machine) => MACHINE.into(),
    }
}
