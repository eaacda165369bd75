//! The window, the document and the article in it, as the rest of this room asks for them.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlAnchorElement, HtmlElement, MouseEvent, Node, Window};
use web_sys::{FocusOptions, ScrollBehavior, ScrollToOptions};

use sidelight_model::anchor;

/// A page with an article in it.
#[derive(Clone)]
pub(super) struct Dom {
    pub(super) window: Window,
    pub(super) document: Document,
    /// The element that holds the article.
    pub(super) root: Element,
}

impl Dom {
    /// Nothing where there is no window, such as in a worker.
    pub(super) fn of(root: &Element) -> Option<Self> {
        Some(Self {
            window: web_sys::window()?,
            document: root.owner_document()?,
            root: root.clone(),
        })
    }

    /// The element with this id in the article.
    pub(super) fn find(&self, id: &str) -> Option<Element> {
        self.document
            .get_element_by_id(id)
            .filter(|element| self.root.contains(Some(element)))
    }

    /// The elements of the article that a selector finds, in the order in which they stand.
    pub(super) fn all(&self, selector: &str) -> impl Iterator<Item = Element> + use<> {
        let found = self.root.query_selector_all(selector).ok();
        let count = found.as_ref().map_or(0, |found| found.length());
        (0..count).filter_map(move |i| found.as_ref()?.item(i)?.dyn_into().ok())
    }

    /// What the page's address points at in the article; nothing for a malformed or unknown fragment.
    pub(super) fn target(&self) -> Option<Element> {
        self.find(&self.fragment()?)
    }

    /// The fragment of the page's address, decoded.
    pub(super) fn fragment(&self) -> Option<String> {
        decode(self.window.location().hash().ok()?.strip_prefix('#')?)
    }

    /// The fragment that a link leads to, if it leads into this very page.
    pub(super) fn fragment_of(&self, link: &HtmlAnchorElement) -> Option<String> {
        let href = link.href();
        let (page, fragment) = href.split_once('#')?;
        let here = self.window.location().href().ok()?;
        (here.split('#').next() == Some(page)).then(|| decode(fragment))?
    }

    /// Whether the element stands in the bar of tools or a panel of it.
    pub(super) fn is_in_toolbar(&self, element: &Element) -> bool {
        self.document
            .get_element_by_id(anchor::TOOLBAR)
            .is_some_and(|bar| bar.contains(Some(element)))
    }

    /// How high the view is, in px.
    pub(super) fn height(&self) -> Option<f64> {
        self.window.inner_height().ok()?.as_f64()
    }

    /// Whether a part of the element is in the visible part of the page.
    pub(super) fn is_in_view(&self, element: &Element) -> bool {
        let Some(height) = self.height() else {
            return false;
        };
        let lines = element.get_client_rects();
        (0..lines.length())
            .filter_map(|i| lines.item(i))
            .any(|line| line.bottom() > 0.0 && line.top() < height)
    }

    /// Whether the beginning of the element is in the visible part of the page. Of what is higher than that, such as an open
    /// box, a part can be in view while its beginning is far above.
    pub(super) fn begins_in_view(&self, element: &Element) -> bool {
        let Some(height) = self.height() else {
            return false;
        };
        element
            .get_client_rects()
            .item(0)
            .is_some_and(|line| line.bottom() > 0.0 && (-1.0..height).contains(&line.top()))
    }

    /// Whether the beginning of the element lies under something, such as a bar that stays in view.
    pub(super) fn is_covered(&self, element: &Element) -> bool {
        element.get_client_rects().item(0).is_some_and(|line| {
            self.document
                .element_from_point(
                    (line.left() + line.width().min(8.0) / 2.0) as f32,
                    (line.top() + line.height().min(32.0) / 2.0) as f32,
                )
                .is_some_and(|hit| !element.contains(Some(&hit)) && !hit.contains(Some(element)))
        })
    }

    /// Scrolls down by so many px, up when negative; at once, whatever the style sheet says.
    pub(super) fn scroll_by(&self, distance: f64) {
        let options = ScrollToOptions::new();
        options.set_top(distance);
        options.set_behavior(ScrollBehavior::Instant);
        self.window.scroll_by_with_scroll_to_options(&options);
    }

    /// Lets the browser do what is waiting, and goes on after so many ms at least.
    pub(super) async fn pause(&self, ms: i32) {
        let pause = js_sys::Promise::new(&mut |resolve, _| {
            let _ = self
                .window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        });
        let _ = JsFuture::from(pause).await;
    }

    /// Waits until the browser is about to paint. In a page that can't be seen that may take for ever.
    pub(super) async fn next_frame(&self) {
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            // A window that gives no frames never resolves this; nothing hangs on it but the waiting task.
            let _ = self.window.request_animation_frame(&resolve);
        });
        let _ = JsFuture::from(frame).await;
    }
}

/// Undoes percent encoding; nothing when it is malformed or there is nothing.
fn decode(fragment: &str) -> Option<String> {
    js_sys::decode_uri_component(fragment)
        .ok()
        .map(String::from)
        .filter(|fragment| !fragment.is_empty())
}

/// The nearest element around the event's target, itself included, that matches.
pub(super) fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    // A text node, in engines that name one.
    around(event.target()?.dyn_ref::<Node>()?)?
        .closest(selector)
        .ok()
        .flatten()
}

/// A node, or the element around it when it isn't one.
pub(super) fn around(node: &Node) -> Option<Element> {
    match node.dyn_ref::<Element>() {
        Some(element) => Some(element.clone()),
        None => node.parent_element(),
    }
}

/// Whether a click does what a link says, rather than opening a tab or a menu.
pub(super) fn is_plain(click: &MouseEvent) -> bool {
    click.button() == 0
        && !(click.alt_key() || click.ctrl_key() || click.meta_key() || click.shift_key())
        && !click.default_prevented()
}

/// Gives focus without scrolling. It may be refused, to an element that isn't shown, say.
pub(super) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// A member of a JavaScript object; nothing when it is missing or the value is no object.
pub(super) fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method of a JavaScript object by its name; nothing when it is missing or throws.
pub(super) fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    member(object, method)?
        .dyn_into::<Function>()
        .ok()?
        .apply(object, arguments)
        .ok()
}
