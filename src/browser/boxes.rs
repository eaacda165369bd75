//! The fact boxes of a page: `<details class="box-body">` elements. Each element keeps its own open state.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListenerOptions;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlCollection, HtmlDetailsElement};
use yew::Callback;

use super::context::PageContext;
use super::subscribers::Subscribers;
use crate::view::chrome::{BoxCount, BoxesHost, Subscription};

/// The boxes of a page. The collection is live, so it includes boxes that are added later.
pub(super) struct Boxes {
    bodies: HtmlCollection,
    subscribers: Subscribers,
    /// The boxes that were opened for printing.
    printed: Cell<Vec<HtmlDetailsElement>>,
}

impl Boxes {
    pub(super) fn new(page: &PageContext) -> Rc<Self> {
        let dom = &page.dom;
        let boxes = Rc::new(Self {
            bodies: bodies(&dom.root),
            subscribers: Subscribers::default(),
            printed: Cell::default(),
        });
        let this = Rc::downgrade(&boxes);
        // `toggle` doesn't bubble.
        let capture = EventListenerOptions::run_in_capture_phase();
        page.on(&this, &dom.root, "toggle", capture, |boxes, event| {
            if is_box_toggle(event) {
                boxes.subscribers.notify();
            }
        });
        let options = EventListenerOptions::default();
        page.on(&this, &dom.window, "beforeprint", options, |boxes, _| {
            boxes.open_to_print();
        });
        page.on(&this, &dom.window, "afterprint", options, |boxes, _| {
            boxes.close_after_printing();
        });
        boxes
    }

    fn bodies(&self) -> impl Iterator<Item = HtmlDetailsElement> {
        all(&self.bodies)
    }

    /// Opens the closed boxes while the page is printed. Browsers without `::details-content` need this (Firefox before
    /// 143), because no style sheet can open a box there.
    fn open_to_print(&self) {
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
    fn close_after_printing(&self) {
        for body in self.printed.take() {
            body.set_open(false);
        }
    }
}

impl BoxesHost for Boxes {
    fn count(&self) -> BoxCount {
        self.bodies()
            .fold(BoxCount::default(), |count, body| BoxCount {
                open: count.open + u32::from(body.open()),
                all: count.all + 1,
            })
    }

    fn on_count(&self, listener: Callback<()>) -> Subscription {
        self.subscribers.add(listener)
    }

    fn open_all(&self) {
        set_all(&self.bodies, true);
    }

    fn close_all(&self) {
        set_all(&self.bodies, false);
    }
}

/// Opens or closes all boxes inside `root`. The chrome learns of it when their `toggle` events arrive.
pub(super) fn set_all_boxes(root: &Element, open: bool) {
    set_all(&bodies(root), open);
}

fn set_all(bodies: &HtmlCollection, open: bool) {
    for body in all(bodies) {
        body.set_open(open);
    }
}

fn bodies(root: &Element) -> HtmlCollection {
    root.get_elements_by_class_name("box-body")
}

fn all(bodies: &HtmlCollection) -> impl Iterator<Item = HtmlDetailsElement> {
    (0..bodies.length())
        .filter_map(|i| bodies.item(i))
        .filter_map(|body| body.dyn_into().ok())
}

/// Returns `true` if a `toggle` event comes from a box, and not from another element that opens.
pub(super) fn is_box_toggle(event: &Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.class_list().contains("box-body"))
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
    let closed = closed_around(element);
    for details in &closed {
        details.set_open(true);
    }
    !closed.is_empty()
}

/// Returns the closed `<details>` around an element, the innermost first.
pub(super) fn closed_around(element: &Element) -> Vec<HtmlDetailsElement> {
    std::iter::successors(element.parent_element(), |parent| parent.parent_element())
        .filter_map(|parent| parent.dyn_into::<HtmlDetailsElement>().ok())
        .filter(|details| !details.open())
        .collect()
}
