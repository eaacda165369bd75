//! Assigns a role to each piece of a source. It uses the markup, the words of the piece and the source's metadata.
//!
//! *Invariant:* no piece is lost. It becomes the headline, the standfirst, a byline, a date, the biography or a
//! comment with the piece's words. Otherwise it is left out as an exact duplicate of one of these, or it stays in the
//! text.

mod looks;

use std::collections::{HashMap, HashSet};

pub(super) use self::looks::is_related;
use self::looks::{
    begins_byline, is_biography, is_caption, is_crosshead, is_short, is_topic, named_by, reads_on,
    topics_of,
};
use super::dates::{DateLine, Reading, read_date, read_date_line};
use super::piece::{Field, Form, Piece, Said, Source, Taken, beginning, squeeze};
use sidelight_model::{PartialDate, is_language_tag};

/// Number of pieces at the end of a source that may be a biography, topics or a late date.
const TAIL: usize = 12;

/// Maximum number of descriptions that are compared with the article's text.
const MAX_DESCRIPTIONS: usize = 8;

/// A value with its origin in the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    /// Words and line from which the value was read. Empty if the words are the value itself.
    pub(super) origin: String,
}

/// An article with all values that were recognised.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) headline: Option<Placed<String>>,
    pub(super) standfirst: Option<Placed<String>>,
    pub(super) byline: Vec<Placed<String>>,
    pub(super) published: Option<Placed<PartialDate>>,
    pub(super) updated: Option<Placed<PartialDate>>,
    pub(super) language: Option<Placed<String>>,
    pub(super) biography: Option<Piece>,
    /// Content that has no place but a comment in the front matter.
    pub(super) comments: Vec<String>,
    pub(super) body: Vec<Piece>,
    pub(super) taken: Vec<Taken>,
}

/// Assigns a role to each piece of a source.
pub(super) fn place(source: Source) -> Article {
    let mut placing = Placing {
        has_markup: source.has_markup,
        said: source.said,
        pieces: source.pieces.into_iter().map(Some).collect(),
        seen: HashMap::new(),
        names: HashSet::new(),
        standfirst: None,
        article: Article {
            taken: source.taken,
            ..Article::default()
        },
    };
    placing.headline();
    placing.hints();
    placing.top();
    placing.end();
    placing.rest();
    placing.keep_text();
    placing.said();
    placing.article
}

struct Placing {
    has_markup: bool,
    said: Vec<Said>,
    /// Pieces by number. `None` if a piece was placed.
    pieces: Vec<Option<Piece>>,
    /// Texts that were placed outside the body, with their roles, to recognise duplicates.
    seen: HashMap<String, Field>,
    /// Names in the byline.
    names: HashSet<String>,
    /// Piece that became the standfirst.
    standfirst: Option<Piece>,
    article: Article,
}

fn at(line: usize) -> String {
    match line {
        0 => String::new(),
        line => format!(", line {line}"),
    }
}

impl Placing {
    fn text(&self, number: usize) -> Option<String> {
        self.pieces.get(number)?.as_ref().map(Piece::text)
    }

    fn report(&mut self, field: Field, line: usize, text: impl AsRef<str>) {
        self.article.taken.push(Taken::new(field, line, text));
    }

    /// Takes a piece out of the text and reports its role. Returns its line and its text, or `None` if it was placed
    /// before.
    fn take(&mut self, number: usize, field: Field) -> Option<(usize, String)> {
        let piece = self.pieces.get_mut(number)?.take()?;
        let text = piece.text();
        self.report(field, piece.line, &text);
        self.seen.entry(text.clone()).or_insert(field);
        Some((piece.line, text))
    }

    /// Moves a piece into a comment.
    fn comment(&mut self, number: usize, field: Field) {
        if let Some((line, text)) = self.take(number, field) {
            self.article
                .comments
                .push(format!("{field}{}: {text}", at(line)));
        }
    }

    fn said_first(&self, field: Field) -> Option<Said> {
        self.said
            .iter()
            .find(|said| said.field == field && !said.text.is_empty())
            .cloned()
    }

    fn first(&self, is: impl Fn(&Piece) -> bool) -> Option<usize> {
        self.pieces
            .iter()
            .position(|piece| piece.as_ref().is_some_and(&is))
    }

    fn headline(&mut self) {
        let marked = self
            .first(|piece| piece.hint == Some(Field::Headline))
            .or_else(|| self.first(|piece| piece.form == Form::Heading(1)));
        let said = self.said_first(Field::Headline);
        let looks = || {
            let number = self.first(|piece| piece.form == Form::Paragraph)?;
            let text = self.text(number)?;
            let repeated = (number + 1..self.pieces.len().min(number + 8))
                .any(|other| self.text(other).as_ref() == Some(&text));
            let is_headline = is_short(&text, 30)
                && read_date_line(&text).is_none()
                && !begins_byline(&text)
                && (repeated || !text.ends_with(['.', ',', ':', ';']))
                && self.pieces.len() > 1;
            (is_headline && !self.has_markup && said.is_none()).then_some(number)
        };
        if let Some(number) = marked.or_else(looks) {
            if let Some((_, text)) = self.take(number, Field::Headline) {
                self.article.headline = Some(Placed {
                    value: text,
                    origin: String::new(),
                });
            }
        } else if let Some(said) = said {
            self.report(
                Field::Headline,
                said.line,
                format!("{} ({})", said.text, said.by),
            );
            self.seen
                .entry(said.text.clone())
                .or_insert(Field::Headline);
            self.article.headline = Some(Placed {
                origin: format!("from its {}{}", said.by, at(said.line)),
                value: said.text,
            });
        }
    }

    /// Places the pieces with a role that their markup indicates, and leaves out duplicates of placed pieces.
    fn hints(&mut self) {
        for number in 0..self.pieces.len() {
            let Some(piece) = &self.pieces[number] else {
                continue;
            };
            let text = piece.text();
            match piece.hint {
                Some(Field::Standfirst)
                    if self.article.standfirst.is_none() && !self.is_seen(&text) =>
                {
                    self.standfirst(number);
                }
                Some(Field::Byline) => {
                    let is_placed = self.duplicate(number) || self.meta_line(number);
                    if !is_placed {
                        self.byline(number);
                    }
                }
                Some(Field::Published | Field::Updated) => {
                    self.meta_line(number);
                }
                Some(field @ (Field::Caption | Field::Image | Field::Topics)) => {
                    let is_placed = self.duplicate(number);
                    if !is_placed {
                        self.comment(number, field);
                    }
                }
                Some(Field::Biography) if self.article.biography.is_none() => {
                    self.biography(number);
                }
                _ => {}
            }
        }
        // The description in a page's head is mostly the standfirst or the beginning of the text.
        let Some(said) = self.said_first(Field::Standfirst) else {
            return;
        };
        let mut top = (0..self.pieces.len()).filter(|number| self.pieces[*number].is_some());
        let found = top.by_ref().take(3).find(|number| {
            is_short(&said.text, 40) && self.text(*number).as_ref() == Some(&said.text)
        });
        let is_all = top.next().is_none();
        if let Some(number) = found.filter(|_| self.article.standfirst.is_none() && !is_all) {
            self.standfirst(number);
        }
    }

    fn is_seen(&self, text: &str) -> bool {
        self.seen.contains_key(text)
    }

    fn standfirst(&mut self, number: usize) {
        self.standfirst = self.pieces.get(number).cloned().flatten();
        if let Some((_, text)) = self.take(number, Field::Standfirst) {
            self.article.standfirst = Some(Placed {
                value: text,
                origin: String::new(),
            });
        }
    }

    fn biography(&mut self, number: usize) {
        let piece = self.pieces[number].clone();
        if self.take(number, Field::Biography).is_some() {
            self.article.biography = piece;
        }
    }

    /// Leaves out a piece with the same text as a piece that was placed outside the body. Returns `true` if it is
    /// such a duplicate.
    fn duplicate(&mut self, number: usize) -> bool {
        let Some(text) = self.text(number) else {
            return false;
        };
        let Some(field) = self.seen.get(&text).copied() else {
            return false;
        };
        if let Some(piece) = self.pieces[number].take() {
            self.report(
                Field::Duplicate,
                piece.line,
                format!("of the {field}: {text}"),
            );
        }
        true
    }

    fn byline(&mut self, number: usize) {
        let Some((line, text)) = self.take(number, Field::Byline) else {
            return;
        };
        let origin = format!("“{text}”{}", at(line));
        // A byline with digits contains more than names. The whole line is kept in a comment, and no name is read
        // from it.
        if text.contains(|c: char| c.is_ascii_digit()) {
            self.article.comments.push(format!("byline: {origin}"));
            return;
        }
        for name in named_by(&text) {
            self.name(name, &origin);
        }
    }

    fn name(&mut self, name: String, origin: &str) {
        if self.names.insert(name.clone()) {
            self.article.byline.push(Placed {
                origin: if origin.starts_with(&format!("“{name}”")) {
                    String::new()
                } else {
                    origin.to_owned()
                },
                value: name,
            });
        }
    }

    /// Places a piece that contains only the byline, a date, or both. Returns `false` if the piece contains anything
    /// else.
    fn meta_line(&mut self, number: usize) -> bool {
        let Some(text) = self.text(number) else {
            return false;
        };
        if let Some(dates) = read_date_line(&text) {
            let is_unclear = [dates.published, dates.updated].contains(&Some(Reading::Unclear));
            let field = match dates {
                _ if is_unclear => Field::UnclearDate,
                DateLine {
                    published: None, ..
                } => Field::Updated,
                _ => Field::Published,
            };
            if let Some((line, text)) = self.take(number, field) {
                self.dates(dates, &text, line);
            }
            return true;
        }
        if !is_short(&text, 25) {
            return false;
        }
        let parts: Vec<&str> = text
            .split(['|', '•', '·'])
            .flat_map(|part| part.split(" – "))
            .flat_map(|part| part.split(" — "))
            .flat_map(|part| match date_by_name(part) {
                Some((date, name)) => vec![date, name],
                None => vec![part],
            })
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let (with_date, others): (Vec<&str>, Vec<&str>) = parts
            .iter()
            .partition(|part| read_date_line(part).is_some());
        // “By A, 13 June 2012”
        let by_comma = text
            .split_once(", ")
            .filter(|(name, date)| begins_byline(name) && read_date_line(date).is_some());
        let (names, dates): (Vec<&str>, Vec<&str>) = match by_comma {
            Some((name, date)) if with_date.is_empty() => (vec![name], vec![date]),
            _ => (others, with_date),
        };
        let names_are_clear = names.iter().all(|name| begins_byline(name));
        if names.is_empty() || !names_are_clear {
            return false;
        }
        let Some((line, text)) = self.take(number, Field::Byline) else {
            return false;
        };
        let origin = format!("“{text}”{}", at(line));
        for name in names.iter().flat_map(|name| named_by(name)) {
            self.name(name, &origin);
        }
        for dates in dates.iter().filter_map(|date| read_date_line(date)) {
            self.dates(dates, &text, line);
        }
        true
    }

    fn dates(&mut self, dates: DateLine, text: &str, line: usize) {
        let origin = format!("“{text}”{}", at(line));
        for (field, reading) in [
            (Field::Published, dates.published),
            (Field::Updated, dates.updated),
        ] {
            match reading {
                Some(Reading::Date(date)) => self.date(field, date, &origin),
                Some(Reading::Unclear) => {
                    self.article
                        .comments
                        .push(format!("unclear date ({field}): {origin}"));
                }
                None => {}
            }
        }
    }

    fn date(&mut self, field: Field, date: PartialDate, origin: &str) {
        let slot = match field {
            Field::Updated => &mut self.article.updated,
            _ => &mut self.article.published,
        };
        match slot {
            None => {
                *slot = Some(Placed {
                    value: date,
                    origin: origin.to_owned(),
                });
            }
            Some(known) if known.value == date => {}
            Some(_) => self
                .article
                .comments
                .push(format!("another date ({field}): {origin}")),
        }
    }

    /// Places the pieces between the headline and the text.
    fn top(&mut self) {
        let start = match self.pieces.iter().position(Option::is_some) {
            Some(first) if self.article.headline.is_some() => first,
            _ => return,
        };
        for number in start..self.pieces.len() {
            let Some(piece) = self.pieces[number].clone() else {
                continue;
            };
            let text = piece.text();
            if self.duplicate(number) || self.meta_line(number) {
                continue;
            }
            if is_caption(&text) {
                self.comment(number, Field::Caption);
                continue;
            }
            let is_standfirst = self.article.standfirst.is_none()
                && piece.form == Form::Paragraph
                && is_short(&text, 70)
                && self.is_above_text(number, &text);
            if !is_standfirst {
                return;
            }
            self.standfirst(number);
        }
    }

    /// Reports whether the next piece that isn't a caption shows that the text hasn't begun yet.
    fn is_above_text(&self, number: usize, text: &str) -> bool {
        for next in number + 1..self.pieces.len() {
            let Some(next) = self.text(next) else {
                continue;
            };
            if is_caption(&next) {
                continue;
            }
            return next == text
                || self.is_seen(&next)
                || read_date_line(&next).is_some()
                || (begins_byline(&next) && is_short(&next, 25));
        }
        false
    }

    /// Places the pieces below the text: a biography, topics and a late date.
    fn end(&mut self) {
        let from = self.pieces.len().saturating_sub(TAIL);
        let left = self.pieces.iter().flatten().count();
        if left < 3 {
            return;
        }
        let names: Vec<String> = self
            .article
            .byline
            .iter()
            .map(|name| name.value.clone())
            .collect();
        let mut above_topics = None;
        for number in (from..self.pieces.len()).rev() {
            let Some(text) = self.text(number) else {
                continue;
            };
            if self.article.biography.is_none()
                && let Some(name) = is_biography(&text, &names)
            {
                above_topics = Some(number);
                let line = self.pieces[number].as_ref().map_or(0, |piece| piece.line);
                self.biography(number);
                if self.article.byline.is_empty() {
                    self.report(Field::Byline, line, format!("{name} (from the biography)"));
                    self.name(name, &format!("from the biography{}", at(line)));
                }
            } else if let Some(topics) = topics_of(&text) {
                if self.pieces[number]
                    .as_ref()
                    .is_some_and(|piece| piece.hint.is_none())
                    && !topics.is_empty()
                {
                    self.comment(number, Field::Topics);
                }
            } else if self.article.published.is_none()
                && read_date_line(&text).is_some()
                && number + 4 >= self.pieces.len()
            {
                self.meta_line(number);
            }
        }
        // Short lines below the biography are the topics under which the page files the article.
        if let Some(biography) = above_topics {
            let below: Vec<usize> = (biography + 1..self.pieces.len())
                .filter(|number| self.pieces[*number].is_some())
                .collect();
            if below
                .iter()
                .all(|number| self.text(*number).is_some_and(|text| is_topic(&text)))
            {
                for number in below {
                    self.comment(number, Field::Topics);
                }
            }
        }
    }

    /// Makes the body from the remaining pieces.
    fn rest(&mut self) {
        let mut body: Vec<Piece> = Vec::new();
        for number in 0..self.pieces.len() {
            if self.duplicate(number) {
                continue;
            }
            let Some(mut piece) = self.pieces[number].clone() else {
                continue;
            };
            let text = piece.text();
            if is_caption(&text) && piece.form == Form::Paragraph {
                self.comment(number, Field::Caption);
                continue;
            }
            let next = self.text(number + 1).unwrap_or_default();
            match piece.form {
                Form::Heading(level) => {
                    self.report(Field::Crosshead, piece.line, &text);
                    if level != 2 && self.has_markup {
                        self.report(
                            Field::Changed,
                            piece.line,
                            format!("heading of level {level} to crosshead: {text}"),
                        );
                    }
                }
                Form::Paragraph
                    if !self.has_markup
                        && !body.is_empty()
                        && is_crosshead(&text)
                        && reads_on(&next) =>
                {
                    self.report(Field::Crosshead, piece.line, &text);
                    piece.form = Form::Heading(2);
                }
                Form::Paragraph if is_related(&text) => {
                    self.report(Field::Related, piece.line, is_related_part(&text));
                }
                _ => {}
            }
            body.push(piece);
        }
        self.article.body = body;
    }

    /// Returns the standfirst to the body if nothing else is left for it: an article has text.
    fn keep_text(&mut self) {
        let is_heading = |piece: &Piece| matches!(piece.form, Form::Heading(_));
        if !self.article.body.iter().all(is_heading) {
            return;
        }
        let Some(piece) = self.standfirst.take() else {
            return;
        };
        self.article.standfirst = None;
        self.article
            .taken
            .retain(|taken| taken.field != Field::Standfirst);
        self.article.body.insert(0, piece);
    }

    /// Uses the metadata for values that no piece provides.
    fn said(&mut self) {
        let mut descriptions = 0;
        for said in std::mem::take(&mut self.said) {
            let told = format!("{} ({})", said.text, said.by);
            let origin = format!("from its {}{}", said.by, at(said.line));
            match said.field {
                Field::Standfirst
                    if self.article.standfirst.is_none() && descriptions < MAX_DESCRIPTIONS =>
                {
                    descriptions += 1;
                    // A description that is cut off or repeats a part of the text isn't a standfirst.
                    let is_beginning = said.text.ends_with(['…']) || said.text.ends_with("...");
                    let stands = self
                        .article
                        .body
                        .iter()
                        .any(|piece| piece.text().contains(&said.text));
                    if !is_beginning && !stands {
                        self.report(Field::Standfirst, said.line, told);
                        self.article.standfirst = Some(Placed {
                            value: said.text,
                            origin,
                        });
                    }
                }
                Field::Byline if self.article.byline.is_empty() || said.by == "header" => {
                    self.report(Field::Byline, said.line, told);
                    let names = named_by(&said.text);
                    for name in names {
                        self.name(name, &format!("“{}” {origin}", said.text));
                    }
                }
                field @ (Field::Published | Field::Updated) => {
                    self.said_date(field, &said, &origin)
                }
                Field::Language
                    if self.article.language.is_none() && is_language_tag(&said.text) =>
                {
                    self.report(Field::Language, said.line, told);
                    self.article.language = Some(Placed {
                        value: said.text,
                        origin,
                    });
                }
                field @ (Field::Topics | Field::Image | Field::Other)
                    if !self.is_seen(&said.text) =>
                {
                    self.report(field, said.line, &told);
                    self.article.comments.push(format!(
                        "{field} ({}{}): {}",
                        said.by,
                        at(said.line),
                        said.text
                    ));
                }
                // The page's own text has priority. If the metadata differs, a comment informs the author.
                field @ (Field::Headline | Field::Byline) => {
                    let same = match (&self.article.headline, field) {
                        (Some(headline), Field::Headline) => headline.value == said.text,
                        (None, Field::Headline) => false,
                        _ => true,
                    };
                    if !same && said.line > 0 {
                        self.article
                            .comments
                            .push(format!("another {field}, {origin}: {}", said.text));
                    }
                }
                _ => {}
            }
        }
    }

    fn said_date(&mut self, field: Field, said: &Said, origin: &str) {
        let known = match field {
            Field::Updated => &self.article.updated,
            _ => &self.article.published,
        };
        if known.is_some() {
            return;
        }
        match read_date(&said.text) {
            Some(Reading::Date(date)) => {
                if field == Field::Updated
                    && self
                        .article
                        .published
                        .as_ref()
                        .is_none_or(|published| date <= published.value)
                {
                    return;
                }
                self.report(field, said.line, format!("{} ({})", said.text, said.by));
                self.date(field, date, &format!("“{}” {origin}", said.text));
            }
            _ => {
                self.report(
                    Field::UnclearDate,
                    said.line,
                    format!("“{}” isn't guessed", said.text),
                );
                self.article
                    .comments
                    .push(format!("unclear date ({field}): “{}” {origin}", said.text));
            }
        }
    }
}

/// Splits a line such as “13 June 2012 by A. Serik” into the date and the byline. Returns `None` for other lines.
fn date_by_name(text: &str) -> Option<(&str, &str)> {
    [" by ", " By ", " BY "].iter().find_map(|word| {
        let (date, _) = text.split_once(word)?;
        let name = text[date.len()..].trim_start();
        (read_date_line(date).is_some() && begins_byline(name)).then_some((date, name))
    })
}

/// Returns the part of a paragraph that refers to another article, shortened for the report.
fn is_related_part(text: &str) -> String {
    let start = text.rfind(['(', '[']).unwrap_or_default();
    beginning(&squeeze(&text[start..]))
}
