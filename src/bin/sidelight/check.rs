//! `sidelight check`.

use std::process::ExitCode;

use sidelight::press::{self, Folder};

use crate::talk::{count, exit_code, say, show};
use crate::{Articles, EXIT_CODES};

/// Show every error in the articles, with its place and what to do about it.
#[derive(clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Check {
    #[command(flatten)]
    articles: Articles,
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        let pressed = press::read_all(&Folder::new(self.articles.dir));
        show(&pressed.report);
        say(&format!(
            "checked {}: {}\n",
            count(&pressed),
            pressed.report
        ));
        exit_code(&pressed.report)
    }
}
