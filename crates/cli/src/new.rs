//! The command `sidelight new`.

use std::path::PathBuf;
use std::process::ExitCode;

use sidelight_compiler::StartError;
use sidelight_model::Slug;

use crate::console::{MACHINE, USAGE, say};
use crate::examples;

/// Start an article: a folder with an example in it that presses as it is, to write over.
///
/// Beside it come JSON Schemas, by which editors complete `facts.toml`.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight new flood-in-the-valley"
    "sidelight new flood-in-the-valley --into articles"
))]
pub(crate) struct New {
    /// The article's name: its folder, and its place in the site
    #[arg(value_parser = sidelight_compiler::slug)]
    slug: Slug,
    /// The folder of articles to put it into; made if it isn't there
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    into: PathBuf,
}

impl New {
    pub(crate) fn run(self) -> ExitCode {
        match sidelight_compiler::start(&self.slug, &self.into) {
            Ok(folder) => {
                say(&format!(
                    "wrote article.md and facts.toml into {}\n`sidelight check {}` says what is wrong with them\n",
                    folder.display(),
                    self.into.display()
                ));
                ExitCode::SUCCESS
            }
            Err(StartError::Exists(path)) => {
                say(&format!(
                    "error: there is a `{}` already, and nothing was changed; choose another name, or delete it first\n",
                    path.display()
                ));
                USAGE.into()
            }
            Err(StartError::Io(error)) => {
                say(&format!(
                    "error: the article can't be written into `{}`: {error}\n",
                    self.into.display()
                ));
                MACHINE.into()
            }
        }
    }
}
