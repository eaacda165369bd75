//! Gives the parts of the base the ranges of the edition's file that they belong to.

use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredFact, AuthoredGroup};
use crate::toml::Spanned;

/// A part of the base that gets a place in the edition's file.
pub(super) trait Place {
    /// Sets all ranges to this one.
    fn set_place(&mut self, place: &Range<usize>);
}

impl<T> Place for Spanned<T> {
    fn set_place(&mut self, place: &Range<usize>) {
        self.span = place.clone();
    }
}

impl<T: Place> Place for Option<T> {
    fn set_place(&mut self, place: &Range<usize>) {
        self.iter_mut().for_each(|part| part.set_place(place));
    }
}

impl<T: Place> Place for [T] {
    fn set_place(&mut self, place: &Range<usize>) {
        self.iter_mut().for_each(|part| part.set_place(place));
    }
}

/// Sets the ranges of the box itself. Its facts and groups have their own.
impl Place for AuthoredBox {
    fn set_place(&mut self, place: &Range<usize>) {
        self.span = place.clone();
        self.kind.set_place(place);
        for dispute in &mut self.disputes {
            for version in &mut dispute.versions {
                version.facts.set_place(place);
            }
        }
    }
}

impl Place for AuthoredGroup {
    fn set_place(&mut self, place: &Range<usize>) {
        self.id.set_place(place);
    }
}

impl Place for AuthoredFact {
    fn set_place(&mut self, place: &Range<usize>) {
        self.span = place.clone();
        self.detail = place.clone();
        self.id.set_place(place);
        self.group.set_place(place);
        self.aspect.set_place(place);
        self.label.set_place(place);
        self.statement.set_place(place);
        self.quantity.set_place(place);
        self.figure.set_place(place);
        self.total_of.set_place(place);
        self.term.set_place(place);
        self.date.set_place(place);
        self.source.set_place(place);
        for correction in &mut self.corrections {
            correction.fact.set_place(place);
        }
    }
}
