//! The parts of an article, as its headings name them.

use wasm_bindgen::JsCast;
use web_sys::Element;

use super::article::AdoptedArticle;
use crate::reader::chrome::{ContentsHost, Section, SectionKind};

/// The headings between the text: crossheads, and those of fact boxes.
const HEADINGS: &str = "#text > h2[id], #text > .box > h2";

impl ContentsHost for AdoptedArticle {
    fn sections(&self) -> Vec<Section> {
        let Ok(headings) = self.dom.root.query_selector_all(HEADINGS) else {
            return Vec::new();
        };
        (0..headings.length())
            .filter_map(|i| headings.item(i)?.dyn_into::<Element>().ok())
            .filter_map(|heading| section(&heading))
            .collect()
    }
}

fn section(heading: &Element) -> Option<Section> {
    let parent = heading.parent_element()?;
    let (id, kind) = if parent.has_attribute("data-box") {
        (parent.id(), SectionKind::Box)
    } else {
        (heading.id(), SectionKind::Text)
    };
    Some(Section {
        id,
        title: heading.text_content()?,
        kind,
    })
}
