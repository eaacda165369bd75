//! The command `sidelight completions`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::console::print;
use crate::{Arguments, examples};

/// Print a script for your shell that completes commands and options.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight completions bash > ~/.local/share/bash-completion/completions/sidelight"
    "sidelight completions fish > ~/.config/fish/completions/sidelight.fish"
    "sidelight completions zsh > _sidelight    # into a folder of $fpath"
))]
pub(crate) struct Completions {
    /// Your shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> ExitCode {
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "sidelight", &mut out);
        print(&String::from_utf8_lossy(&out))
    }
}
