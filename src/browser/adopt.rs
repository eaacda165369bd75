//! Adopts an article on the page, both in built pages and in rendered packages.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, Performance};
use yew::html::BaseComponent;
use yew::{AppHandle, Callback, Renderer};

use super::boxes::Boxes;
use super::card::Cards;
use super::contents::Contents;
use super::context::PageContext;
use super::embed::EmbedPage;
use super::language;
use super::listen::ReadAloud;
use super::navigation::Navigation;
use super::offline::Offline;
use super::panic::{self, Teardown};
use super::resume::Resume;
use super::search::Search;
use super::share::Share;
use super::tables;
use super::toolbar::ToolbarPage;
use super::typography::Typography;
use crate::view::chrome::{BoxesChrome, ChromeProps, FloatingChrome, Host, ToolbarChrome};
use sidelight_i18n::Messages;
use sidelight_model::anchor;

/// The name of the performance measure of adopting.
const MEASURE: &str = "sidelight:adopt";

/// An adopted article with its listeners and chrome. Dropping it removes everything that adopting added.
pub struct Adopted {
    page: Rc<PageContext>,
    host: Rc<Host>,
    chrome: Rc<RefCell<Chrome>>,
}

/// The parts of the chrome. A part is `None` if the page has no root for it.
struct Chrome {
    toolbar: Option<AppHandle<ToolbarChrome>>,
    boxes: Option<AppHandle<BoxesChrome>>,
    floating: Option<AppHandle<FloatingChrome>>,
}

/// Adopts the article in `root`: adds the listeners for jumps and passages, and mounts the chrome in its roots. The work is
/// measured as `sidelight:adopt`, including the first rendering of the chrome.
///
/// Returns `None` if there is no window.
pub fn adopt(root: &Element) -> Option<Adopted> {
    let page = PageContext::of(root)?;
    let performance = page.dom.window.performance();
    if let Some(performance) = &performance {
        let _ = performance.mark(MEASURE);
    }
    panic::guard(Rc::downgrade(&page) as Weak<dyn Teardown>);
    tables::watch(&page);
    let navigation = Navigation::new(&page);
    let typography = Typography::new(&page);
    let host = Rc::new(Host {
        boxes: Boxes::new(&page),
        card: Cards::new(&page, &navigation),
        contents: Contents::new(&page),
        embed: Rc::new(EmbedPage(page.dom.clone())),
        listen: ReadAloud::new(&page),
        offline: Offline::new(&page),
        resume: Resume::new(&page, &navigation),
        search: Search::new(&page),
        share: Share::new(&page),
        toolbar: Rc::new(ToolbarPage(page.dom.clone())),
        typography: typography.clone(),
        way_back: navigation.clone(),
    });
    navigation.start();
    let props = ChromeProps {
        host: Rc::clone(&host),
        messages: language::messages(&page.dom.window),
    };
    let document = &page.dom.document;
    let chrome = Rc::new(RefCell::new(Chrome {
        toolbar: mount(document, &props, anchor::TOOLBAR),
        boxes: mount(document, &props, anchor::BOXES_CHROME),
        floating: mount(document, &props, anchor::CHROME),
    }));
    typography.on_language(relabel(&host, &chrome));
    // Yew renders in a task of its own, which runs before this one.
    spawn_local(async move { measure(performance) });
    Some(Adopted { page, host, chrome })
}

fn measure(performance: Option<Performance>) {
    if let Some(performance) = performance {
        let _ = performance.measure_with_start_mark(MEASURE, MEASURE);
    }
}

fn mount<C: BaseComponent<Properties = ChromeProps>>(
    document: &Document,
    props: &ChromeProps,
    root: &str,
) -> Option<AppHandle<C>> {
    let root = document.get_element_by_id(root)?;
    Some(Renderer::<C>::with_root_and_props(root, props.clone()).render())
}

/// Returns a callback that changes the messages of all parts of the chrome. It has only weak references.
fn relabel(host: &Rc<Host>, chrome: &Rc<RefCell<Chrome>>) -> Callback<Messages> {
    let (host, chrome) = (Rc::downgrade(host), Rc::downgrade(chrome));
    Callback::from(move |messages| {
        if let (Some(host), Some(chrome)) = (host.upgrade(), chrome.upgrade())
            && let Ok(mut chrome) = chrome.try_borrow_mut()
        {
            chrome.update(&ChromeProps { host, messages });
        }
    })
}

impl Chrome {
    fn update(&mut self, props: &ChromeProps) {
        update(&mut self.toolbar, props);
        update(&mut self.boxes, props);
        update(&mut self.floating, props);
    }

    fn destroy(&mut self) {
        destroy(&mut self.toolbar);
        destroy(&mut self.boxes);
        destroy(&mut self.floating);
    }
}

fn update<C: BaseComponent<Properties = ChromeProps>>(
    part: &mut Option<AppHandle<C>>,
    props: &ChromeProps,
) {
    if let Some(part) = part {
        part.update(props.clone());
    }
}

fn destroy<C: BaseComponent>(part: &mut Option<AppHandle<C>>) {
    if let Some(part) = part.take() {
        part.destroy();
    }
}

impl Adopted {
    /// Returns the article in the form that the chrome uses.
    pub fn host(&self) -> Rc<Host> {
        Rc::clone(&self.host)
    }

    /// Removes everything that adopting added. Dropping the value does the same.
    pub fn destroy(self) {}
}

impl Drop for Adopted {
    fn drop(&mut self) {
        self.page.tear_down();
        if let Ok(mut chrome) = self.chrome.try_borrow_mut() {
            chrome.destroy();
        }
    }
}
