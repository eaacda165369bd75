//! The folder that a site is written to.
//!
//! A build first writes everything new into a staging folder in it, article folder by article folder, without touching
//! what is there. When all is well it writes a journal of what has to be moved and removed: from that moment the build
//! is committed. Then it moves: shared files first, so that no page ever names one that isn't there; each article's
//! folder at one stroke; what is no longer needed is removed last. A build that ends before its journal leaves the site
//! as it was, byte by byte; one that ends after it is finished by the next build before anything else.
//!
//! The folder itself is not swapped as a whole. A web server in a container, a mount or a shell stands in it, and would go
//! on serving the one that was swapped away; and what others have put there would have to move with it.
//!
//! This holds for programs that end at any time. Against a machine that loses power it does what its file system does:
//! nothing is synchronised.
//!
//! *Invariant:* only what the index lists is ever replaced or removed. Whatever else is in the folder is somebody else's
//! and stays where it is, also in the folders of articles.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use cap_std::fs::{Dir, OpenOptions};

use super::diagnostics::{fault, in_the_way_of};
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
    /// Where what is new is written to first.
    staging: Dir,
    /// What the last build left, or why that can't be told.
    previous: Previous,
    /// Whether an interrupted build was finished first.
    pub(super) finished_another: bool,
    handed_over: bool,
    /// Whether a journal needs what is staged.
    committed: AtomicBool,
    /// Held as long as this build lasts.
    lock: File,
}

/// What is known of the site that is there.
pub(super) enum Previous {
    /// There is none.
    None,
    /// There is one, but its index can't be used, for this reason.
    Unknown(String),
    /// There is this one.
    Index(Index<'static>),
}

/// What a build changes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Articles' folders to put in place.
    pub(super) folders: Vec<Slug>,
    /// Other files to put in place.
    pub(super) files: Vec<SitePath>,
    /// Files that were a part of the site.
    pub(super) remove: Vec<SitePath>,
}

impl Output {
    /// Takes a folder for a build, makes it if it isn't there, and finishes what an interrupted build has left.
    /// `handed_over` folders are taken as they are, as Trunk's is.
    ///
    /// # Errors
    /// When it is no folder, isn't a site's, is being written to by another build, or can't be written to.
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
                    .hint("wait until it has ended"),
                ));
            }
            // Some file systems have no locks.
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

    /// What the last build left.
    pub(super) fn previous(&self) -> Option<&Index<'static>> {
        match &self.previous {
            Previous::Index(index) => Some(index),
            _ => None,
        }
    }

    /// Why the index of the last build can't be used, if there is one that can't.
    pub(super) fn unknown(&self) -> Option<&str> {
        match &self.previous {
            Previous::Unknown(reason) => Some(reason),
            _ => None,
        }
    }

    /// Writes a file to the staging folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn stage(&self, path: &str, content: &[u8]) -> Result<(), Box<Diagnostic>> {
        let write = || match self.staging.write(path, content) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folder_of(&self.staging, path)?;
                self.staging.write(path, content)
            }
            written => written,
        };
        write().map_err(|error| fault(&self.folder.shown(path), &error))
    }

    /// Reads a file as it will be at the end.
    ///
    /// # Errors
    /// When it isn't a file that can be read.
    pub(super) fn read(&self, path: &SitePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        read_file(&self.staging, path.as_str())
            .or_else(|_| self.folder.read(path))
            .map_err(|error| fault(&self.shown(path), &error))
    }

    /// Reads a file as it is published now.
    ///
    /// # Errors
    /// When it isn't a file that can be read.
    pub(super) fn read_published(&self, path: &SitePath) -> io::Result<Vec<u8>> {
        self.folder.read(path)
    }

    /// Returns the path of a file, for messages.
    pub(super) fn shown(&self, path: &SitePath) -> PathBuf {
        self.folder.shown(path.as_str())
    }

    /// Whether a file is in its place now.
    pub(super) fn has(&self, path: &SitePath) -> bool {
        let found = kind(&self.folder.root, path.as_str());
        found.is_ok_and(|found| found.is_some_and(|found| found.is_file()))
    }

    /// Commits the build and puts everything in its place.
    ///
    /// # Errors
    /// When something that isn't ours is in the way, or the system refuses. Until the journal is there nothing has
    /// changed; after that the next build does the rest.
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
                .map_err(|error| fault(&self.folder.shown(slug.as_str()), &error))?;
            journal.folders.push((slug, id));
        }
        // The loader and the programs first.
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

    /// Whether the last build wrote the file of this path.
    fn is_ours(&self, path: &str) -> bool {
        self.previous().is_some_and(|index| index.lists(path))
    }

    /// Whether a file may be put at its place.
    fn check_place(&self, path: &SitePath) -> Result<(), Box<Diagnostic>> {
        let place = self.shown(path);
        let refused = |error: io::Error| fault(&place, &error);
        if let Some(obstacle) = self.folder.obstacle(path).map_err(refused)? {
            let obstacle = self.folder.shown(obstacle);
            return Err(in_the_way_of(&obstacle, "a folder of the site"));
        }
        // Names of shared files say what is in them, so one that is there already is the same.
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

    /// Takes what isn't ours in an article's folder over into the new one, without moving it: should the build end here,
    /// it is where it was.
    fn carry(&self, slug: &Slug) -> Result<(), Box<Diagnostic>> {
        let root = &self.folder.root;
        let place = self.folder.shown(slug.as_str());
        match kind(root, slug.as_str()).map_err(|error| fault(&place, &error))? {
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
            for (name, is_folder) in read().map_err(|error| fault(&place, &error))? {
                // Of a name that isn't Unicode this is another name, which is then not found.
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

    /// Takes a file over, unless there is a new one of its name that may replace it.
    fn carry_file(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let place = self.folder.shown(path);
        let refused = |error: io::Error| fault(&place, &error);
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
                // The first build may have ended before there was anything.
                let is_new = self.folder.is_new();
                let is_new = is_new.map_err(|error| fault(&self.folder.shown(""), &error))?;
                Ok(if is_new || self.handed_over {
                    Previous::None
                } else {
                    Previous::Unknown("it isn't there".to_owned())
                })
            }
            Err(error) => Ok(Previous::Unknown(format!("it can't be read: {error}"))),
        }
    }
}

/// A build that is given up leaves nothing behind, not even the folder, if it wasn't there before.
impl Drop for Output {
    fn drop(&mut self) {
        if !self.committed.load(Ordering::Relaxed) {
            // Whatever can't be removed now is removed by the next build.
            let _ = self.folder.remove_staging(&self.staging);
            if self.folder.made && matches!(self.previous, Previous::None) {
                self.folder.remove_empty();
            }
        }
        // Closing the file isn't enough: a program that another thread is just starting has it open for a moment.
        let _ = self.lock.unlock();
    }
}

/// Makes the folder that a file is in.
fn make_folder_of(root: &Dir, path: &str) -> io::Result<()> {
    match path.rsplit_once('/') {
        Some((folder, _)) => root.create_dir_all(folder),
        None => Ok(()),
    }
}

/// Copies a regular file to the same path in another folder, where it can't be linked.
fn copy(from: &Dir, to: &Dir, path: &str) -> io::Result<()> {
    let mut old = open_file(from, path, OpenOptions::new().read(true))?;
    let mut new = to.create(path)?.into_std();
    io::copy(&mut old, &mut new)?;
    new.set_permissions(old.metadata()?.permissions())
}
