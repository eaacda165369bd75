//! The command `sidelight explain`.

use std::process::ExitCode;

use crate::console::{USAGE, print, say};
use crate::examples;

/// Say what a code means and what to do about it.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight explain SL038"
    "sidelight explain quote-not-found"
))]
pub(crate) struct Explain {
    /// The code, as in `error[SL038]`, or the name that goes with it
    #[arg(value_name = "CODE")]
    code: String,
}

impl Explain {
    pub(crate) fn run(self) -> ExitCode {
        match sidelight_compiler::explain(&self.code) {
            Ok(entry) => print(&entry.to_string()),
            Err(message) => {
                say(&format!("error: {message}\n"));
                USAGE.into()
            }
        }
    }
}
