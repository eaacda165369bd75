//! Splits plain text into pieces. Paragraphs end at empty lines, or at each line if lines aren't wrapped. The header
//! of a message and quotes after `>` are recognised.

use super::piece::{Field, Form, Piece, Source, StatedField, squeeze};
use sidelight_model::Inline;

/// Longest line of a text that may have wrapped lines, in characters.
const MAX_WRAPPED: usize = 100;

/// Shortest line that may have been wrapped, in characters.
const MIN_WRAPPED: usize = 40;

/// Known fields of a message's header (RFC 5322, section 3.6), and the metadata that they fill. A field with `None`
/// is kept in a comment.
const HEADER: [(&str, Option<Field>); 12] = [
    ("subject", Some(Field::Headline)),
    ("from", Some(Field::Byline)),
    ("date", Some(Field::Published)),
    ("sent", Some(Field::Published)),
    ("keywords", Some(Field::Topics)),
    ("to", None),
    ("cc", None),
    ("reply-to", None),
    ("message-id", None),
    ("mime-version", None),
    ("content-type", None),
    ("content-transfer-encoding", None),
];

/// Splits a plain text into pieces.
pub(super) fn read_text(text: &str) -> Source {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end()).collect();
    let mut source = Source::default();
    let start = read_header(&lines, &mut source);
    let width = lines[start..]
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or_default();
    let mut open: Option<Piece> = None;
    let mut before = "";
    for (number, line) in lines.iter().enumerate().skip(start) {
        let quoted = line.trim_start().starts_with('>');
        let words = squeeze(line.trim_start().trim_start_matches(['>', ' ']));
        let words = if quoted { words } else { squeeze(line) };
        if words.is_empty() {
            source.pieces.extend(open.take());
            before = "";
            continue;
        }
        let (form, words) = match item(&words) {
            _ if quoted => (Form::Quote, words),
            Some(inside) if is_list(&lines, number) => (Form::Item, inside.to_owned()),
            _ => (Form::Paragraph, words),
        };
        match &mut open {
            Some(piece) if goes_on_with(piece, form, before, line, width) => {
                if let [Inline::Text(text)] = piece.inlines.as_mut_slice() {
                    text.push(' ');
                    text.push_str(&words);
                }
            }
            _ => {
                source.pieces.extend(open.take());
                open = Some(Piece::new(number + 1, form, vec![Inline::Text(words)]));
            }
        }
        before = line;
    }
    source.pieces.extend(open);
    source
}

/// Returns the text of a list item. Returns `None` if the line isn't a list item.
fn item(line: &str) -> Option<&str> {
    let inside = line.strip_prefix(['*', '-', '•', '·'])?;
    inside.strip_prefix(' ').filter(|inside| !inside.is_empty())
}

/// Reports whether the line above or below an item is an item too. A single item may be anything.
fn is_list(lines: &[&str], number: usize) -> bool {
    let is_item = |line: Option<&&str>| line.is_some_and(|line| item(line.trim_start()).is_some());
    is_item(lines.get(number + 1)) || (number > 0 && is_item(lines.get(number - 1)))
}

fn goes_on_with(piece: &Piece, form: Form, before: &str, line: &str, width: usize) -> bool {
    match (piece.form, form) {
        (_, Form::Item) => false,
        // A quote continues until an empty line, as in Markdown.
        (Form::Quote, Form::Quote) => true,
        (Form::Item, Form::Paragraph) => goes_on(before, line.trim_start(), width),
        (open, form) => open == form && goes_on(before, line, width),
    }
}

/// Reports whether a line continues the paragraph of the line before it.
fn goes_on(before: &str, line: &str, width: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    if indent(line) >= indent(before) + 2 {
        return false;
    }
    let is_open = !before.ends_with(['.', '!', '?', ':', '”', '"', '»', ')', ']']);
    let begins_small = line.trim_start().starts_with(char::is_lowercase);
    if is_open && begins_small {
        return true;
    }
    if width > MAX_WRAPPED {
        return false;
    }
    let first = line
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let before = before.chars().count();
    // The line before was wrapped if the first word of this line didn't fit on it.
    before >= MIN_WRAPPED && before + 1 + first > width.saturating_sub(8)
}

/// Reads the header of a message. Returns the number of its lines, which is 0 if the text doesn't begin with a
/// header.
fn read_header(lines: &[&str], source: &mut Source) -> usize {
    let mut fields: Vec<(usize, &str, String)> = Vec::new();
    let mut end = 0;
    for (number, line) in lines.iter().enumerate() {
        end = number;
        if line.is_empty() {
            break;
        }
        let folded = line.starts_with([' ', '\t']);
        match (line.split_once(':'), fields.last_mut()) {
            (_, Some((.., value))) if folded => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) if is_field_name(name) => {
                fields.push((number + 1, name, value.trim().to_owned()));
            }
            _ => return 0,
        }
    }
    let known = |name: &str| {
        HEADER
            .iter()
            .find(|(field, _)| name.eq_ignore_ascii_case(field))
    };
    if fields
        .iter()
        .filter(|(_, name, _)| known(name).is_some())
        .count()
        < 2
    {
        return 0;
    }
    for (line, name, value) in fields {
        let field = known(name).and_then(|(_, field)| *field);
        let (field, text) = match field {
            _ if value.is_empty() => continue,
            Some(field) => (field, value),
            None => (Field::Other, format!("{name}: {value}")),
        };
        source
            .stated
            .extend(StatedField::new(field, &text, line, "header"));
    }
    end
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let source = read_text(text);
        let found: Vec<(usize, String)> =
            source.pieces.iter().map(|p| (p.line, p.text())).collect();
        let expected: Vec<(usize, String)> = expected
            .iter()
            .map(|(l, t)| (*l, (*t).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn paragraphs_are_told_apart() {
        check(
            "One.\n\n Two \r\n\n\n\nThree",
            &[(1, "One."), (3, "Two"), (7, "Three")],
        );
        let long = "Word ".repeat(30);
        let long = long.trim();
        check(
            &format!("Caption\nDate\n{long}"),
            &[(1, "Caption"), (2, "Date"), (3, long)],
        );
        check(
            "A line that was wrapped by a program that counts to\nseventy is one with the next. And a third line is\nthe same.\nNew.",
            &[
                (
                    1,
                    "A line that was wrapped by a program that counts to seventy is one with the next. And a third line is the same.",
                ),
                (4, "New."),
            ],
        );
        check(
            "  Set in, as once on paper, and with enough words to\nwrap.\n  Set in again.",
            &[
                (
                    1,
                    "Set in, as once on paper, and with enough words to wrap.",
                ),
                (3, "Set in again."),
            ],
        );
        check(
            "> They said\n> this.\n\nSo.",
            &[(1, "They said this."), (4, "So.")],
        );
        check("", &[]);
    }

    #[test]
    fn a_message_has_a_header() {
        let source = read_text("Subject: Rally\n in Almaty\nFrom: A <a@b.c>\nTo: desk\n\nText.");
        assert_eq!(source.pieces.len(), 1);
        let stated: Vec<&str> = source
            .stated
            .iter()
            .map(|stated| stated.text.as_str())
            .collect();
        assert_eq!(stated, ["Rally in Almaty", "A <a@b.c>", "To: desk"]);
        assert!(read_text("Almaty: a report\n\nText.").stated.is_empty());
    }
}
