//! The three citation styles for people: APA, MLA and Chicago.

use super::{Name, Work};
use crate::Rich;
use sidelight_model::PartialDate;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names of months in MLA style, which shortens months with more than four letters (MLA Handbook, appendix 1).
const SHORT_MONTHS: [&str; 12] = [
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
];

/// Formats a citation as `Lee, A., & Roe, J. (2012, June 13). Title. Outlet. URL`
pub(super) fn apa(work: &Work) -> Rich {
    let mut out = Rich::default();
    let authors = apa_authors(&work.names());
    let date = match work.published {
        Some(date) => {
            let (month, day) = parts(date, &MONTHS);
            let mut text = date.year().to_string();
            if let Some(month) = month {
                text.push_str(", ");
                text.push_str(month);
            }
            if let Some(day) = day {
                text.push(' ');
                text.push_str(&day);
            }
            text
        }
        None => "n.d.".to_owned(),
    };
    let dated = ["(", &date, "). "].concat();
    if authors.is_empty() {
        sentence(&mut out, &work.title);
        out.push(&dated);
    } else {
        sentence(&mut out, &authors);
        out.push(&dated);
        sentence(&mut out, &work.title);
    }
    outlet_sentence(&mut out, work.outlet_apart());
    out.push_address(&work.url);
    out
}

/// Formats a citation as `Lee, Ann, and Jo Roe. “Title.” Outlet, 13 June 2012, URL.`
pub(super) fn mla(work: &Work) -> Rich {
    let mut out = Rich::default();
    let names = work.names();
    // An organisation that publishes its own work is named only as the outlet.
    let is_own = work.outlet.is_some() && work.outlet_apart().is_none();
    let authors = match &*names {
        _ if is_own => String::new(),
        [] => String::new(),
        [one] => one.turned(),
        [first, second] => [&first.turned(), ", and ", &second.straight()].concat(),
        [first, ..] => [&first.turned(), ", et al."].concat(),
    };
    if !authors.is_empty() {
        sentence(&mut out, &authors);
    }
    quoted(&mut out, &work.title);
    if let Some(outlet) = work.outlet.as_deref().filter(|name| !name.is_empty()) {
        out.push_italic(outlet);
        out.push(", ");
    }
    if let Some(date) = work.published {
        let (month, day) = parts(date, &SHORT_MONTHS);
        for part in [day.as_deref(), month].into_iter().flatten() {
            out.push(part);
            out.push(" ");
        }
        out.push(&date.year().to_string());
        out.push(", ");
    }
    out.push_address(&work.url);
    out.push(".");
    out
}

/// Formats a citation as `Lee, Ann, and Jo Roe. “Title.” Outlet, June 13, 2012. URL.` Without authors, the citation
/// begins with the outlet.
pub(super) fn chicago(work: &Work) -> Rich {
    let mut out = Rich::default();
    let names = work.names();
    let authors = chicago_authors(&names);
    let outlet = work.outlet_apart();
    let date = work.published.map(|date| match parts(date, &MONTHS) {
        (Some(month), Some(day)) => [month, " ", &day, ", ", &date.year().to_string()].concat(),
        (Some(month), None) => [month, " ", &date.year().to_string()].concat(),
        (None, _) => date.year().to_string(),
    });
    if authors.is_empty() {
        outlet_sentence(&mut out, outlet);
    } else {
        sentence(&mut out, &authors);
    }
    quoted(&mut out, &work.title);
    if let Some(outlet) = outlet.filter(|_| !authors.is_empty()) {
        out.push_italic(outlet);
        out.push(if date.is_some() { ", " } else { ". " });
    }
    if let Some(date) = date {
        sentence(&mut out, &date);
    }
    out.push_address(&work.url);
    out.push(".");
    out
}

/// Joins up to twenty authors. Of a longer list, joins the first nineteen and the last (APA, 9.8).
fn apa_authors(names: &[Name<'_>]) -> String {
    let names: Vec<String> = names.iter().map(Name::with_initials).collect();
    match &*names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= 20 => [&first.join(", "), ", & ", last].concat(),
        [.., last] => [&names[..19].join(", "), ", . . . ", last].concat(),
    }
}

/// Joins up to six authors. Of a longer list, joins the first three and “et al.” (Chicago, 13.107).
fn chicago_authors(names: &[Name<'_>]) -> String {
    let mut shown: Vec<String> = names
        .iter()
        .take(if names.len() > 6 { 3 } else { 6 })
        .enumerate()
        .map(|(i, name)| {
            if i == 0 {
                name.turned()
            } else {
                name.straight()
            }
        })
        .collect();
    if names.len() > 6 {
        return [&shown.join(", "), ", et al."].concat();
    }
    match shown.pop() {
        Some(last) if !shown.is_empty() => [&shown.join(", "), ", and ", &last].concat(),
        Some(one) => one,
        None => String::new(),
    }
}

/// Returns the name of the month and the day, each as `None` if it is unknown.
fn parts(
    date: PartialDate,
    months: &'static [&'static str; 12],
) -> (Option<&'static str>, Option<String>) {
    let month = date
        .month()
        .and_then(|month| months.get(usize::from(month) - 1).copied());
    (month, date.day().map(|day| day.to_string()))
}

/// Writes a text with a full stop, unless it ends with a mark such as `?`.
fn sentence(out: &mut Rich, text: &str) {
    out.push(text);
    out.push(if is_ended(text) { " " } else { ". " });
}

fn outlet_sentence(out: &mut Rich, outlet: Option<&str>) {
    if let Some(outlet) = outlet {
        out.push_italic(outlet);
        out.push(if is_ended(outlet) { " " } else { ". " });
    }
}

/// Writes a title in quotation marks, with its full stop inside as in American usage. Curly double quotation marks in
/// the title become single ones.
fn quoted(out: &mut Rich, title: &str) {
    let title = title.replace(['“', '„'], "‘").replace('”', "’");
    let stop = if is_ended(&title) { "" } else { "." };
    out.push(&["“", &title, stop, "” "].concat());
}

fn is_ended(text: &str) -> bool {
    text.ends_with(['.', '?', '!', '…', '。', '？', '！'])
}
