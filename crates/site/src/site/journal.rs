//! The journal: the remaining steps of a committed build.
//!
//! *Invariant:* every name in a journal is checked when it is read, so a journal can't refer to anything outside of the
//! site's folder.

use std::io;

use cap_std::fs::Dir;
use serde::{Deserialize, Serialize};

use super::diagnostics::{bad_journal, io_error};
use super::folder::{SiteFolder, read_file};
use super::path::SitePath;
use super::swap;
use crate::shared;
use sidelight_compiler::Diagnostic;
use sidelight_model::Slug;

const JOURNAL: &str = "journal.json";

/// A journal. Paths are relative to the site's folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The article folders to put in place, in this order. The number identifies the staged folder and differs from
    /// that of the folder that it replaces.
    pub(super) folders: Vec<(Slug, u64)>,
    /// Other files to put in place.
    pub(super) files: Vec<SitePath>,
    /// Files to remove.
    pub(super) remove: Vec<SitePath>,
}

impl Journal {
    /// Reads the journal of an interrupted build. Returns `None` if there is none.
    ///
    /// # Errors
    /// Returns a diagnostic if the journal can't be parsed, or if it names something outside of the site.
    pub(super) fn read(folder: &SiteFolder) -> Result<Option<Self>, Box<Diagnostic>> {
        let place = folder.shown_marker(JOURNAL);
        match read_file(&folder.marker, JOURNAL) {
            Ok(json) => serde_json::from_slice(&json)
                .map(Some)
                .map_err(|error| bad_journal(&place, error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error(&place, &error)),
        }
    }

    /// Writes the journal, which commits the build.
    ///
    /// # Errors
    /// Returns a diagnostic if the system refuses. The build is then not committed.
    pub(super) fn write(&self, folder: &SiteFolder, staging: &Dir) -> Result<(), Box<Diagnostic>> {
        let write = || {
            let json = serde_json::to_vec(self)?;
            staging.write(JOURNAL, json)?;
            staging.rename(JOURNAL, &folder.marker, JOURNAL)
        };
        write().map_err(|error| io_error(&folder.shown_marker(JOURNAL), &error))
    }

    /// Executes the journal and then removes it. Steps that were done before are skipped.
    ///
    /// # Errors
    /// Returns a diagnostic if something blocks a path, or if the system refuses. The journal is then kept, and the
    /// next build continues with it.
    pub(super) fn apply(&self, folder: &SiteFolder, staging: &Dir) -> Result<(), Box<Diagnostic>> {
        let (shared, pages): (Vec<&SitePath>, Vec<&SitePath>) =
            self.files.iter().partition(|path| is_shared(path));
        for path in shared {
            folder.put(staging, path)?;
        }
        for (slug, id) in &self.folders {
            swap::put_folder(staging, &folder.root, slug, *id)
                .map_err(|error| io_error(&folder.shown(slug.as_str()), &error))?;
        }
        for path in pages {
            folder.put(staging, path)?;
        }
        folder.put_index(staging)?;
        for path in &self.remove {
            folder.remove(path)?;
        }
        folder
            .marker
            .remove_file(JOURNAL)
            .map_err(|error| io_error(&folder.shown_marker(JOURNAL), &error))
    }
}

/// Returns true for the files that all pages share. They are put in place first, so that no page ever refers to a
/// missing file.
pub(super) fn is_shared(path: &SitePath) -> bool {
    path.folders().next() == Some(shared::FOLDER)
}
