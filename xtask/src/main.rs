//! Sets a machine up for Sidelight and runs the project's commands, such as `cargo xtask serve`, `cargo xtask test`, and
//! the other commands of continuous integration.

mod bench_build;
mod cache;
mod crates;
mod deny;
mod display;
mod engine;
mod failures;
mod fuzz;
mod host;
mod install;
mod lint;
mod measure;
mod needs;
mod npm;
mod packages;
mod page;
mod pictures;
mod prebuilt;
mod process;
mod progress;
mod reproduce;
mod results;
mod runs;
mod sbom;
mod serve;
mod site;
mod size;
mod stamp;
mod test;
mod test_env;
mod versions;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::engine::Engine;

/// Sets this machine up for Sidelight and runs its commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Serve the site on this computer and rebuild it when a file changes
    Serve {
        /// The port [default: the first free one from 8080]
        #[arg(long)]
        port: Option<u16>,
        /// Serve the optimised release, which takes longer to build
        #[arg(long)]
        release: bool,
    },
    /// Run tests in all engines [default: all kinds of tests]
    Test {
        /// Only in this engine; may be repeated
        #[arg(long = "engine", value_name = "ENGINE")]
        engines: Vec<Engine>,
        /// Native tests
        #[arg(long)]
        native: bool,
        /// Browser unit tests
        #[arg(long)]
        browser: bool,
        /// End-to-end tests
        #[arg(long)]
        e2e: bool,
        /// Fail if an engine can't be set up [default if CI is set]
        #[arg(long)]
        require_all: bool,
        /// Run only tests whose name contains this
        #[arg(last = true, value_name = "FILTER")]
        filter: Vec<String>,
    },
    /// Measure the program in browsers: first paint, adopting, layout shift
    Measure {
        /// Only in this engine; may be repeated
        #[arg(long = "engine", value_name = "ENGINE")]
        engines: Vec<Engine>,
    },
    /// Take screenshots of the site in browsers, into target/e2e: three widths, light and dark
    Pictures {
        /// Only in this engine; may be repeated
        #[arg(long = "engine", value_name = "ENGINE")]
        engines: Vec<Engine>,
    },
    /// Build the release into dist/, and bills of materials into target/sbom/
    Build,
    /// Build the release of the last commit twice and compare every byte
    Reproduce,
    /// Fuzz the parsers of untrusted data with libFuzzer
    Fuzz {
        /// Duration for each target
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Only this target; may be repeated
        #[arg(long = "target", value_name = "TARGET")]
        targets: Vec<String>,
    },
    /// Install `sidelight` for a newsroom, with the program for readers' browsers in it
    Install {
        /// Install into `bin/` of this folder instead of cargo's own
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
        /// Only build it, as this file
        #[arg(long, value_name = "FILE", conflicts_with = "root")]
        out: Option<PathBuf>,
    },
    /// Compare build times with Hugo, on sites with copies of the bundled article
    BenchBuild {
        /// Number of articles; may be repeated
        #[arg(long = "articles", value_name = "NUMBER", default_values_t = [100, 1_000, 10_000])]
        articles: Vec<usize>,
        /// Number of measurements of each; the best one counts
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// Build the bundled articles; Trunk calls this after it has built the program
    #[command(hide = true)]
    Hook,
    /// Check formatting, clippy, documentation and dependencies; warnings are errors
    Lint,
    /// Measure the release build against its budgets
    Size {
        /// Print JSON instead of a table
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a task. Returns false if it found problems, which it has printed. Other failures are errors.
fn perform(task: Task) -> Result<bool> {
    process::stop_cleanly()?;
    match task {
        Task::Serve { port, release } => serve::serve(port, release).map(|()| true),
        Task::Test {
            engines,
            native,
            browser,
            e2e,
            require_all,
            filter,
        } => {
            let all = !(native || browser || e2e);
            test::test(&test::Choice {
                engines: all_unless_named(engines),
                native: native || all,
                browser: browser || all,
                e2e: e2e || all,
                require_all: require_all || is_ci(),
                filter,
            })
        }
        Task::Measure { engines } => measure::measure(&all_unless_named(engines)),
        Task::Pictures { engines } => pictures::pictures(&all_unless_named(engines)),
        Task::Build => site::build().map(|()| true),
        Task::Reproduce => reproduce::reproduce().map(|()| true),
        Task::Fuzz { seconds, targets } => fuzz::fuzz(seconds, &targets),
        Task::Install { root, out } => {
            let destination = out.map_or(
                install::Destination::Installed(root),
                install::Destination::File,
            );
            install::install(&destination).map(|()| true)
        }
        Task::BenchBuild { articles, rounds } => bench_build::bench_build(&articles, rounds),
        Task::Hook => site::build_articles().map(|()| true),
        Task::Lint => lint::lint().map(|()| true),
        Task::Size { json } => size::size(json),
    }
}

fn all_unless_named(engines: Vec<Engine>) -> Vec<Engine> {
    if engines.is_empty() {
        Engine::ALL.to_vec()
    } else {
        engines
    }
}

/// Returns true in continuous integration, which sets `CI`, mostly to `true`.
fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}
