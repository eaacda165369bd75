//! Diagnostics about the folder that a site is written to.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

use sidelight_compiler::{Diagnostic, Kind};

/// An access error: the path holds something that a build neither follows nor replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// A symbolic link instead of a file or folder.
    Link,
    /// Something other than a folder.
    NotAFolder,
    /// A folder, a named pipe, a socket or a device instead of a file.
    NotAFile,
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "this is a symbolic link; builds don't follow links in a site's folder",
            Self::NotAFolder => "this isn't a folder; the build needs one here",
            Self::NotAFile => "this isn't a regular file; the build needs one here",
        })
    }
}

impl Error for Odd {}

impl From<Odd> for io::Error {
    fn from(odd: Odd) -> Self {
        Self::other(odd)
    }
}

/// Creates the diagnostic for a path that can't be read or written.
pub(super) fn io_error(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let shown = path.display().to_string().into();
    if let Some(odd) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Odd>())
    {
        return Box::new(
            Diagnostic::new(Kind::InTheWay, &shown, 0..0, odd.to_string()).hint(
                "delete it, or choose another folder with `--out`; sidelight didn't create it",
            ),
        );
    }
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some disk space; the published site is unchanged"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "check that you have permission to write there, or choose another folder with `--out`"
        }
        _ => "check the disk space and your permission to write there",
    };
    Box::new(
        Diagnostic::new(
            Kind::Output,
            &shown,
            0..0,
            format!("the pages can't be written: {error}"),
        )
        .hint(hint),
    )
}

/// Creates the diagnostic for an existing file or folder that blocks the path of `what`.
pub(super) fn in_the_way_of(path: &Path, what: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(
            Kind::InTheWay,
            &path.display().to_string().into(),
            0..0,
            format!("{what} belongs here, but sidelight didn't create this and won't overwrite it"),
        )
        .hint("move or delete it"),
    )
}

/// Creates the diagnostic for an interrupted build whose journal can't be used.
pub(super) fn bad_journal(path: &Path, reason: impl fmt::Display) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(
            Kind::Output,
            &path.display().to_string().into(),
            0..0,
            format!("a build was interrupted, and its journal can't be used: {reason}"),
        )
        .hint(
            "nothing was changed; if you trust whoever gave you this folder, delete this file and build again",
        ),
    )
}
