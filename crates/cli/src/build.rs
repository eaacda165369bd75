//! The command `sidelight build`.

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sidelight_compiler::{BaseUrl, Folder, Report, SiteInfo};
use sidelight_site::{Built, Compression, Published, Shell, Site};

use crate::console::{Format, USAGE, exit_code, say};
use crate::{Articles, examples};

/// Default folder of the site.
const OUT: &str = "public";

/// Check the articles and, if they have no errors, publish the site.
///
/// Writes a folder that any web server can serve. Each article has a page, `<slug>/index.html`, and files for machines
/// beside it. The front page is the article itself if there is only one, otherwise a list. `reader/index.html` shows
/// packages. Files that all pages share are in `shared/`; their names change with their content. Rules for web servers are in
/// `_headers`, `.sidelight/nginx.conf` and `.sidelight/Caddyfile`.
///
/// Only articles that changed since the last build are built again. If any article has an error, nothing is published. An
/// interrupted build doesn't damage the site.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight build"
    "sidelight build articles --out /srv/www --base-url https://example.org/news"
    "sidelight build --keep-going --compress best"
    "sidelight build --format json > errors.jsonl"
))]
pub(crate) struct Build {
    #[command(flatten)]
    articles: Articles,
    /// Output folder of the site; created if it doesn't exist [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address of the site, such as https://example.org/news; needed for the feed, the sitemap and other files with
    /// absolute addresses; overrides `base-url` in site.toml
    #[arg(long, value_name = "URL", value_parser = |url: &str| BaseUrl::new(url))]
    base_url: Option<BaseUrl>,
    /// Publish the articles without errors; keep the previous version of the others
    #[arg(long)]
    keep_going: bool,
    /// Format of the report: text on standard error, or one JSON object per line on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Compression of the files
    #[arg(long, value_name = "HOW", default_value = "fast")]
    compress: Compress,
    /// Shell to use instead of the built-in one: an `index.html` built by Trunk, with the program's files beside it
    #[arg(long, value_name = "FILE")]
    shell: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Compress {
    /// None, for hosts that compress files themselves
    None,
    /// Fast, with good results
    Fast,
    /// Smallest files, takes several times as long
    Best,
}

impl Build {
    pub(crate) fn run(self) -> ExitCode {
        let begun = Instant::now();
        // Trunk sets this variable for its hooks. The folder then contains the shell, and the site is built in it.
        let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
        let path = self
            .shell
            .or_else(|| Some(staging.as_ref()?.join("index.html")));
        let shell = match path {
            Some(path) => match Shell::read(&path) {
                Ok(shell) => shell,
                Err(diagnostic) => return failed(self.format, &diagnostic.into()),
            },
            None => match Shell::embedded() {
                Some(shell) => shell,
                None => return not_whole(),
            },
        };
        let out = self.out.or(staging).unwrap_or_else(|| OUT.into());
        let sources = Folder::new(self.articles.dir);
        let (mut info, report) = SiteInfo::read(&sources);
        if report.errors() > 0 {
            return failed(self.format, &report);
        }
        if self.base_url.is_some() {
            info.base_url = self.base_url;
        }
        let site = Site {
            sources: &sources,
            shell: &shell,
            info: &info,
            out: &out,
            compression: match self.compress {
                Compress::None => Compression::None,
                Compress::Fast => Compression::Fast,
                Compress::Best => Compression::Best,
            },
            keep_going: self.keep_going,
            published: true,
        };
        let bar = bar();
        let built = site.build(&|done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        if let Err(code) = self.format.write(&built.report) {
            return code;
        }
        say(&summary(&built, &out.display().to_string(), begun));
        exit_code(&built.report)
    }
}

fn failed(format: Format, report: &Report) -> ExitCode {
    match format.write(report) {
        Ok(()) => exit_code(report),
        Err(code) => code,
    }
}

pub(crate) fn not_whole() -> ExitCode {
    say(
        "error: this copy of sidelight can't build sites: the program for readers' browsers isn't \
         included\n\nRun `cargo xtask install` in Sidelight's repository, or give a shell built by Trunk with \
         --shell <FILE>.\n\nFor more information, try '--help'.\n",
    );
    USAGE.into()
}

/// Returns a bar that shows the number of finished articles. It is hidden if standard error isn't a terminal.
fn bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} articles, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// Returns the summary that is printed at the end of a build.
fn summary(built: &Built, out: &str, begun: Instant) -> String {
    let mut text = String::new();
    if built.finished_another {
        text += "finished an earlier, interrupted build\n";
    }
    let report = &built.report;
    match &built.published {
        None => {
            text += &format!(
                "checked {}: {report}; nothing was published\n",
                articles(built.examined)
            )
        }
        Some(published) => {
            if let Some(reason) = &published.full_rebuild {
                text += &format!("rebuilt everything: {reason}\n");
            }
            for (slug, is_there) in &published.left_out {
                text += &match is_there {
                    true => format!("kept the previous version (has errors): {slug}\n"),
                    false => format!("left out (has errors): {slug}\n"),
                };
            }
            text += &format!(
                "built {}{} into {out}: {} files in {} ms, {report}\n",
                articles(published.built),
                others(published),
                published.files,
                begun.elapsed().as_millis(),
            );
        }
    }
    text
}

fn articles(number: usize) -> String {
    match number {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

fn others(published: &Published) -> String {
    [
        (published.unchanged, "unchanged"),
        (published.removed, "removed"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!(", {number} {what}"))
    .collect()
}
