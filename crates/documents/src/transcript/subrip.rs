//! Reads SubRip, which has no standard. Cues are a number, a line with times, and lines of words up to a blank one.

use sidelight_model::Cue;

use super::cue_error::CueError;
use super::lines::{Line, lines};
use super::order::Order;
use super::{PlacedCue, Transcript};

/// Names of tags that programs write into SubRip. They don't change the words.
const TAGS: [&str; 5] = ["b", "font", "i", "s", "u"];

/// Reads a SubRip file. Markup becomes plain text. Cues without words are left out.
pub(crate) fn read_subrip(text: &str) -> Transcript {
    let mut transcript = Transcript::default();
    let mut order = Order::default();
    let lines = lines(text);
    for block in lines.split(|line| line.text.trim().is_empty()) {
        let read = match block {
            [] => continue,
            [number, times, words @ ..] if is_number(number.text) => {
                read_cue(times, words, &mut order)
            }
            [times, words @ ..] => read_cue(times, words, &mut order),
        };
        match read {
            Ok(cue) => transcript.cues.extend(cue),
            Err((line, message, hint)) => {
                let error = CueError::new(text, line.range.clone(), &message, hint);
                transcript.errors.push(error);
            }
        }
    }
    transcript
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a cue. Returns `None` if it has no words. On failure, returns the line, a message and a hint.
fn read_cue<'a>(
    times: &Line<'a>,
    words: &[Line<'a>],
    order: &mut Order,
) -> Result<Option<PlacedCue>, (Line<'a>, String, &'static str)> {
    let Some((start, end)) = times.text.split_once("-->") else {
        return Err((
            times.clone(),
            "this cue has no times".to_owned(),
            "write them in the line above the words, such as `00:00:01,000 --> 00:00:04,000`; a cue ends at an empty line",
        ));
    };
    let end = end.split_whitespace().next().unwrap_or_default();
    let read = |time: &str| {
        let time = time.trim();
        milliseconds(time).ok_or_else(|| {
            let message = match time {
                "" => "a time is missing in this line".to_owned(),
                time => format!("`{time}` isn't a time"),
            };
            let hint = "write hours, minutes, seconds and milliseconds: `00:01:05,000`";
            (times.clone(), message, hint)
        })
    };
    let (start, end) = (read(start)?, read(end)?);
    order
        .check(start, end)
        .map_err(|(message, hint)| (times.clone(), message.to_owned(), hint))?;
    if let Some(line) = words.iter().find(|line| is_times(line.text)) {
        return Err((
            line.clone(),
            "the times of a cue are in the words of the cue before it".to_owned(),
            "put an empty line before the cue",
        ));
    }
    let Some(first) = words.first() else {
        return Ok(None);
    };
    let lines: Vec<&str> = words.iter().map(|line| line.text).collect();
    let text = plain(&lines.join(" "));
    Ok((!text.is_empty()).then(|| PlacedCue {
        cue: Cue {
            start,
            end,
            speaker: None,
            text,
        },
        range: first.range.clone(),
    }))
}

fn is_times(line: &str) -> bool {
    line.split_once("-->")
        .is_some_and(|(start, _)| milliseconds(start.trim()).is_some())
}

/// Returns a time in ms: hours, minutes, seconds and a fraction of three digits after a comma or a dot. Returns `None` for
/// any other form.
fn milliseconds(text: &str) -> Option<u64> {
    let number = |part: &str, length: std::ops::Range<usize>| -> Option<u64> {
        let is_number = length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    };
    let (clock, fraction) = text.split_once([',', '.'])?;
    let mut parts = clock.split(':');
    let hours = number(parts.next()?, 1..7)?;
    let minutes = number(parts.next()?, 2..3).filter(|minutes| *minutes < 60)?;
    let seconds = number(parts.next()?, 2..3).filter(|seconds| *seconds < 60)?;
    if parts.next().is_some() {
        return None;
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + number(fraction, 3..4)?)
}

/// Returns words without tags and positions, with each run of white space as one space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("{\\") { '}' } else { '>' };
        match rest.find(end).filter(|end| is_markup(&rest[..*end])) {
            Some(end) => rest = &rest[end + 1..],
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reports whether the beginning of a tag or position, without its end, is markup.
fn is_markup(text: &str) -> bool {
    if text.starts_with("{\\") {
        return true;
    }
    let name = text.trim_start_matches('<').trim_start_matches('/');
    let name = name.split([' ', '\t']).next().unwrap_or_default();
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_dropped() {
        for (text, expected) in [
            (
                "<i>Good</i> <FONT color=\"#fff\">evening</FONT>",
                "Good evening",
            ),
            ("{\\an8}Above", "Above"),
            ("a < b {c} <d>", "a < b {c} <d>"),
            ("  ", ""),
            ("<", "<"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn times_have_hours() {
        assert_eq!(milliseconds("01:02:03,004"), Some(3_723_004));
        assert_eq!(milliseconds("1:02:03.004"), Some(3_723_004));
        for text in [
            "",
            "02:03,004",
            "00:60:00,000",
            "00:00:00",
            "00:00:00,0",
            "0:0:0:0,000",
        ] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }
}
