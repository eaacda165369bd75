//! Writing a site.
//!
//! *Invariant:* a file that is there under its name is whole. All files are first written to a folder that nobody
//! looks into; only when that has gone well they are moved to their places, each at one stroke.

use std::fs;
use std::io;
use std::path::Path;

use super::site::OutFile;
use super::{Diagnostic, Kind};

/// How the folder is called in which files wait; a stop in the middle may leave one behind, and the next build
/// takes it away.
const WAITING: &str = ".sidelight-";

/// Writes files below a folder, which is made if it isn't there. Files already there are replaced, others left
/// alone.
///
/// # Errors
/// When the system refuses. Before the first file is moved, which is when it is likeliest to, nothing has changed.
pub fn write(out: &Path, files: &[OutFile]) -> Result<(), Box<Diagnostic>> {
    let fault = |path: &Path, error: io::Error| {
        Box::new(
            Diagnostic::new(
                Kind::Output,
                &path.display().to_string().into(),
                0..0,
                format!("the pages can't be written: {error}"),
            )
            .hint("see that there is room, and that you may write there"),
        )
    };
    fs::create_dir_all(out).map_err(|error| fault(out, error))?;
    remove_left_behind(out).map_err(|error| fault(out, error))?;
    let waiting = tempfile::Builder::new()
        .prefix(WAITING)
        .tempdir_in(out)
        .map_err(|error| fault(out, error))?;
    for file in files {
        let path = waiting.path().join(&file.path);
        write_file(&path, &file.content).map_err(|error| fault(&out.join(&file.path), error))?;
    }
    // All folders first: whatever stands in the way of one is found before any page has changed.
    for file in files {
        let path = out.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
        }
        if path.is_dir() {
            return Err(fault(&path, io::ErrorKind::IsADirectory.into()));
        }
    }
    for file in files {
        let path = out.join(&file.path);
        fs::rename(waiting.path().join(&file.path), &path).map_err(|error| fault(&path, error))?;
    }
    waiting.close().map_err(|error| fault(out, error))
}

fn write_file(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content)
}

fn remove_left_behind(out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(WAITING) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
