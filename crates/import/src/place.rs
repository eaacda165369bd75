//! Assigns a role to each piece of a source. It uses the markup, the words of the piece and the source's metadata.
//!
//! *Invariant:* no piece is lost. It becomes the headline, the standfirst, a byline, a date, the biography, topics,
//! a related story or a comment with the piece's words. Otherwise it is left out as an exact duplicate of one of these, or it stays in the
//! text.

mod byline;
mod looks;
mod metadata;
mod related;
mod topics;

use std::collections::{HashMap, HashSet};

pub(super) use self::looks::is_related;
use self::looks::{
    begins_byline, is_biography, is_caption, is_crosshead, is_short, is_topic, reads_on, topics_of,
};
use super::dates::read_date_line;
use super::piece::{Field, Form, Piece, Source, StatedField, Taken, beginning, squeeze};
use sidelight_model::{PartialDate, RelatedStory};

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
    pub(super) topics: Vec<String>,
    /// The words from which the topics were read.
    pub(super) topics_origin: Vec<String>,
    pub(super) related: Vec<Placed<RelatedStory>>,
    /// Content that has no place but a comment in the front matter.
    pub(super) comments: Vec<String>,
    pub(super) body: Vec<Piece>,
    pub(super) taken: Vec<Taken>,
}

/// Assigns a role to each piece of a source.
pub(super) fn place(source: Source) -> Article {
    let mut placing = Placing {
        has_markup: source.has_markup,
        stated: source.stated,
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
    placing.stated();
    placing.article
}

struct Placing {
    has_markup: bool,
    stated: Vec<StatedField>,
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
    /// Returns the words of a piece. Returns `None` if it was placed, and for tables, which are always part of the text.
    fn text(&self, number: usize) -> Option<String> {
        let piece = self.pieces.get(number)?.as_ref()?;
        (piece.form != Form::Table).then(|| piece.text())
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

    fn said_first(&self, field: Field) -> Option<StatedField> {
        self.stated
            .iter()
            .find(|stated| stated.field == field && !stated.text.is_empty())
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
        let stated = self.said_first(Field::Headline);
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
            (is_headline && !self.has_markup && stated.is_none()).then_some(number)
        };
        if let Some(number) = marked.or_else(looks) {
            if let Some((_, text)) = self.take(number, Field::Headline) {
                self.article.headline = Some(Placed {
                    value: text,
                    origin: String::new(),
                });
            }
        } else if let Some(stated) = stated {
            self.report(
                Field::Headline,
                stated.line,
                format!("{} ({})", stated.text, stated.by),
            );
            self.seen
                .entry(stated.text.clone())
                .or_insert(Field::Headline);
            self.article.headline = Some(Placed {
                origin: format!("from its {}{}", stated.by, at(stated.line)),
                value: stated.text,
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
                Some(field @ (Field::Caption | Field::Image)) => {
                    let is_placed = self.duplicate(number);
                    if !is_placed {
                        self.comment(number, field);
                    }
                }
                Some(Field::Topics) => {
                    let is_placed = self.duplicate(number);
                    if !is_placed {
                        self.topics(number);
                    }
                }
                Some(Field::Biography) if self.article.biography.is_none() => {
                    self.biography(number);
                }
                _ => {}
            }
        }
        // The description in a page's head is mostly the standfirst or the beginning of the text.
        let Some(stated) = self.said_first(Field::Standfirst) else {
            return;
        };
        let mut top = (0..self.pieces.len()).filter(|number| self.pieces[*number].is_some());
        let found = top.by_ref().take(3).find(|number| {
            is_short(&stated.text, 40) && self.text(*number).as_ref() == Some(&stated.text)
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
            if piece.form == Form::Table {
                return;
            }
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
                    self.topics(number);
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
                    self.topics(number);
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
                Form::Table => self.report(Field::Table, piece.line, &text),
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
                    self.related(&mut piece);
                    if piece.text().is_empty() {
                        continue;
                    }
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
}

/// Returns the part of a paragraph that refers to another article, shortened for the report.
fn is_related_part(text: &str) -> String {
    let start = text.rfind(['(', '[']).unwrap_or_default();
    beginning(&squeeze(&text[start..]))
}
