//! The command `sidelight check`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use sidelight_compiler::{Folder, SiteInfo};

use crate::console::{MACHINE, USAGE, count, exit_code, print, say, show};
use crate::{Articles, examples};

/// Show every error in the articles and in `site.toml`, with its position and a fix.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight check"
    "sidelight check articles --against public"
    "sidelight check --format json > errors.jsonl"
))]
pub(crate) struct Check {
    #[command(flatten)]
    articles: Articles,
    /// Output format: text on standard error, or one JSON object per line on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Previously built site; warns of numbers and dates that changed since then without a correction
    #[arg(long, value_name = "SITE_DIR", value_hint = clap::ValueHint::DirPath)]
    against: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(crate) fn run(self) -> ExitCode {
        if let Some(site) = self.against.as_deref().filter(|site| !site.is_dir()) {
            say(&format!(
                "error: the folder `{}` doesn't exist; `--against` needs a site built by `sidelight build`\n",
                site.display()
            ));
            return USAGE.into();
        }
        let sources = Folder::new(self.articles.dir);
        let mut compiled = sidelight_compiler::read_all(&sources);
        let (_, of_site) = SiteInfo::read(&sources);
        compiled.report.append(of_site);
        if let Some(site) = &self.against {
            sidelight_site::against(&mut compiled, site);
        }
        if self.format == Format::Text {
            show(&compiled.report);
        } else {
            match compiled.report.to_json_lines() {
                Ok(lines) => {
                    let printed = print(&lines);
                    if printed != ExitCode::SUCCESS {
                        return printed;
                    }
                }
                Err(error) => {
                    say(&format!("error: the report can't be written: {error}\n"));
                    return MACHINE.into();
                }
            }
        }
        say(&format!(
            "checked {}: {}\n",
            count(&compiled),
            compiled.report
        ));
        exit_code(&compiled.report)
    }
}
