//! Lines that add something other than a paragraph to the text: `::table[The caption]{#id}`.

use std::ops::Range;

use sidelight_text::nearest;

/// The names of directives. A box line (`::box{#id}`) has no text and is read by itself.
const NAMES: [(&str, Name); 2] = [("table", Name::Table), ("pull-quote", Name::PullQuote)];

/// The name of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// The caption of the table that follows.
    Table,
    /// A pull quote.
    PullQuote,
}

impl Name {
    /// Returns the line that an author should write.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Table => "::table[What the table shows]{#budget}",
            Self::PullQuote => "::pull-quote[Words of the article]{by=\"Anna Example\"}",
        }
    }

    /// Returns the words for the line in messages.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Table => "the caption of a table",
            Self::PullQuote => "a pull quote",
        }
    }
}

/// A line with a directive, or one that was probably meant to have one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DirectiveLine {
    /// A correct line.
    Directive(Directive),
    /// A line with a mistake, with the name that was probably meant.
    Faulty(Name),
}

/// A directive. Its ranges are bytes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) name: Name,
    /// The range of the text between the square brackets. It may be empty.
    pub(super) text: Range<usize>,
    /// The range of the id, without the `#`. Its syntax isn't checked.
    pub(super) id: Option<Range<usize>>,
    /// The range of the value of `by`.
    pub(super) by: Option<Range<usize>>,
}

/// Parses a line that begins like a directive. Returns `None` for all other lines, and for box lines.
pub(super) fn read_directive(line: &str) -> Option<DirectiveLine> {
    if let Some(directive) = exact(line) {
        return Some(DirectiveLine::Directive(directive));
    }
    let line = line.trim();
    // Full-width colons come with Chinese and Japanese keyboards.
    let rest = line.trim_start_matches([':', '：', ' ']);
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        .unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    let name = nearest(word, NAMES.map(|(name, _)| name))?;
    let is_meant = if line.starts_with("::") {
        true
    } else if rest.len() < line.len() {
        after.starts_with(['[', '{'])
    } else {
        word == name && after.starts_with('[') && after.contains("]{")
    };
    let (_, name) = NAMES.into_iter().find(|(other, _)| *other == name)?;
    is_meant.then_some(DirectiveLine::Faulty(name))
}

fn exact(line: &str) -> Option<Directive> {
    let rest = line.trim_end().strip_prefix("::")?;
    let (word, rest) = rest.split_once('[')?;
    let (_, name) = NAMES.into_iter().find(|(name, _)| *name == word)?;
    let start = "::".len() + word.len() + "[".len();
    let (text, attributes) = match rest.split_once("]{") {
        Some((text, attributes)) => (text, attributes.strip_suffix('}')?),
        None => (rest.strip_suffix(']')?, ""),
    };
    let mut directive = Directive {
        name,
        text: start..start + text.len(),
        id: None,
        by: None,
    };
    let mut at = directive.text.end + "]{".len();
    let mut rest = attributes;
    loop {
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            break;
        }
        let length = if let Some(id) = trimmed.strip_prefix('#').filter(|_| name == Name::Table) {
            let length = id.find(char::is_whitespace).unwrap_or(id.len());
            directive.id = Some(at + 1..at + 1 + length);
            1 + length
        } else {
            let value = trimmed.strip_prefix("by=\"");
            let (value, _) = value.filter(|_| name == Name::PullQuote)?.split_once('"')?;
            let start = at + "by=\"".len();
            directive.by = Some(start..start + value.len());
            "by=\"\"".len() + value.len()
        };
        at += length;
        rest = &trimmed[length..];
    }
    (name != Name::Table || directive.id.is_some()).then_some(directive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_has_a_text_and_attributes() {
        for (line, text, id, by) in [
            ("::table[By year]{#a-b}", "By year", Some("a-b"), None),
            (
                "::table[By [year](y) \\] x]{ #a } \r",
                "By [year](y) \\] x",
                Some("a"),
                None,
            ),
            ("::table[]{#a}", "", Some("a"), None),
            ("::pull-quote[The truth.]", "The truth.", None, None),
            (
                "::pull-quote[The truth.]{by=\"Anna Lee\"}",
                "The truth.",
                None,
                Some("Anna Lee"),
            ),
            (
                "::pull-quote[The [whole] truth.]{}",
                "The [whole] truth.",
                None,
                None,
            ),
        ] {
            let Some(DirectiveLine::Directive(read)) = read_directive(line) else {
                panic!("{line:?}");
            };
            assert_eq!(&line[read.text], text, "{line:?}");
            assert_eq!(read.id.map(|id| &line[id]), id, "{line:?}");
            assert_eq!(read.by.map(|by| &line[by]), by, "{line:?}");
        }
    }

    #[test]
    fn near_misses_show_what_was_meant() {
        let table = Some(DirectiveLine::Faulty(Name::Table));
        let pull_quote = Some(DirectiveLine::Faulty(Name::PullQuote));
        for (line, expected) in [
            ("::tabel[By year]{#a}", &table),
            (":table[By year]{#a}", &table),
            ("：：table[By year]{#a}", &table),
            ("::table[By year]", &table),
            ("::table [By year]{#a}", &table),
            ("::table[By year]{#a} more", &table),
            ("::table[By year]{by=\"x\"}", &table),
            ("::table{#budget}", &table),
            ("table[By year]{#a}", &table),
            ("::Table[By year]{#a}", &table),
            ("::pullquote[The truth.]", &pull_quote),
            ("::pull-quote[The truth.]{by=Anna}", &pull_quote),
            ("::pull-quote[The truth.]{by=“Anna”}", &pull_quote),
            ("::pull-quote[The truth.", &pull_quote),
            ("::box{#casualties}", &None),
            ("::figure{#map}", &None),
            ("::", &None),
            (": the table [sic] was full", &None),
            ("Tables were full", &None),
            ("table [1] and {2}", &None),
        ] {
            assert_eq!(&read_directive(line), expected, "{line:?}");
        }
    }
}
