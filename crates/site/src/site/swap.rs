//! Replaces a folder by another one, atomically where supported.

use std::io;

use cap_std::fs::Dir;

use super::folder::kind;
use sidelight_model::Slug;

/// Returns a number that distinguishes a folder from a later one of the same name, as long as both exist.
///
/// # Errors
/// Returns an error if the folder's metadata can't be read.
#[cfg(unix)]
pub(super) fn identity(parent: &Dir, slug: &Slug) -> io::Result<u64> {
    use cap_std::fs::MetadataExt;
    parent
        .symlink_metadata(slug.as_str())
        .map(|found| found.ino())
}

/// Returns 0. Without folder numbers folders aren't exchanged either, so nothing has to be distinguished.
#[cfg(not(unix))]
pub(super) fn identity(parent: &Dir, slug: &Slug) -> io::Result<u64> {
    parent.symlink_metadata(slug.as_str()).map(|_| 0)
}

/// Moves an article's folder, which `id` identifies, from `staging` into `site`. The folder that it replaces is in
/// `staging` afterwards. Can be repeated, also after an interruption, and then does only the remaining steps.
///
/// # Errors
/// Returns an error if the system refuses.
pub(super) fn put_folder(staging: &Dir, site: &Dir, slug: &Slug, id: u64) -> io::Result<()> {
    match identity(staging, slug) {
        Ok(found) if found == id => {}
        // The new folder is already in place; `staging` has the old one or nothing.
        _ => return Ok(()),
    }
    let name = slug.as_str();
    if kind(site, name)?.is_none() {
        return staging.rename(name, site, name);
    }
    if exchange(staging, site, name)? {
        return Ok(());
    }
    // Between these two renames the folder doesn't exist.
    site.rename(name, staging, format!(".{name}"))?;
    staging.rename(name, site, name)
}

/// Exchanges two folders of the same name. Returns false if the system doesn't support it.
#[cfg(target_os = "linux")]
fn exchange(staging: &Dir, site: &Dir, name: &str) -> io::Result<bool> {
    use rustix::fs::{RenameFlags, renameat_with};
    use rustix::io::Errno;
    // The name is a single component, so no link above it can lead elsewhere.
    match renameat_with(staging, name, site, name, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // Older systems, and file systems without support.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Dir, _: &Dir, _: &str) -> io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
mod tests {
    use cap_std::ambient_authority;

    use super::*;

    /// Creates a temporary folder with an empty `staging` and an empty `site` in it.
    fn folders() -> (tempfile::TempDir, Dir, Dir) {
        let folder = tempfile::tempdir().unwrap();
        let root = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        let [staging, site] = ["staging", "site"].map(|name| {
            root.create_dir(name).unwrap();
            root.open_dir(name).unwrap()
        });
        (folder, staging, site)
    }

    #[test]
    fn a_folder_is_put_in_place_once_however_often_one_tries() {
        let (_folder, staging, site) = folders();
        let slug = Slug::new("one").unwrap();
        for (parent, text) in [(&staging, "new"), (&site, "old")] {
            parent.create_dir("one").unwrap();
            parent.write("one/is", text).unwrap();
        }
        let id = identity(&staging, &slug).unwrap();
        for _ in 0..3 {
            put_folder(&staging, &site, &slug, id).unwrap();
            assert_eq!(site.read_to_string("one/is").unwrap(), "new");
        }
    }

    #[test]
    fn without_exchanging_an_end_in_the_middle_is_made_good() {
        let (_folder, staging, site) = folders();
        let slug = Slug::new("one").unwrap();
        staging.create_dir("one").unwrap();
        let id = identity(&staging, &slug).unwrap();
        // The state after the first of the two renames.
        staging.create_dir(".one").unwrap();
        put_folder(&staging, &site, &slug, id).unwrap();
        assert!(site.is_dir("one") && !staging.exists("one"));
    }
}
