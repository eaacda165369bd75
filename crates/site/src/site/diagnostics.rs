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
            Self::Link => "this is a symbolic link, and a build follows none in a site's folder",
            Self::NotAFolder => "this isn't a folder, and a build needs one here",
            Self::NotAFile => "this isn't a regular file, and a build needs one here",
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
                "delete it, or name another folder with `--out`; no build leaves such a thing",
            ),
        );
    }
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
            format!("this is in the way of {what}, and the press didn't write it"),
        )
        .hint("move it elsewhere, or remove it if nobody needs it"),
    )
}

/// Creates the diagnostic for an interrupted build whose journal can't be used.
pub(super) fn bad_journal(path: &Path, reason: impl fmt::Display) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(
            Kind::Output,
            &path.display().to_string().into(),
            0..0,
            format!("a build was interrupted here, and its journal can't be used: {reason}"),
        )
        .hint(
            "nothing was changed; delete this file and build again, unless the folder comes from somebody you don't trust",
        ),
    )
}
