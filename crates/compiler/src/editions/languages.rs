//! Finds the editions of an article by the names of their files.

use crate::edition_name::{facts_file, language_of, text_file};
use crate::sources::Sources;
use crate::{Diagnostic, DiagnosticSink, Kind};
use sidelight_model::{Article, is_language_tag};

/// Returns the languages of an article's editions, sorted, as their files are named. The tags aren't checked.
pub fn edition_languages(sources: &dyn Sources, article: &str) -> Vec<String> {
    let files = sources.files(article).unwrap_or_default();
    let mut languages: Vec<String> = files
        .iter()
        .filter_map(|file| language_of(file))
        .map(str::to_owned)
        .collect();
    languages.sort();
    languages.dedup();
    languages
}

/// Returns the editions that can be compiled. Reports those whose language can't be used.
pub(crate) fn check_languages(
    sources: &dyn Sources,
    article: &str,
    base: &Article,
    diagnostics: &DiagnosticSink,
) -> Vec<String> {
    let mut usable: Vec<String> = Vec::new();
    for language in edition_languages(sources, article) {
        let wrong = if !is_language_tag(&language) {
            Some((
                format!("`{language}` isn't a language tag"),
                "name the files after a BCP 47 tag, such as `article.ru.md` and `facts.ru.toml`",
            ))
        } else if language.eq_ignore_ascii_case(&base.language) {
            Some((
                format!("the base is in `{}` already", base.language),
                "an edition is in another language; set `language` in article.md if that of the base is wrong",
            ))
        } else if let Some(same) = usable
            .iter()
            .find(|known| known.eq_ignore_ascii_case(&language))
        {
            Some((
                format!("there is an edition in `{same}` already"),
                "delete one of the two",
            ))
        } else if base
            .boxes
            .iter()
            .any(|of| of.id.as_str().eq_ignore_ascii_case(&language))
        {
            Some((
                format!(
                    "the page of this edition would have the address of the box `{}`",
                    language.to_lowercase()
                ),
                "change the id of the box in facts.toml, or add a region or script to the language, such as `ru-RU`",
            ))
        } else {
            None
        };
        match wrong {
            Some((message, hint)) => {
                let shown = shown(sources, article, &language);
                diagnostics.add(
                    Diagnostic::new(Kind::EditionLanguage, &shown.into(), 0..0, message).hint(hint),
                );
            }
            None => usable.push(language),
        }
    }
    usable
}

/// Reports editions in a folder without `article.md`.
pub(crate) fn report_without_base(
    sources: &dyn Sources,
    article: &str,
    diagnostics: &DiagnosticSink,
) {
    for language in edition_languages(sources, article) {
        let shown = shown(sources, article, &language);
        diagnostics.add(
            Diagnostic::new(
                Kind::NoBase,
                &shown.into(),
                0..0,
                "this is an edition of an article that isn't there",
            )
            .hint("add article.md and facts.toml beside it, or rename the edition's files to these names"),
        );
    }
}

/// Returns the path of the edition's text, or of its facts if only they exist, as shown to authors.
fn shown(sources: &dyn Sources, article: &str, language: &str) -> String {
    let files = sources.files(article).unwrap_or_default();
    let text = text_file(language);
    let file = if files.contains(&text) {
        text
    } else {
        facts_file(language)
    };
    sources.shown(article, Some(&file))
}
