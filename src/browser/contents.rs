//! The sections of an article, listed from its headings.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::Element;
use yew::Callback;

use super::context::PageContext;
use super::dom::{self, Dom};
use super::text_position::top_of_view;
use super::{language, progress};
use crate::view::chrome::{ContentsHost, Section, SectionKind, Subscription, how_far};
use sidelight_model::anchor;

/// Selector of the panel, if it is open.
const PANEL: &str = "#panel-contents:popover-open";
/// Selector of the headings in the text: crossheads, and the headings of fact boxes.
const HEADINGS: &str = ":is(#text, .stretch) > h2[id], #text > .box > h2";

/// The contents of an article, and the reader's progress in it.
pub(super) struct Contents {
    page: Rc<PageContext>,
}

impl Contents {
    /// Starts to draw the progress line. Browsers report scrolling at most once a frame, before they paint it.
    pub(super) fn new(page: &Rc<PageContext>) -> Rc<Self> {
        let contents = Rc::new(Self {
            page: Rc::clone(page),
        });
        let (this, window) = (Rc::downgrade(&contents), &page.dom.window);
        let options = EventListenerOptions::default();
        page.on(&this, window, "scroll", options, |contents, _| {
            progress::draw(&contents.page.dom);
            contents.update();
        });
        contents
    }

    /// Shows the reader's progress in the panel if it is open.
    pub(super) fn update(&self) {
        if let Ok(Some(panel)) = self.page.dom.document.query_selector(PANEL) {
            self.show(&panel);
        }
    }

    /// Shows the reader's progress in the panel.
    pub(super) fn show(&self, panel: &Element) {
        let dom = &self.page.dom;
        let article = dom.find(anchor::ARTICLE);
        let attribute = |name| article.as_ref()?.get_attribute(name);
        let (words, language) = (attribute(anchor::WORDS), attribute("lang"));
        if let Ok(Some(line)) = panel.query_selector(".reading") {
            line.set_text_content(Some(&how_far(
                words.and_then(|words| words.parse().ok()),
                &language.unwrap_or_default(),
                progress::percent_read(dom),
                language::shown(&dom.document),
            )));
        }
        let here = anchor::link(&self.section().unwrap_or_else(|| anchor::HEADLINE.into()));
        for link in dom::all(panel, "a") {
            let is_here = link.get_attribute("href").as_deref() == Some(&*here);
            if let Some(item) = link.parent_element() {
                let _ = if is_here {
                    item.set_attribute("aria-current", "location")
                } else {
                    item.remove_attribute("aria-current")
                };
            }
        }
    }

    /// Returns the id of the part that the reader is in. Returns `None` before the first part.
    fn section(&self) -> Option<String> {
        let dom = &self.page.dom;
        // A section slightly below the toolbar counts as reached, because a jump brings it there.
        let reached = top_of_view(dom) + 40.0;
        // As few headings as possible are measured, because each measurement may lay out a part of the page.
        let headings: Vec<Element> = headings(dom).collect();
        let passed =
            headings.partition_point(|heading| heading.get_bounding_client_rect().top() <= reached);
        passed
            .checked_sub(1)
            .and_then(|last| id_of(&headings[last]))
    }
}

impl ContentsHost for Contents {
    fn sections(&self) -> Vec<Section> {
        headings(&self.page.dom)
            .filter_map(|heading| section(&heading))
            .collect()
    }

    fn on_scroll(&self, listener: Callback<()>) -> Subscription {
        let window = &self.page.dom.window;
        let listening = EventListener::new(window, "scroll", move |_| listener.emit(()));
        Subscription::new(move || drop(listening))
    }
}

/// Returns the headings in document order.
fn headings(dom: &Dom) -> impl Iterator<Item = Element> {
    dom.all(HEADINGS)
}

/// Returns the id of the section that a heading begins: the id of the box, or of the crosshead itself.
fn id_of(heading: &Element) -> Option<String> {
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
