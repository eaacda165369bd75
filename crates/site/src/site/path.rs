//! Paths of a site's files, checked when they are created.

use std::borrow::Borrow;
use std::fmt;
use std::path::{Component, Path};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use sidelight_model::Slug;

/// The path of a file below a folder of the site, with `/` between folders.
///
/// *Invariant:* each part is an ordinary name. There is no `..`, no root and no drive, so the path can't lead out of
/// the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct SitePath(String);

/// The error for a text that isn't a [`SitePath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SitePathError(String);

impl fmt::Display for SitePathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.escape_debug();
        write!(f, "`{text}` isn't the path of a file in the site")
    }
}

impl SitePath {
    /// Creates a path from a text.
    ///
    /// # Errors
    /// Returns an error if a part of it isn't an ordinary name.
    pub(super) fn new(text: impl Into<String>) -> Result<Self, SitePathError> {
        let text = text.into();
        if text.split('/').all(is_name) {
            Ok(Self(text))
        } else {
            Err(SitePathError(text))
        }
    }

    /// Returns the path as text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folders above the file, the outermost first.
    pub(super) fn folders(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    /// Returns the path of the file's compressed form.
    pub(super) fn with_ending(&self, ending: &'static str) -> Self {
        Self(format!("{}{ending}", self.0))
    }
}

/// Returns true if a part of a path is an ordinary name on this system.
fn is_name(part: &str) -> bool {
    let mut components = Path::new(part).components();
    !part.contains(END)
        && components.next() == Some(Component::Normal(part.as_ref()))
        && components.next().is_none()
}

impl TryFrom<String> for SitePath {
    type Error = SitePathError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(text)
    }
}

impl From<SitePath> for String {
    fn from(path: SitePath) -> Self {
        path.0
    }
}

/// Allows lookups in maps by text.
impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The paths of an article's files, relative to its folder, in a single string. They make up most of the index, which a
/// build keeps in memory from beginning to end.
///
/// *Invariant:* each one is a [`SitePath`] followed by a NUL, which no path contains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paths(Box<str>);

/// The terminator of each path.
const END: char = '\0';

impl Paths {
    /// Returns each path as text.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(END)
    }

    /// Returns each path, relative to the site's root.
    pub(super) fn in_site(&self, slug: &Slug) -> impl Iterator<Item = SitePath> {
        self.iter()
            .map(move |path| SitePath(format!("{slug}/{path}")))
    }
}

impl FromIterator<SitePath> for Paths {
    fn from_iter<I: IntoIterator<Item = SitePath>>(paths: I) -> Self {
        let mut all = String::new();
        for path in paths {
            all.push_str(path.as_str());
            all.push(END);
        }
        Self(all.into())
    }
}

impl Serialize for Paths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<SitePath>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ordinary_names_make_a_path() {
        for path in ["index.html", ".sidelight/nginx.conf", "a/b/c", "…/Ж", "..."] {
            assert!(SitePath::new(path).is_ok(), "{path:?}");
        }
        for path in [
            "",
            ".",
            "..",
            "/",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a/..",
            "a/./b",
            "a//b",
            "a/",
            "a\0b",
            "\0",
        ] {
            assert_eq!(
                SitePath::new(path),
                Err(SitePathError(path.to_owned())),
                "{path:?}"
            );
        }
    }

    #[test]
    fn folders_come_from_the_outermost_on() {
        let path = SitePath::new("a/b/c.html").unwrap();
        assert_eq!(path.folders().collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(path.with_ending(".br").as_str(), "a/b/c.html.br");
    }

    #[test]
    fn paths_are_written_as_a_list_and_read_back() {
        for paths in [&[][..], &["index.html", "a/b.json", "\"Ж\".png"]] {
            let one: Paths = paths
                .iter()
                .map(|path| SitePath::new(*path).unwrap())
                .collect();
            assert_eq!(one.iter().collect::<Vec<_>>(), paths);
            let json = serde_json::to_string(&one).unwrap();
            assert_eq!(json, serde_json::to_string(paths).unwrap());
            assert_eq!(serde_json::from_str::<Paths>(&json).unwrap(), one);
        }
        for json in ["[\"../x\"]", "[\"a\\u0000../../x\"]", "[\"\"]"] {
            let error = serde_json::from_str::<Paths>(json).unwrap_err();
            assert!(
                error.to_string().contains("isn't the path of a file"),
                "{error}"
            );
        }
    }
}
