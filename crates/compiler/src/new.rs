//! A first article to write over: it presses as it is, and its comments teach the format.
//!
//! *Invariant:* nothing that is there already is changed, and an article's folder appears whole or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::ZonedDateTime;

use crate::article::{RESERVED, better_slug};
use crate::schema;
use sidelight_model::Slug;

const ARTICLE: &str = include_str!("../../../assets/starter/article.md");
const FACTS: &str = include_str!("../../../assets/starter/facts.toml");

/// What stands in the starter for the day on which it is written.
const PUBLISHED: &str = "published = 2000-01-01";

/// Takes a text as an article's name.
///
/// # Errors
/// When it can't be one; the message says why and what would do.
pub fn slug(text: &str) -> Result<Slug, String> {
    if RESERVED.contains(&text) {
        return Err(format!(
            "the site uses that name itself; `{text}-article` would do"
        ));
    }
    Slug::new(text).map_err(|error| format!("{error}; `{}` would do", better_slug(text)))
}

/// Why no article was started.
#[derive(Debug)]
pub enum StartError {
    /// There is something of that name already.
    Exists(PathBuf),
    /// The system refuses.
    Io(io::Error),
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes a starter article into a folder of articles, which is made if it isn't there, and beside it the schemas
/// that let editors complete it. Returns the article's folder.
///
/// # Errors
/// When there is something of that name already, or the system refuses.
pub fn start(slug: &Slug, articles: &Path) -> Result<PathBuf, StartError> {
    let folder = articles.join(slug.as_str());
    // A broken link is in the way too.
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
