//! Files that an article links to, such as a PDF, a table or a recording. They are published unchanged beside its page.
//!
//! *Invariant:* a published file is in the article's folder, isn't hidden, and has one of a few endings. None of them is
//! of a page or a script, which would run with the rights of the site.

use std::sync::Arc;

use crate::authored::AuthoredBox;
use crate::out_file::OutFile;
use crate::source_file::SourceFile;
use crate::sources::{ReadError, Sources};
use crate::toml::Spanned;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::{Href, unseen};
use sidelight_text::nearest;

/// Largest linked file that the compiler accepts, in bytes.
pub const MAX_LINKED: u64 = 64 * 1024 * 1024;

/// The endings of files that can be published.
const ENDINGS: [&str; 17] = [
    "pdf", "csv", "xlsx", "ods", "docx", "odt", "txt", "zip", "json", "geojson", "mp3", "m4a",
    "mp4", "webm", "vtt", "png", "jpg",
];

/// Files that the build itself writes into an article's folder and into the folder of each box.
const WRITTEN: [&str; 5] = [
    "article.json",
    "annotations.json",
    "index.html",
    "oembed.json",
    "share.png",
];

/// A file to publish with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedFile {
    article: String,
    /// Path of the file in the article's folder.
    file: String,
    /// Path of the file as shown to authors.
    shown: Arc<str>,
}

/// An error of a link: kind, message and hint.
type Wrong = (Kind, String, String);

/// Links of one article, and everything that they may lead to.
pub(super) struct LinkedFiles<'a> {
    sources: &'a dyn Sources,
    article: &'a str,
    /// The ids of the boxes, each of which has a page of its own. `None` if they aren't known.
    boxes: Option<Vec<&'a str>>,
    file: &'a SourceFile,
    diagnostics: &'a DiagnosticSink,
    found: Vec<LinkedFile>,
}

impl<'a> LinkedFiles<'a> {
    /// Prepares to read the links of an article. `file` is its `article.md`. `boxes` is `None` if they aren't known.
    pub(super) fn new(
        sources: &'a dyn Sources,
        article: &'a str,
        boxes: Option<&'a [AuthoredBox]>,
        file: &'a SourceFile,
        diagnostics: &'a DiagnosticSink,
    ) -> Self {
        Self {
            sources,
            article,
            boxes: boxes.map(|boxes| {
                boxes
                    .iter()
                    .filter_map(|fact_box| Some(fact_box.id.as_ref()?.value.as_str()))
                    .collect()
            }),
            file,
            diagnostics,
            found: Vec::new(),
        }
    }

    /// Reads a link of the text. Reports a link to a file that doesn't exist or can't be published. Links to pages, to
    /// other sites and to parts of the article are left alone.
    pub(super) fn read_link(&mut self, link: &Spanned<Href>) {
        match self.target(&link.value) {
            Ok(None) => {}
            Ok(Some(name)) => self.read_file(name, link),
            Err(wrong) => self.report(link, wrong),
        }
    }

    /// Reads the address of a source. It must be a page of the web or a file that can be published.
    pub(super) fn read_source(&mut self, link: &Spanned<Href>) {
        let text = link.value.as_str();
        let is_web = ["http://", "https://"].iter().any(|scheme| {
            text.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if is_web {
            return;
        }
        match self.target(&link.value) {
            Ok(Some(name)) => self.read_file(name, link),
            Err(wrong) => self.report(link, wrong),
            Ok(None) => self.report(
                link,
                (
                    Kind::BadLink,
                    format!("readers can't open the source `{text}`"),
                    "write `https://…`, or the name of a file beside article.md, such as `paper.pdf`; a source that \
                     isn't published needs no `url`"
                        .to_owned(),
                ),
            ),
        }
    }

    /// Returns the files to publish, each once.
    pub(super) fn into_files(self) -> Vec<LinkedFile> {
        self.found
    }

    fn report(&self, link: &Spanned<Href>, (kind, message, hint): Wrong) {
        self.diagnostics.add(
            self.file
                .diagnostic(kind, link.span.clone(), message)
                .hint(hint),
        );
    }

    /// Returns the name of the file in the article's folder that a link leads to. Returns `None` for a link to a page or
    /// to another site.
    fn target(&self, href: &Href) -> Result<Option<String>, Wrong> {
        let text = href.as_str();
        if href.is_external() || text.starts_with(['/', '#', '?']) {
            return Ok(None);
        }
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let wrong = |message: String, hint: &str| Err((Kind::BadLink, message, hint.to_owned()));
        let Some(path) = decoded(path) else {
            return wrong(
                format!("`{text}` isn't the name of a file"),
                "after `%`, write two hexadecimal digits, such as `%20` for a space",
            );
        };
        let path = path.trim_start_matches("./");
        let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
        let ending = last
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        let is_file = ending
            .as_deref()
            .is_some_and(|ending| !matches!(ending, "" | "html" | "htm" | "xml"))
            && !WRITTEN.contains(&last);
        if path.split('/').any(|part| part == "..") {
            return if is_file {
                wrong(
                    format!("`{text}` isn't in the article's folder"),
                    "copy the file into the folder, beside article.md, and write only its name",
                )
            } else {
                Ok(None)
            };
        }
        if !is_file {
            return self.page(text, folder, last).map(|()| None);
        }
        let is_name = |part: &str| {
            part.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                && !part.contains(['\\', ':', '?', '#', '<', '>', '"', '|', '*', '~', '%'])
                && unseen(part).is_none()
        };
        if path.starts_with("www.")
            || !folder.is_empty()
                && folder
                    .split('/')
                    .next()
                    .is_some_and(|first| first.contains('.'))
        {
            return wrong(
                format!("`{text}` isn't a file in the article's folder"),
                &format!("for a page of another site, write `https://{text}`"),
            );
        }
        if !path.split('/').all(is_name) {
            return wrong(
                format!("`{text}` isn't the name of a file that can be published"),
                "use a name that begins with a letter or a digit, made of letters, digits, spaces and hyphens",
            );
        }
        let ending = ending.unwrap_or_default();
        if !ENDINGS.contains(&&*ending) {
            let endings: Vec<String> = ENDINGS
                .iter()
                .map(|ending| format!("`.{ending}`"))
                .collect();
            return wrong(
                format!("a file that ends in `.{ending}` can't be published with an article"),
                &format!(
                    "use one of {}; for a page of another site, write `https://…`",
                    endings.join(", ")
                ),
            );
        }
        Ok(Some(path.to_owned()))
    }

    /// Checks a link to a page in the article's own folder, which can only be the article's page or that of a box.
    fn page(&self, text: &str, folder: &str, last: &str) -> Result<(), Wrong> {
        let Some(boxes) = &self.boxes else {
            return Ok(());
        };
        let is_written = last.is_empty() || WRITTEN.contains(&last);
        let is_page = match folder {
            "" => is_written || boxes.contains(&last),
            folder => is_written && boxes.contains(&folder),
        };
        if is_page {
            return Ok(());
        }
        let name = if folder.is_empty() { last } else { folder };
        let meant = nearest(name, boxes.iter().copied()).map_or_else(String::new, |near| {
            format!("did you mean the box `{near}/`? ")
        });
        Err((
            Kind::BadLink,
            format!("the article has no page or file `{text}`"),
            format!(
                "{meant}for a file, write its whole name, such as `paper.pdf`; for another article, write \
                 `../its-name/`; for another site, write `https://…`"
            ),
        ))
    }

    fn read_file(&mut self, name: String, link: &Spanned<Href>) {
        if self.found.iter().any(|known| known.file == name) {
            return;
        }
        match self.sources.read(self.article, &name, MAX_LINKED) {
            Ok(content) if content.is_empty() => self.report(
                link,
                (
                    Kind::Blank,
                    format!("the file `{name}` is empty"),
                    "copy it again, or remove the link".to_owned(),
                ),
            ),
            Ok(_) => self
                .found
                .push(LinkedFile::new(self.sources, self.article, &name)),
            Err(error) => {
                let wrong = self.unread(&name, error);
                self.report(link, wrong);
            }
        }
    }

    fn unread(&self, name: &str, error: ReadError) -> Wrong {
        if error != ReadError::Missing {
            return unread(name, MAX_LINKED, error);
        }
        let (kind, message, hint) = unread(name, MAX_LINKED, error);
        let files = self.sources.files(self.article).unwrap_or_default();
        let near = nearest(name, files.iter().map(String::as_str));
        let hint = near.map_or(hint, |near| format!("did you mean `{near}`?"));
        (kind, message, hint)
    }
}

impl LinkedFile {
    /// Names a file to publish, by its path in the article's folder.
    pub(super) fn new(sources: &dyn Sources, article: &str, path: &str) -> Self {
        Self {
            article: article.to_owned(),
            file: path.to_owned(),
            shown: sources.shown(article, Some(path)).into(),
        }
    }

    /// Returns the path of the file in the article's folder.
    pub(super) fn name(&self) -> &str {
        &self.file
    }

    /// Reads the file, as a file of the site.
    ///
    /// # Errors
    /// Returns a diagnostic if it can't be read any more.
    pub(super) fn out_file(&self, sources: &dyn Sources) -> Result<OutFile, Box<Diagnostic>> {
        match sources.read(&self.article, &self.file, MAX_LINKED) {
            Ok(content) => Ok(OutFile {
                path: format!("{}/{}", self.article, self.file),
                content,
            }),
            Err(error) => {
                let (kind, message, hint) = unread(&self.file, MAX_LINKED, error);
                Err(Box::new(
                    Diagnostic::new(kind, &self.shown, 0..0, message).hint(hint),
                ))
            }
        }
    }
}

/// Explains why a file of at most `limit` bytes can't be read: kind, message and hint.
pub(super) fn unread(name: &str, limit: u64, error: ReadError) -> Wrong {
    match error {
        ReadError::Missing => (
            Kind::FileMissing,
            format!("the article's folder has no `{name}`"),
            "put the file beside article.md; upper and lower case must match".to_owned(),
        ),
        ReadError::TooLarge(size) => (
            Kind::FileTooLarge,
            format!(
                "`{name}` is too large: {:.1} MB (limit: {:.1} MB)",
                size as f64 / 1e6,
                limit as f64 / 1e6
            ),
            "publish it elsewhere and link to its address, or make it smaller".to_owned(),
        ),
        ReadError::LeadsOut(place) => (
            Kind::LeadsOut,
            format!("the symbolic link `{name}` leads out of the articles folder, to {place}"),
            "replace the link with a copy; following it could publish any file on this computer"
                .to_owned(),
        ),
        ReadError::NotAFolder => (
            Kind::FileUnreadable,
            format!("`{name}` can't be read: part of its path is a file, not a folder"),
            "put the file beside article.md, and write only its name".to_owned(),
        ),
        ReadError::Unreadable(reason) => (
            Kind::FileUnreadable,
            format!("`{name}` can't be read: {reason}"),
            "check that it is a file and that you have permission to read it".to_owned(),
        ),
    }
}

/// Decodes `%20` and the like. Returns `None` if a `%` has no two hexadecimal digits after it, or if the result isn't
/// UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded() {
        for (path, expected) in [
            ("a%20b.pdf", Some("a b.pdf")),
            ("%D0%B1.pdf", Some("б.pdf")),
            ("%2e%2e/x", Some("../x")),
            ("б.pdf", Some("б.pdf")),
            ("100%.pdf", None),
            ("%+1", None),
            ("%ff", None),
            ("%2", None),
        ] {
            assert_eq!(decoded(path).as_deref(), expected, "{path}");
        }
    }
}
