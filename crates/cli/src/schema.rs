//! The command `sidelight schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use sidelight_compiler::schema::{self, Document};

use crate::console::{MACHINE, print, say};
use crate::examples;

/// Print a JSON Schema, or write all of them beside the articles.
///
/// An editor with Taplo, such as VS Code with “Even Better TOML”, completes and checks a `facts.toml` whose first
/// line is `#:schema ../.sidelight-schema/facts.json`; `sidelight new` writes that line and the file it names.
/// Taplo doesn't read front matter, because it is inside Markdown: check it with `sidelight check`.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight schema facts"
    "sidelight schema --write articles"
))]
pub(crate) struct Schema {
    /// The file that the schema describes
    #[arg(value_enum, required_unless_present = "write")]
    document: Option<Name>,
    /// Write all schemas to `.sidelight-schema/` in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "document", value_hint = clap::ValueHint::DirPath)]
    write: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    /// The front matter of `article.md`
    Article,
    /// `facts.toml`
    Facts,
    /// The facts of an edition, such as `facts.ru.toml`
    EditionFacts,
    /// `site.toml`
    Site,
    /// The article package, `article.json`
    Package,
    /// A line of `check --format json`
    Diagnostic,
}

impl Schema {
    pub(crate) fn run(self) -> ExitCode {
        if let Some(document) = self.document {
            let document = match document {
                Name::Article => Document::Article,
                Name::Facts => Document::Facts,
                Name::EditionFacts => Document::EditionFacts,
                Name::Site => Document::Site,
                Name::Package => Document::Package,
                Name::Diagnostic => Document::Diagnostic,
            };
            return print(&document.schema());
        }
        let articles = self.write.unwrap_or_default();
        match schema::write(&articles) {
            Ok(()) => {
                say(&format!(
                    "wrote {}\n",
                    articles.join(schema::FOLDER).display()
                ));
                ExitCode::SUCCESS
            }
            Err(error) => {
                say(&format!(
                    "error: the schemas can't be written into `{}`: {error}\n",
                    articles.display()
                ));
                MACHINE.into()
            }
        }
    }
}
