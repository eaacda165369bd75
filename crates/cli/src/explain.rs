//! The command `sidelight explain`.

use std::process::ExitCode;

use crate::console::{USAGE, print, say};
use crate::examples;

/// Explain an error code and its fix.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight explain SL038"
    "sidelight explain quote-not-found"
))]
pub(crate) struct Explain {
    /// The code, such as SL038, or its name
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
