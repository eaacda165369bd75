//! The command `sidelight editions`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sidelight_compiler::editions::{
    EditionStatus, SkeletonError, accept, edition_languages, statuses, text_file, write_skeleton,
};
use sidelight_compiler::{Folder, names, read, read_base};
use sidelight_model::{Slug, is_language_tag};

use crate::console::{MACHINE, USAGE, exit_code, print, say, show};
use crate::examples;

/// Write and review editions of articles in other languages.
///
/// An edition is `article.<lang>.md` and `facts.<lang>.toml` beside the article's own files. It has only words. Numbers, dates
/// and sources are those of the article.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight editions new ru after-janaozen"
    "sidelight editions status"
    "sidelight editions accept ru after-janaozen"
))]
pub(crate) struct Editions {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    New(New),
    Status(Status),
    Accept(Accept),
}

/// Create the files of an edition, with the article's words to translate
#[derive(clap::Args)]
struct New {
    #[command(flatten)]
    edition: Edition,
}

/// Show each edition with its errors, and how many parts of the article changed since its last review
#[derive(clap::Args)]
struct Status {
    /// The folder that contains the article folders, or the folder of one article
    #[arg(value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
}

/// Record that an edition was reviewed against the article as it is now
#[derive(clap::Args)]
struct Accept {
    #[command(flatten)]
    edition: Edition,
}

/// An edition of one article.
#[derive(clap::Args)]
struct Edition {
    /// The edition's language, as a BCP 47 tag such as `ru` or `pt-BR`
    #[arg(value_name = "LANG", value_parser = language)]
    language: String,
    /// The name of the article's folder [default: the current folder, if it is an article's]
    #[arg(value_name = "ARTICLE")]
    slug: Option<String>,
    /// The folder that contains the article folders
    #[arg(long = "in", value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    dir: PathBuf,
}

/// Parses the language of an edition.
fn language(text: &str) -> Result<String, String> {
    if is_language_tag(text) {
        Ok(text.to_owned())
    } else {
        Err("write a BCP 47 tag, such as `ru`, `kk-Latn` or `pt-BR`".to_owned())
    }
}

impl Editions {
    pub(crate) fn run(self) -> ExitCode {
        match self.action {
            Action::New(new) => new.edition.run(Found::create),
            Action::Status(status) => status.run(),
            Action::Accept(accept) => accept.edition.run(Found::accept),
        }
    }
}

/// An edition whose article was found.
struct Found {
    sources: Folder,
    articles: PathBuf,
    slug: Slug,
    language: String,
}

impl Edition {
    /// Does something with the edition, if its article is found. Otherwise prints an error.
    fn run(self, action: fn(Found) -> ExitCode) -> ExitCode {
        self.find().map_or_else(|code| code, action)
    }

    /// Finds the article. Prints an error and returns the exit code if there is none.
    fn find(self) -> Result<Found, ExitCode> {
        let sources = match self.slug {
            Some(_) => Folder::new(&self.dir),
            None => Folder::of(&self.dir),
        };
        let slug = self.slug.as_deref().or(sources.only());
        let Some(slug) = slug.and_then(|slug| Slug::new(slug).ok()) else {
            say(
                "error: this isn't the folder of an article; give the name of one, as in `sidelight editions new ru \
                 after-janaozen`\n",
            );
            return Err(USAGE.into());
        };
        Ok(Found {
            articles: Path::new(&sidelight_compiler::Sources::root(&sources)).to_owned(),
            sources,
            slug,
            language: self.language,
        })
    }
}

impl Found {
    /// Writes the files of a new edition, to translate.
    fn create(self) -> ExitCode {
        let Found {
            sources,
            articles,
            slug,
            language,
        } = self;
        let (base, report) = read_base(&sources, slug.as_str());
        let Some(base) = base else {
            show(&report);
            return exit_code(&report);
        };
        if base.language.eq_ignore_ascii_case(&language) {
            say(&format!(
                "error: the article is in `{language}` itself; nothing was changed\nChoose the language of the edition.\n"
            ));
            return USAGE.into();
        }
        match write_skeleton(&sources, &articles, &slug, &language) {
            Ok([text, facts]) => {
                say(&format!(
                    "created {} and {}\nnext: translate them, then run `sidelight check {}` and `sidelight editions accept \
                     {language} {slug}`\n",
                    text.display(),
                    facts.display(),
                    articles.display()
                ));
                ExitCode::SUCCESS
            }
            Err(SkeletonError::Exists(path)) => {
                say(&format!(
                    "error: `{}` already exists; nothing was changed\nEdit it, or delete it first.\n",
                    path.display()
                ));
                USAGE.into()
            }
            Err(SkeletonError::Base) => {
                show(&report);
                exit_code(&report)
            }
            Err(SkeletonError::Io(error)) => {
                say(&format!(
                    "error: the edition can't be written into `{}`: {error}\n",
                    articles.display()
                ));
                MACHINE.into()
            }
        }
    }

    /// Records that the edition was reviewed.
    fn accept(self) -> ExitCode {
        let Found {
            sources,
            articles,
            slug,
            language,
        } = self;
        if !edition_languages(&sources, slug.as_str()).contains(&language) {
            say(&format!(
                "error: `{slug}` has no `{}`; create it with `sidelight editions new {language} {slug}`\n",
                text_file(&language)
            ));
            return USAGE.into();
        }
        let (base, report) = read(&sources, slug.as_str());
        let Some(base) = base else {
            show(&report);
            say("error: nothing was recorded; correct the errors first\n");
            return exit_code(&report);
        };
        match accept(&sources, &articles, &slug, &language, &base) {
            Ok(()) => {
                say(&format!(
                    "recorded the review of `{language}` in {slug}/editions.toml\n"
                ));
                ExitCode::SUCCESS
            }
            Err(error) => {
                say(&format!(
                    "error: {error}\nRestore the file from version control, or delete it.\n"
                ));
                MACHINE.into()
            }
        }
    }
}

impl Status {
    fn run(self) -> ExitCode {
        let sources = Folder::of(self.dir);
        let names = match names(&sources) {
            Ok(names) => names,
            Err(diagnostic) => {
                let report = (diagnostic).into();
                show(&report);
                return exit_code(&report);
            }
        };
        let mut all = Vec::new();
        for name in names {
            if edition_languages(&sources, &name).is_empty() {
                continue;
            }
            let (base, _) = read_base(&sources, &name);
            let (_, report) = read(&sources, &name);
            all.extend(statuses(&sources, &name, base.as_ref(), &report));
        }
        if all.is_empty() {
            say("no article has an edition; create one with `sidelight editions new`\n");
            return ExitCode::SUCCESS;
        }
        print(&table(&all))
    }
}

/// Returns the table of all editions, with a column for each value.
fn table(all: &[EditionStatus]) -> String {
    let mut rows = vec![["article", "edition", "errors", "behind"].map(str::to_owned)];
    rows.extend(all.iter().map(|edition| {
        [
            edition.article.clone(),
            edition.language.clone(),
            edition
                .errors
                .map_or("?".to_owned(), |errors| errors.to_string()),
            match (edition.errors, edition.behind) {
                (None, _) => "the article has errors".to_owned(),
                (_, None) => "never accepted".to_owned(),
                (_, Some(count)) => count.to_string(),
            },
        ]
    }));
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [0, 1, 2].map(width);
    rows.iter()
        .map(|[article, edition, errors, behind]| {
            let [first, second, third] = widths;
            format!("{article:first$}  {edition:second$}  {errors:>third$}  {behind}\n")
        })
        .collect()
}
