//! The toolbar's panels. The browser opens and closes them, as native popovers. This module fills a panel that needs the
//! program when it opens, and adds what popovers lack: the panels for search and listening stay open while the reader uses
//! the article, Escape closes them, and search has a shortcut.
//!
//! *Invariant:* at most one panel is open. The content of a closed panel is removed.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use gloo::events::EventListenerOptions;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};
use yew::Callback;

use super::chrome::Chrome;
use super::contents::Contents;
use super::context::PageContext;
use super::dom::{self, call};
use super::language;
use super::panic::Teardown;
use super::search::Search;
use crate::view::chrome::{
    ChromeProps, Closing, Direction, Host, PANELS, Panel, SearchHost, Subscription,
};
use sidelight_i18n::Messages;
use sidelight_model::anchor;

/// Selector of an open panel that the browser doesn't close by itself.
const STAYING: &str = ".tool-panel[popover=manual]:popover-open";
/// Selector of any open panel.
const OPEN: &str = ".tool-panel:popover-open";

/// The panels of an adopted page.
pub(super) struct Panels {
    page: Rc<PageContext>,
    host: Rc<Host>,
    chrome: Rc<Chrome>,
    contents: Rc<Contents>,
    search: Rc<Search>,
    subscriptions: Cell<Vec<Subscription>>,
}

impl Panels {
    /// Adopts the toolbar: adds the listeners, shows the tools that this browser has the features for, and fills a panel that
    /// the reader has opened already.
    pub(super) fn new(
        page: &Rc<PageContext>,
        chrome: &Rc<Chrome>,
        props: &ChromeProps,
        contents: &Rc<Contents>,
        search: &Rc<Search>,
    ) -> Rc<Self> {
        let panels = Rc::new(Self {
            page: Rc::clone(page),
            host: Rc::clone(&props.host),
            chrome: Rc::clone(chrome),
            contents: Rc::clone(contents),
            search: Rc::clone(search),
            subscriptions: Cell::default(),
        });
        let this = Rc::downgrade(&panels);
        let (window, early) = (
            &page.dom.window,
            EventListenerOptions::run_in_capture_phase(),
        );
        let late = EventListenerOptions::default();
        page.on(&this, window, "beforetoggle", early, |panels, event| {
            if let Some(panel) = panel_of(event)
                && !is_open(&panel)
            {
                panels.opens(&panel);
            }
        });
        page.on(&this, window, "toggle", early, |panels, event| {
            if let Some(panel) = panel_of(event) {
                if is_open(&panel) {
                    panels.close_others(&panel);
                    panels.focus_field(&panel);
                } else if let Some(root) = root_of(&panel) {
                    panels.chrome.unmount(&root);
                }
            }
        });
        // Captured, so that nothing in the page can stop the event first.
        let active = EventListenerOptions {
            passive: false,
            ..early
        };
        page.on(&this, window, "keydown", active, Self::key);
        page.on(&this, window, "click", early, |panels, event| {
            if dom::closest(event, ".tool-panel .tool-close").is_some() {
                panels.return_focus(Closing::Button);
            }
        });
        page.on(&this, window, "input", late, |panels, event| {
            if let Some(field) = search_field(event) {
                panels.search.search(field.value());
            }
        });
        page.on(&this, window, "change", late, Self::change_language);
        page.at_teardown(this.clone() as Weak<dyn Teardown>);
        panels.subscribe(&this);
        panels.show_available();
        panels.set_messages(props.messages);
        for panel in panels.open_panels() {
            panels.opens(&panel);
        }
        panels.mark_running(true);
        panels
    }

    fn subscribe(&self, this: &Weak<Self>) {
        let mut subscriptions = Vec::new();
        for panel in PANELS {
            let this = Weak::clone(this);
            let listener = Callback::from(move |()| {
                if let Some(panels) = this.upgrade() {
                    panels.show_available();
                }
            });
            subscriptions.extend((panel.on_availability)(&self.host, listener));
        }
        let this = Weak::clone(this);
        subscriptions.push(self.search.on_shortcut(Callback::from(move |()| {
            if let Some(panels) = this.upgrade() {
                panels.open_search();
            }
        })));
        self.subscriptions.set(subscriptions);
    }

    fn open_panels(&self) -> Vec<Element> {
        let html = self.page.dom.html();
        html.map_or_else(Vec::new, |html| dom::all(&html, OPEN).collect())
    }

    /// Closes the other panels that the browser doesn't close by itself. Must not be called during `beforetoggle`: closing a
    /// panel sends that event at once, and a listener can't be called again before it has returned.
    fn close_others(&self, panel: &Element) {
        for other in self.open_panels() {
            if other != *panel {
                hide(&other);
            }
        }
    }

    /// Fills a panel that is about to open.
    fn opens(&self, panel: &Element) {
        if let (Some(known), Some(root)) = (known(panel), root_of(panel)) {
            self.chrome.mount(root, known.render);
        }
        if panel.id() == "panel-contents" {
            self.contents.show(panel);
        }
    }

    fn open_search(&self) {
        let panel = self.page.dom.document.get_element_by_id("panel-search");
        if let Some(panel) = panel {
            if !is_open(&panel) {
                let _ = call(&panel, "showPopover", &Array::new());
            }
            self.focus_field(&panel);
        }
    }

    fn focus_field(&self, panel: &Element) {
        if panel.id() == "panel-search" {
            self.host.toolbar.focus(anchor::SEARCH_FIELD);
        }
    }

    /// Handles Escape for the panels that stay open, and Enter in the search field.
    fn key(&self, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        // The key may also end the composition of a character.
        if key.is_composing() {
            return;
        }
        match &*key.key() {
            "Escape" => {
                let dom = &self.page.dom;
                let is_elsewhere = dom.document.active_element().is_some_and(|active| {
                    active.tag_name() != "BODY" && !dom.is_in_toolbar(&active)
                });
                if !is_elsewhere && let Some(panel) = self.return_focus(Closing::Escape) {
                    hide(&panel);
                }
            }
            "Enter" if search_field(event).is_some() => {
                event.prevent_default();
                self.search.step(if key.shift_key() {
                    Direction::Previous
                } else {
                    Direction::Next
                });
            }
            _ => {}
        }
    }

    /// Moves focus out of the open panel if the browser won't do it. Returns the panel.
    fn return_focus(&self, closing: Closing) -> Option<Element> {
        let panel = self.page.dom.document.query_selector(STAYING).ok()??;
        let known = known(&panel)?;
        (known.return_focus)(&self.host, closing, &known.button_id());
        Some(panel)
    }

    /// Shows the tools that this browser has the features for, and hides the others.
    fn show_available(&self) {
        for panel in PANELS {
            let button = self.page.dom.document.get_element_by_id(&panel.button_id());
            if let Some(button) = button {
                let is_hidden = !(panel.is_available)(&self.host);
                let _ = button.toggle_attribute_with_force("hidden", is_hidden);
            }
        }
    }

    fn change_language(&self, event: &Event) {
        if let Some(messages) = language::chosen(event) {
            self.set_messages(messages);
            language::keep(&self.page.dom, messages);
        }
    }

    fn set_messages(&self, messages: Messages) {
        language::relabel(&self.page.dom.document, messages);
        self.chrome.set_messages(messages);
        self.contents.update();
    }

    /// Shows or hides the controls that need the program.
    fn mark_running(&self, is_running: bool) {
        if let Some(html) = self.page.dom.html() {
            let _ = if is_running {
                html.set_attribute(anchor::PROGRAM, anchor::RUNNING)
            } else {
                html.remove_attribute(anchor::PROGRAM)
            };
        }
    }
}

impl Teardown for Panels {
    fn tear_down(&self) {
        drop(self.subscriptions.take());
        self.mark_running(false);
    }
}

/// Returns the panel that an event is about.
fn panel_of(event: &Event) -> Option<Element> {
    let panel: Element = event.target()?.dyn_into().ok()?;
    panel.class_list().contains("tool-panel").then_some(panel)
}

fn is_open(panel: &Element) -> bool {
    panel.matches(OPEN).unwrap_or_default()
}

fn hide(panel: &Element) {
    let _ = call(panel, "hidePopover", &Array::new());
}

/// Returns the content that the program has for a panel.
fn known(panel: &Element) -> Option<&'static Panel> {
    let id = panel.id();
    let name = id.strip_prefix("panel-")?;
    PANELS.into_iter().find(|known| known.name == name)
}

fn root_of(panel: &Element) -> Option<Element> {
    let selector = [".", anchor::PROGRAM_ROOT].concat();
    panel.query_selector(&selector).ok()?
}

/// Returns the search field if the event comes from it.
fn search_field(event: &Event) -> Option<HtmlInputElement> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    (field.id() == anchor::SEARCH_FIELD).then_some(field)
}
