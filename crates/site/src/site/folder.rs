//! Access to the folder that a site is written to, and to nothing else.
//!
//! The folder may come from somebody else, in an archive or a pull request. So everything in it is accessed through
//! folder handles (`cap_std`), which refuse to leave the folder. Nothing in it is read, written or removed through a
//! symbolic link. The path of the folder itself may be a link, since the user chooses it with `--out`.
//!
//! *Invariant:* nothing outside of the folder is read or changed, whatever the folder contains.

use sidelight_compiler::MARKER;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, DirBuilder, FileType, OpenOptions};
use rayon::prelude::*;

use super::diagnostics::{Odd, in_the_way_of, io_error};
use super::path::SitePath;
use sidelight_compiler::{Diagnostic, Kind};

const STAGING: &str = "staging";
const LOCK: &str = "lock";
const INDEX: &str = "index.json";
/// The path of the index, relative to the site's folder. The staging folder uses the same path.
pub(super) const INDEX_PATH: &str = ".sidelight/index.json";

/// The size limit for files that are read, in bytes. The index of 100,000 articles has a fifth of this size.
const LARGEST: u64 = 512 * 1024 * 1024;

/// The folder of a site.
pub(super) struct SiteFolder {
    /// The path as the user wrote it, for messages.
    path: PathBuf,
    /// The handle of the folder itself.
    pub(super) root: Dir,
    /// The handle of the folder `.sidelight` in it, which holds the files that builds need.
    pub(super) marker: Dir,
    /// True if this build created the folder.
    pub(super) made: bool,
}

impl SiteFolder {
    /// Opens a folder and marks it as a site's. Creates it if it doesn't exist. If `handed_over` is true, the folder
    /// may contain other files.
    ///
    /// # Errors
    /// Returns a diagnostic if the path isn't a folder, or if the folder has content but isn't a site's. Also returns
    /// one if the system refuses to write there.
    pub(super) fn open(path: &Path, handed_over: bool) -> Result<Self, Box<Diagnostic>> {
        let refused = |message: &str, hint: &str| {
            let shown = path.display().to_string().into();
            Box::new(Diagnostic::new(Kind::InTheWay, &shown, 0..0, message).hint(hint))
        };
        let made = match fs::metadata(path) {
            Ok(found) if !found.is_dir() => {
                return Err(refused(
                    "the site can't be written here: this is a file",
                    "choose a folder, existing or new",
                ));
            }
            Ok(_) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(io_error(path, &error)),
        };
        if made {
            fs::create_dir_all(path).map_err(|error| io_error(path, &error))?;
        }
        let root = Dir::open_ambient_dir(path, ambient_authority())
            .map_err(|error| io_error(path, &error))?;
        let place = path.join(MARKER);
        match kind(&root, MARKER).map_err(|error| io_error(&place, &error))? {
            Some(found) if found.is_dir() => {}
            Some(found) if found.is_symlink() => return Err(io_error(&place, &Odd::Link.into())),
            _ => {
                let is_empty = made || is_empty(&root).map_err(|error| io_error(path, &error))?;
                if !is_empty && !handed_over {
                    return Err(refused(
                        "this folder has files that sidelight didn't create, so nothing was written",
                        "choose an empty or new folder; later builds can use it again",
                    ));
                }
            }
        }
        let marker = folder_in(&root, MARKER, &DirBuilder::new())
            .map_err(|error| io_error(&place, &error))?;
        Ok(Self {
            path: path.to_owned(),
            root,
            marker,
            made,
        })
    }

    /// Returns the full path of an entry of the folder, for messages.
    pub(super) fn shown(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// Returns the full path of an entry of `.sidelight`, for messages.
    pub(super) fn shown_marker(&self, name: &str) -> PathBuf {
        self.path.join(MARKER).join(name)
    }

    /// Opens the lock file, which keeps two builds from writing at the same time. Doesn't change its content.
    ///
    /// # Errors
    /// Returns a diagnostic if it isn't a regular file, or if the system refuses.
    pub(super) fn lock(&self) -> Result<File, Box<Diagnostic>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true);
        open_file(&self.marker, LOCK, &mut options)
            .map_err(|error| io_error(&self.shown_marker(LOCK), &error))
    }

    /// Opens the staging folder for unpublished files, and creates it if it doesn't exist. On Unix only its owner may
    /// read it, so a web server of another user can't serve the remains of an interrupted build.
    ///
    /// # Errors
    /// Returns a diagnostic if something else has its name, or if the system refuses.
    pub(super) fn staging(&self) -> Result<Dir, Box<Diagnostic>> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        cap_std::fs::DirBuilderExt::mode(&mut builder, 0o700);
        folder_in(&self.marker, STAGING, &builder)
            .map_err(|error| io_error(&self.shown_marker(STAGING), &error))
    }

    /// Removes the staging folder and its content. Removes the folders in it in parallel.
    ///
    /// # Errors
    /// Returns a diagnostic if the system refuses.
    pub(super) fn remove_staging(&self, staging: &Dir) -> Result<(), Box<Diagnostic>> {
        let remove = || {
            let entries = staging
                .entries()?
                .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
                .collect::<io::Result<Vec<(OsString, FileType)>>>()?;
            entries.par_iter().try_for_each(|(name, kind)| {
                if kind.is_dir() {
                    staging.remove_dir_all(name)
                } else {
                    staging.remove_file(name)
                }
            })?;
            self.marker.remove_dir(STAGING)
        };
        remove().map_err(|error| io_error(&self.shown_marker(STAGING), &error))
    }

    /// Removes `.sidelight` and the folder itself, each only if it is empty.
    pub(super) fn remove_empty(&self) {
        let _ = self.marker.remove_file(LOCK);
        let _ = self.root.remove_dir(MARKER);
        let _ = fs::remove_dir(&self.path);
    }

    /// Returns true if the folder contains nothing but `.sidelight`.
    ///
    /// # Errors
    /// Returns an error if the system refuses.
    pub(super) fn is_new(&self) -> io::Result<bool> {
        for entry in self.root.entries()? {
            if entry?.file_name() != MARKER {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the outermost parent of a path that exists but isn't a folder. Returns `None` if there is no such
    /// parent.
    ///
    /// # Errors
    /// Returns an error if the system refuses.
    pub(super) fn obstacle<'a>(&self, path: &'a SitePath) -> io::Result<Option<&'a str>> {
        for folder in path.folders() {
            match kind(&self.root, folder)? {
                Some(found) if found.is_dir() => {}
                Some(_) => return Ok(Some(folder)),
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Reads a file of the site. Anything below a symbolic link counts as missing.
    ///
    /// # Errors
    /// Returns an error if the file is missing or isn't a readable regular file.
    pub(super) fn read(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        match self.obstacle(path)? {
            Some(_) => Err(io::ErrorKind::NotFound.into()),
            None => read_file(&self.root, path.as_str()),
        }
    }

    /// Moves a staged file into the site. Does nothing if it was moved before.
    ///
    /// # Errors
    /// Returns a diagnostic if something blocks the path, or if the system refuses.
    pub(super) fn put(&self, staging: &Dir, path: &SitePath) -> Result<(), Box<Diagnostic>> {
        let place = self.shown(path.as_str());
        if let Some(obstacle) = self
            .obstacle(path)
            .map_err(|error| io_error(&place, &error))?
        {
            return Err(in_the_way_of(&self.shown(obstacle), "a folder of the site"));
        }
        let put = || {
            if let Some(folder) = path.folders().next_back() {
                self.root.create_dir_all(folder)?;
            }
            match staging.rename(path.as_str(), &self.root, path.as_str()) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                moved => moved,
            }
        };
        put().map_err(|error| io_error(&place, &error))
    }

    /// Reads the index of the last build.
    ///
    /// # Errors
    /// Returns an error if it is missing or isn't a readable regular file.
    pub(super) fn read_index(&self) -> io::Result<Vec<u8>> {
        read_file(&self.marker, INDEX)
    }

    /// Moves the staged index into the site. Does nothing if it was moved before.
    ///
    /// # Errors
    /// Returns a diagnostic if the system refuses.
    pub(super) fn put_index(&self, staging: &Dir) -> Result<(), Box<Diagnostic>> {
        match staging.rename(INDEX_PATH, &self.marker, INDEX) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(io_error(&self.shown_marker(INDEX), &error))
            }
            _ => Ok(()),
        }
    }

    /// Removes a file, and the folders that are empty without it. Keeps the path if it is now a folder, or if one of
    /// its parents is no longer a folder.
    ///
    /// # Errors
    /// Returns a diagnostic if the system refuses.
    pub(super) fn remove(&self, path: &SitePath) -> Result<(), Box<Diagnostic>> {
        let remove = || -> io::Result<()> {
            let found = match self.obstacle(path)? {
                Some(_) => return Ok(()),
                None => kind(&self.root, path.as_str())?,
            };
            match found {
                Some(found) if found.is_dir() => return Ok(()),
                Some(_) => self.root.remove_file(path.as_str())?,
                None => {}
            }
            for folder in path.folders().rev() {
                // A folder that isn't empty is still needed, or contains files of somebody else.
                if self.root.remove_dir(folder).is_err() {
                    break;
                }
            }
            Ok(())
        };
        remove().map_err(|error| io_error(&self.shown(path.as_str()), &error))
    }
}

/// Returns the type of the file or folder at a path, or `None` if nothing exists there. Doesn't follow links.
pub(super) fn kind(folder: &Dir, path: &str) -> io::Result<Option<FileType>> {
    match folder.symlink_metadata(path) {
        Ok(found) => Ok(Some(found.file_type())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a regular file of at most [`LARGEST`] bytes.
///
/// # Errors
/// Returns an error if the file is missing, too large or not a regular file.
pub(super) fn read_file(folder: &Dir, path: &str) -> io::Result<Vec<u8>> {
    let mut file = open_file(folder, path, OpenOptions::new().read(true))?;
    if file.metadata()?.len() > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content)?;
    Ok(content)
}

/// Opens a regular file and returns an error for anything else. Doesn't follow a symbolic link, and doesn't wait for a
/// named pipe.
pub(super) fn open_file(folder: &Dir, path: &str, options: &mut OpenOptions) -> io::Result<File> {
    options.follow(FollowSymlinks::No).nonblock(true);
    let file = match folder.open_with(path, options) {
        Ok(file) => file.into_std(),
        Err(error) => {
            let is_link = kind(folder, path).is_ok_and(|kind| kind.is_some_and(|k| k.is_symlink()));
            return Err(if is_link { Odd::Link.into() } else { error });
        }
    };
    if !file.metadata()?.is_file() {
        return Err(Odd::NotAFile.into());
    }
    Ok(file)
}

/// Opens a folder inside another one, and creates it if it doesn't exist.
fn folder_in(folder: &Dir, name: &str, builder: &DirBuilder) -> io::Result<Dir> {
    match folder.create_dir_with(name, builder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    match kind(folder, name)? {
        Some(found) if found.is_symlink() => Err(Odd::Link.into()),
        Some(found) if !found.is_dir() => Err(Odd::NotAFolder.into()),
        _ => folder.open_dir_nofollow(name),
    }
}

fn is_empty(folder: &Dir) -> io::Result<bool> {
    Ok(folder.entries()?.next().is_none())
}
