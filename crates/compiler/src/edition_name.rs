//! The names of an edition's files: `article.<lang>.md` and `facts.<lang>.toml`.

/// Returns the name of the file with an edition's text. `language` is a BCP 47 tag.
pub fn text_file(language: &str) -> String {
    format!("article.{language}.md")
}

/// Returns the name of the file with an edition's facts. `language` is a BCP 47 tag.
pub fn facts_file(language: &str) -> String {
    format!("facts.{language}.toml")
}

/// Returns the language in the name of an edition's file. Returns `None` for any other file.
pub(crate) fn language_of(file: &str) -> Option<&str> {
    let text = file
        .strip_prefix("article.")
        .and_then(|rest| rest.strip_suffix(".md"));
    let facts = || {
        file.strip_prefix("facts.")
            .and_then(|rest| rest.strip_suffix(".toml"))
    };
    text.or_else(facts).filter(|language| !language.is_empty())
}
