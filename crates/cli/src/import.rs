//! The command `sidelight import`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sidelight_compiler::{Diagnostic, Kind, Report};
use sidelight_import::{Imported, MAX_IMPORT};

use crate::console::{USAGE, exit_code, say, show};
use crate::examples;

/// Import articles from plain text, e-mail messages, Markdown and saved web pages.
///
/// Creates a folder for each file, with `article.md` and a `facts.toml` without facts, and prints how each part of the
/// source was used. Parts that aren't recognised stay in the text. Fields that aren't found stay blank, and
/// `sidelight check` reports them.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight import report.txt"
    "sidelight import saved-page.html --into articles --slug after-janaozen"
))]
pub(crate) struct Import {
    /// The files to import
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder that contains the article folders; created if it doesn't exist
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: PathBuf,
    /// The name of the article's folder, if only one file is imported [default: from the headline]
    #[arg(long)]
    slug: Option<String>,
    /// Overwrite an existing `article.md`; its `facts.toml` is kept
    #[arg(long)]
    force: bool,
}

impl Import {
    pub(crate) fn run(self) -> ExitCode {
        if let Some(slug) = &self.slug
            && (self.files.len() > 1 || !sidelight_import::is_slug(slug))
        {
            say(&format!(
                "error: `--slug {slug}` {}\n\nFor more information, try '--help'.\n",
                if self.files.len() > 1 {
                    "names one folder, but there are several files"
                } else {
                    "isn't a valid name: use lower-case letters, digits and single hyphens"
                }
            ));
            return USAGE.into();
        }
        let missing: Vec<String> = self
            .files
            .iter()
            .filter(|file| {
                file.symlink_metadata()
                    .is_err_and(|error| is_missing(&error))
            })
            .map(|file| format!("error: the file `{}` doesn't exist\n", file.display()))
            .collect();
        if !missing.is_empty() {
            say(&format!(
                "{}\nNothing was imported. Check the path.\n",
                missing.concat()
            ));
            return USAGE.into();
        }
        let mut diagnostics = Report::default();
        for file in &self.files {
            match self.bring_in(file) {
                Ok(said) => say(&said),
                Err(diagnostic) => {
                    let report = Report::from(diagnostic);
                    show(&report);
                    diagnostics.append(report);
                }
            }
        }
        exit_code(&diagnostics)
    }

    fn bring_in(&self, file: &Path) -> Result<String, Box<Diagnostic>> {
        let shown = file.display().to_string();
        let imported = sidelight_import::import(&shown, &read(file)?)?;
        let slug = self.slug.as_deref().unwrap_or(&imported.slug);
        let folder = self.into.join(slug);
        write(&self.into, &folder, &imported, self.force)?;
        Ok(describe(&shown, &folder, &imported))
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn read(file: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let diagnostic = |kind, message: String, hint: &str| {
        Box::new(
            Diagnostic::new(kind, &file.display().to_string().into(), 0..0, message).hint(hint),
        )
    };
    let unreadable = |error: io::Error| {
        diagnostic(
            Kind::FileUnreadable,
            format!("the file can't be read: {error}"),
            "check that it is a file and that you have permission to read it",
        )
    };
    let size = fs::metadata(file).map_err(unreadable)?.len();
    if size > MAX_IMPORT {
        // Refuse the file by its size, without reading it.
        return Err(diagnostic(
            Kind::FileTooLarge,
            format!(
                "the file is too large to import: {:.1} MB (limit: {:.1} MB)",
                size as f64 / 1e6,
                MAX_IMPORT as f64 / 1e6
            ),
            "save the page without images, or copy its text into a text file",
        ));
    }
    fs::read(file).map_err(unreadable)
}

/// Writes an article. A new folder appears atomically and complete. With `force`, `article.md` in an existing folder
/// is replaced atomically, and `facts.toml` is written only if it is missing.
fn write(
    into: &Path,
    folder: &Path,
    imported: &Imported,
    force: bool,
) -> Result<(), Box<Diagnostic>> {
    let shown = folder.display().to_string();
    let diagnostic = |kind, message: String, hint: &str| {
        Box::new(Diagnostic::new(kind, &shown.as_str().into(), 0..0, message).hint(hint))
    };
    let refused = |error: io::Error| {
        diagnostic(
            Kind::Output,
            format!("the article can't be written: {error}"),
            "check the disk space and your permission to write there",
        )
    };
    let exists = folder.symlink_metadata().is_ok();
    if exists && !force {
        return Err(diagnostic(
            Kind::InTheWay,
            "a folder with this name already exists; nothing was written".into(),
            "choose another name with `--slug`, or overwrite its `article.md` with `--force`",
        ));
    }
    fs::create_dir_all(into).map_err(refused)?;
    // Commands ignore hidden folders, so they don't take this one for an article.
    let waiting = tempfile::Builder::new()
        .prefix(".sidelight-import-")
        .tempdir_in(into)
        .map_err(refused)?;
    let new = waiting.path().join("article");
    fs::create_dir(&new).map_err(refused)?;
    fs::write(new.join("article.md"), &imported.article).map_err(refused)?;
    fs::write(new.join("facts.toml"), &imported.facts).map_err(refused)?;
    if !exists {
        return fs::rename(&new, folder).map_err(refused);
    }
    fs::rename(new.join("article.md"), folder.join("article.md")).map_err(refused)?;
    if folder.join("facts.toml").symlink_metadata().is_err() {
        fs::rename(new.join("facts.toml"), folder.join("facts.toml")).map_err(refused)?;
    }
    Ok(())
}

/// Returns the report of an import: a line for the role of each part, and the number of paragraphs.
fn describe(shown: &str, folder: &Path, imported: &Imported) -> String {
    let mut out = format!("{shown} -> {}\n", folder.join("article.md").display());
    for taken in &imported.taken {
        let line = taken
            .line
            .map_or_else(String::new, |line| format!("line {line}"));
        out.push_str(&format!("  {:<13}{line:<11}{}\n", taken.field, taken.text));
    }
    let paragraphs = match imported.paragraphs {
        1 => "1 paragraph".to_owned(),
        n => format!("{n} paragraphs"),
    };
    out.push_str(&format!(
        "  {:<13}{:<11}{paragraphs}\n",
        sidelight_import::Field::Body,
        ""
    ));
    out
}
