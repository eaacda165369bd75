//! The fact boxes of a page: `<details class="box-body">` elements. Each element keeps its own open state.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlCollection, HtmlDetailsElement};

use crate::view::chrome::BoxCount;

/// The boxes of a page. The collection is live, so it includes boxes that are added later.
pub(super) struct Boxes {
    bodies: HtmlCollection,
    /// The boxes that were opened for printing.
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

    /// Returns the number of boxes, and the number of open ones.
    pub(super) fn count(&self) -> BoxCount {
        self.bodies()
            .fold(BoxCount::default(), |count, body| BoxCount {
                open: count.open + u32::from(body.open()),
                all: count.all + 1,
            })
    }

    /// Opens or closes all boxes. The chrome learns of it when their `toggle` events arrive.
    pub(super) fn set_all(&self, open: bool) {
        for body in self.bodies() {
            body.set_open(open);
        }
    }

    /// Opens the closed boxes while the page is printed. Browsers without `::details-content` need this (Firefox before
    /// 143), because no style sheet can open a box there.
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

    /// Closes the boxes that were opened for printing.
    pub(super) fn shut_after_printing(&self) {
        for body in self.printed.take() {
            body.set_open(false);
        }
    }

    /// Returns `true` if a `toggle` event comes from a box, and not from another element that opens.
    pub(super) fn are_meant_by(event: &Event) -> bool {
        event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|element| element.class_list().contains("box-body"))
    }
}

/// Opens each closed `<details>` around the element, and its own one if it is a box. Returns `true` if a closed one around
/// it hid the element itself.
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

/// Returns the closed `<details>` around an element, the innermost first.
pub(super) fn shut_around(element: &Element) -> Vec<HtmlDetailsElement> {
    std::iter::successors(element.parent_element(), |parent| parent.parent_element())
        .filter_map(|parent| parent.dyn_into::<HtmlDetailsElement>().ok())
        .filter(|details| !details.open())
        .collect()
}
