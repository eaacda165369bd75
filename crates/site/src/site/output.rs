//! The folder that a site is written to.
//!
//! A build first writes all new files into a staging folder inside it, without touching existing files. Then it writes
//! a journal of the files to move and remove, which commits the build. Then it moves them. Shared files come first, so
//! that no page ever refers to a missing one. Each article's folder is replaced in one step. Obsolete files are removed
//! last. A build that ends before its journal is written leaves the site unchanged, byte for byte. A build that ends
//! later is completed by the next build before anything else.
//!
//! The folder itself isn't replaced as a whole. A web server in a container, a mount or a shell may have the old folder
//! open, and would continue to use it. Files of others in the folder would also have to be moved.
//!
//! These guarantees hold if the program is ended at any time. They don't cover power loss, since files aren't
//! synchronised to disk; the result then depends on the file system.
//!
//! *Invariant:* only files that the index lists are ever replaced or removed. All other files in the folder, also in
//! the folders of articles, belong to somebody else and are kept.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use cap_std::fs::{Dir, OpenOptions};

use super::diagnostics::{in_the_way_of, io_error};
use super::folder::{INDEX_PATH, SiteFolder, kind, open_file, read_file};
use super::index::Index;
use super::journal::{Journal, is_shared};
use super::path::SitePath;
use super::swap;
use sidelight_compiler::{Diagnostic, Kind};
use sidelight_model::Slug;

/// A site's folder while a build writes to it.
pub(super) struct Output {
    folder: SiteFolder,
    /// The staging folder for new files.
    staging: Dir,
    /// The result of the last build.
    previous: Previous,
    /// True if an interrupted build was completed first.
    pub(super) finished_another: bool,
    handed_over: bool,
    /// True if a journal refers to the staged files, which must then be kept.
    committed: AtomicBool,
    /// The lock file, held until this build ends.
    lock: File,
}

/// The known state of the existing site.
pub(super) enum Previous {
    /// There is no site yet.
    None,
    /// There is a site, but its index can't be used, for this reason.
    Unknown(String),
    /// There is a site with this index.
    Index(Index<'static>),
}

/// The changes of a build.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Article folders to put in place.
    pub(super) folders: Vec<Slug>,
    /// Other files to put in place.
    pub(super) files: Vec<SitePath>,
    /// Files of the previous site to remove.
    pub(super) remove: Vec<SitePath>,
}

impl Output {
    /// Opens a folder for a build, creates it if it doesn't exist, and completes an interrupted build. If `handed_over`
    /// is true, the folder may contain other files, as Trunk's does.
    ///
    /// # Errors
    /// Returns a diagnostic if the path isn't a folder, or if the folder isn't a site's. Also returns one if another
    /// build is writing to the folder, or if the system refuses to write there.
    pub(super) fn open(root: &Path, handed_over: bool) -> Result<Self, Box<Diagnostic>> {
        let folder = SiteFolder::open(root, handed_over)?;
        let lock = folder.lock()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let shown = root.display().to_string().into();
                return Err(Box::new(
                    Diagnostic::new(
                        Kind::Output,
                        &shown,
                        0..0,
                        "another build is writing to this folder",
                    )
                    .hint("wait until it is finished"),
                ));
            }
            // Some file systems don't support locks.
            Err(TryLockError::Error(_)) => {}
        }
        let staging = folder.staging()?;
        let mut output = Self {
            folder,
            staging,
            previous: Previous::None,
            finished_another: false,
            handed_over,
            committed: AtomicBool::new(true),
            lock,
        };
        if let Some(journal) = Journal::read(&output.folder)? {
            journal.apply(&output.folder, &output.staging)?;
            output.finished_another = true;
        }
        output.committed.store(false, Ordering::Relaxed);
        output.folder.remove_staging(&output.staging)?;
        output.previous = output.read_index()?;
        output.staging = output.folder.staging()?;
        Ok(output)
    }

    /// Returns the index of the last build, if it can be used.
    pub(super) fn previous(&self) -> Option<&Index<'static>> {
        match &self.previous {
            Previous::Index(index) => Some(index),
            _ => None,
        }
    }

    /// Returns the reason why the index of the last build can't be used. Returns `None` if it can, or if there is no
    /// site yet.
    pub(super) fn unknown(&self) -> Option<&str> {
        match &self.previous {
            Previous::Unknown(reason) => Some(reason),
            _ => None,
        }
    }

    /// Writes a file to the staging folder.
    ///
    /// # Errors
    /// Returns a diagnostic if the system refuses.
    pub(super) fn stage(&self, path: &str, content: &[u8]) -> Result<(), Box<Diagnostic>> {
        let write = || match self.staging.write(path, content) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folder_of(&self.staging, path)?;
                self.staging.write(path, content)
            }
            written => written,
        };
        write().map_err(|error| io_error(&self.folder.shown(path), &error))
    }

    /// Reads the new version of a file: the staged one, or the published one if the build doesn't change it.
    ///
    /// # Errors
    /// Returns a diagnostic if it isn't a readable regular file.
    pub(super) fn read(&self, path: &SitePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        read_file(&self.staging, path.as_str())
            .or_else(|_| self.folder.read(path))
            .map_err(|error| io_error(&self.shown(path), &error))
    }

    /// Reads the published version of a file.
    ///
    /// # Errors
    /// Returns an error if it isn't a readable regular file.
    pub(super) fn read_published(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        self.folder.read(path)
    }

    /// Returns the full path of a file, for messages.
    pub(super) fn shown(&self, path: &SitePath) -> PathBuf {
        self.folder.shown(path.as_str())
    }

    /// Returns true if the site contains the file now.
    pub(super) fn has(&self, path: &SitePath) -> bool {
        let found = kind(&self.folder.root, path.as_str());
        found.is_ok_and(|found| found.is_some_and(|found| found.is_file()))
    }

    /// Commits the build and puts all files in place.
    ///
    /// # Errors
    /// Returns a diagnostic if a file of somebody else blocks a path, or if the system refuses. Before the journal is
    /// written nothing has changed; afterwards the next build completes the rest.
    pub(super) fn commit(
        &self,
        index: &Index<'_>,
        changes: Changes,
    ) -> Result<(), Box<Diagnostic>> {
        let mut journal = Journal {
            folders: Vec::new(),
            files: changes.files,
            remove: changes.remove,
        };
        for path in &journal.files {
            self.check_place(path)?;
        }
        for slug in changes.folders {
            self.carry(&slug)?;
            let id = swap::identity(&self.staging, &slug)
                .map_err(|error| io_error(&self.folder.shown(slug.as_str()), &error))?;
            journal.folders.push((slug, id));
        }
        // The loader and the programs come first.
        journal.files.sort_by_key(|path| !is_shared(path));
        let json = index.to_json().map_err(|error| {
            Box::new(Diagnostic::new(
                Kind::Internal,
                &self.folder.shown("").display().to_string().into(),
                0..0,
                format!("the site's index can't be written: {error}"),
            ))
        })?;
        self.stage(INDEX_PATH, &json)?;
        journal.write(&self.folder, &self.staging)?;
        self.committed.store(true, Ordering::Relaxed);
        journal.apply(&self.folder, &self.staging)?;
        self.folder.remove_staging(&self.staging)
    }

    /// Returns true if the last build wrote the file at this path.
    fn is_ours(&self, path: &str) -> bool {
        self.previous().is_some_and(|index| index.lists(path))
    }

    /// Returns a diagnostic if a file must not be put at its path, because something of somebody else is there.
    fn check_place(&self, path: &SitePath) -> Result<(), Box<Diagnostic>> {
        let place = self.shown(path);
        let refused = |error: io::Error| io_error(&place, &error);
        if let Some(obstacle) = self.folder.obstacle(path).map_err(refused)? {
            let obstacle = self.folder.shown(obstacle);
            return Err(in_the_way_of(&obstacle, "a folder of the site"));
        }
        // The name of a shared file determines its content, so an existing one is the same.
        let is_known = self.is_ours(path.as_str()) || is_shared(path);
        let in_the_way = match kind(&self.folder.root, path.as_str()).map_err(refused)? {
            Some(found) if found.is_dir() => true,
            Some(_) => !is_known && !self.handed_over && self.unknown().is_none(),
            None => false,
        };
        if in_the_way {
            return Err(in_the_way_of(&place, "a page of the site"));
        }
        Ok(())
    }

    /// Links or copies files of others from an article's old folder into the staged one. The old folder stays unchanged
    /// in case the build ends here.
    fn carry(&self, slug: &Slug) -> Result<(), Box<Diagnostic>> {
        let root = &self.folder.root;
        let place = self.folder.shown(slug.as_str());
        match kind(root, slug.as_str()).map_err(|error| io_error(&place, &error))? {
            None => return Ok(()),
            Some(found) if !found.is_dir() => return Err(in_the_way_of(&place, "an article")),
            Some(_) => {}
        }
        let mut folders = vec![slug.to_string()];
        while let Some(folder) = folders.pop() {
            let read = || -> io::Result<Vec<(OsString, bool)>> {
                root.read_dir(&folder)?
                    .map(|entry| {
                        let entry = entry?;
                        Ok((entry.file_name(), entry.file_type()?.is_dir()))
                    })
                    .collect()
            };
            for (name, is_folder) in read().map_err(|error| io_error(&place, &error))? {
                // A name that isn't Unicode becomes a different name here. No file has it, so the build reports an
                // error.
                let path = format!("{folder}/{}", name.to_string_lossy());
                if is_folder {
                    folders.push(path);
                } else if !self.is_ours(&path) {
                    self.carry_file(&path)?;
                }
            }
        }
        Ok(())
    }

    /// Links or copies one file into the staging folder, unless a new file of that name may replace it.
    fn carry_file(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let place = self.folder.shown(path);
        let refused = |error: io::Error| io_error(&place, &error);
        if kind(&self.staging, path).map_err(refused)?.is_some() {
            if self.unknown().is_none() && !self.handed_over {
                return Err(in_the_way_of(&place, "a page of the site"));
            }
            return Ok(());
        }
        let root = &self.folder.root;
        let link = || {
            make_folder_of(&self.staging, path)?;
            root.hard_link(path, &self.staging, path)
        };
        link()
            .or_else(|_| copy(root, &self.staging, path))
            .map_err(refused)
    }

    fn read_index(&self) -> Result<Previous, Box<Diagnostic>> {
        match self.folder.read_index() {
            Ok(json) => Ok(match Index::read(&json) {
                Ok(index) => Previous::Index(index),
                Err(reason) => Previous::Unknown(reason),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // The first build may have ended before it wrote anything.
                let is_new = self.folder.is_new();
                let is_new = is_new.map_err(|error| io_error(&self.folder.shown(""), &error))?;
                Ok(if is_new || self.handed_over {
                    Previous::None
                } else {
                    Previous::Unknown("it doesn't exist".to_owned())
                })
            }
            Err(error) => Ok(Previous::Unknown(format!("it can't be read: {error}"))),
        }
    }
}

/// Removes the staged files of a build that wasn't committed. Also removes the folder if the build created it.
impl Drop for Output {
    fn drop(&mut self) {
        if !self.committed.load(Ordering::Relaxed) {
            // Anything that can't be removed now is removed by the next build.
            let _ = self.folder.remove_staging(&self.staging);
            if self.folder.made && matches!(self.previous, Previous::None) {
                self.folder.remove_empty();
            }
        }
        // Closing the file isn't enough: a child process that another thread is starting may have it open for a moment.
        let _ = self.lock.unlock();
    }
}

/// Creates the parent folders of a file.
fn make_folder_of(root: &Dir, path: &str) -> io::Result<()> {
    match path.rsplit_once('/') {
        Some((folder, _)) => root.create_dir_all(folder),
        None => Ok(()),
    }
}

/// Copies a regular file to the same path in another folder, for file systems without hard links.
fn copy(from: &Dir, to: &Dir, path: &str) -> io::Result<()> {
    let mut old = open_file(from, path, OpenOptions::new().read(true))?;
    let mut new = to.create(path)?.into_std();
    io::copy(&mut old, &mut new)?;
    new.set_permissions(old.metadata()?.permissions())
}
