//! The command `sidelight suggest`.

use std::path::PathBuf;
use std::process::ExitCode;

use sidelight_compiler::Folder;

use crate::console::{exit_code, print, show};
use crate::examples;

/// Show what the text of an article tells that its fact boxes don't.
///
/// Numbers, dates, names and quotations that no fact covers, by paragraph, each sentence with a fact to paste into
/// `facts.toml`; then facts that lean on little. Coverage is covered candidates by all candidates.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight suggest after-janaozen"
    "sidelight suggest after-janaozen --in articles --format json"
))]
pub(crate) struct Suggest {
    /// The article, by the name of its folder
    slug: String,
    /// The folder that holds the articles' folders
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs: one JSON object
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
