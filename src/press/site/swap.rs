//! Putting a folder in another's place at one stroke, as far as the system can.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

/// What tells a folder from another one that is called the same later, as long as both are there.
///
/// # Errors
/// When it can't be asked.
#[cfg(unix)]
pub(super) fn identity(folder: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(folder).map(|found| found.ino())
}

/// Where folders have no numbers they aren't exchanged either, and nothing has to be told apart.
#[cfg(not(unix))]
pub(super) fn identity(folder: &Path) -> io::Result<u64> {
    fs::symlink_metadata(folder).map(|_| 0)
}

/// Puts `new`, which `id` tells, at `place`; what was there is at `new` or `aside` afterwards. Done a second time, or
/// after an end in the middle, it does what is still to be done.
///
/// # Errors
/// When the system refuses.
pub(super) fn put_folder(new: &Path, place: &Path, id: u64, aside: &Path) -> io::Result<()> {
    match identity(new) {
        Ok(found) if found == id => {}
        // It is in its place, and here is the old one or nothing.
        _ => return Ok(()),
    }
    if place.symlink_metadata().is_err() {
        return fs::rename(new, place);
    }
    if exchange(new, place)? {
        return Ok(());
    }
    // For a moment nothing is there.
    fs::rename(place, aside)?;
    fs::rename(new, place)
}

/// Exchanges two folders; whether that could be done.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // Older systems, and file systems that can't.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Removes a folder with all that is in it, its folders at the same time; one that isn't there is removed.
///
/// # Errors
/// When the system refuses.
pub(super) fn remove_all(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    entries.par_iter().try_for_each(|entry| {
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        }
    })?;
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_put_in_place_once_however_often_one_tries() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["new", "place"] {
            fs::create_dir(path(name)).unwrap();
            fs::write(path(name).join("is"), name).unwrap();
        }
        let id = identity(&path("new")).unwrap();
        for _ in 0..3 {
            put_folder(&path("new"), &path("place"), id, &path("aside")).unwrap();
            assert_eq!(fs::read_to_string(path("place/is")).unwrap(), "new");
        }
    }

    #[test]
    fn without_exchanging_an_end_in_the_middle_is_made_good() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("new")).unwrap();
        let id = identity(&path("new")).unwrap();
        // As it is after the first of two renames.
        fs::create_dir(path("aside")).unwrap();
        put_folder(&path("new"), &path("place"), id, &path("aside")).unwrap();
        assert!(path("place").is_dir() && !path("new").exists());
    }
}
