//! The command `sidelight suggest`.

use std::path::PathBuf;
use std::process::ExitCode;

use sidelight_compiler::Folder;

use crate::console::{USAGE, exit_code, print, say, show};
use crate::examples;

/// List numbers, dates, names and quotations in an article that no fact covers.
///
/// For each sentence, prints a fact to paste into `facts.toml`. Then lists facts with weak evidence or attribution. Coverage
/// is the share of numbers, dates, names and quotations that facts cover.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight suggest after-janaozen"
    "sidelight suggest"
    "sidelight suggest after-janaozen --in articles --format json"
))]
pub(crate) struct Suggest {
    /// The name of the article's folder [default: the current folder, if it is an article's]
    slug: Option<String>,
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
        let folder = match self.slug {
            Some(_) => Folder::new(self.dir),
            None => Folder::of(self.dir),
        };
        let Some(slug) = self.slug.as_deref().or(folder.only()) else {
            say(
                "error: this isn't the folder of an article; give the name of one, as in `sidelight suggest \
                 after-janaozen`\n",
            );
            return USAGE.into();
        };
        let (suggestions, report) = sidelight_import::suggest(&folder, slug);
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
