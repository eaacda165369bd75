//! The sections of an article, listed from its headings.

use web_sys::Element;
use yew::Callback;

use super::article::AdoptedArticle;
use super::dom::Dom;
use crate::view::chrome::{ContentsHost, Reading, Section, SectionKind, Subscription, TextLength};

/// Selector of the headings in the text: crossheads, and the headings of fact boxes.
const HEADINGS: &str = ":is(#text, .stretch) > h2[id], #text > .box > h2";

impl ContentsHost for AdoptedArticle {
    fn sections(&self) -> Vec<Section> {
        headings(&self.dom)
            .filter_map(|heading| section(&heading))
            .collect()
    }

    fn length(&self) -> Option<TextLength> {
        self.length_of_text()
    }

    fn reading(&self) -> Reading {
        self.reading_now()
    }

    fn on_scroll(&self, listener: Callback<()>) -> Subscription {
        self.while_scrolling(listener)
    }
}

/// Returns the headings in document order.
pub(super) fn headings(dom: &Dom) -> impl Iterator<Item = Element> {
    dom.all(HEADINGS)
}

/// Returns the id of the section that a heading begins: the id of the box, or of the crosshead itself.
pub(super) fn id_of(heading: &Element) -> Option<String> {
    let parent = heading.parent_element()?;
    Some(if parent.has_attribute("data-box") {
        parent.id()
    } else {
        heading.id()
    })
}

fn section(heading: &Element) -> Option<Section> {
    let kind = if heading.parent_element()?.has_attribute("data-box") {
        SectionKind::Box
    } else {
        SectionKind::Text
    };
    Some(Section {
        id: id_of(heading)?,
        title: heading.text_content()?,
        kind,
    })
}
