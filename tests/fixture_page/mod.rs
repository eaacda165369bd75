//! An article on the test's own page. The real components render it, inside the same root elements as on a built page.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use sidelight::browser::{Adopted, adopt};
use sidelight::view::chrome::{BoxCount, Host, WayBack};
use sidelight::view::toolbar::{Toolbar, ToolbarProps};
use sidelight::view::{Reader, ReaderProps};
use sidelight_model::{Article, Block, BlockId, Inline, TextBlock};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlDetailsElement, HtmlElement, Window};

/// Time limit for a condition to become true, in frames.
const FRAMES: u32 = 600;

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

pub(crate) fn document() -> Document {
    window().document().unwrap()
}

pub(crate) fn by_id(id: &str) -> Element {
    find(id).unwrap_or_else(|| panic!("no element #{id}; {}", state()))
}

pub(crate) fn find(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

pub(crate) async fn frame() {
    let frame = Promise::new(&mut |resolve, _| {
        window().request_animation_frame(&resolve).unwrap();
    });
    JsFuture::from(frame).await.unwrap();
}

pub(crate) async fn frames(count: u32) {
    for _ in 0..count {
        frame().await;
    }
}

/// Waits, frame by frame, until a condition is true.
pub(crate) async fn until(what: &str, is: impl Fn() -> bool) {
    for _ in 0..FRAMES {
        if is() {
            return;
        }
        frame().await;
    }
    panic!("waited in vain until {what}; {}", state());
}

/// Describes the page for the message of a failing test.
fn state() -> String {
    let fixture = find("fixture").map(|fixture| fixture.outer_html());
    format!(
        "nothing caught {:?}; at {} the page is {}",
        uncaught(),
        window().location().href().unwrap(),
        fixture.as_deref().unwrap_or("bare"),
    )
}

/// Returns the uncaught errors since this was first called, such as traps in tasks that no test awaits.
fn uncaught() -> Vec<String> {
    let look = Function::new_no_args(
        "if (!globalThis.uncaught) {\
             const seen = globalThis.uncaught = [];\
             const note = error => seen.push(`${error} ${error?.stack}`);\
             addEventListener('error', event => note(event.error ?? event.message));\
             addEventListener('unhandledrejection', event => note(event.reason));\
         }\
         return uncaught",
    );
    texts(&look.call0(&JsValue::NULL).unwrap())
}

fn texts(array: &JsValue) -> Vec<String> {
    js_sys::Array::from(array)
        .iter()
        .map(|text| text.as_string().unwrap())
        .collect()
}

/// Returns the article of the fixture, with space between its parts, so that every jump scrolls.
pub(crate) fn article() -> Article {
    let mut article =
        Article::from_json(include_str!("../fixtures/packages/six-kinds.json")).unwrap();
    let parts = std::mem::take(&mut article.body);
    for (part, block) in parts.into_iter().enumerate() {
        article.body.push(block);
        article.body.push(Block::Paragraph(TextBlock {
            id: BlockId::new(format!("filler-{part}")).unwrap(),
            inlines: vec![Inline::Text("Something to be scrolled past.".into())],
        }));
    }
    article
}

/// A page with a rendered article. Dropping it clears the page.
pub(crate) struct Page {
    shell: Element,
    pub(crate) root: Element,
    adopted: Option<Adopted>,
}

/// Creates the root elements of a built page, for this kind of page.
pub(crate) fn shell(kind: &str) -> Element {
    uncaught();
    if let Some(old) = find("fixture") {
        // Left over from a failed test.
        old.remove();
    }
    let shell = document().create_element("div").unwrap();
    shell.set_id("fixture");
    shell.set_inner_html(&format!(
        "<style>[id^=text-filler] {{ min-height: 150vh }} .marker {{ display: inline-block; width: 1em; height: 1em }}</style>\
         <div id=sidelight-toolbar></div><div id=sidelight data-sidelight={kind}>Needs a script.</div><div id=sidelight-chrome></div>",
    ));
    // Inserted above the test runner's output, which grows with every test.
    let body = document().body().unwrap();
    body.insert_before(&shell, body.first_child().as_ref())
        .unwrap();
    shell
}

impl Page {
    /// Renders an article without adopting it, at a URL without a fragment.
    pub(crate) async fn rendered() -> Self {
        go_to_bare_address();
        let shell = shell("pressed");
        let root = by_id("sidelight");
        // As in a built page, these scripts run before everything else. They add their listeners once.
        let prepaint = Function::new_no_args(concat!(
            include_str!("../../assets/prepaint.js"),
            include_str!("../../assets/toolbar.js")
        ));
        prepaint.call0(&JsValue::NULL).unwrap();
        let article = Rc::new(article());
        let props = ToolbarProps {
            article: Rc::clone(&article),
            addresses: None,
        };
        let toolbar = by_id("sidelight-toolbar");
        yew::Renderer::<Toolbar>::with_root_and_props(toolbar, props).render();
        let props = ReaderProps {
            article,
            topic_links: Rc::default(),
            files: None,
        };
        yew::Renderer::<Reader>::with_root_and_props(root.clone(), props).render();
        until("the article is rendered", || find("article").is_some()).await;
        Self {
            shell,
            root,
            adopted: None,
        }
    }

    /// Renders an article and adopts it.
    pub(crate) async fn adopted() -> Self {
        let mut page = Self::rendered().await;
        page.adopt().await;
        page
    }

    pub(crate) async fn adopt(&mut self) {
        self.adopted = adopt(&self.root);
        assert!(self.adopted.is_some());
        until("the chrome is there", || {
            ["#boxes-chrome button", ".card-place"]
                .iter()
                .all(|part| document().query_selector(part).unwrap().is_some())
        })
        .await;
    }

    pub(crate) fn host(&self) -> Rc<Host> {
        self.adopted.as_ref().unwrap().host()
    }

    pub(crate) fn boxes(&self) -> BoxCount {
        self.host().boxes.count()
    }

    pub(crate) fn way_back(&self) -> Option<WayBack> {
        self.host().way_back.way_back()
    }

    pub(crate) fn destroy(&mut self) {
        self.adopted.take().unwrap().destroy();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.adopted = None;
        self.shell.remove();
    }
}

/// Removes the fragment from the URL and the state from the history entry.
pub(crate) fn go_to_bare_address() {
    let history = window().history().unwrap();
    let path = window().location().pathname().unwrap();
    history
        .push_state_with_url(&JsValue::NULL, "", Some(&path))
        .unwrap();
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

pub(crate) fn details(box_id: &str) -> HtmlDetailsElement {
    by_id(&format!("box-{box_id}"))
        .query_selector(".box-body")
        .unwrap()
        .unwrap()
        .dyn_into()
        .unwrap()
}

pub(crate) fn click(element: &Element) {
    element.dyn_ref::<HtmlElement>().unwrap().click();
}

/// Returns `true` if the panel of this tool is open.
pub(crate) fn is_panel_open(tool: &str) -> bool {
    let panel = by_id(&format!("panel-{tool}"));
    panel.matches(":popover-open").unwrap()
}

/// Returns the card, if one is open.
pub(crate) fn card() -> Option<Element> {
    find("sidelight-card")
}

/// Follows a link to its target. A marker or a name first opens its card, and is clicked a second time.
pub(crate) async fn follow(link: &Element) {
    click(link);
    if link.has_attribute("data-fact") {
        until("the card is open", || card().is_some()).await;
        click(link);
    }
}

pub(crate) fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

pub(crate) fn is_in_view(element: &Element) -> bool {
    let height = window().inner_height().unwrap().as_f64().unwrap();
    // Scrolling may stop a fraction of a pixel away.
    (-1.0..height).contains(&top(element))
}

pub(crate) fn has_focus(element: &Element) -> bool {
    document().active_element().as_ref() == Some(element)
}

/// Returns the visible button with this text.
pub(crate) fn button(text: &str) -> Option<Element> {
    let buttons = document().query_selector_all("button").unwrap();
    (0..buttons.length())
        .filter_map(|i| buttons.item(i)?.dyn_into::<Element>().ok())
        .find(|button| {
            button.text_content().as_deref() == Some(text)
                && button.closest("[hidden]").unwrap().is_none()
        })
}

/// Returns `object.a.b` for the path `["a", "b"]`.
pub(crate) fn get(object: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(object.clone(), |object, name| {
        Reflect::get(&object, &(*name).into()).unwrap()
    })
}

/// Returns the texts of the ranges that are highlighted as the passage.
pub(crate) fn painted() -> Vec<String> {
    let read = Function::new_no_args(
        "const shown = CSS.highlights.get('sidelight-passage');\
         return shown ? [...shown].map(range => range.toString()) : []",
    );
    texts(&read.call0(&JsValue::NULL).unwrap())
}

/// A function whose calls are recorded instead of performed, until this is dropped.
pub(crate) struct Counted {
    object: JsValue,
    name: &'static str,
    original: JsValue,
    pub(crate) calls: js_sys::Array,
}

impl Counted {
    /// Replaces `object[name]` by a function that only adds its arguments to `calls`.
    pub(crate) fn new(object: &JsValue, name: &'static str) -> Self {
        let calls = js_sys::Array::new();
        let original = get(object, &[name]);
        let counting = Function::new_with_args(
            "calls",
            "return (...given) => { calls.push(given.map(String).join(' ')); }",
        )
        .call1(&JsValue::NULL, &calls)
        .unwrap();
        Reflect::set(object, &name.into(), &counting).unwrap();
        Self {
            object: object.clone(),
            name,
            original,
            calls,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        Reflect::set(&self.object, &self.name.into(), &self.original).unwrap();
    }
}

/// Removes a property from an object until this is dropped.
pub(crate) struct Without {
    object: Object,
    name: &'static str,
    descriptor: JsValue,
}

impl Without {
    pub(crate) fn new(object: &JsValue, name: &'static str) -> Self {
        let object: Object = object.clone().unchecked_into();
        let descriptor: JsValue = Object::get_own_property_descriptor(&object, &name.into());
        assert!(descriptor.is_object(), "{name}");
        assert!(Reflect::delete_property(&object, &name.into()).unwrap());
        Self {
            object,
            name,
            descriptor,
        }
    }
}

impl Drop for Without {
    fn drop(&mut self) {
        Object::define_property(
            &self.object,
            &self.name.into(),
            self.descriptor.unchecked_ref(),
        );
    }
}

/// Panics in a separate call from JavaScript, as in a listener, so that the caller continues.
pub(crate) fn panic_apart(message: &'static str) {
    let panics = wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || panic!("{message}"));
    let survive = Function::new_with_args("panics", "try { panics() } catch { return true }");
    let caught = survive.call1(&JsValue::NULL, panics.as_ref()).unwrap();
    assert!(caught.is_truthy());
    // Its memory may be in any state.
    panics.forget();
}
