//! The command `sidelight new`.

use std::path::PathBuf;
use std::process::ExitCode;

use sidelight_compiler::StartError;
use sidelight_model::Slug;

use crate::console::{MACHINE, USAGE, say};
use crate::examples;

/// Create an article from an example that you can edit.
///
/// Also writes JSON Schemas, which let editors complete and check `facts.toml`.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight new flood-in-the-valley"
    "sidelight new flood-in-the-valley --into articles"
))]
pub(crate) struct New {
    /// The name of the article's folder, and its address in the site
    #[arg(value_parser = sidelight_compiler::slug)]
    slug: Slug,
    /// The folder that contains the article folders; created if it doesn't exist
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    into: PathBuf,
}

impl New {
    pub(crate) fn run(self) -> ExitCode {
        match sidelight_compiler::start(&self.slug, &self.into) {
            Ok(folder) => {
                say(&format!(
                    "created article.md and facts.toml in {}\nnext: edit them, then run `sidelight check {}`\n",
                    folder.display(),
                    self.into.display()
                ));
                ExitCode::SUCCESS
            }
            Err(StartError::Exists(path)) => {
                say(&format!(
                    "error: `{}` already exists; nothing was changed\nChoose another name, or delete it first.\n",
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
