//! Reads WebVTT (<https://www.w3.org/TR/webvtt1/>).
//!
//! Browsers skip what they can't read, so readers would miss words without anybody noticing. Here each mistake is an
//! error.

use std::ops::Range;

use sidelight_model::Cue;

use super::cue_error::CueError;
use super::lines::{Line, lines};
use super::order::Order;
use super::{PlacedCue, Transcript};

/// The character references of WebVTT (section 6.4).
const ENTITIES: [(&str, char); 6] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("nbsp", '\u{a0}'),
];

/// The tags of WebVTT (section 4.2.2) besides voices and times. They don't change the words.
const TAGS: [&str; 7] = ["b", "c", "i", "lang", "rt", "ruby", "u"];

/// Reads a WebVTT file. Markup becomes plain text. A cue with several voices becomes several cues with the same times.
/// Cues without words are left out.
pub fn read_webvtt(text: &str) -> Transcript {
    let mut reader = Reader {
        text,
        transcript: Transcript::default(),
        order: Order::default(),
    };
    reader.read();
    reader.transcript
}

struct Reader<'a> {
    text: &'a str,
    transcript: Transcript,
    order: Order,
}

impl<'a> Reader<'a> {
    fn report(&mut self, range: Range<usize>, message: &str, hint: &str) {
        let error = CueError::new(self.text, range, message, hint);
        self.transcript.errors.push(error);
    }

    fn read(&mut self) {
        let lines = lines(self.text);
        let is_header = lines
            .first()
            .and_then(|line| line.text.strip_prefix("WEBVTT"))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if !is_header {
            let range = lines.first().map_or(0..0, |line| line.range.clone());
            let is_subrip = lines.iter().any(|line| is_subrip_time(line.text));
            let hint = match is_subrip {
                true => {
                    "this looks like SubRip; export the captions as WebVTT, or write `WEBVTT` and an empty line first \
                     and a dot instead of the comma in each time"
                }
                false => "write `WEBVTT` as the first line, then an empty line",
            };
            self.report(range, "the first line of captions must be `WEBVTT`", hint);
            return;
        }
        let mut blocks = lines.split(|line| line.text.is_empty());
        // Metadata may follow in the lines after the first.
        let header = blocks.next().unwrap_or_default();
        if let Some(line) = header.iter().find(|line| line.text.contains("-->")) {
            self.report(
                line.range.clone(),
                "this cue belongs to the header",
                "put an empty line after `WEBVTT`",
            );
        }
        for block in blocks {
            self.block(block);
        }
        if self.transcript.errors.is_empty() && self.transcript.cues.is_empty() {
            self.report(
                0..0,
                "these captions have no words",
                "write what is said, with its times: a line `00:01.000 --> 00:04.000`, and the words below it",
            );
        }
    }

    fn block(&mut self, block: &[Line<'a>]) {
        let Some(first) = block.first() else {
            return;
        };
        let is_a = |word: &str| {
            first
                .text
                .strip_prefix(word)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        if !first.text.contains("-->") && ["NOTE", "STYLE", "REGION"].into_iter().any(is_a) {
            return;
        }
        // The times may follow an identifier.
        let times = block
            .iter()
            .take(2)
            .position(|line| line.text.contains("-->"));
        let Some(times) = times else {
            self.report(
                first.range.clone(),
                "this cue has no times",
                "write them in the line above the words, such as `00:01.000 --> 00:04.000`; a cue ends at an empty line",
            );
            return;
        };
        let words = &block[times + 1..];
        if let Some(line) = words.iter().find(|line| line.text.contains("-->")) {
            self.report(
                line.range.clone(),
                "the times of a cue are in the words of the cue before it",
                "put an empty line before the cue; write `--&gt;` for an arrow",
            );
            return;
        }
        if let Some((start, end)) = self.times(&block[times]) {
            self.words(words, start, end);
        }
    }

    /// Reads the times of a cue, in ms. Settings after them, which are about the position, are left to browsers.
    fn times(&mut self, line: &Line<'a>) -> Option<(u64, u64)> {
        let (start, rest) = line.text.split_once("-->")?;
        let end = rest.split_whitespace().next().unwrap_or_default();
        let mut read = |text: &str| {
            let time = milliseconds(text.trim());
            if time.is_none() {
                let hint = match text.contains(',') {
                    true => "write a dot before the milliseconds: `00:01:05.000`",
                    false => {
                        "write minutes, seconds and milliseconds, `01:05.000`, with hours before them if needed: \
                              `00:01:05.000`"
                    }
                };
                let message = match text.trim() {
                    "" => "a time is missing in this line".to_owned(),
                    text => format!("`{text}` isn't a time"),
                };
                self.report(line.range.clone(), &message, hint);
            }
            time
        };
        let (start, end) = (read(start)?, read(end)?);
        self.order
            .check(start, end)
            .map_err(|(message, hint)| self.report(line.range.clone(), message, hint))
            .ok()?;
        Some((start, end))
    }

    /// Reads the words of a cue.
    fn words(&mut self, lines: &[Line<'a>], start: u64, end: u64) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let range = first.range.start..last.range.end;
        let shown = first.range.clone();
        let Some(parts) = voices(&self.text[range]) else {
            self.report(
                shown,
                "a `<` in this cue begins no tag of captions",
                "write `&lt;` for the character; a tag is `<v Name>`, `<i>`, `<b>`, `<u>`, `<c>`, `<lang en>` or a time, \
                 and ends with `>`",
            );
            return;
        };
        for (speaker, text) in parts {
            self.transcript.cues.push(PlacedCue {
                cue: Cue {
                    start,
                    end,
                    speaker: (!speaker.is_empty()).then_some(speaker),
                    text,
                },
                range: shown.clone(),
            });
        }
    }
}

/// Returns true for a line with times as SubRip writes them, with a comma.
fn is_subrip_time(line: &str) -> bool {
    line.split_once("-->").is_some_and(|(start, _)| {
        milliseconds(&start.trim().replace(',', ".")).is_some() && start.contains(',')
    })
}

/// Returns a time in ms: two or more digits of hours, which may be missing, then minutes, seconds and three digits of a
/// fraction. Returns `None` for any other form (WebVTT, section 4.1, “WebVTT timestamp”).
fn milliseconds(text: &str) -> Option<u64> {
    let number = |part: &str, digits: Range<usize>| -> Option<u64> {
        let is_number = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    };
    let (clock, fraction) = text.split_once('.')?;
    let parts: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, minutes, seconds),
        [hours, minutes, seconds] => (number(hours, 2..7)?, minutes, seconds),
        _ => return None,
    };
    let sixty = |part: &str| number(part, 2..3).filter(|number| *number < 60);
    let seconds = hours * 3600 + sixty(minutes)? * 60 + sixty(seconds)?;
    Some(seconds * 1000 + number(fraction, 3..4)?)
}

/// Returns the words of a cue as plain text, divided at its voices: the name of each speaker, which may be empty, and the
/// words. Returns `None` if a tag has no end or isn't one of WebVTT.
fn voices(source: &str) -> Option<Vec<(String, String)>> {
    let mut parts = vec![(String::new(), String::new())];
    let mut rest = source;
    while let Some((before, tag)) = rest.split_once('<') {
        push(&mut parts, before);
        let (tag, after) = tag.split_once('>')?;
        rest = after;
        // A tag may have classes: `<v.loud Ann Lee>`.
        let (name, speaker) = tag.split_once([' ', '\t', '\n', '\r']).unwrap_or((tag, ""));
        match name.split('.').next().unwrap_or_default() {
            "v" => parts.push((plain(speaker), String::new())),
            "/v" => parts.push((String::new(), String::new())),
            name if TAGS.contains(&name.trim_start_matches('/')) => {}
            _ => {
                milliseconds(tag)?;
            }
        }
    }
    push(&mut parts, rest);
    let parts = parts
        .into_iter()
        .map(|(speaker, text)| (speaker, plain(&text)))
        .filter(|(_, text)| !text.is_empty());
    Some(parts.collect())
}

fn push(parts: &mut [(String, String)], text: &str) {
    if let Some((_, last)) = parts.last_mut() {
        last.push_str(text);
    }
}

/// Returns a text with its character references replaced, each run of white space as one space, and none around it.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, reference)) = rest.split_once('&') {
        out.push_str(before);
        let known = ENTITIES.iter().find_map(|(name, c)| {
            let after = reference.strip_prefix(name)?.strip_prefix(';')?;
            Some((*c, after))
        });
        let (c, after) = known.unwrap_or(('&', reference));
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_form_of_the_standard() {
        for (text, expected) in [
            ("00:01.000", Some(1_000)),
            ("01:02:03.004", Some(3_723_004)),
            ("100:00:00.000", Some(360_000_000)),
            ("0:01.000", None),
            ("00:60.000", None),
            ("60:00.000", None),
            ("1:00:00.000", None),
            ("00:01,000", None),
            ("00:01.00", None),
            ("00:01", None),
            ("+0:01.000", None),
            ("9999999:00:00.000", None),
            ("", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }

    #[test]
    fn markup_becomes_plain_text_with_speakers() {
        let of = |source: &str| voices(source);
        let part = |speaker: &str, text: &str| (speaker.to_owned(), text.to_owned());
        for (source, expected) in [
            (
                "Good <i>evening</i>.",
                Some(vec![part("", "Good evening.")]),
            ),
            (
                "<v.loud Ann Lee>Yes.\n<v Bo>No.</v> (Noise)",
                Some(vec![
                    part("Ann Lee", "Yes."),
                    part("Bo", "No."),
                    part("", "(Noise)"),
                ]),
            ),
            (
                "<00:01.000>A &lt;b&gt; &amp;lt; R&D &x;",
                Some(vec![part("", "A <b> &lt; R&D &x;")]),
            ),
            ("<v Ann></v>", Some(vec![])),
            ("&nbsp;", Some(vec![])),
            ("a < b", None),
            ("<html>a</html>", None),
            (
                "<c.x.y>a</c> <lang en>b</lang>",
                Some(vec![part("", "a b")]),
            ),
        ] {
            assert_eq!(of(source), expected, "{source}");
        }
    }
}
