//! Finds and reads the captions of a recording.

use super::webvtt::read_cues;
use super::{MediaFile, MediaFolder, Wrong, is_media};
use crate::source_file::{MAX_FILE, read_text};
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Href, Track, is_language_tag};

/// The names of languages in the languages themselves. Captions in another language are listed by their tag.
const NAMES: [(&str, &str); 30] = [
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақша"),
    ("ky", "Кыргызча"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("tg", "Тоҷикӣ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("uz", "Oʻzbekcha"),
    ("zh", "中文"),
];

/// Reads the captions of a recording: `debate.vtt` and `debate.en.vtt` for `debate.mp4`. Returns the tracks, with that in
/// the article's language first, and the files to publish. Returns `None` after an error.
pub(super) fn read_tracks(
    folder: &MediaFolder<'_>,
    file: &str,
    names: &[String],
    report: &dyn Fn(Wrong),
    diagnostics: &DiagnosticSink,
) -> Option<(Vec<Track>, Vec<MediaFile>)> {
    let found = find(folder.language, file, names, report)?;
    let languages: Vec<String> = found.iter().map(|(tag, _)| tag.clone()).collect();
    let mut tracks = Vec::new();
    let mut files = Vec::new();
    for (language, name) in &found {
        let bytes = match folder.bytes(name, MAX_FILE, names) {
            Ok(bytes) => bytes,
            Err(wrong) => {
                report(wrong);
                continue;
            }
        };
        let end = format!("-{}.vtt", language.to_ascii_lowercase());
        // The names of `debate.vtt` and `debate.en.vtt` have the same beginning.
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let published = MediaFile {
            file: name.clone(),
            shown: folder.sources.shown(folder.article, Some(name)).into(),
            ..folder.published(&format!("{stem}.vtt"), &bytes, &end)
        };
        let loaded = read_text(folder.sources, folder.article, name, bytes, diagnostics);
        let cues = loaded
            .usable
            .then(|| read_cues(&loaded.file, diagnostics))
            .flatten();
        folder.note(loaded.file);
        if let Some(cues) = cues {
            tracks.push(Track {
                src: Href::new(published.name.as_str()).ok()?,
                language: language.clone(),
                label: label(language, &languages),
                cues,
            });
            files.push(published);
        }
    }
    (tracks.len() == found.len()).then_some((tracks, files))
}

/// Returns the language and the file of each track, first that in the article's language. Returns `None` after an
/// error.
fn find(
    language: &str,
    file: &str,
    names: &[String],
    report: &dyn Fn(Wrong),
) -> Option<Vec<(String, String)>> {
    let (stem, _) = file.rsplit_once('.')?;
    let wrong = |message: String, hint: String| report((Kind::CaptionsMissing, message, hint));
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_right = true;
    for name in names {
        let Some(tag) = name
            .strip_prefix(stem)
            .and_then(|rest| rest.strip_suffix(".vtt"))
        else {
            continue;
        };
        let tag = match tag.strip_prefix('.') {
            None if tag.is_empty() => language,
            Some(tag) if is_language_tag(tag) => tag,
            // Captions of a recording whose name begins in the same way.
            None => continue,
            Some(tag) if names.iter().any(|name| is_sibling(name, stem, tag)) => continue,
            Some(_) => {
                wrong(
                    format!("the name of `{name}` doesn't say the language of these captions"),
                    format!("write the code of the language before the ending: `{stem}.en.vtt`"),
                );
                is_right = false;
                continue;
            }
        };
        if let Some((_, other)) = found
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(tag))
        {
            wrong(
                format!("`{other}` and `{name}` are captions in the same language, `{tag}`"),
                "delete one of them, or name the other after its language".to_owned(),
            );
            is_right = false;
            continue;
        }
        found.push((tag.to_owned(), name.clone()));
    }
    if !is_right {
        return None;
    }
    if found.is_empty() {
        wrong(
            format!("`{file}` has no captions, so deaf readers would miss what is said"),
            format!(
                "put a WebVTT file with the words and their times beside it: `{stem}.vtt`, or for each language one \
                 such as `{stem}.en.vtt`"
            ),
        );
        return None;
    }
    let distance = |tag: &str| match () {
        () if tag.eq_ignore_ascii_case(language) => 0,
        () if primary(tag) == primary(language) => 1,
        () => 2,
    };
    found.sort_by_cached_key(|(tag, _)| (distance(tag), tag.to_ascii_lowercase()));
    Some(found)
}

/// Returns true for a recording called like another one, with `.` and `part` at the end of its name.
fn is_sibling(name: &str, stem: &str, part: &str) -> bool {
    is_media(name)
        && name
            .rsplit_once('.')
            .and_then(|(own, _)| own.strip_prefix(stem)?.strip_prefix('.'))
            == Some(part)
}

/// Returns the first part of a language tag in lower case, such as `en` of `en-GB`.
fn primary(tag: &str) -> String {
    tag.split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Returns the name of a language for readers. If several of `all` are of one language, the name has the rest of the
/// tag: `English (GB)`.
fn label(tag: &str, all: &[String]) -> String {
    let language = primary(tag);
    let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == language) else {
        return tag.to_owned();
    };
    let is_alone = all
        .iter()
        .filter(|other| primary(other) == language)
        .count()
        < 2;
    match tag.split_once('-') {
        Some((_, rest)) if !is_alone => format!("{name} ({rest})"),
        _ => (*name).to_owned(),
    }
}
