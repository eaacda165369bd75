//! Reads the message files and checks them against each other. The build script and the tests use this module.
//!
//! *Invariant:* a [`Catalogue`] is complete. Every language has the same keys as English, with the same placeholders and
//! lists of the same length. A counted message has each of the language's own plural forms.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

/// The language that the others are checked against.
const REFERENCE: &str = "en";

/// The rules that assign a plural form to a number (Unicode CLDR, plural rules for whole numbers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plurals {
    /// One form for 1, another for all other numbers: English, Kazakh.
    OneOther,
    /// The form depends on the last two digits: Russian.
    EastSlavic,
}

impl Plurals {
    fn of(name: &str) -> Option<Self> {
        match name {
            "one-other" => Some(Self::OneOther),
            "east-slavic" => Some(Self::EastSlavic),
            _ => None,
        }
    }

    /// Returns the names of the plural forms that a language with these rules has, as in CLDR.
    fn forms(self) -> &'static [&'static str] {
        match self {
            Self::OneOther => &["one", "other"],
            Self::EastSlavic => &["one", "few", "many", "other"],
        }
    }
}

/// All plural forms, in the order in which [`Entry::Counted`] has them.
pub(crate) const FORMS: [&str; 4] = ["one", "few", "many", "other"];

/// The message of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A text, with placeholders in braces.
    Text(String),
    /// A text for each of the [`FORMS`]. A form that the language doesn't have is a copy of `other`.
    Counted([String; 4]),
    /// The text before and after an element of the page, such as a date. The file has `{}` in the element's place.
    Around([String; 2]),
    /// Several texts.
    List(Vec<String>),
}

impl Entry {
    /// Returns the names of the placeholders, in order of their first appearance.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let texts: &[String] = match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::Counted(forms) => forms,
            Self::Around(parts) => parts,
            Self::List(texts) => texts,
        };
        for text in texts {
            for part in text.split('{').skip(1) {
                let name = part.split('}').next().unwrap_or_default().to_owned();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn shape(&self) -> String {
        match self {
            Self::Text(_) => "a text".into(),
            Self::Around(_) => "a text around `{}`".into(),
            Self::Counted(_) => "a form for each plural".into(),
            Self::List(texts) => format!("a list of {}", texts.len()),
        }
    }
}

/// The messages of one language.
#[derive(Debug)]
pub(crate) struct Language {
    /// The BCP 47 tag.
    pub(crate) tag: String,
    /// The language's own name for itself.
    pub(crate) name: String,
    /// The plural rules.
    pub(crate) plurals: Plurals,
    /// The thousands separator.
    pub(crate) thousands: String,
    /// The decimal separator.
    pub(crate) decimal: String,
    /// The messages by key.
    pub(crate) entries: BTreeMap<String, Entry>,
}

/// The messages of all languages, English first.
pub(crate) struct Catalogue(pub(crate) Vec<Language>);

impl Catalogue {
    /// Reads the files. Each is given as its name and its content.
    ///
    /// # Errors
    /// All errors of all files. Each message starts with the file's name, and names the key if there is one.
    pub(crate) fn read(files: &[(String, String)]) -> Result<Self, Vec<String>> {
        let (mut languages, mut problems) = (Vec::new(), Vec::new());
        for (file, text) in files {
            match language(file, text, &mut problems) {
                Some(language) if format!("{}.toml", language.tag) == *file => {
                    languages.push(language);
                }
                Some(language) => problems.push(format!(
                    "{file}: its language is `{0}`, so the file must be named {0}.toml",
                    language.tag
                )),
                None => {}
            }
        }
        languages.sort_by_key(|language| (language.tag != REFERENCE, language.tag.clone()));
        match languages.first() {
            Some(reference) if reference.tag == REFERENCE => {
                for language in &languages[1..] {
                    compare(language, reference, &mut problems);
                }
            }
            _ => problems.push(format!(
                "{REFERENCE}.toml: the file is missing or can't be read"
            )),
        }
        if problems.is_empty() {
            Ok(Self(languages))
        } else {
            Err(problems)
        }
    }
}

fn language(file: &str, text: &str, problems: &mut Vec<String>) -> Option<Language> {
    let mut table: Table = text
        .parse()
        .map_err(|error| problems.push(format!("{file}: {error}")))
        .ok()?;
    let about = table.remove("language");
    let mut member = |name: &str| {
        let value = about.as_ref().and_then(|about| about.get(name)?.as_str());
        if value.is_none() {
            problems.push(format!("{file}: `language` has no `{name}`"));
        }
        value.map(str::to_owned)
    };
    let (tag, name) = (member("tag"), member("name"));
    let (thousands, decimal) = (member("thousands"), member("decimal"));
    let rule = member("plurals");
    let plurals = rule.as_deref().and_then(Plurals::of);
    if let (Some(rule), None) = (&rule, plurals) {
        problems.push(format!(
            "{file}: `{rule}` is not a plural rule; crates/i18n/src/catalogue.rs lists the rules"
        ));
    }
    let (tag, name, plurals) = (tag?, name?, plurals?);
    let mut entries = BTreeMap::new();
    for (key, value) in table {
        match entry(&value, plurals) {
            Ok(entry) => {
                entries.insert(key, entry);
            }
            Err(problem) => problems.push(format!("{file}: `{key}` {problem}")),
        }
    }
    Some(Language {
        tag,
        name,
        plurals,
        thousands: thousands?,
        decimal: decimal?,
        entries,
    })
}

fn entry(value: &Value, plurals: Plurals) -> Result<Entry, String> {
    match value {
        Value::String(text) if text.is_empty() => Err("is empty".into()),
        Value::String(text) => match text.split("{}").collect::<Vec<_>>()[..] {
            [_] => Ok(Entry::Text(text.clone())),
            [before, after] => Ok(Entry::Around([before.to_owned(), after.to_owned()])),
            _ => Err("has more than one `{}`".into()),
        },
        Value::Array(texts) => texts
            .iter()
            .map(|text| text.as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .map(Entry::List)
            .ok_or_else(|| "has an item in its list that isn't a text".into()),
        Value::Table(forms) => {
            let wanted: BTreeSet<&str> = plurals.forms().iter().copied().collect();
            let given: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            if wanted != given {
                return Err(format!("must have the forms {wanted:?}, but has {given:?}"));
            }
            let form = |name: &str| forms.get(name).and_then(Value::as_str).map(str::to_owned);
            let other = form("other").ok_or("has a form that isn't a text")?;
            Ok(Entry::Counted(
                FORMS.map(|name| form(name).unwrap_or_else(|| other.clone())),
            ))
        }
        _ => Err("is neither a text, a list nor plural forms".into()),
    }
}

fn compare(language: &Language, reference: &Language, problems: &mut Vec<String>) {
    let file = format!("{}.toml", language.tag);
    for (key, wanted) in &reference.entries {
        let Some(given) = language.entries.get(key) else {
            problems.push(format!("{file}: `{key}` is missing"));
            continue;
        };
        if given.shape() != wanted.shape() {
            problems.push(format!(
                "{file}: `{key}` is {}, but {REFERENCE}.toml has {}",
                given.shape(),
                wanted.shape()
            ));
        }
        let names = |entry: &Entry| entry.names().into_iter().collect::<BTreeSet<_>>();
        if names(given) != names(wanted) {
            problems.push(format!(
                "{file}: `{key}` must have the placeholders {:?}, but has {:?}",
                names(wanted),
                names(given)
            ));
        }
    }
    for key in language.entries.keys() {
        if !reference.entries.contains_key(key) {
            problems.push(format!("{file}: `{key}` isn't in {REFERENCE}.toml"));
        }
    }
}
