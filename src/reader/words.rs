//! The words of the interface, in English.
//!
//! *Invariant:* every word that the page shows and no author wrote is here.

use super::package::LoadFault;
use crate::model::{Aspect, BoxKind};

pub(super) const BY: &str = "By";
pub(super) const PUBLISHED: &str = "Published";
pub(super) const UPDATED: &str = "Updated";
pub(super) const AS_REPORTED: &str = "Events as reported up to";
pub(super) const BOXES: &str = "The facts in short";
pub(super) const FACT_BOX: &str = "Fact box";
/// Stands before the headline of the article that a box is from, on the box's own page.
pub(super) const FROM_ARTICLE: &str = "From the article";
/// Leads from a box's own page to its article.
pub(super) const WHOLE_ARTICLE: &str = "Read the whole article";
pub(super) const SHOW: &str = "Show";
pub(super) const HIDE: &str = "Hide";
pub(super) const AS_OF: &str = "as of";
pub(super) const WHO_SAYS_SO: &str = "According to";
pub(super) const DERIVED: &str = "Worked out";
pub(super) const TO_TEXT: &str = "Read it in the text";
pub(super) const PASSAGE: &str = "What the text says";
pub(super) const PLANNED: &str = "Planned";
pub(super) const MORE_IN: &str = "More in";
pub(super) const ALSO_WRITTEN: &str = "Also written";
pub(super) const AFFILIATION: &str = "With";
pub(super) const FIRST_NAMED: &str = "First named in the text";
pub(super) const WEBSITE: &str = "Website";
pub(super) const SOURCES: &str = "Sources";
pub(super) const CORRECTIONS: &str = "Corrections";
pub(super) const CORRECTED: &str = "Corrected";
pub(super) const IT_SAID: &str = "It said:";
pub(super) const IT_SAYS_NOW: &str = "It says now:";
pub(super) const TERMS: &str = "Prison terms in years, on one scale";
pub(super) const YEARS: &str = "years";

/// `1 fact`, `7 facts`.
pub(super) fn facts(count: usize) -> String {
    if count == 1 {
        "1 fact".into()
    } else {
        format!("{count} facts")
    }
}

/// `1 demand`, `6 demands`.
pub(super) fn demands(count: usize) -> String {
    if count == 1 {
        "1 demand".into()
    } else {
        format!("{count} demands")
    }
}

/// The name of a link from a passage to its fact.
pub(super) fn fact_number(number: usize) -> String {
    format!("Fact {number}")
}

/// What a map shows, for those who don't see it.
pub(super) fn map(places: &str) -> String {
    format!("Map, north at the top. Places: {places}.")
}

/// `200 km`
pub(super) fn kilometres(length: &str) -> String {
    format!("{length} km")
}

/// Where a map’s borders come from.
pub(super) const MAP_KEY: &str = "Borders after Natural Earth.";

/// What a picture's marks stand for, by the kind of its box.
pub(super) fn key(kind: BoxKind) -> &'static str {
    match kind {
        BoxKind::Casualties => {
            "Each figure is one person: solid for killed, outlined for injured. \
             A plus sign means that there were more."
        }
        BoxKind::Sentences => {
            "Each square is one person: solid for those given a prison term, outlined for those \
             released, dashed where the number was worked out."
        }
        _ => "Each square is one demand.",
    }
}

/// What a fact's number counts, when its author gave no label.
pub(super) fn aspect(aspect: &Aspect) -> &'static str {
    match aspect {
        Aspect::Killed => "killed",
        Aspect::Injured => "injured",
        Aspect::Charged => "charged",
        Aspect::Imprisoned => "imprisoned",
        Aspect::Released => "released",
        _ => "",
    }
}

/// The months, January first.
pub(super) const MONTHS: [&str; 12] = [
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

/// Names the group of the next two for assistive technology.
pub(super) const ALL_BOXES: &str = "All fact boxes";
pub(super) const OPEN_ALL: &str = "Open all boxes";
pub(super) const CLOSE_ALL: &str = "Close all boxes";
/// Leads back to the passage from which the reader came to a fact.
pub(super) const BACK_TO_TEXT: &str = "Back to the text";

/// Leads back to the fact from which the reader came to a passage.
pub(super) fn back_to_fact(number: u32) -> String {
    format!("Back to fact {number}")
}

pub(super) const LOADING: &str = "Loading the article …";
pub(super) const NOT_SHOWN: &str = "This article can’t be shown";
pub(super) const ADDRESS: &str = "Address";
pub(super) const PATH: &str = "Place in the package";
pub(super) const STOPPED: &str = "This article can’t be shown: the program that shows it has stopped. Reloading the page may help.";

/// Why a package can't be shown, and what to do about it.
pub(super) fn load_fault(fault: &LoadFault) -> String {
    match fault {
        LoadFault::NoAddress => {
            "The address of this page doesn’t say which article to show; it must end in “?package=” and the \
             address of an article package."
                .into()
        }
        LoadFault::NotAnAddress => "What follows “?package=” isn’t an address.".into(),
        LoadFault::OtherScheme => {
            "Article packages are loaded by http or https only.".into()
        }
        LoadFault::OtherOrigin => {
            "The article package is on another site; only packages from this site are shown.".into()
        }
        LoadFault::Unreachable => {
            "The article package couldn’t be loaded: no answer came from this site. The network may be \
             down, or the package may have moved to another site."
                .into()
        }
        LoadFault::Status(404 | 410) => "There is no article package at this address.".into(),
        LoadFault::Status(status) => {
            format!("The article package couldn’t be loaded: the server answered with status {status}.")
        }
        LoadFault::TooLarge(bytes) => {
            format!("The article package is larger than {} MB.", bytes >> 20)
        }
        LoadFault::NotUtf8 => "The article package isn’t text in UTF-8.".into(),
        LoadFault::Package(error) => format!("The article package isn’t valid: {}.", error.reason),
    }
}
