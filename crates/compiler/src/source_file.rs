//! Reads one authored file as text.

use std::ops::Range;
use std::sync::Arc;

use crate::edition_name::language_of;
use crate::sources::{ReadError, Sources};
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::UnseenError;

/// The largest accepted file, in bytes. The longest article that Sidelight is designed for, 270,000 words, has a quarter
/// of this size.
pub const MAX_FILE: u64 = 8 * 1024 * 1024;

const BOM: &str = "\u{feff}";

/// A file that an author wrote, such as `article.md`.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path, as shown to authors.
    pub shown: Arc<str>,
    /// The whole file, including a byte order mark, so that byte offsets are those in the file.
    pub text: String,
}

impl SourceFile {
    /// Returns the byte offset of the content: after the byte order mark if the file has one, otherwise 0.
    pub fn start(&self) -> usize {
        if self.text.starts_with(BOM) {
            BOM.len()
        } else {
            0
        }
    }

    /// Creates a diagnostic about a byte range of this file.
    pub fn diagnostic(
        &self,
        kind: Kind,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(kind, &self.shown, range, message)
    }
}

/// The result of loading a file.
pub struct Loaded {
    /// The file. Its text is empty if it couldn't be read, and lossy if it isn't UTF-8.
    pub file: SourceFile,
    /// `true` if the text can be parsed. Otherwise an error was reported.
    pub usable: bool,
}

/// Reads a file, and checks that it is UTF-8 and contains no control characters except tabs and line ends. Reports errors in
/// `diagnostics`.
pub fn load(
    sources: &dyn Sources,
    article: &str,
    name: &str,
    diagnostics: &DiagnosticSink,
) -> Loaded {
    match sources.read(article, name, MAX_FILE) {
        Ok(bytes) => read_text(sources, article, name, bytes, diagnostics),
        Err(error) => {
            let file = empty(sources, article, name);
            diagnostics.add(unread(&file, name, error));
            Loaded {
                file,
                usable: false,
            }
        }
    }
}

fn empty(sources: &dyn Sources, article: &str, name: &str) -> SourceFile {
    SourceFile {
        shown: sources.shown(article, Some(name)).into(),
        text: String::new(),
    }
}

/// Takes the bytes of a file, and checks that it is UTF-8 and contains no control characters except tabs and line ends.
/// Reports errors in `diagnostics`.
pub fn read_text(
    sources: &dyn Sources,
    article: &str,
    name: &str,
    bytes: Vec<u8>,
    diagnostics: &DiagnosticSink,
) -> Loaded {
    let mut file = empty(sources, article, name);
    match String::from_utf8(bytes) {
        Ok(text) => file.text = text,
        Err(error) => {
            let place = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // Before the invalid byte, the lossy text equals the file. So this offset is valid in both.
            file.text = String::from_utf8_lossy(&bytes).into_owned();
            diagnostics.add(not_utf8(&file, &bytes, place));
            return Loaded {
                file,
                usable: false,
            };
        }
    }
    // Fast path: in UTF-8, every control character begins with one of these bytes. Few texts contain any of them, apart from
    // tabs and line ends.
    let may_be =
        |byte: u8| matches!(byte, ..b' ' | 0x7f | 0xc2) && !matches!(byte, b'\n' | b'\r' | b'\t');
    let control = file.text.bytes().position(may_be).and_then(|first| {
        file.text[first..]
            .char_indices()
            .find(|&(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            .map(|(place, c)| (first + place, c))
    });
    if let Some((place, c)) = control {
        let diagnostic = file
            .diagnostic(
                Kind::ControlCharacter,
                place..place + c.len_utf8(),
                format!("invisible control character U+{:04X}", u32::from(c)),
            )
            .hint("delete it; it often comes with text copied from another program");
        diagnostics.add(diagnostic);
        return Loaded {
            file,
            usable: false,
        };
    }
    Loaded { file, usable: true }
}

/// Returns the hint for an invisible character that isn't allowed.
pub fn unseen_hint(error: UnseenError) -> &'static str {
    match error {
        UnseenError::Control(_) => {
            "delete the character or its escape sequence; it often comes with text copied from another program"
        }
        UnseenError::Override(_) => "delete it; it makes the text look different from what it says",
        UnseenError::Unclosed(_) | UnseenError::Unopened(_) => {
            "delete it; to set a direction, put U+200E or U+200F before and after the words"
        }
    }
}

fn unread(file: &SourceFile, name: &str, error: ReadError) -> Diagnostic {
    match error {
        ReadError::Missing => file
            .diagnostic(Kind::FileMissing, 0..0, format!("the article's folder has no `{name}`"))
            .hint(match name {
                name if language_of(name).is_some() => {
                    "an edition has two files, such as `article.ru.md` and `facts.ru.toml`; add the missing one"
                }
                "facts.toml" => "add it; if the article has no fact boxes, leave the file empty",
                _ => "an article is a folder with the files `article.md` and `facts.toml`",
            }),
        ReadError::TooLarge(size) => file
            .diagnostic(
                Kind::FileTooLarge,
                0..0,
                format!(
                    "the file is too large: {:.1} MB (limit: {:.1} MB)",
                    megabytes(size),
                    megabytes(MAX_FILE)
                ),
            )
            .hint("split the article, or remove what was pasted into it by mistake"),
        ReadError::NotAFolder => file
            .diagnostic(Kind::FileUnreadable, 0..0, "the file can't be read: part of its path is a file, not a folder")
            .hint("an article is a folder with the files `article.md` and `facts.toml`"),
        ReadError::LeadsOut(place) => file
            .diagnostic(
                Kind::LeadsOut,
                0..0,
                format!("a symbolic link leads out of the articles folder, to {place}"),
            )
            .hint("replace the link with a copy; following it could publish any file on this computer"),
        ReadError::Unreadable(reason) => file
            .diagnostic(Kind::FileUnreadable, 0..0, format!("the file can't be read: {reason}"))
            .hint("check that it is a file and that you have permission to read it"),
    }
}

fn megabytes(size: u64) -> f64 {
    size as f64 / 1_000_000.0
}

fn not_utf8(file: &SourceFile, bytes: &[u8], place: usize) -> Diagnostic {
    let shown = file.text[place..].chars().next().map_or(0, char::len_utf8);
    let hint = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            "it looks like UTF-16; save it as UTF-8 in your editor".to_owned()
        }
        _ => "save it as UTF-8 in your editor, then check this character".to_owned(),
    };
    file.diagnostic(
        Kind::NotUtf8,
        place..place + shown,
        format!(
            "the file isn't UTF-8: byte {place} is 0x{:02X}",
            bytes[place]
        ),
    )
    .label("this character has another encoding")
    .hint(hint)
}
