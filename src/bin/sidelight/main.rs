//! The newsroom's program: checks articles and presses them into pages. A file for each command.

mod build;
mod check;
mod import;
mod suggest;
mod talk;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Checks a newsroom's articles and presses them into pages.
///
/// An article is a folder with `article.md` (Markdown, with TOML front matter between `+++` lines) and `facts.toml`
/// (its fact boxes). Every fact quotes its evidence from the article.
#[derive(Parser)]
#[command(name = "sidelight", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes:\n  0  no errors (there may be warnings)\n  1  errors in the articles, or pages that could not be made; nothing was written\n  2  the command itself was wrong";

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    Build(build::Build),
    Import(import::Import),
    Suggest(suggest::Suggest),
}

/// Where the articles are.
#[derive(clap::Args)]
struct Articles {
    /// The folder that holds the articles' folders; each folder's name is the article's place in the site.
    #[arg(value_name = "DIR", default_value = "assets/articles")]
    dir: PathBuf,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(check) => check.run(),
        Command::Build(build) => build.run(),
        Command::Import(import) => import.run(),
        Command::Suggest(suggest) => suggest.run(),
    }
}
