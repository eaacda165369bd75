//! The hash of an article's source files. Articles with equal hashes have equal files.

use sha2::{Digest, Sha256};

use sidelight_compiler::hex;
use sidelight_compiler::sources::Sources;

/// The size limit for files that are hashed, in bytes. An article with a larger file is built each time.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Returns the hash of all files in an article's folder, by name and content. Returns `None` if a file can't be read;
/// compiling the article reports the reason.
pub(super) fn inputs(sources: &dyn Sources, article: &str) -> Option<String> {
    let mut hash = Sha256::new();
    for name in sources.files(article).ok()? {
        let content = sources.read(article, &name, LARGEST).ok()?;
        // The lengths come first, so that moving bytes from a name to its content changes the hash.
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(&name);
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(&content);
    }
    Some(hex(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sidelight_compiler::Memory;

    #[test]
    fn every_change_is_another_hash() {
        let hash = |sources: &Memory| inputs(sources, "one").unwrap();
        let base = Memory::default().with("one", "article.md", "text");
        let others = [
            Memory::default().with("one", "article.md", "texts"),
            Memory::default().with("one", "article.m", "dtext"),
            base.clone().with("one", "picture.png", "x"),
            base.clone().with("one", "facts.toml", ""),
        ];
        for (i, other) in others.iter().enumerate() {
            assert_ne!(hash(other), hash(&base), "{i}");
        }
        let elsewhere = base.clone().with("two", "article.md", "other");
        assert_eq!(hash(&elsewhere), hash(&base));
    }
}
