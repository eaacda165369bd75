//! Checks that events are in chronological order.

use std::collections::BTreeMap;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Aspect, GroupId, PartialDate};

/// Maximum number of events of a group that are reported. Each is compared with all others.
const MAX_REPORTED: usize = 100;

type Event<'a> = (&'a AuthoredFact, PartialDate);

/// Reports events that are out of order among those of the same group, and says where to move them. A date that is known
/// only to the month or the year may come anywhere among the events of that month or year.
pub(super) fn check_order(fact_box: &AuthoredBox, file: &SourceFile, diagnostics: &DiagnosticSink) {
    let mut groups: BTreeMap<Option<&GroupId>, Vec<Event<'_>>> = BTreeMap::new();
    for fact in &fact_box.facts {
        if let Some(Aspect::Event(date)) = fact.aspect.as_ref().map(|aspect| &aspect.value) {
            let group = fact.group.as_ref().map(|group| &group.value);
            groups.entry(group).or_default().push((fact, *date));
        }
    }
    for events in groups.values() {
        check_group(events, file, diagnostics);
    }
}

/// Checks the events of one group. Of two events in the wrong order, the one that is out of order with more events is
/// misplaced: if one event is dated too late, all events after it are right.
fn check_group(events: &[Event<'_>], file: &SourceFile, diagnostics: &DiagnosticSink) {
    // The events that are in order so far.
    let mut kept: Vec<usize> = Vec::new();
    let mut latest: Option<usize> = None;
    let mut reported = 0;
    for (i, (_, date)) in events.iter().enumerate() {
        let is_latest_before =
            |latest: Option<usize>| latest.filter(|latest| date.is_before(events[*latest].1));
        let mut is_early = false;
        while let Some(late) = is_latest_before(latest) {
            reported += 1;
            if reported > MAX_REPORTED {
                return;
            }
            let later_before = kept
                .iter()
                .filter(|kept| date.is_before(events[**kept].1))
                .count();
            let earlier_after: Vec<usize> = (i..events.len())
                .filter(|after| events[*after].1.is_before(events[late].1))
                .collect();
            is_early = earlier_after.len() <= later_before;
            if is_early {
                let first = kept.iter().find(|kept| date.is_before(events[**kept].1));
                report_early(
                    &events[i],
                    &events[*first.unwrap_or(&late)],
                    file,
                    diagnostics,
                );
                break;
            }
            let last = earlier_after.last().copied().unwrap_or(i);
            report_late(&events[late], &events[i], &events[last], file, diagnostics);
            kept.retain(|kept| *kept != late);
            latest = kept.iter().copied().max_by_key(|kept| events[*kept].1);
        }
        if !is_early {
            kept.push(i);
            if latest.is_none_or(|latest| events[latest].1 <= *date) {
                latest = Some(i);
            }
        }
    }
}

/// Reports an event that comes after a later one. `first` is the first event that is later.
fn report_early(
    (event, date): &Event<'_>,
    (first, then): &Event<'_>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let hint = match &first.id {
        Some(id) => format!("correct its date, or move it up, before `{}`", id.value),
        None => "correct its date, or move it up, before that one".to_owned(),
    };
    diagnostics.add(
        file.diagnostic(
            Kind::DateOrder,
            event.detail.clone(),
            format!("events must be in chronological order, but {date} is before {then}"),
        )
        .related(
            &file.shown,
            first.detail.clone(),
            "the first later event is here",
        )
        .hint(hint),
    );
}

/// Reports an event that comes before several earlier ones. `next` is the first of them, `last` the last.
fn report_late(
    (event, date): &Event<'_>,
    (next, then): &Event<'_>,
    (last, _): &Event<'_>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let hint = match &last.id {
        Some(id) => format!("correct its date, or move it down, after `{}`", id.value),
        None => "correct its date, or move it down".to_owned(),
    };
    diagnostics.add(
        file.diagnostic(
            Kind::DateOrder,
            event.detail.clone(),
            format!("events must be in chronological order, but {date} is after {then}"),
        )
        .related(
            &file.shown,
            next.detail.clone(),
            "the first earlier event is here",
        )
        .hint(hint),
    );
}
