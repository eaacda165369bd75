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

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::super::shared;
use super::super::{Diagnostic, Kind};
use super::index::Index;
use super::swap;

/// The folder in which a site keeps what its builds need; it marks the folder above as a site's.
pub(in crate::press) const MARKER: &str = ".sidelight";
const STAGING: &str = "staging";
const INDEX: &str = "index.json";
const JOURNAL: &str = "journal.json";
const LOCK: &str = "lock";

/// A site's folder while a build writes to it.
pub(super) struct Output {
    root: PathBuf,
    /// What the last build left, or why that can't be told.
    previous: Previous,
    /// Whether an interrupted build was finished first.
    pub(super) finished_another: bool,
    handed_over: bool,
    made: bool,
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
    /// Articles' folders that are to be put in place.
    pub(super) folders: Vec<String>,
    /// Other files that are to be put in place.
    pub(super) files: Vec<String>,
    /// Files that were a part of the site.
    pub(super) remove: Vec<String>,
}

/// What is left to do of a committed build; paths are relative to the site's folder.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// In this order. A folder comes with what tells the new one from the one in its place.
    folders: Vec<(String, u64)>,
    files: Vec<String>,
    remove: Vec<String>,
}

impl Output {
    /// Takes a folder for a build, makes it if it isn't there, and finishes what an interrupted build has left.
    /// `handed_over` folders are taken as they are, as Trunk's is.
    ///
    /// # Errors
    /// When it is no folder, isn't a site's, is being written to by another build, or can't be written to.
    pub(super) fn open(root: &Path, handed_over: bool) -> Result<Self, Box<Diagnostic>> {
        let refused = |kind, message: &str, hint: &str| {
            let shown = root.display().to_string().into();
            Box::new(Diagnostic::new(kind, &shown, 0..0, message).hint(hint))
        };
        let made = match fs::metadata(root) {
            Ok(found) if !found.is_dir() => {
                return Err(refused(
                    Kind::InTheWay,
                    "the pages can't be written: this is a file",
                    "name a folder, or one that isn't there yet",
                ));
            }
            Ok(_) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(fault(root, &error)),
        };
        let marker = root.join(MARKER);
        let is_ours = marker.is_dir();
        if !made && !is_ours && !handed_over && !is_empty(root)? {
            return Err(refused(
                Kind::InTheWay,
                "this folder holds something that the press didn't write, so nothing is written to it",
                "name an empty folder, or one that isn't there yet; what a build writes to stays a site's folder from then on",
            ));
        }
        fs::create_dir_all(&marker).map_err(|error| fault(root, &error))?;
        let path = marker.join(LOCK);
        let lock = File::create(&path).map_err(|error| fault(&path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(refused(
                    Kind::Output,
                    "another build is writing to this folder",
                    "wait until it has ended",
                ));
            }
            // Some file systems have no locks.
            Err(TryLockError::Error(_)) => {}
        }
        let mut output = Self {
            root: root.to_owned(),
            previous: Previous::None,
            finished_another: false,
            handed_over,
            made,
            committed: AtomicBool::new(false),
            lock,
        };
        output.finished_another = output.finish()?;
        output.clear_staging()?;
        output.previous = output.read_index()?;
        let staging = output.staging("");
        fs::create_dir_all(&staging).map_err(|error| fault(&staging, &error))?;
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

    /// Writes a file that is to be put in place at the end.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn stage(&self, path: &str, content: &[u8]) -> Result<(), Box<Diagnostic>> {
        let staged = self.staging(path);
        let write = || match fs::write(&staged, content) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some(folder) = staged.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(&staged, content)
            }
            written => written,
        };
        write().map_err(|error| fault(&self.root.join(path), &error))
    }

    /// Reads a file as it will be at the end.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        fs::read(self.staging(path))
            .or_else(|_| fs::read(self.root.join(path)))
            .map_err(|error| fault(&self.root.join(path), &error))
    }

    /// Whether a file is in its place now.
    pub(super) fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
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
        for folder in changes.folders {
            self.carry(&folder)?;
            let staged = self.staging(&folder);
            let id = swap::identity(&staged).map_err(|error| fault(&staged, &error))?;
            journal.folders.push((folder, id));
        }
        // The loader and the programs first.
        journal
            .files
            .sort_by_key(|path| !path.starts_with(shared::FOLDER));
        let internal = |error: String| {
            Box::new(Diagnostic::new(
                Kind::Internal,
                &self.root.display().to_string().into(),
                0..0,
                format!("the site's index can't be written: {error}"),
            ))
        };
        let index_path = format!("{MARKER}/{INDEX}");
        self.stage(&index_path, &index.to_json().map_err(internal)?)?;
        let json = serde_json::to_vec(&journal).map_err(|error| internal(error.to_string()))?;
        self.stage(JOURNAL, &json)?;
        let place = self.root.join(MARKER).join(JOURNAL);
        fs::rename(self.staging(JOURNAL), &place).map_err(|error| fault(&place, &error))?;
        self.committed.store(true, Ordering::Relaxed);
        self.apply(&journal)
    }

    /// Finishes a build that was committed and then stopped; whether there was one.
    fn finish(&self) -> Result<bool, Box<Diagnostic>> {
        let path = self.root.join(MARKER).join(JOURNAL);
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(fault(&path, &error)),
        };
        let journal: Journal =
            serde_json::from_slice(&json).map_err(|error| fault(&path, &error.into()))?;
        self.apply(&journal)?;
        Ok(true)
    }

    /// Does what a journal says, also what was done already, and takes the journal away.
    fn apply(&self, journal: &Journal) -> Result<(), Box<Diagnostic>> {
        let (shared, pages): (Vec<&String>, Vec<&String>) = journal
            .files
            .iter()
            .partition(|path| path.starts_with(shared::FOLDER));
        let index = format!("{MARKER}/{INDEX}");
        for path in shared {
            self.put(path)?;
        }
        for (folder, id) in &journal.folders {
            let place = self.root.join(folder);
            let aside = self
                .root
                .join(MARKER)
                .join(STAGING)
                .join(format!(".{folder}"));
            swap::put_folder(&self.staging(folder), &place, *id, &aside)
                .map_err(|error| fault(&place, &error))?;
        }
        for path in pages {
            self.put(path)?;
        }
        self.put(&index)?;
        for path in &journal.remove {
            self.remove(path)?;
        }
        let path = self.root.join(MARKER).join(JOURNAL);
        fs::remove_file(&path).map_err(|error| fault(&path, &error))?;
        self.clear_staging()
    }

    /// Moves a file to its place, unless that was done.
    fn put(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let place = self.root.join(path);
        let put = || {
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            match fs::rename(self.staging(path), &place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                moved => moved,
            }
        };
        put().map_err(|error| fault(&place, &error))
    }

    /// Removes a file and the folders that are empty without it.
    fn remove(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        let place = self.root.join(path);
        match fs::remove_file(&place) {
            Err(error)
                if !matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(fault(&place, &error));
            }
            _ => {}
        }
        for folder in place.ancestors().skip(1) {
            // One that isn't empty holds something that is still needed, or isn't ours.
            if folder == self.root || fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Whether the last build wrote the file of this path.
    fn is_ours(&self, path: &str) -> bool {
        self.previous().is_some_and(|index| index.lists(path))
    }

    /// Whether a file may be put at its place.
    fn check_place(&self, path: &str) -> Result<(), Box<Diagnostic>> {
        // Names of shared files say what is in them, so one that is there already is the same.
        let is_known = self.is_ours(path) || path.starts_with(shared::FOLDER);
        let place = self.root.join(path);
        let in_the_way = match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => true,
            Ok(_) => !is_known && !self.handed_over && self.unknown().is_none(),
            Err(_) => false,
        };
        if in_the_way {
            return Err(in_the_way_of(&place, "a page of the site"));
        }
        Ok(())
    }

    /// Takes what isn't ours in an article's folder over into the new one, without moving it: should the build end here,
    /// it is where it was.
    fn carry(&self, folder: &str) -> Result<(), Box<Diagnostic>> {
        let place = self.root.join(folder);
        match fs::symlink_metadata(&place) {
            Err(_) => return Ok(()),
            Ok(found) if !found.is_dir() => return Err(in_the_way_of(&place, "an article")),
            Ok(_) => {}
        }
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let read = || -> io::Result<Vec<(String, bool)>> {
                fs::read_dir(self.root.join(&folder))?
                    .map(|entry| {
                        let entry = entry?;
                        // Of a name that isn't Unicode this is another name, which is then not found.
                        let name = entry.file_name().to_string_lossy().into_owned();
                        Ok((format!("{folder}/{name}"), entry.file_type()?.is_dir()))
                    })
                    .collect()
            };
            for (path, is_folder) in read().map_err(|error| fault(&place, &error))? {
                let staged = self.staging(&path);
                if is_folder {
                    folders.push(path);
                } else if !self.is_ours(&path) {
                    if staged.symlink_metadata().is_ok() {
                        if self.unknown().is_none() && !self.handed_over {
                            return Err(in_the_way_of(
                                &self.root.join(&path),
                                "a page of the site",
                            ));
                        }
                        continue;
                    }
                    link(&self.root.join(&path), &staged)
                        .map_err(|error| fault(&self.root.join(&path), &error))?;
                }
            }
        }
        Ok(())
    }

    fn read_index(&self) -> Result<Previous, Box<Diagnostic>> {
        let path = self.root.join(MARKER).join(INDEX);
        match fs::read(&path) {
            Ok(json) => Ok(match Index::read(&json) {
                Ok(index) => Previous::Index(index),
                Err(reason) => Previous::Unknown(reason),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // The first build may have ended before there was anything.
                let marker_only = is_empty_but_for_marker(&self.root)?;
                Ok(if marker_only || self.handed_over {
                    Previous::None
                } else {
                    Previous::Unknown("it isn't there".to_owned())
                })
            }
            Err(error) => Ok(Previous::Unknown(format!("it can't be read: {error}"))),
        }
    }

    fn staging(&self, path: &str) -> PathBuf {
        let staging = self.root.join(MARKER).join(STAGING);
        if path.is_empty() {
            staging
        } else {
            staging.join(path)
        }
    }

    fn clear_staging(&self) -> Result<(), Box<Diagnostic>> {
        let staging = self.staging("");
        swap::remove_all(&staging).map_err(|error| fault(&staging, &error))
    }
}

/// A build that is given up leaves nothing behind, not even the folder, if it wasn't there before.
impl Drop for Output {
    fn drop(&mut self) {
        if !self.committed.load(Ordering::Relaxed) {
            self.abandon();
        }
        // Closing the file isn't enough: a program that another thread is just starting has it open for a moment.
        let _ = self.lock.unlock();
    }
}

impl Output {
    fn abandon(&self) {
        // Whatever can't be removed now is removed by the next build.
        let _ = self.clear_staging();
        if self.made && matches!(self.previous, Previous::None) {
            let marker = self.root.join(MARKER);
            let _ = fs::remove_file(marker.join(LOCK));
            let _ = fs::remove_dir(marker);
            let _ = fs::remove_dir(&self.root);
        }
    }
}

/// A fault in writing.
pub(super) fn fault(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room there; what was published before is as it was"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "see that you may write there, or name another folder with `--out`"
        }
        _ => "see that there is room, and that you may write there",
    };
    Box::new(
        Diagnostic::new(
            Kind::Output,
            &path.display().to_string().into(),
            0..0,
            format!("the pages can't be written: {error}"),
        )
        .hint(hint),
    )
}

fn in_the_way_of(path: &Path, what: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(
            Kind::InTheWay,
            &path.display().to_string().into(),
            0..0,
            format!("this is in the way of {what}, and the press didn't write it"),
        )
        .hint("move it elsewhere, or remove it if nobody needs it"),
    )
}

/// Makes a file be at a second place too.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

fn is_empty(folder: &Path) -> Result<bool, Box<Diagnostic>> {
    let mut entries = fs::read_dir(folder).map_err(|error| fault(folder, &error))?;
    Ok(entries.next().is_none())
}

fn is_empty_but_for_marker(folder: &Path) -> Result<bool, Box<Diagnostic>> {
    let entries = fs::read_dir(folder).map_err(|error| fault(folder, &error))?;
    Ok(entries.flatten().all(|entry| entry.file_name() == MARKER))
}
