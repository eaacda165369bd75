//! Detects unchanged files by their metadata, as Git and make do.
//!
//! A stamp covers path, size, inode, device, modification time (`mtime`) and status change time (`ctime`) of every file.
//! The system sets `ctime` at every write, and it can't be set back. A stamp costs a third of reading and hashing an article
//! without pictures, and a hundredth with three pictures of 2 MB: 0.1 s instead of 8 s for 1,000 such articles.
//!
//! *Invariant:* changed files have another stamp. Two writes within one tick of the clock have the same time, so files
//! that were just written have no stamp.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use super::MARKER;
use crate::hex::hex;

/// Least age of a file's last change. File systems store times in steps of up to two seconds.
const SETTLED: Duration = Duration::from_secs(3);

/// Returns the stamp of a folder and everything in it. Returns `None` if something was just written, is a symbolic link,
/// or can't be examined.
pub(super) fn of(folder: &Path) -> Option<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let settled = now.checked_sub(SETTLED)?;
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).ok()? {
            let entry = entry.ok()?;
            let kind = entry.file_type().ok()?;
            let path = entry.path();
            if kind.is_dir() {
                // A site built inside the folder isn't part of the article.
                if !path.join(MARKER).exists() {
                    folders.push(path);
                }
                continue;
            }
            let noted = entry.metadata().ok()?;
            let changed = Duration::new(
                u64::try_from(noted.ctime()).ok()?,
                u32::try_from(noted.ctime_nsec()).ok()?,
            );
            if kind.is_symlink() || changed > settled {
                return None;
            }
            files.push((path, noted));
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut hash = Sha256::new();
    for (path, noted) in files {
        let name = path.strip_prefix(folder).ok()?.to_str()?;
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        for number in [noted.size(), noted.ino(), noted.dev()] {
            hash.update(number.to_le_bytes());
        }
        for time in [
            noted.mtime(),
            noted.mtime_nsec(),
            noted.ctime(),
            noted.ctime_nsec(),
        ] {
            hash.update(time.to_le_bytes());
        }
    }
    Some(hex(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits until the last write is old enough, and returns the stamp.
    fn settled(folder: &Path) -> String {
        for _ in 0..200 {
            if let Some(stamp) = of(folder) {
                return stamp;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("a folder that nobody writes to has a stamp after a while");
    }

    #[test]
    fn what_was_just_written_has_no_stamp_and_every_change_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("article.md");
        fs::write(&file, "one").unwrap();
        assert_eq!(of(folder.path()), None);
        let first = settled(folder.path());
        assert_eq!(of(folder.path()).as_ref(), Some(&first));
        // The same length as before, and the same modification time.
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, "two").unwrap();
        fs::File::options()
            .write(true)
            .open(&file)
            .unwrap()
            .set_modified(time)
            .unwrap();
        assert_eq!(of(folder.path()), None);
        assert_ne!(settled(folder.path()), first);
    }

    #[test]
    fn where_links_lead_can_change_unnoticed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("elsewhere", folder.path().join("facts.toml")).unwrap();
        assert_eq!(of(folder.path()), None);
        assert_eq!(of(&folder.path().join("gone")), None);
    }
}
