//! Makes the words of all languages into code while the library is being built: one text a language with a table of
//! where each word is, and a function a key, so that a word that is missing or filled in wrongly doesn't compile.

#[path = "catalogue.rs"]
mod catalogue;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use catalogue::{Catalogue, Entry, FORMS, Language};

fn main() -> ExitCode {
    let code = match generate() {
        Ok(code) => code,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error=src/words/{fault}");
            }
            return ExitCode::FAILURE;
        }
    };
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    match fs::write(Path::new(&out).join("words.rs"), code) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error=the words can't be written: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<String, Vec<String>> {
    println!("cargo::rerun-if-changed=src/words");
    let files = files().map_err(|error| vec![format!(": the files can't be read: {error}")])?;
    let Catalogue(languages) = Catalogue::read(&files)?;
    Ok(code(&languages))
}

/// The files of words, by name.
fn files() -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for file in fs::read_dir("src/words")? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            files.push((name.into_owned(), fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}

fn code(languages: &[Language]) -> String {
    let mut code = "const LANGUAGES: &[Language] = &[\n".to_owned();
    for language in languages {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for entry in language.entries.values() {
            let texts: &[String] = match entry {
                Entry::Text(text) => std::slice::from_ref(text),
                Entry::Counted(forms) => forms,
                Entry::List(texts) => texts,
            };
            for word in texts {
                text.push_str(word);
                ends.push(text.len());
            }
        }
        let _ = writeln!(
            code,
            "Language {{ tag: {:?}, name: {:?}, plurals: Plurals::{:?}, thousands: {:?}, decimal: {:?}, text: {text:?}, \
             ends: &{ends:?} }},",
            language.tag, language.name, language.plurals, language.thousands, language.decimal
        );
    }
    code.push_str("];\nimpl Words {\n");
    let mut place = 0;
    let entries = languages.first().map(|language| &language.entries);
    for (key, entry) in entries.into_iter().flatten() {
        place += function(&mut code, key, entry, place);
    }
    code.push_str("}\n");
    code
}

/// Writes the function of a key, whose words begin at this place; how many there are.
fn function(code: &mut String, key: &str, entry: &Entry, place: usize) -> usize {
    let function = key.replace('-', "_");
    let names = entry.names();
    let list = |names: &[String]| -> (String, String) {
        let parameters = names.iter().map(|name| format!(", {name}: &str")).collect();
        let filled: Vec<String> = names
            .iter()
            .map(|name| format!("({name:?}, {name})"))
            .collect();
        (parameters, filled.join(", "))
    };
    let (shown, size) = match entry {
        Entry::Text(text) => (text.clone(), 1),
        Entry::Counted(forms) => (forms[forms.len() - 1].clone(), FORMS.len()),
        Entry::List(texts) => (texts.join(", "), texts.len()),
    };
    let _ = writeln!(code, "/// “{shown}”");
    let _ = match entry {
        Entry::Text(_) if names.is_empty() => writeln!(
            code,
            "#[must_use] pub fn {function}(self) -> &'static str {{ self.word({place}) }}"
        ),
        Entry::Text(_) => {
            let (parameters, filled) = list(&names);
            writeln!(
                code,
                "#[must_use] pub fn {function}(self{parameters}) -> String {{ fill(self.word({place}), &[{filled}]) }}"
            )
        }
        Entry::Counted(_) => {
            let others: Vec<String> = names.into_iter().filter(|name| name != "n").collect();
            let (parameters, filled) = list(&others);
            writeln!(
                code,
                "#[must_use] pub fn {function}(self, n: u64{parameters}) -> String {{ \
                 fill(self.word({place} + self.form(n)), &[(\"n\", &self.number(n)), {filled}]) }}"
            )
        }
        Entry::List(_) => writeln!(
            code,
            "#[must_use] pub fn {function}(self, i: usize) -> Option<&'static str> {{ \
             (i < {size}).then(|| self.word({place} + i)) }}"
        ),
    };
    size
}
