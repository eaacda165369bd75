//! Places the metadata of a source.

use super::looks::named_by;
use super::{MAX_DESCRIPTIONS, Placed, Placing, at};
use crate::dates::{Reading, read_date};
use crate::piece::{Field, Said};
use sidelight_model::is_language_tag;

impl Placing {
    /// Uses the metadata for values that no piece provides.
    pub(super) fn said(&mut self) {
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

    pub(super) fn said_date(&mut self, field: Field, said: &Said, origin: &str) {
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
