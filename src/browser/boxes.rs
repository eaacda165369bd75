//! The fact boxes of a page: `<details class="box-body">` elements, which own their open state.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlCollection, HtmlDetailsElement};

use crate::view::chrome::BoxCount;

/// The boxes, however many there are by now.
pub(super) struct Boxes {
    bodies: HtmlCollection,
    /// Those that were opened to be printed.
    printed: Cell<Vec<HtmlDetailsElement>>,
}

impl Boxes {
    pub(super) fn of(root: &Element) -> Self {
        Self {
            bodies: root.get_elements_by_class_name("box-body"),
            printed: Cell::default(),
        }
    }

    fn bodies(&self) -> impl Iterator<Item = HtmlDetailsElement> {
        (0..self.bodies.length())
            .filter_map(|i| self.bodies.item(i))
            .filter_map(|body| body.dyn_into().ok())
    }

    /// How many there are, and how many of them are open.
    pub(super) fn count(&self) -> BoxCount {
        self.bodies()
            .fold(BoxCount::default(), |count, body| BoxCount {
                open: count.open + u32::from(body.open()),
                all: count.all + 1,
            })
    }

    /// Opens or closes them all. The count changes when their `toggle` events arrive.
    pub(super) fn set_all(&self, open: bool) {
        for body in self.bodies() {
            body.set_open(open);
        }
    }

    /// Opens those that are closed while the page is printed, for browsers without `::details-content` (Firefox before
    /// 143), where no style sheet can.
    pub(super) fn open_to_print(&self) {
        let closed = self
            .bodies()
            .filter(|body| !body.open())
            .collect::<Vec<_>>();
        for body in &closed {
            body.set_open(true);
        }
        self.printed.set(closed);
    }

    /// Closes them again.
    pub(super) fn shut_after_printing(&self) {
        for body in self.printed.take() {
            body.set_open(false);
        }
    }

    /// Whether a `toggle` event comes from a box rather than from something else that opens.
    pub(super) fn are_meant_by(event: &Event) -> bool {
        event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|element| element.class_list().contains("box-body"))
    }
}

/// Opens what hides the element: every `<details>` around it, and its own when it is a box.
/// Says whether anything was shut that hid the element itself.
pub(super) fn reveal(element: &Element) -> bool {
    if element.has_attribute("data-box")
        && let Ok(Some(body)) = element.query_selector(".box-body")
        && let Some(body) = body.dyn_ref::<HtmlDetailsElement>()
    {
        body.set_open(true);
    }
    let shut = shut_around(element);
    for details in &shut {
        details.set_open(true);
    }
    !shut.is_empty()
}

/// The shut `<details>` around an element, from the inside out.
pub(super) fn shut_around(element: &Element) -> Vec<HtmlDetailsElement> {
    std::iter::successors(element.parent_element(), |parent| parent.parent_element())
        .filter_map(|parent| parent.dyn_into::<HtmlDetailsElement>().ok())
        .filter(|details| !details.open())
        .collect()
}
