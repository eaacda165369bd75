//! Adopting an article that is on the page, however it got there.

use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Performance};
use yew::html::BaseComponent;
use yew::{AppHandle, Renderer};

use super::article::AdoptedArticle;
use super::dom::Dom;
use super::language;
use super::panic::{self, LetGo};
use crate::reader::anchor;
use crate::reader::chrome::{BoxesChrome, ChromeProps, FloatingChrome, Host, ToolbarChrome};
use crate::words::Words;

/// The name of the adoption's performance measure.
const MEASURE: &str = "sidelight:adopt";

/// An article with its listeners and chrome. Dropping it takes away all that adopting added.
pub struct Adopted {
    article: Rc<AdoptedArticle>,
    toolbar: Option<AppHandle<ToolbarChrome>>,
    boxes: Option<AppHandle<BoxesChrome>>,
    floating: Option<AppHandle<FloatingChrome>>,
}

/// Makes the article in `root` jump, return and highlight, and mounts the chrome in its roots.
/// The work is measured as `sidelight:adopt`, the chrome's first rendering included.
///
/// Nothing where there is no window.
pub fn adopt(root: &Element) -> Option<Adopted> {
    let dom = Dom::of(root)?;
    let performance = dom.window.performance();
    if let Some(performance) = &performance {
        let _ = performance.mark(MEASURE);
    }
    let article = AdoptedArticle::new(dom);
    panic::guard(Rc::downgrade(&article) as Weak<dyn LetGo>);
    article.opened();
    let words = language::words(&article.dom.window);
    let adopted = Adopted {
        toolbar: mount(&article, words, anchor::TOOLBAR),
        boxes: mount(&article, words, anchor::BOXES_CHROME),
        floating: mount(&article, words, anchor::CHROME),
        article,
    };
    // Yew renders in a task of its own, which comes before this one.
    spawn_local(async move { measure(performance) });
    Some(adopted)
}

fn measure(performance: Option<Performance>) {
    if let Some(performance) = performance {
        let _ = performance.measure_with_start_mark(MEASURE, MEASURE);
    }
}

fn mount<C: BaseComponent<Properties = ChromeProps>>(
    article: &Rc<AdoptedArticle>,
    words: Words,
    root: &str,
) -> Option<AppHandle<C>> {
    let root = article.dom.document.get_element_by_id(root)?;
    let host: Rc<dyn Host> = Rc::clone(article) as Rc<dyn Host>;
    Some(Renderer::<C>::with_root_and_props(root, ChromeProps { host, words }).render())
}

impl Adopted {
    /// The article, as the chrome knows it.
    pub fn host(&self) -> Rc<dyn Host> {
        Rc::clone(&self.article) as Rc<dyn Host>
    }

    /// Takes away all that adopting added; the same as dropping it.
    pub fn destroy(self) {}
}

impl Drop for Adopted {
    fn drop(&mut self) {
        self.article.let_go();
        if let Some(toolbar) = self.toolbar.take() {
            toolbar.destroy();
        }
        if let Some(boxes) = self.boxes.take() {
            boxes.destroy();
        }
        if let Some(floating) = self.floating.take() {
            floating.destroy();
        }
    }
}
