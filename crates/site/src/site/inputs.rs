//! What an article is made of, as one hash: equal hashes, equal article.

use sha2::{Digest, Sha256};

use sidelight_compiler::hex::hex;
use sidelight_compiler::sources::Sources;

/// The largest file that is looked at, in bytes; an article with a larger one is pressed each time.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The hash of all files in an article's folder, by name and content; none when one of them can't be read. What is wrong
/// with it is told when the article is.
pub(super) fn inputs(sources: &dyn Sources, article: &str) -> Option<String> {
    let mut hash = Sha256::new();
    for name in sources.files(article).ok()? {
        let content = sources.read(article, &name, LARGEST).ok()?;
        // Lengths before both, so that nothing can pass from one into the other.
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
