//! Checks that events are in chronological order.

use std::collections::HashMap;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Aspect, GroupId, PartialDate};

/// Reports events that come after a later event of the same group, and says where to move them. A date that is known only
/// to the month or the year may come anywhere among the events of that month or year.
pub(super) fn check_order(fact_box: &AuthoredBox, file: &SourceFile, diagnostics: &DiagnosticSink) {
    let events: Vec<(&AuthoredFact, PartialDate)> = fact_box
        .facts
        .iter()
        .filter_map(|fact| match fact.aspect.as_ref()?.value {
            Aspect::Event(date) => Some((fact, date)),
            _ => None,
        })
        .collect();
    let group = |fact: &AuthoredFact| fact.group.as_ref().map(|group| group.value.clone());
    // The latest date of each group so far. An event that isn't before this date is in order.
    let mut latest: HashMap<Option<GroupId>, PartialDate> = HashMap::new();
    for (i, (event, date)) in events.iter().enumerate() {
        let group_of_event = group(event);
        let latest = latest.entry(group_of_event.clone()).or_insert(*date);
        if !date.is_before(*latest) {
            *latest = (*latest).max(*date);
            continue;
        }
        let later = events[..i]
            .iter()
            .find(|(other, then)| date.is_before(*then) && group(other) == group_of_event);
        let Some((later, then)) = later else {
            continue;
        };
        let hint = match &later.id {
            Some(id) => format!("move it up, before `{}`", id.value),
            None => "move it up, before that one".to_owned(),
        };
        diagnostics.add(
            file.diagnostic(
                Kind::DateOrder,
                event.detail.clone(),
                format!("events must be in chronological order, but {date} is before {then}"),
            )
            .related(
                &file.shown,
                later.detail.clone(),
                "the first later event is here",
            )
            .hint(hint),
        );
    }
}
