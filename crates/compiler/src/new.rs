//! The starter article for `sidelight new`. It builds without changes, and its comments explain the format.
//!
//! *Invariant:* no existing file is changed, except schemas that are out of date. An article's folder appears complete
//! or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::ZonedDateTime;

use crate::schema;
use crate::slug::{RESERVED, better_slug};
use sidelight_model::Slug;

const ARTICLE: &str = include_str!("../../../assets/starter/article.md");
const FACTS: &str = include_str!("../../../assets/starter/facts.toml");

/// The line of the starter that is replaced by today's date.
const PUBLISHED: &str = "published = 2000-01-01";

/// Parses an article's slug.
///
/// # Errors
/// If the text isn't a valid slug, returns a message with the reason and a valid one.
pub fn slug(text: &str) -> Result<Slug, String> {
    if RESERVED.contains(&text) {
        return Err(format!(
            "the site uses that name itself; try `{text}-article`"
        ));
    }
    Slug::new(text).map_err(|error| format!("{error}; try `{}`", better_slug(text)))
}

/// The reason why no article was created.
#[derive(Debug)]
pub enum StartError {
    /// Something already exists at this path.
    Exists(PathBuf),
    /// The file system reported an error.
    Io(io::Error),
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes a starter article into a folder of articles, and beside it the schemas that let editors complete keys. Creates
/// the folder of articles if it doesn't exist. Returns the folder of the new article.
///
/// # Errors
/// Returns an error if the article's folder already exists, or if the file system reports an error.
pub fn start(slug: &Slug, articles: &Path) -> Result<PathBuf, StartError> {
    let folder = articles.join(slug.as_str());
    // A broken symbolic link also counts as existing.
    if folder.symlink_metadata().is_ok() {
        return Err(StartError::Exists(folder));
    }
    fs::create_dir_all(articles)?;
    schema::write(articles)?;
    let waiting = tempfile::Builder::new()
        .prefix(".sidelight-new-")
        .tempdir_in(articles)?;
    let today = format!("published = {}", ZonedDateTime::now().date());
    let inner = waiting.path().join("article");
    fs::create_dir(&inner)?;
    fs::write(inner.join("article.md"), ARTICLE.replace(PUBLISHED, &today))?;
    fs::write(inner.join("facts.toml"), FACTS)?;
    fs::rename(&inner, &folder)?;
    Ok(folder)
}
