//! The window, the document and the article, with queries that the other modules of this folder share.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, HtmlAnchorElement, HtmlElement, MouseEvent, Node, Window};
use web_sys::{FocusOptions, ScrollBehavior, ScrollToOptions};

use sidelight_model::anchor;

/// A page with an article in it.
#[derive(Clone)]
pub(super) struct Dom {
    pub(super) window: Window,
    pub(super) document: Document,
    /// The element that contains the article.
    pub(super) root: Element,
}

impl Dom {
    /// Returns the page that contains `root`. Returns `None` if there is no window, such as in a worker.
    pub(super) fn of(root: &Element) -> Option<Self> {
        Some(Self {
            window: web_sys::window()?,
            document: root.owner_document()?,
            root: root.clone(),
        })
    }

    /// Returns the element with this id. Returns `None` if the article has none.
    pub(super) fn find(&self, id: &str) -> Option<Element> {
        self.document
            .get_element_by_id(id)
            .filter(|element| self.root.contains(Some(element)))
    }

    /// Returns the document's root element.
    pub(super) fn html(&self) -> Option<Element> {
        self.document.document_element()
    }

    /// Returns the current language tag of the page, or an empty string. A translation changes it.
    pub(super) fn language(&self) -> String {
        self.html()
            .and_then(|html| html.get_attribute("lang"))
            .unwrap_or_default()
    }

    /// Returns `true` if the page is shown in a frame of another site.
    pub(super) fn is_embedded(&self) -> bool {
        self.html()
            .is_some_and(|html| html.has_attribute(anchor::EMBED))
    }

    /// Returns the elements of the article that match a selector, in document order.
    pub(super) fn all(&self, selector: &str) -> impl Iterator<Item = Element> + use<> {
        all(&self.root, selector)
    }

    /// Returns the element of the article that the page's address points to. Returns `None` for a malformed or unknown
    /// fragment.
    pub(super) fn target(&self) -> Option<Element> {
        self.find(&self.fragment()?)
    }

    /// Returns the decoded fragment of the page's address. Returns `None` if it is missing, empty or malformed.
    pub(super) fn fragment(&self) -> Option<String> {
        decode(self.window.location().hash().ok()?.strip_prefix('#')?)
    }

    /// Returns the decoded fragment of a link. Returns `None` if the link leads to another page.
    pub(super) fn fragment_of(&self, link: &HtmlAnchorElement) -> Option<String> {
        let href = link.href();
        let (page, fragment) = href.split_once('#')?;
        let here = self.window.location().href().ok()?;
        (here.split('#').next() == Some(page)).then(|| decode(fragment))?
    }

    /// Returns `true` if the element is in the toolbar or in one of its panels.
    pub(super) fn is_in_toolbar(&self, element: &Element) -> bool {
        self.document
            .get_element_by_id(anchor::TOOLBAR)
            .is_some_and(|bar| bar.contains(Some(element)))
    }

    /// Returns the height of the view, in px. Returns `None` if the browser doesn't report it.
    pub(super) fn height(&self) -> Option<f64> {
        self.window.inner_height().ok()?.as_f64()
    }

    /// Returns `true` if a part of the element is between the top and the bottom of the view.
    pub(super) fn is_in_view(&self, element: &Element) -> bool {
        let Some(height) = self.height() else {
            return false;
        };
        let lines = element.get_client_rects();
        (0..lines.length())
            .filter_map(|i| lines.item(i))
            .any(|line| line.bottom() > 0.0 && line.top() < height)
    }

    /// Returns `true` if the beginning of the element is in view. An element higher than the view, such as an open box, can
    /// be partly in view while its beginning is far above.
    pub(super) fn begins_in_view(&self, element: &Element) -> bool {
        let Some(height) = self.height() else {
            return false;
        };
        element
            .get_client_rects()
            .item(0)
            .is_some_and(|line| line.bottom() > 0.0 && (-1.0..height).contains(&line.top()))
    }

    /// Returns `true` if another element covers the beginning of this one, such as a toolbar that stays in view.
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

    /// Scrolls down by this distance in px, or up if it is negative. Scrolls instantly, whatever the style sheet says.
    pub(super) fn scroll_by(&self, distance: f64) {
        let options = ScrollToOptions::new();
        options.set_top(distance);
        options.set_behavior(ScrollBehavior::Instant);
        self.window.scroll_by_with_scroll_to_options(&options);
    }

    /// Waits for at least this many ms, so that the browser can do its pending work.
    pub(super) async fn pause(&self, ms: i32) {
        let pause = js_sys::Promise::new(&mut |resolve, _| {
            let _ = self
                .window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        });
        let _ = JsFuture::from(pause).await;
    }

    /// Waits until the browser is about to paint. In a page that isn't visible, this may never happen.
    pub(super) async fn next_frame(&self) {
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            // A window that paints no frames never resolves this. Only the waiting task depends on it.
            let _ = self.window.request_animation_frame(&resolve);
        });
        let _ = JsFuture::from(frame).await;
    }
}

/// Returns the elements inside `root` that match a selector, in document order.
pub(super) fn all(root: &Element, selector: &str) -> impl Iterator<Item = Element> + use<> {
    let found = root.query_selector_all(selector).ok();
    let count = found.as_ref().map_or(0, |found| found.length());
    (0..count).filter_map(move |i| found.as_ref()?.item(i)?.dyn_into().ok())
}

/// Returns the text of the first element inside `root` that matches a selector. Returns an empty string if there is none.
pub(super) fn text(root: &Element, selector: &str) -> String {
    root.query_selector(selector)
        .ok()
        .flatten()
        .map(|element| spaced(&element))
        .unwrap_or_default()
}

/// Returns an element's text with one space between words, whatever white space a translation has added.
pub(super) fn spaced(element: &Element) -> String {
    let text = element.text_content().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decodes percent encoding. Returns `None` if the fragment is malformed or empty.
fn decode(fragment: &str) -> Option<String> {
    js_sys::decode_uri_component(fragment)
        .ok()
        .map(String::from)
        .filter(|fragment| !fragment.is_empty())
}

/// Returns the nearest matching element, starting with the target of the event.
pub(super) fn closest(event: &Event, selector: &str) -> Option<Element> {
    // In some engines, the target can be a text node.
    around(event.target()?.dyn_ref::<Node>()?)?
        .closest(selector)
        .ok()
        .flatten()
}

/// Returns the node if it is an element, otherwise its parent element.
pub(super) fn around(node: &Node) -> Option<Element> {
    match node.dyn_ref::<Element>() {
        Some(element) => Some(element.clone()),
        None => node.parent_element(),
    }
}

/// A click that a listener may handle, and the link that it follows.
pub(super) struct Click {
    /// The nearest link around the clicked point that leads within the browser's tab. `None` if there is none.
    pub(super) link: Option<Element>,
}

impl Click {
    /// Returns `None` for other events, and for a click that isn't plain.
    pub(super) fn of(event: &Event) -> Option<Self> {
        event.dyn_ref().filter(|click| is_plain(click))?;
        let link = closest(event, "a[href]:not([target]):not([download])");
        Some(Self { link })
    }
}

/// Returns `true` for a click with the main button and without modifier keys, unless a listener has prevented its default
/// action. Other clicks may open a tab or a menu.
pub(super) fn is_plain(click: &MouseEvent) -> bool {
    click.button() == 0
        && !(click.alt_key() || click.ctrl_key() || click.meta_key() || click.shift_key())
        && !click.default_prevented()
}

/// Gives focus without scrolling. The browser may refuse, for example if the element isn't shown.
pub(super) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Returns a member of a JavaScript object. Returns `None` if it is missing, `undefined` or `null`, or if the value isn't an
/// object.
pub(super) fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method of a JavaScript object by its name. Returns `None` if the method is missing or throws.
pub(super) fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    member(object, method)?
        .dyn_into::<Function>()
        .ok()?
        .apply(object, arguments)
        .ok()
}
