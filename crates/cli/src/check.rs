//! The command `sidelight check`.

use std::path::PathBuf;
use std::process::ExitCode;

use sidelight_compiler::{Folder, SiteInfo, check_letters};

use crate::console::{Format, USAGE, count, exit_code, say};
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
    /// Format of the report: text on standard error, or one JSON object per line on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Previously built site; warns of numbers and dates that changed since then without a correction
    #[arg(long, value_name = "SITE_DIR", value_hint = clap::ValueHint::DirPath)]
    against: Option<PathBuf>,
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
        let sources = Folder::of(self.articles.dir);
        let mut compiled = sidelight_compiler::read_all(&sources);
        let (info, of_site) = SiteInfo::read(&sources);
        compiled.report.append(of_site);
        for article in &compiled.articles {
            check_letters(&info.theme, &sources, article, &mut compiled.report);
        }
        if let Some(site) = &self.against {
            sidelight_site::against(&mut compiled, site);
        }
        if let Err(code) = self.format.write(&compiled.report) {
            return code;
        }
        say(&format!(
            "checked {}: {}\n",
            count(&compiled),
            compiled.report
        ));
        exit_code(&compiled.report)
    }
}
