//! The sources of articles: a folder on disk, or memory.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::edition_name::language_of;

#[cfg(unix)]
mod stamp;

/// Folder in which a site keeps data for its builds. It marks the folder that contains it as a built site.
pub const MARKER: &str = ".sidelight";

/// The place that articles are read from: named folders with files in them.
pub trait Sources: Sync {
    /// Returns the names of the articles' folders, sorted.
    ///
    /// # Errors
    /// Returns an error if the folder that contains them is missing or can't be read.
    fn articles(&self) -> Result<Vec<String>, ReadError>;

    /// Returns the bytes of a file in an article's folder. If `article` is empty, the file is in the folder of articles
    /// itself.
    ///
    /// # Errors
    /// Returns an error if the file is missing, can't be read, or has more than `limit` bytes. Also if a symbolic link
    /// leads out of the folder of articles.
    fn read(&self, article: &str, file: &str, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// Returns the paths of the files in an article's folder and in its subfolders, sorted, with `/` between folders.
    /// Leaves out hidden files.
    ///
    /// # Errors
    /// Returns an error if the folder is missing or can't be read.
    fn files(&self, article: &str) -> Result<Vec<String>, ReadError>;

    /// Returns a stamp for an article's files, without reading them. While the stamp stays the same, so do the
    /// files. Returns `None` if only reading the files can show whether they changed.
    fn stamp(&self, _article: &str) -> Option<String> {
        None
    }

    /// Returns the time in seconds since 1970, or `None` if dates shouldn't be compared with today.
    fn now(&self) -> Option<u64> {
        None
    }

    /// Returns the folder of articles, as shown to authors.
    fn root(&self) -> String;

    /// Returns a nearby folder that contains articles, for a hint if this one has no articles.
    fn suggested_root(&self) -> Option<String> {
        None
    }

    /// Returns the path of an article's folder, or of a file in it, as shown to authors.
    fn shown(&self, article: &str, file: Option<&str>) -> String {
        [self.root().as_str(), article]
            .into_iter()
            .chain(file)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// Reasons why something can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It doesn't exist.
    Missing,
    /// A file was found where a folder is needed.
    NotAFolder,
    /// It has this many bytes, more than allowed.
    TooLarge(u64),
    /// The system can't read it, for this reason.
    Unreadable(String),
    /// A symbolic link leads to this path, outside the folder of articles.
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

/// A folder on disk with one folder per article. Ignores hidden folders, files beside the folders, folders with neither
/// `article.md` nor `facts.toml` nor a file of an edition, and folders that contain a built site.
///
/// *Invariant:* nothing outside the folder is read. Symbolic links may lead from one place in it to another.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// The name of the only article to read, if there is just one.
    only: Option<String>,
}

impl Folder {
    /// Takes the folder that contains the articles' folders.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            only: None,
        }
    }

    /// Takes the folder that contains the articles' folders, or the folder of one article. With the latter, it reads only
    /// that article, and the settings beside its folder.
    pub fn of(path: impl Into<PathBuf>) -> Self {
        let all = Self::new(path);
        if !is_article(&all.root) || all.articles().is_ok_and(|names| !names.is_empty()) {
            return all;
        }
        // The path may be `.`, which has no name.
        let Ok(real) = fs::canonicalize(&all.root) else {
            return all;
        };
        match (real.file_name(), all.above()) {
            (Some(name), Some(root)) => Self {
                root,
                only: Some(name.to_string_lossy().into_owned()),
            },
            _ => all,
        }
    }

    /// Returns the name of the article, if the folder is that of one article.
    pub fn only(&self) -> Option<&str> {
        self.only.as_deref()
    }

    /// Returns the folder above this one, as short as its path allows.
    fn above(&self) -> Option<PathBuf> {
        match self.root.components().next_back()? {
            Component::Normal(_) => match self.root.parent()? {
                above if above.as_os_str().is_empty() => Some(PathBuf::from(".")),
                above => Some(above.to_owned()),
            },
            Component::CurDir if self.root.as_os_str() == "." => Some(PathBuf::from("..")),
            Component::CurDir | Component::ParentDir => Some(self.root.join("..")),
            Component::RootDir | Component::Prefix(_) => None,
        }
    }

    /// Returns the path of a file, after checking that no symbolic link on the way leads out of the folder.
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

/// Opens a file for reading. Refuses a named pipe, a socket or a device at once, because reading it could wait for ever.
///
/// # Errors
/// Returns an error if it is neither a file nor a folder, or if the system can't open it.
pub fn open_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    let file = options.open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_file() || kind.is_dir() {
        // Reading a folder fails later, with the system's own message.
        Ok(file)
    } else {
        Err(io::Error::other(
            "it is a named pipe, a socket or a device, not a regular file",
        ))
    }
}

/// Returns true for a folder with an article's files or those of an edition, other than a built site.
fn is_article(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name).symlink_metadata().is_ok();
    (has("article.md") || has("facts.toml") || has_edition(folder)) && !has(MARKER)
}

/// Returns true for a folder with a file of an edition.
fn has_edition(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            name.to_str()
                .is_some_and(|name| language_of(name).is_some())
        })
    })
}

impl Sources for Folder {
    fn articles(&self) -> Result<Vec<String>, ReadError> {
        if let Some(only) = &self.only {
            return Ok(vec![only.clone()]);
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            // A link to a folder counts as a folder. Its target is checked when it is read.
            let kind = entry.file_type()?;
            let is_folder = kind.is_dir() || kind.is_symlink() && path.is_dir();
            if is_folder && !name.starts_with('.') && is_article(&path) {
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
                // A link to a folder could form a loop. It is listed as a file, so reading it is an error.
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
        // Read one byte more than allowed, for files that grow or report no size.
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

    fn now(&self) -> Option<u64> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.ok().map(|now| now.as_secs())
    }

    fn root(&self) -> String {
        let root = self.root.display().to_string();
        root.trim_end_matches('/').to_owned()
    }

    fn suggested_root(&self) -> Option<String> {
        if is_article(&self.root) {
            return self.above().map(|above| above.display().to_string());
        }
        ["articles", "assets/articles"]
            .into_iter()
            .map(|near| Self::new(self.root.join(near)))
            .find(|near| near.articles().is_ok_and(|names| !names.is_empty()))
            .map(|near| near.root())
    }
}

/// Articles in memory, by folder and file name.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    now: Option<u64>,
}

impl Memory {
    /// Sets the time, in seconds since 1970.
    pub fn at(mut self, now: u64) -> Self {
        self.now = Some(now);
        self
    }

    /// Adds a file to an article's folder.
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
        // The folder of articles itself has an empty name.
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

    fn now(&self) -> Option<u64> {
        self.now
    }

    fn root(&self) -> String {
        String::new()
    }
}
