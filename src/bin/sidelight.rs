//! The newsroom's program: checks articles and presses them into pages.

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use sidelight::press::{Folder, Pressed, read_all};

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look for errors in articles and show each with its place and what to do about it.
    Check {
        /// The folder that holds the articles' folders.
        #[arg(default_value = "assets/articles")]
        dir: PathBuf,
    },
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { dir } => check(dir),
    }
}

fn check(dir: PathBuf) -> ExitCode {
    let pressed = read_all(&Folder::new(dir));
    report(&pressed);
    if pressed.report.errors() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn report(pressed: &Pressed) {
    let styled = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
    eprint!("{}", pressed.report.render(styled));
    eprintln!("{}", pressed.report);
}
