//! Where articles come from.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

#[cfg(unix)]
mod stamp;

/// The folder in which a site keeps what its builds need; it marks the folder above as a site's.
pub const MARKER: &str = ".sidelight";

/// The world that articles are read from: named folders with files in them.
pub trait Sources: Sync {
    /// The names of the articles' folders, sorted.
    ///
    /// # Errors
    /// When the folder that holds them is missing or can't be read.
    fn articles(&self) -> Result<Vec<String>, ReadError>;

    /// The bytes of a file in an article's folder, or with an empty name in the folder that holds them all.
    ///
    /// # Errors
    /// When it is missing, can't be read, is reached by a link that leads out, or has more than `limit` bytes.
    fn read(&self, article: &str, file: &str, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// The files in an article's folder and in folders of it, sorted, with `/` between folders. Hidden ones are left out.
    ///
    /// # Errors
    /// When it is missing or can't be read.
    fn files(&self, article: &str) -> Result<Vec<String>, ReadError>;

    /// What tells without reading them that an article's files are as they were: while it is the same, they are. None when
    /// only reading them can tell.
    fn stamp(&self, _article: &str) -> Option<String> {
        None
    }

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
    /// A symbolic link leads to this place outside of the folder that holds the articles.
    LeadsOut(String),
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

/// A folder on disk with a folder per article. Left alone are hidden folders, files beside them, folders with neither
/// `article.md` nor `facts.toml`, and a folder that a site was written to.
///
/// *Invariant:* nothing outside of it is read. Symbolic links may lead from one place in it to another.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Takes the folder that holds the articles' folders.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where something is, once it is clear that no symbolic link on the way leads out.
    fn inside(&self, article: &str, file: &str) -> Result<PathBuf, ReadError> {
        let mut path = self.root.clone();
        let mut linked = false;
        for part in [article, file] {
            for name in part.split('/').filter(|name| !name.is_empty()) {
                path.push(name);
                linked |= fs::symlink_metadata(&path)?.is_symlink();
            }
        }
        if linked {
            let (real, root) = (fs::canonicalize(&path)?, fs::canonicalize(&self.root)?);
            if !real.starts_with(root) {
                return Err(ReadError::LeadsOut(real.display().to_string()));
            }
        }
        Ok(path)
    }
}

/// Opens a file for reading. A named pipe, a socket or a device is refused at once: reading it could wait for ever.
///
/// # Errors
/// When it isn't a file, or the system refuses.
pub fn open_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    let file = options.open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_file() || kind.is_dir() {
        // Reading a folder fails with the system's own words.
        Ok(file)
    } else {
        Err(io::Error::other(
            "it is a named pipe, a socket or a device, not a regular file",
        ))
    }
}

impl Sources for Folder {
    fn articles(&self) -> Result<Vec<String>, ReadError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            // A link to a folder counts as one; where it leads is looked at when it is read.
            let kind = entry.file_type()?;
            let is_folder = kind.is_dir() || kind.is_symlink() && path.is_dir();
            let has = |name: &str| path.join(name).symlink_metadata().is_ok();
            if is_folder
                && !name.starts_with('.')
                && (has("article.md") || has("facts.toml"))
                && !has(MARKER)
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn files(&self, article: &str) -> Result<Vec<String>, ReadError> {
        let top = self.inside(article, "")?;
        let (mut files, mut folders) = (Vec::new(), vec![String::new()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(top.join(&folder))? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let path = format!("{folder}{name}");
                // A link to a folder may lead round in a circle, and is read as a file, which then is an error.
                if !entry.file_type()?.is_dir() {
                    files.push(path);
                } else if !entry.path().join(MARKER).is_dir() {
                    folders.push(format!("{path}/"));
                }
            }
        }
        files.sort();
        Ok(files)
    }

    fn read(&self, article: &str, file: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let file = open_file(&self.inside(article, file)?)?;
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

    #[cfg(unix)]
    fn stamp(&self, article: &str) -> Option<String> {
        stamp::of(&self.root.join(article))
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
        // The folder that holds them isn't one of them.
        Ok(self
            .files
            .keys()
            .filter(|name| !name.is_empty())
            .cloned()
            .collect())
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

    fn files(&self, article: &str) -> Result<Vec<String>, ReadError> {
        let files = self.files.get(article).ok_or(ReadError::Missing)?;
        Ok(files.keys().cloned().collect())
    }

    fn root(&self) -> String {
        String::new()
    }
}
