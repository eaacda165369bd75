//! Adopts an article on the page, both in built pages and in rendered packages.

use std::rc::{Rc, Weak};

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Performance};

use super::boxes::Boxes;
use super::card::Cards;
use super::chrome::Chrome;
use super::contents::Contents;
use super::context::PageContext;
use super::embed::EmbedPage;
use super::language;
use super::listen::ReadAloud;
use super::navigation::Navigation;
use super::offline::Offline;
use super::panels::Panels;
use super::panic::{self, Teardown};
use super::resume::Resume;
use super::search::Search;
use super::share::Share;
use super::tables;
use super::toolbar::ToolbarPage;
use super::typography::Typography;
use crate::view::chrome::{ChromeProps, Host, boxes, floating, resume};
use sidelight_model::anchor;

/// The name of the performance measure of adopting.
const MEASURE: &str = "sidelight:adopt";

/// An adopted article with its listeners and chrome. Dropping it removes everything that adopting added.
pub struct Adopted {
    page: Rc<PageContext>,
    host: Rc<Host>,
    chrome: Rc<Chrome>,
    _features: (Rc<Panels>, Rc<Typography>),
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
    let contents = Contents::new(&page);
    let search = Search::new(&page);
    let host = Rc::new(Host {
        boxes: Boxes::new(&page),
        card: Cards::new(&page, &navigation),
        contents: contents.clone(),
        embed: Rc::new(EmbedPage(page.dom.clone())),
        listen: ReadAloud::new(&page),
        offline: Offline::new(&page),
        resume: Resume::new(&page, &navigation),
        search: search.clone(),
        share: Share::new(&page),
        toolbar: Rc::new(ToolbarPage(page.dom.clone())),
        way_back: navigation.clone(),
    });
    navigation.start();
    let props = ChromeProps {
        host: Rc::clone(&host),
        messages: language::messages(&page.dom.window),
    };
    let chrome = Rc::new(Chrome::new(props.clone()));
    let mount = |root, render| {
        if let Some(root) = page.dom.document.get_element_by_id(root) {
            chrome.mount(root, render);
        }
    };
    mount(anchor::RESUME, resume);
    mount(anchor::BOXES_CHROME, boxes);
    mount(anchor::CHROME, floating);
    let panels = Panels::new(&page, &chrome, &props, &contents, &search);
    // Yew renders in a task of its own, which runs before this one.
    spawn_local(async move { measure(performance) });
    Some(Adopted {
        page,
        host,
        chrome,
        _features: (panels, typography),
    })
}

fn measure(performance: Option<Performance>) {
    if let Some(performance) = performance {
        let _ = performance.measure_with_start_mark(MEASURE, MEASURE);
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
        self.chrome.destroy();
    }
}
