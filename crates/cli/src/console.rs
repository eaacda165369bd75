//! Output and exit codes that all commands share.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{ColorChoice, ValueEnum};
use sidelight_compiler::{Blame, Compiled, Report};

/// Exit code for a wrong command. clap uses the same code for its own errors.
pub(crate) const USAGE: u8 = 2;

/// Exit code for a file or output that couldn't be read or written.
pub(crate) const MACHINE: u8 = 3;

static COLOR: OnceLock<ColorChoice> = OnceLock::new();

/// Sets the use of colours for the whole run.
pub(crate) fn set_color(choice: ColorChoice) {
    // It is set once, before any output.
    let _ = COLOR.set(choice);
}

/// Returns the number of articles with its noun, such as `2 articles`.
pub(crate) fn count(compiled: &Compiled) -> String {
    match compiled.examined {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

/// Prints a report to standard error. `--color` decides on colours. By default they are used on a terminal, unless
/// the variable `NO_COLOR` is set.
pub(crate) fn show(report: &Report) {
    let styled = match COLOR.get() {
        Some(ColorChoice::Always) => true,
        Some(ColorChoice::Never) => false,
        _ => io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
    };
    say(&report.render(styled));
}

/// The format of a report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

impl Format {
    /// Prints a report: as text to standard error, or as lines of JSON to standard output.
    ///
    /// # Errors
    /// Returns the exit code if the report can't be written. That was already reported.
    pub(crate) fn write(self, report: &Report) -> Result<(), ExitCode> {
        if self == Self::Text {
            show(report);
            return Ok(());
        }
        match report.to_json_lines() {
            Ok(lines) => {
                let printed = print(&lines);
                if printed == ExitCode::SUCCESS {
                    Ok(())
                } else {
                    Err(printed)
                }
            }
            Err(error) => {
                say(&format!("error: the report can't be written: {error}\n"));
                Err(MACHINE.into())
            }
        }
    }
}

/// Prints a message to standard error. Ignores errors, because a closed pipe is no reason to stop.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Prints the requested output to standard output and returns the exit code. It is no error if the reader closes the
/// pipe early, as `head` does.
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

/// Returns the exit code for a report. The most severe cause of an error decides.
pub(crate) fn exit_code(report: &Report) -> ExitCode {
    match report.blame() {
        None => ExitCode::SUCCESS,
        Some(Blame::Articles) => ExitCode::FAILURE,
        Some(Blame::Usage) => USAGE.into(),
        Some(Blame::Machine) => MACHINE.into(),
    }
}
