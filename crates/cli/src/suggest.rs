//! The command `sidelight suggest`.

use std::path::PathBuf;
use std::process::ExitCode;

use sidelight_compiler::Folder;

use crate::console::{exit_code, print, show};
use crate::examples;

/// List numbers, dates, names and quotations in an article that no fact covers.
///
/// For each sentence, prints a fact to paste into `facts.toml`. Then lists facts with weak evidence or attribution. Coverage
/// is the share of numbers, dates, names and quotations that facts cover.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight suggest after-janaozen"
    "sidelight suggest after-janaozen --in articles --format json"
))]
pub(crate) struct Suggest {
    /// The name of the article's folder
    slug: String,
    /// The folder that contains the article folders
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Text
    Text,
    /// One JSON object
    Json,
}

impl Suggest {
    pub(crate) fn run(self) -> ExitCode {
        let (suggestions, report) = sidelight_import::suggest(&Folder::new(self.dir), &self.slug);
        show(&report);
        let Some(suggestions) = suggestions else {
            return exit_code(&report);
        };
        let out = match self.format {
            Format::Text => suggestions.to_string(),
            Format::Json => suggestions.to_json() + "\n",
        };
        print(&out)
    }
}
