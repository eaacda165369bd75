//! Tables that scroll sideways in a region of their own.

use std::rc::Rc;

use gloo::events::EventListenerOptions;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::context::PageContext;
use sidelight_model::anchor;

/// Keeps the regions of tables in the order of focus only while a part of their table is hidden. That can change with the
/// window, the type size and the font, so the regions are measured before each key moves the focus.
pub(super) fn watch(page: &Rc<PageContext>) {
    let capture = EventListenerOptions::run_in_capture_phase();
    page.on(
        &Rc::downgrade(page),
        &page.dom.window,
        "keydown",
        capture,
        |page, _| {
            let regions = page
                .dom
                .root
                .get_elements_by_class_name(anchor::TABLE_REGION);
            for region in (0..regions.length()).filter_map(|at| regions.item(at)) {
                let _ = match region.scroll_width() > region.client_width() {
                    true => region.set_attribute("tabindex", "0"),
                    false => region.remove_attribute("tabindex"),
                };
            }
        },
    );
}

/// Scrolls an element in a table into view, sideways too. Does nothing for other elements.
pub(super) fn reveal(element: &Element) {
    let region = element.closest(&[".", anchor::TABLE_REGION].concat());
    if matches!(region, Ok(Some(_))) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
