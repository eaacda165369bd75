//! What is left to do of a committed build.
//!
//! *Invariant:* every name in a journal is checked when it is read, so it says nothing of what is outside of the site's
//! folder.

use std::io;

use cap_std::fs::Dir;
use serde::{Deserialize, Serialize};

use super::diagnostics::{bad_journal, fault};
use super::folder::{SiteFolder, read_file};
use super::path::SitePath;
use super::swap;
use crate::shared;
use sidelight_compiler::Diagnostic;
use sidelight_model::Slug;

const JOURNAL: &str = "journal.json";

/// A journal; paths are relative to the site's folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Articles' folders to put in place, in this order. Each comes with what tells the new one from the one in its place.
    pub(super) folders: Vec<(Slug, u64)>,
    /// Other files to put in place.
    pub(super) files: Vec<SitePath>,
    /// Files to remove.
    pub(super) remove: Vec<SitePath>,
}

impl Journal {
    /// Reads the journal of an interrupted build, if there was one.
    ///
    /// # Errors
    /// When it can't be read, or names something that isn't in the site.
    pub(super) fn read(folder: &SiteFolder) -> Result<Option<Self>, Box<Diagnostic>> {
        let place = folder.shown_marker(JOURNAL);
        match read_file(&folder.marker, JOURNAL) {
            Ok(json) => serde_json::from_slice(&json)
                .map(Some)
                .map_err(|error| bad_journal(&place, error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(&place, &error)),
        }
    }

    /// Writes it, which commits the build.
    ///
    /// # Errors
    /// When the system refuses; then the build isn't committed.
    pub(super) fn write(&self, folder: &SiteFolder, staging: &Dir) -> Result<(), Box<Diagnostic>> {
        let write = || {
            let json = serde_json::to_vec(self)?;
            staging.write(JOURNAL, json)?;
            staging.rename(JOURNAL, &folder.marker, JOURNAL)
        };
        write().map_err(|error| fault(&folder.shown_marker(JOURNAL), &error))
    }

    /// Does what it says, also what was done already, and removes it.
    ///
    /// # Errors
    /// When something is in the way, or the system refuses. Then the journal stays, and the next build goes on.
    pub(super) fn apply(&self, folder: &SiteFolder, staging: &Dir) -> Result<(), Box<Diagnostic>> {
        let (shared, pages): (Vec<&SitePath>, Vec<&SitePath>) =
            self.files.iter().partition(|path| is_shared(path));
        for path in shared {
            folder.put(staging, path)?;
        }
        for (slug, id) in &self.folders {
            swap::put_folder(staging, &folder.root, slug, *id)
                .map_err(|error| fault(&folder.shown(slug.as_str()), &error))?;
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
            .map_err(|error| fault(&folder.shown_marker(JOURNAL), &error))
    }
}

/// Whether a file is one that all pages share. Those go first, so that no page ever names one that isn't there.
pub(super) fn is_shared(path: &SitePath) -> bool {
    path.folders().next() == Some(shared::FOLDER)
}
