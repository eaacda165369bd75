//! Writes an imported article as `article.md`.
//!
//! *Invariant:* the compiler's own reader reads every block back as the words that were written. A character with a
//! meaning in Markdown is escaped if the meaning would apply. If that isn't enough, all such characters are escaped.

use std::sync::Arc;

use super::front_matter::FrontMatter;
use super::piece::{Form, Piece, Table};
use super::place::{Article, Placed};
use sidelight_compiler::DiagnosticSink;
use sidelight_compiler::markdown::{Markdown, Piece as Read, PiecePosition};
use sidelight_compiler::source_file::SourceFile;
use sidelight_compiler::toml::is_control_or_line_end;
use sidelight_model::{Block, Cell, Href, Inline, Link, is_unseen_mark, plain_text};

/// Returns the whole file.
pub(super) fn write_article(article: &Article) -> String {
    let mut head = FrontMatter::default();
    let text = |head: &mut FrontMatter, key, placed: &Option<Placed<String>>, blank: &str| {
        let (value, comment) = placed.as_ref().map_or(("", blank), |placed| {
            (placed.value.as_str(), placed.origin.as_str())
        });
        head.text(key, value, comment);
    };
    text(
        &mut head,
        "headline",
        &article.headline,
        "not found: write the headline",
    );
    text(
        &mut head,
        "standfirst",
        &article.standfirst,
        "not found: summarise the article in one or two sentences",
    );
    text(
        &mut head,
        "language",
        &article.language,
        "not found: write the language, for example \"en\" or \"ru\"",
    );
    match &article.published {
        Some(date) => head.date("published", date.value, &date.origin),
        None => head.text(
            "published",
            "",
            "not found: write the date, for example 2012-06-13",
        ),
    }
    if let Some(date) = &article.updated {
        head.date("updated", date.value, &date.origin);
    }
    match &article.published {
        Some(date) => head.date(
            "as-of",
            date.value,
            "assumed: the article covers events up to this date",
        ),
        None => head.text(
            "as-of",
            "",
            "not found: write the date up to which the article covers events",
        ),
    }
    if !article.topics.is_empty() {
        head.texts("topics", &article.topics, &article.topics_origin.join("; "));
    }
    let about = article.biography.as_ref().map(|biography| {
        let text = biography.text();
        let names = article.byline.iter();
        let named = names.map(|name| name.value.as_str());
        // A biography that names none of several authors is about all of them, or about nobody known.
        let author = match article.byline.len() {
            0 | 1 => Some(0),
            _ => named.into_iter().position(|name| text.contains(name)),
        };
        (author, biography)
    });
    let paragraph = |piece: &Piece| {
        block(&Piece {
            form: Form::Paragraph,
            ..piece.clone()
        })
    };
    if let Some((None, biography)) = about {
        let comment = format!("the authors' biography{}", line(biography));
        head.text("note", &paragraph(biography), &comment);
    }
    let blank = Placed {
        value: String::new(),
        origin: "not found: write the author's name".to_owned(),
    };
    let names = match article.byline.as_slice() {
        [] => std::slice::from_ref(&blank),
        names => names,
    };
    for (number, name) in names.iter().enumerate() {
        head.table("byline");
        head.text("name", &name.value, &name.origin);
        if let Some((Some(author), biography)) = about
            && author == number
        {
            let comment = line(biography).trim_start_matches(", ").to_owned();
            head.text("biography", &paragraph(biography), &comment);
        }
    }
    for story in &article.related {
        head.table("related");
        head.text("title", &story.value.title, &story.origin);
        head.text("url", story.value.url.as_str(), "");
    }
    head.comments("Found in the source, but not used yet:", &article.comments);
    let mut out = head.finish();
    let mut before = None;
    for piece in &article.body {
        let joined = match (before, piece.form) {
            (Some(Form::Item), Form::Item) | (Some(Form::NumberedItem), Form::NumberedItem) => "",
            (Some(Form::Quote), Form::Quote) => ">\n",
            _ => "\n",
        };
        out.push_str(joined);
        let table = piece.table.as_deref().and_then(table_block);
        out.push_str(&table.unwrap_or_else(|| block(piece)));
        out.push('\n');
        before = Some(piece.form);
    }
    out
}

fn line(piece: &Piece) -> String {
    match piece.line {
        0 => String::new(),
        line => format!(", line {line}"),
    }
}

/// Amount of escaping.
#[derive(Clone, Copy, PartialEq)]
enum Escape {
    /// Escapes the characters that are likely to have a meaning in Markdown.
    Likely,
    /// Escapes every character that may have a meaning in Markdown.
    All,
}

/// Returns a piece as a Markdown block that reads back as the same words. Escapes as little as possible, and drops
/// inline markup as the last resort.
fn block(piece: &Piece) -> String {
    let tidy = tidy(&piece.inlines);
    let words = plain_text(&tidy);
    let plain = [Inline::Text(words.clone())];
    [
        (Escape::Likely, tidy.as_slice()),
        (Escape::All, tidy.as_slice()),
    ]
    .into_iter()
    .map(|(escape, inlines)| with_form(piece.form, &inlines_in(inlines, escape), escape))
    .find(|markdown| reads_back(markdown, &words, piece.form))
    .unwrap_or_else(|| with_form(piece.form, &inlines_in(&plain, Escape::All), Escape::All))
}

/// Returns a table as Markdown that reads back as the same words in the same cells, or `None` if there is no such Markdown.
/// If a cell needs more escaping than usual, all cells get it. Inline markup is dropped as the last resort. A caption that isn't known is left blank.
pub(super) fn table_block(table: &Table) -> Option<String> {
    let plain = |inlines: &[Inline]| vec![Inline::Text(plain_text(inlines))];
    let bare = Table {
        id: table.id.clone(),
        caption: plain(&table.caption),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| plain(cell)).collect())
            .collect(),
    };
    [
        (Escape::Likely, table),
        (Escape::All, table),
        (Escape::All, &bare),
    ]
    .into_iter()
    .find_map(|(escape, written)| {
        let caption = with_form(
            Form::Paragraph,
            &inlines_in(&written.caption, escape),
            escape,
        );
        let mut rows = String::new();
        for (number, row) in written.rows.iter().enumerate() {
            rows.push_str("\n|");
            for cell in row {
                let cell = escape_bars(&inlines_in(cell, escape));
                rows.push_str(&format!(
                    " {cell}{}|",
                    if cell.is_empty() { "" } else { " " }
                ));
            }
            if number == 0 {
                rows.push_str("\n|");
                rows.push_str(&"---|".repeat(row.len()));
            }
        }
        let with_caption = |caption: &str| format!("::table[{caption}]{{#{}}}\n{rows}", table.id);
        let read = if caption.is_empty() { "a" } else { &caption };
        table_reads_back(&with_caption(read), table).then(|| with_caption(&caption))
    })
}

/// Escapes each `|` that isn't escaped, because it would end the cell.
fn escape_bars(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut is_escaped = false;
    for c in cell.chars() {
        if c == '|' && !is_escaped {
            out.push('\\');
        }
        out.push(c);
        is_escaped = c == '\\' && !is_escaped;
    }
    out
}

fn table_reads_back(markdown: &str, table: &Table) -> bool {
    let (read, diagnostics) = read_back(markdown);
    let [Block::Table(found)] = read.blocks.as_slice() else {
        return false;
    };
    let is_caption =
        table.caption.is_empty() || plain_text(&found.caption) == plain_text(&table.caption);
    let headers: Vec<String> = found
        .columns
        .iter()
        .map(|column| column.header.plain_text())
        .collect();
    let rows = found.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.plain_text(),
        });
        std::iter::once(row.header.plain_text())
            .chain(cells)
            .collect()
    });
    let found: Vec<Vec<String>> = std::iter::once(headers).chain(rows).collect();
    let wanted: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| plain_text(cell)).collect())
        .collect();
    diagnostics == 0 && is_caption && found == wanted
}

fn with_form(form: Form, text: &str, escape: Escape) -> String {
    let begun = if escape == Escape::Likely {
        begin(text)
    } else {
        text.to_owned()
    };
    match form {
        Form::Paragraph | Form::Table => begun,
        Form::Heading(_) => format!("## {text}"),
        Form::Quote => format!("> {begun}"),
        Form::Item => format!("- {begun}"),
        Form::NumberedItem => format!("1. {begun}"),
    }
}

/// Escapes a character that has a meaning only at the beginning of a line.
fn begin(text: &str) -> String {
    let is_sign = text.starts_with(['#', '+', '-', '=', ':', '~', '|']);
    if is_sign {
        return format!("\\{text}");
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some(mark @ ('.' | ')')) if digits > 0 => {
            format!("{}\\{mark}{}", &text[..digits], &text[digits + 1..])
        }
        _ => text.to_owned(),
    }
}

fn reads_back(markdown: &str, words: &str, form: Form) -> bool {
    let (read, diagnostics) = read_back(markdown);
    let [found] = read.words.as_slice() else {
        return false;
    };
    diagnostics == 0
        && found.text == words
        && found.is_crosshead == matches!(form, Form::Heading(_))
}

/// Reads Markdown with the compiler's reader. Returns the result and the number of diagnostics.
pub(super) fn read_back(markdown: &str) -> (Markdown, usize) {
    let file = SourceFile {
        shown: Arc::from(""),
        text: markdown.to_owned(),
    };
    let diagnostics = DiagnosticSink::default();
    let read = Read {
        file: &file,
        text: markdown,
        position: PiecePosition::From(0),
        diagnostics: &diagnostics,
    }
    .read();
    (read, diagnostics.count())
}

fn inlines_in(inlines: &[Inline], escape: Escape) -> String {
    inlines
        .iter()
        .map(|inline| {
            let inside = || inlines_in(inline.children(), escape);
            match inline {
                Inline::Text(text) => escaped(text, escape),
                Inline::Emphasis(_) => format!("*{}*", inside()),
                Inline::Strong(_) => format!("**{}**", inside()),
                Inline::Link(link) => {
                    let target = link.href.as_str();
                    let target = if target.contains(['(', ')', '<', '>']) {
                        let safe = target.replace('<', "%3C").replace('>', "%3E");
                        format!("<{safe}>")
                    } else {
                        target.to_owned()
                    };
                    format!("[{}]({target})", inside())
                }
                Inline::Evidence(_) => inside(),
            }
        })
        .collect()
}

fn escaped(text: &str, escape: Escape) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let means_something = match (escape, c) {
            (Escape::All, c) => c.is_ascii_punctuation(),
            (_, '\\' | '*' | '`' | '<' | '~' | ']') => c != ']' || matches!(next, '(' | '[' | ':'),
            (_, '_') => !(before.is_alphanumeric() && next.is_alphanumeric()),
            (_, '[') => next == '^',
            (_, '&') => next.is_ascii_alphanumeric() || next == '#',
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Returns inlines in a form that Markdown can express. White space is single and outside of markup. Nothing is
/// empty, and no markup is inside or next to markup of the same kind.
pub(super) fn tidy(inlines: &[Inline]) -> Vec<Inline> {
    let mut flat = Vec::new();
    flatten(inlines, Markup::default(), &mut flat);
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut after_space = true;
    for (markup, words) in flat {
        let mut text = String::new();
        for c in words.chars().filter(|c| !is_unseen_mark(*c)) {
            // No-break spaces are kept.
            let c = if is_control_or_line_end(c) { ' ' } else { c };
            let is_space = c.is_whitespace();
            if !(is_space && after_space) {
                text.push(c);
            }
            after_space = is_space;
        }
        match runs.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.markup == markup => last.text.push_str(&text),
            _ => runs.push(Run { text, markup }),
        }
    }
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
    let mut out = Vec::new();
    for runs in runs.chunk_by(|run, next| run.markup.link == next.markup.link) {
        write_linked(runs, &mut out);
    }
    out
}

/// The markup around words.
#[derive(Clone, Copy, Default, PartialEq)]
struct Markup<'a> {
    link: Option<&'a Href>,
    emphasis: bool,
    strong: bool,
}

/// A stretch of text with the markup around it.
struct Run<'a> {
    text: String,
    markup: Markup<'a>,
}

/// Writes runs that are in the same link or in no link.
fn write_linked(runs: &[Run<'_>], out: &mut Vec<Inline>) {
    let Some(href) = runs.first().and_then(|run| run.markup.link) else {
        runs.iter().for_each(|run| run.write(&run.text, out));
        return;
    };
    let Some(last) = runs.len().checked_sub(1) else {
        return;
    };
    let mut inside = Vec::new();
    let (mut before, mut after) = ("", "");
    for (number, run) in runs.iter().enumerate() {
        let mut words = run.text.as_str();
        if number == 0 {
            words = words.trim_start();
            before = &run.text[..run.text.len() - words.len()];
        }
        if number == last {
            let whole = words;
            words = whole.trim_end();
            after = &whole[words.len()..];
        }
        run.write(words, &mut inside);
    }
    push_text(out, before);
    if !inside.is_empty() {
        out.push(Inline::Link(Link {
            href: href.clone(),
            inlines: inside,
        }));
    }
    push_text(out, after);
}

impl Run<'_> {
    /// Writes words of the run with its emphasis. White space stays outside of the markup.
    fn write(&self, text: &str, out: &mut Vec<Inline>) {
        let words = text.trim();
        let start = text.len() - text.trim_start().len();
        if words.is_empty() || !(self.markup.emphasis || self.markup.strong) {
            push_text(out, text);
            return;
        }
        let mut inline = Inline::Text(words.to_owned());
        if self.markup.emphasis {
            inline = Inline::Emphasis(vec![inline]);
        }
        if self.markup.strong {
            inline = Inline::Strong(vec![inline]);
        }
        push_text(out, &text[..start]);
        out.push(inline);
        push_text(out, &text[start + words.len()..]);
    }
}

fn push_text(out: &mut Vec<Inline>, text: &str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(before)) => before.push_str(text),
        _ => out.push(Inline::Text(text.to_owned())),
    }
}

fn flatten<'a>(inlines: &'a [Inline], markup: Markup<'a>, out: &mut Vec<(Markup<'a>, &'a str)>) {
    for inline in inlines {
        let inside = match inline {
            Inline::Text(text) => {
                out.push((markup, text));
                continue;
            }
            Inline::Emphasis(_) => Markup {
                emphasis: true,
                ..markup
            },
            Inline::Strong(_) => Markup {
                strong: true,
                ..markup
            },
            Inline::Link(link) => Markup {
                link: Some(&link.href),
                ..markup
            },
            Inline::Evidence(_) => markup,
        };
        flatten(inline.children(), inside, out);
    }
}
