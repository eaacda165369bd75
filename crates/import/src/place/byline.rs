//! Places lines with the byline and dates: “By A. Serik | 13 June 2012”.

use super::looks::{begins_byline, is_short, named_by};
use super::{Placed, Placing, at};
use crate::dates::{DateLine, ParsedDate, read_date_line};
use crate::piece::Field;
use sidelight_model::PartialDate;

impl Placing {
    pub(super) fn byline(&mut self, number: usize) {
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

    pub(super) fn name(&mut self, name: String, origin: &str) {
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
    pub(super) fn meta_line(&mut self, number: usize) -> bool {
        let Some(text) = self.text(number) else {
            return false;
        };
        if let Some(dates) = read_date_line(&text) {
            let is_unclear = [dates.published, dates.updated].contains(&Some(ParsedDate::Unclear));
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

    pub(super) fn dates(&mut self, dates: DateLine, text: &str, line: usize) {
        let origin = format!("“{text}”{}", at(line));
        for (field, reading) in [
            (Field::Published, dates.published),
            (Field::Updated, dates.updated),
        ] {
            match reading {
                Some(ParsedDate::Date(date)) => self.date(field, date, &origin),
                Some(ParsedDate::Unclear) => {
                    self.article
                        .comments
                        .push(format!("unclear date ({field}): {origin}"));
                }
                None => {}
            }
        }
    }

    pub(super) fn date(&mut self, field: Field, date: PartialDate, origin: &str) {
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
}

/// Splits a line such as “13 June 2012 by A. Serik” into the date and the byline. Returns `None` for other lines.
fn date_by_name(text: &str) -> Option<(&str, &str)> {
    [" by ", " By ", " BY "].iter().find_map(|word| {
        let (date, _) = text.split_once(word)?;
        let name = text[date.len()..].trim_start();
        (read_date_line(date).is_some() && begins_byline(name)).then_some((date, name))
    })
}
