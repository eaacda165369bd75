//! The newsroom's program, which checks articles and builds sites. Each command has its own module.

mod build;
mod check;
mod completions;
mod console;
mod editions;
mod explain;
mod import;
mod new;
mod schema;
mod serve;
mod sources;
mod suggest;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

/// Allocator for compression, which allocates and frees megabytes for each file. The system's own allocator would
/// return this memory to the system each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Checks a newsroom's articles and builds a site from them.
///
/// An article is a folder with `article.md` (Markdown, with TOML front matter between `+++` lines) and `facts.toml`
/// (its fact boxes). Every fact quotes its evidence from the article.
#[derive(Parser)]
#[command(name = "sidelight", version, after_help = concat!(
    "Examples:\n",
    "  sidelight new flood-in-the-valley    create an article\n",
    "  sidelight import report.html         import an article from another format\n",
    "  sidelight check                      show the errors in this folder's articles\n",
    "  sidelight serve                      preview the site in a browser while you write\n",
    "  sidelight build --out public         build the site\n",
    "\nExit codes:\n",
    "  0  success; there may be warnings\n",
    "  1  errors in the articles\n",
    "  2  invalid option or path\n",
    "  3  a file couldn't be read or written, or an internal error\n",
))]
struct Arguments {
    /// When to use colours [auto: on a terminal, unless the variable NO_COLOR is set]
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

/// Summary of the exit codes, shown below the help of each command.
const EXIT_CODES: &str = "Exit codes: 0 success, 1 errors in the articles, 2 invalid option or path, 3 read, write or internal error";

/// Formats a command's examples, followed by the exit codes.
macro_rules! examples {
    ($($example:literal)*) => {
        format!("Examples:\n{}\n{}", concat!($("  ", $example, "\n",)*), crate::EXIT_CODES)
    };
}
pub(crate) use examples;

#[derive(Subcommand)]
enum Command {
    New(new::New),
    Check(check::Check),
    Serve(serve::Serve),
    Build(build::Build),
    Import(import::Import),
    Suggest(suggest::Suggest),
    Editions(editions::Editions),
    Sources(sources::Sources),
    Explain(explain::Explain),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

/// Where the articles are.
#[derive(clap::Args)]
struct Articles {
    /// The folder that contains the article folders, or for `check` and `serve` the folder of one article. A folder's name
    /// is the article's address in the site.
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    console::set_color(arguments.color);
    match arguments.command {
        Command::New(new) => new.run(),
        Command::Check(check) => check.run(),
        Command::Serve(serve) => serve.run(),
        Command::Build(build) => build.run(),
        Command::Import(import) => import.run(),
        Command::Suggest(suggest) => suggest.run(),
        Command::Editions(editions) => editions.run(),
        Command::Sources(sources) => sources.run(),
        Command::Explain(explain) => explain.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
    }
}
