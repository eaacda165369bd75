//! Where articles come from.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;

/// The world that articles are read from: named folders with files in them.
pub trait Sources {
    /// The names of the articles' folders, sorted.
    ///
    /// # Errors
    /// When the folder that holds them is missing or can't be read.
    fn articles(&self) -> Result<Vec<String>, ReadError>;

    /// The bytes of a file in an article's folder.
    ///
    /// # Errors
    /// When it is missing, can't be read, or has more than `limit` bytes.
    fn read(&self, article: &str, file: &str, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// The folder that holds the articles, as it is shown to authors.
    fn root(&self) -> String;

    /// A folder near that holds articles, for when this one holds none.
    fn elsewhere(&self) -> Option<String> {
        None
    }

    /// A file in an article's folder, or the folder itself, as it is shown to authors.
    fn shown(&self, article: &str, file: Option<&str>) -> String {
        [self.root().as_str(), article]
            .into_iter()
            .chain(file)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// Why something can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It isn't there.
    Missing,
    /// It is a file, where a folder must be.
    NotAFolder,
    /// It has this many bytes, more than allowed.
    TooLarge(u64),
    /// The system refuses, for this reason.
    Unreadable(String),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::NotADirectory => Self::NotAFolder,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

/// A folder on disk with a folder per article. Hidden folders, folders without an article's files, and files beside
/// them are left alone.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Takes the folder that holds the articles' folders.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl Sources for Folder {
    fn articles(&self) -> Result<Vec<String>, ReadError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            // A link to a folder counts as one.
            if FILES
                .iter()
                .any(|file| entry.path().join(file).symlink_metadata().is_ok())
            {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        Ok(names)
    }

    fn read(&self, article: &str, file: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let file = File::open(self.root.join(article).join(file))?;
        let size = file.metadata()?.len();
        if size > limit {
            return Err(ReadError::TooLarge(size));
        }
        let mut bytes = Vec::new();
        // One more than allowed, for files that grow or don't know their size.
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge(bytes.len() as u64));
        }
        Ok(bytes)
    }

    fn root(&self) -> String {
        let root = self.root.display().to_string();
        root.trim_end_matches('/').to_owned()
    }

    fn elsewhere(&self) -> Option<String> {
        ["articles", "assets/articles"]
            .into_iter()
            .map(|near| Self::new(self.root.join(near)))
            .find(|near| near.articles().is_ok_and(|names| !names.is_empty()))
            .map(|near| near.root())
    }
}

/// The files of an article; a folder with one of them is one.
const FILES: [&str; 2] = ["article.md", "facts.toml"];

/// Articles held in memory, by folder and file name.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
}

impl Memory {
    /// Puts a file into an article's folder.
    pub fn with(mut self, article: &str, file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files
            .entry(article.to_owned())
            .or_default()
            .insert(file.to_owned(), bytes.into());
        self
    }
}

impl Sources for Memory {
    fn articles(&self) -> Result<Vec<String>, ReadError> {
        Ok(self.files.keys().cloned().collect())
    }

    fn read(&self, article: &str, file: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self
            .files
            .get(article)
            .and_then(|files| files.get(file))
            .ok_or(ReadError::Missing)?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(ReadError::TooLarge(size));
        }
        Ok(bytes.clone())
    }

    fn root(&self) -> String {
        String::new()
    }
}
