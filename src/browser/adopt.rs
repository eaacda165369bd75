//! Adopts an article on the page, both in built pages and in rendered packages.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Performance};
use yew::html::BaseComponent;
use yew::{AppHandle, Callback, Renderer};

use super::article::AdoptedArticle;
use super::dom::Dom;
use super::panic::{self, LetGo};
use super::{language, offline};
use crate::view::chrome::{BoxesChrome, ChromeProps, FloatingChrome, Host, ToolbarChrome};
use sidelight_i18n::Words;
use sidelight_model::anchor;

/// The name of the performance measure of adopting.
const MEASURE: &str = "sidelight:adopt";

/// An adopted article with its listeners and chrome. Dropping it removes everything that adopting added.
pub struct Adopted {
    article: Rc<AdoptedArticle>,
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
    let dom = Dom::of(root)?;
    let performance = dom.window.performance();
    if let Some(performance) = &performance {
        let _ = performance.mark(MEASURE);
    }
    let article = AdoptedArticle::new(dom);
    panic::guard(Rc::downgrade(&article) as Weak<dyn LetGo>);
    article.opened();
    article.colour_frame();
    let props = ChromeProps {
        host: Rc::clone(&article) as Rc<dyn Host>,
        words: language::words(&article.dom.window),
    };
    let chrome = Rc::new(RefCell::new(Chrome {
        toolbar: mount(&article, &props, anchor::TOOLBAR),
        boxes: mount(&article, &props, anchor::BOXES_CHROME),
        floating: mount(&article, &props, anchor::CHROME),
    }));
    article.speak.replace(Some(speaker(&article, &chrome)));
    offline::begin(&article);
    // Yew renders in a task of its own, which runs before this one.
    spawn_local(async move { measure(performance) });
    Some(Adopted { article, chrome })
}

fn measure(performance: Option<Performance>) {
    if let Some(performance) = performance {
        let _ = performance.measure_with_start_mark(MEASURE, MEASURE);
    }
}

fn mount<C: BaseComponent<Properties = ChromeProps>>(
    article: &Rc<AdoptedArticle>,
    props: &ChromeProps,
    root: &str,
) -> Option<AppHandle<C>> {
    let root = article.dom.document.get_element_by_id(root)?;
    Some(Renderer::<C>::with_root_and_props(root, props.clone()).render())
}

/// Returns a callback that changes the messages of all parts of the chrome. It has only weak references.
fn speaker(article: &Rc<AdoptedArticle>, chrome: &Rc<RefCell<Chrome>>) -> Callback<Words> {
    let (article, chrome) = (Rc::downgrade(article), Rc::downgrade(chrome));
    Callback::from(move |words| {
        if let (Some(article), Some(chrome)) = (article.upgrade(), chrome.upgrade())
            && let Ok(mut chrome) = chrome.try_borrow_mut()
        {
            let props = ChromeProps {
                host: article,
                words,
            };
            chrome.update(&props);
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
    pub fn host(&self) -> Rc<dyn Host> {
        Rc::clone(&self.article) as Rc<dyn Host>
    }

    /// Removes everything that adopting added. Dropping the value does the same.
    pub fn destroy(self) {}
}

impl Drop for Adopted {
    fn drop(&mut self) {
        self.article.let_go();
        if let Ok(mut chrome) = self.chrome.try_borrow_mut() {
            chrome.destroy();
        }
    }
}
