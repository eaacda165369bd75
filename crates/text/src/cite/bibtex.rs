//! Formats a citation as an entry of a BibTeX file.

use super::{Name, Work};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Returns the work as an `@article` of its outlet, or as `@misc` if it has no outlet.
pub(super) fn entry(work: &Work) -> String {
    let mut out = String::new();
    let outlet = work.outlet.as_deref().filter(|name| !name.is_empty());
    out.push_str(if outlet.is_some() {
        "@article{"
    } else {
        "@misc{"
    });
    out.push_str(&work.key());
    let mut field = |name: &str, value: &str| {
        out.push_str(",\n  ");
        out.push_str(name);
        out.push_str(" = ");
        out.push_str(value);
    };
    let authors: Vec<String> = work.names().iter().map(author).collect();
    if !authors.is_empty() {
        field("author", &braced(&authors.join(" and ")));
    }
    // The second pair of braces keeps the title's capitals.
    field("title", &braced(&braced(&escaped(&work.title))));
    if let Some(outlet) = outlet {
        field("journal", &braced(&escaped(outlet)));
    }
    if let Some(date) = work.published {
        field("year", &braced(&date.year().to_string()));
        // The names of months are macros, which BibTeX styles translate.
        if let Some(month) = date.month().and_then(|m| MONTHS.get(usize::from(m) - 1)) {
            field("month", month);
        }
        if let Some(day) = date.day() {
            field("day", &braced(&day.to_string()));
        }
    }
    field("url", &braced(&address(&work.url)));
    out.push_str("\n}\n");
    out
}

/// Returns an author's name, such as `van Beethoven, Ludwig` or `King, Jr., Martin Luther`. A name that can't be
/// split gets its own braces.
fn author(name: &Name<'_>) -> String {
    match name {
        Name::Whole(name) => braced(&escaped(name)),
        Name::Parts { given, suffix, .. } => {
            let mut out = escaped(&name.family());
            for part in [suffix, given] {
                if !part.is_empty() {
                    out.push_str(", ");
                    out.push_str(&escaped(part));
                }
            }
            out
        }
    }
}

fn braced(text: &str) -> String {
    ["{", text, "}"].concat()
}

/// Escapes the characters that TeX interprets. Braces become commands, because BibTeX counts braces even after a
/// backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Returns an address for `\url`. Percent-encodes only the braces and backslashes, which would end the field.
fn address(url: &str) -> String {
    url.replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
}
