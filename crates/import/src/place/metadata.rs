//! Places the metadata of a source.

use super::looks::named_by;
use super::{MAX_DESCRIPTIONS, Placed, Placing, at};
use crate::dates::{ParsedDate, read_date};
use crate::piece::{Field, StatedField};
use sidelight_model::is_language_tag;

impl Placing {
    /// Uses the metadata for values that no piece provides.
    pub(super) fn stated(&mut self) {
        let mut descriptions = 0;
        for stated in std::mem::take(&mut self.stated) {
            let taken = format!("{} ({})", stated.text, stated.by);
            let origin = format!("from its {}{}", stated.by, at(stated.line));
            match stated.field {
                Field::Standfirst
                    if self.article.standfirst.is_none() && descriptions < MAX_DESCRIPTIONS =>
                {
                    descriptions += 1;
                    // A description that is cut off or repeats a part of the text isn't a standfirst.
                    let is_beginning = stated.text.ends_with(['…']) || stated.text.ends_with("...");
                    let is_in_text = self
                        .article
                        .body
                        .iter()
                        .any(|piece| piece.text().contains(&stated.text));
                    if !is_beginning && !is_in_text {
                        self.report(Field::Standfirst, stated.line, taken);
                        self.article.standfirst = Some(Placed {
                            value: stated.text,
                            origin,
                        });
                    }
                }
                Field::Byline if self.article.byline.is_empty() || stated.by == "header" => {
                    self.report(Field::Byline, stated.line, taken);
                    let names = named_by(&stated.text);
                    for name in names {
                        self.name(name, &format!("“{}” {origin}", stated.text));
                    }
                }
                field @ (Field::Published | Field::Updated) => {
                    self.place_date(field, &stated, &origin)
                }
                Field::Language
                    if self.article.language.is_none() && is_language_tag(&stated.text) =>
                {
                    self.report(Field::Language, stated.line, taken);
                    self.article.language = Some(Placed {
                        value: stated.text,
                        origin,
                    });
                }
                Field::Topics => {
                    self.report(Field::Topics, stated.line, &taken);
                    self.add_topics(&stated.text, origin);
                }
                field @ (Field::Image | Field::Other) if !self.is_seen(&stated.text) => {
                    self.report(field, stated.line, &taken);
                    self.article.comments.push(format!(
                        "{field} ({}{}): {}",
                        stated.by,
                        at(stated.line),
                        stated.text
                    ));
                }
                // The page's own text has priority. If the metadata differs, a comment informs the author.
                field @ (Field::Headline | Field::Byline) => {
                    let same = match (&self.article.headline, field) {
                        (Some(headline), Field::Headline) => headline.value == stated.text,
                        (None, Field::Headline) => false,
                        _ => true,
                    };
                    if !same && stated.line > 0 {
                        self.article
                            .comments
                            .push(format!("another {field}, {origin}: {}", stated.text));
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn place_date(&mut self, field: Field, stated: &StatedField, origin: &str) {
        let known = match field {
            Field::Updated => &self.article.updated,
            _ => &self.article.published,
        };
        if known.is_some() {
            return;
        }
        match read_date(&stated.text) {
            Some(ParsedDate::Date(date)) => {
                if field == Field::Updated
                    && self
                        .article
                        .published
                        .as_ref()
                        .is_none_or(|published| date <= published.value)
                {
                    return;
                }
                self.report(
                    field,
                    stated.line,
                    format!("{} ({})", stated.text, stated.by),
                );
                self.date(field, date, &format!("“{}” {origin}", stated.text));
            }
            _ => {
                self.report(
                    Field::UnclearDate,
                    stated.line,
                    format!("“{}” isn't guessed", stated.text),
                );
                self.article.comments.push(format!(
                    "unclear date ({field}): “{}” {origin}",
                    stated.text
                ));
            }
        }
    }
}
