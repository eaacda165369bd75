//! The newsroom's program: checks articles and presses them into pages.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};
use sidelight::press::{self, Folder, Pressed, Report, Shell};

/// Checks a newsroom's articles and presses them into pages.
///
/// An article is a folder with `article.md` (Markdown, with TOML front matter between `+++` lines) and `facts.toml`
/// (its fact boxes). Every fact quotes its evidence from the article.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes:\n  0  no errors (there may be warnings)\n  1  errors in the articles, or pages that could not be made; nothing was written\n  2  the command itself was wrong";

#[derive(Subcommand)]
enum Command {
    /// Show every error in the articles, with its place and what to do about it.
    #[command(after_help = EXIT_CODES)]
    Check {
        #[command(flatten)]
        articles: Articles,
    },
    /// Check the articles and, if they have no errors, make the pages of the site.
    ///
    /// Writes for every article `<slug>/index.html`, the page, and `<slug>/article.json`, the package; further
    /// `index.html` (the article itself while there is only one, a list otherwise) and `reader/index.html`, which
    /// shows packages at run time. With an error nothing is written.
    #[command(after_help = EXIT_CODES)]
    Build {
        #[command(flatten)]
        articles: Articles,
        /// The page to put articles into: the `index.html` that Trunk has built, with the reader's files beside it
        /// [default: index.html in $TRUNK_STAGING_DIR, which Trunk sets for its hooks]
        #[arg(long, value_name = "FILE")]
        shell: Option<PathBuf>,
        /// The folder to write the site to; made if it isn't there [default: $TRUNK_STAGING_DIR]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct Articles {
    /// The folder that holds the articles' folders; each folder's name is the article's place in the site.
    #[arg(value_name = "DIR", default_value = "assets/articles")]
    dir: PathBuf,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { articles } => check(articles),
        Command::Build {
            articles,
            shell,
            out,
        } => {
            let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
            let shell = shell.or_else(|| Some(staging.as_ref()?.join("index.html")));
            match (shell, out.or(staging)) {
                (Some(shell), Some(out)) => build(articles, &shell, &out),
                (shell, _) => usage(if shell.is_none() {
                    "--shell <FILE>"
                } else {
                    "--out <DIR>"
                }),
            }
        }
    }
}

fn usage(missing: &str) -> ExitCode {
    say(&format!(
        "error: {missing} is missing, and TRUNK_STAGING_DIR, which Trunk sets for its hooks, isn't there in its stead\n\n\
         For more information, try '--help'.\n"
    ));
    ExitCode::from(2)
}

fn check(articles: Articles) -> ExitCode {
    let pressed = press::read_all(&Folder::new(articles.dir));
    show(&pressed.report);
    say(&format!(
        "checked {}: {}\n",
        count(&pressed),
        pressed.report
    ));
    exit_code(&pressed.report)
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
            show(&Report::from(fault));
            ExitCode::FAILURE
        }
    }
}

fn count(pressed: &Pressed) -> String {
    match pressed.looked_at {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

fn show(report: &Report) {
    let styled =
        io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    say(&report.render(styled));
}

/// Says something to the user, if anybody still listens: a closed pipe is no reason to stop.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn exit_code(report: &Report) -> ExitCode {
    if report.errors() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
