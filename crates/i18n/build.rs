//! Generates Rust code from the messages of all languages: one function for each key. A missing message, or a wrong
//! placeholder, is therefore a compile error. Each function has its own table of messages, so a program contains only the
//! messages that it uses.

#[path = "src/catalogue.rs"]
mod catalogue;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use catalogue::{Catalogue, Entry, FORMS, Language};

fn main() -> ExitCode {
    let code = match generate() {
        Ok(code) => code,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error=messages/{problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    match fs::write(Path::new(&out).join("messages.rs"), code) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error=the generated code can't be written: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<String, Vec<String>> {
    println!("cargo::rerun-if-changed=messages");
    let files = files().map_err(|error| vec![format!(": the files can't be read: {error}")])?;
    let Catalogue(languages) = Catalogue::read(&files)?;
    Ok(code(&languages))
}

/// Returns the name and the content of each file in `messages/`.
fn files() -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for file in fs::read_dir("messages")? {
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
        let _ = writeln!(
            code,
            "Language {{ tag: {:?}, name: {:?}, plurals: Plurals::{:?}, thousands: {:?}, decimal: {:?} }},",
            language.tag, language.name, language.plurals, language.thousands, language.decimal
        );
    }
    code.push_str("];\nimpl Messages {\n");
    let keys = languages.first().map(|language| language.entries.keys());
    for key in keys.into_iter().flatten() {
        let entries: Vec<&Entry> = languages
            .iter()
            .filter_map(|language| language.entries.get(key))
            .collect();
        function(&mut code, key, &entries);
    }
    code.push_str("}\n");
    code
}

/// Writes the function of a key. `entries` has the entry of each language for that key, English first.
fn function(code: &mut String, key: &str, entries: &[&Entry]) {
    let Some(english) = entries.first() else {
        return;
    };
    let function = key.replace('-', "_");
    let names = english.names();
    let list = |names: &[String]| -> (String, String) {
        let parameters = names.iter().map(|name| format!(", {name}: &str")).collect();
        let filled: Vec<String> = names
            .iter()
            .map(|name| format!("({name:?}, {name})"))
            .collect();
        (parameters, filled.join(", "))
    };
    // One table item for each language.
    let table: Vec<String> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Text(text) => format!("{text:?}"),
            Entry::Counted(forms) => format!("{forms:?}"),
            Entry::Around([before, after]) => {
                format!("Phrase {{ before: {before:?}, after: {after:?} }}")
            }
            Entry::List(texts) => format!("&{texts:?}"),
        })
        .collect();
    let table = table.join(", ");
    let count = entries.len();
    let _ = match english {
        Entry::Text(text) if names.is_empty() => writeln!(
            code,
            "/// “{text}”\n#[inline] #[must_use] pub fn {function}(self) -> &'static str {{ \
             static WORDS: [&str; {count}] = [{table}]; self.pick(&WORDS) }}"
        ),
        Entry::Text(text) => {
            let (parameters, filled) = list(&names);
            writeln!(
                code,
                "/// “{text}”\n#[inline] #[must_use] pub fn {function}(self{parameters}) -> String {{ \
                 static WORDS: [&str; {count}] = [{table}]; fill(self.pick(&WORDS), &[{filled}]) }}"
            )
        }
        Entry::Counted(forms) => {
            let others: Vec<String> = names.into_iter().filter(|name| name != "n").collect();
            let (parameters, filled) = list(&others);
            writeln!(
                code,
                "/// “{}”\n#[inline] #[must_use] pub fn {function}(self, n: u64{parameters}) -> String {{ \
                 static WORDS: [[&str; {}]; {count}] = [{table}]; \
                 fill(self.pick_form(&WORDS, n), &[(\"n\", &self.number(n)), {filled}]) }}",
                forms[forms.len() - 1],
                FORMS.len()
            )
        }
        Entry::Around([before, after]) => writeln!(
            code,
            "/// “{before}…{after}”\n#[inline] #[must_use] pub fn {function}(self) -> Phrase {{ \
             static WORDS: [Phrase; {count}] = [{table}]; WORDS.get(self.0).copied().unwrap_or_default() }}"
        ),
        Entry::List(texts) => writeln!(
            code,
            "/// “{}”\n#[inline] #[must_use] pub fn {function}(self, i: usize) -> Option<&'static str> {{ \
             static WORDS: [&[&str]; {count}] = [{table}]; WORDS.get(self.0)?.get(i).copied() }}",
            texts.join(", ")
        ),
    };
}
