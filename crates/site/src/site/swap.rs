//! Putting a folder in another's place, atomically where the system can.

use std::io;

use cap_std::fs::Dir;

use super::folder::kind;
use sidelight_model::Slug;

/// Returns what tells a folder from another one that has the same name later, as long as both are there.
///
/// # Errors
/// When it can't be asked.
#[cfg(unix)]
pub(super) fn identity(parent: &Dir, slug: &Slug) -> io::Result<u64> {
    use cap_std::fs::MetadataExt;
    parent
        .symlink_metadata(slug.as_str())
        .map(|found| found.ino())
}

/// Where folders have no numbers they aren't exchanged either, and nothing has to be told apart.
#[cfg(not(unix))]
pub(super) fn identity(parent: &Dir, slug: &Slug) -> io::Result<u64> {
    parent.symlink_metadata(slug.as_str()).map(|_| 0)
}

/// Puts an article's folder, which `id` identifies, from `staging` into `site`. What was there is in `staging`
/// afterwards. Done a second time, or after an end in the middle, it does what is still to be done.
///
/// # Errors
/// When the system refuses.
pub(super) fn put_folder(staging: &Dir, site: &Dir, slug: &Slug, id: u64) -> io::Result<()> {
    match identity(staging, slug) {
        Ok(found) if found == id => {}
        // It is in its place, and here is the old one or nothing.
        _ => return Ok(()),
    }
    let name = slug.as_str();
    if kind(site, name)?.is_none() {
        return staging.rename(name, site, name);
    }
    if exchange(staging, site, name)? {
        return Ok(());
    }
    // For a moment nothing is there.
    site.rename(name, staging, format!(".{name}"))?;
    staging.rename(name, site, name)
}

/// Exchanges two folders of one name; returns whether that could be done.
#[cfg(target_os = "linux")]
fn exchange(staging: &Dir, site: &Dir, name: &str) -> io::Result<bool> {
    use rustix::fs::{RenameFlags, renameat_with};
    use rustix::io::Errno;
    // A single name, so nothing on the way to it can be a link.
    match renameat_with(staging, name, site, name, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // Older systems, and file systems that can't.
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

    /// A folder with an empty `staging` and an empty `site` in it.
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
        // As it is after the first of two renames.
        staging.create_dir(".one").unwrap();
        put_folder(&staging, &site, &slug, id).unwrap();
        assert!(site.is_dir("one") && !staging.exists("one"));
    }
}
