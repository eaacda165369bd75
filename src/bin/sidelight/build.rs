//! `sidelight build`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use sidelight::press::{self, Folder, Report, Shell};

use crate::talk::{USAGE, count, exit_code, say, show};
use crate::{Articles, examples};

/// Check the articles and, if they have no errors, make the pages of the site.
///
/// Writes for every article `<slug>/index.html`, the page, and `<slug>/article.json`, the package; further
/// `index.html` (the article itself while there is only one, a list otherwise) and `reader/index.html`, which
/// shows packages at run time. With an error nothing is written.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight build --shell dist/index.html --out public"
    "sidelight build articles --shell dist/index.html --out /srv/www"
))]
pub(crate) struct Build {
    #[command(flatten)]
    articles: Articles,
    /// The page to put articles into: the `index.html` that Trunk has built, with the reader's files beside it
    /// [default: index.html in $TRUNK_STAGING_DIR, which Trunk sets for its hooks]
    #[arg(long, value_name = "FILE")]
    shell: Option<PathBuf>,
    /// The folder to write the site to; made if it isn't there [default: $TRUNK_STAGING_DIR]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Build {
    pub(crate) fn run(self) -> ExitCode {
        let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
        let shell = self
            .shell
            .or_else(|| Some(staging.as_ref()?.join("index.html")));
        match (shell, self.out.or(staging)) {
            (Some(shell), Some(out)) => build(self.articles, &shell, &out),
            (shell, _) => usage(if shell.is_none() {
                "--shell <FILE>"
            } else {
                "--out <DIR>"
            }),
        }
    }
}

fn usage(missing: &str) -> ExitCode {
    say(&format!(
        "error: {missing} is missing, and TRUNK_STAGING_DIR, which Trunk sets for its hooks, isn't there in its stead\n\n\
         For more information, try '--help'.\n"
    ));
    USAGE.into()
}

fn build(articles: Articles, shell: &Path, out: &Path) -> ExitCode {
    let begun = Instant::now();
    let pressed = press::read_all(&Folder::new(articles.dir));
    show(&pressed.report);
    if pressed.report.errors() > 0 {
        say(&format!(
            "checked {}: {}; nothing was written\n",
            count(&pressed),
            pressed.report
        ));
        return exit_code(&pressed.report);
    }
    let summary = format!("pressed {} into {}", count(&pressed), out.display());
    let written = Shell::read(shell)
        .and_then(|shell| press::pages(pressed.articles, &shell))
        .and_then(|files| {
            press::write(out, &files)?;
            Ok(files.len())
        });
    match written {
        Ok(files) => {
            say(&format!(
                "{summary}: {files} files in {} ms, {}\n",
                begun.elapsed().as_millis(),
                pressed.report
            ));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            let report = Report::from(fault);
            show(&report);
            exit_code(&report)
        }
    }
}
