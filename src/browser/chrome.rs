//! The mounted parts of the chrome, each in a root of its own.

use std::cell::RefCell;

use web_sys::Element;
use yew::{AppHandle, Html, Renderer};

use crate::view::chrome::{ChromeProps, Part, PartProps};
use sidelight_i18n::Messages;

/// The parts of the chrome that are mounted now. All have the same messages.
pub(super) struct Chrome {
    props: RefCell<ChromeProps>,
    parts: RefCell<Vec<MountedPart>>,
}

/// A part with its root.
struct MountedPart {
    root: Element,
    render: fn(&ChromeProps) -> Html,
    handle: AppHandle<Part>,
}

impl Chrome {
    pub(super) fn new(props: ChromeProps) -> Self {
        Self {
            props: RefCell::new(props),
            parts: RefCell::default(),
        }
    }

    /// Mounts a part in an empty root. Does nothing if the root has a part already.
    pub(super) fn mount(&self, root: Element, render: fn(&ChromeProps) -> Html) {
        let mut parts = self.parts.borrow_mut();
        if parts.iter().any(|part| part.root == root) {
            return;
        }
        let chrome = self.props.borrow().clone();
        let props = PartProps { render, chrome };
        let handle = Renderer::<Part>::with_root_and_props(root.clone(), props).render();
        parts.push(MountedPart {
            root,
            render,
            handle,
        });
    }

    /// Removes the part in a root, if there is one.
    pub(super) fn unmount(&self, root: &Element) {
        let mut parts = self.parts.borrow_mut();
        if let Some(index) = parts.iter().position(|part| part.root == *root) {
            parts.swap_remove(index).handle.destroy();
        }
    }

    /// Changes the messages of all parts.
    pub(super) fn set_messages(&self, messages: Messages) {
        self.props.borrow_mut().messages = messages;
        for part in &mut *self.parts.borrow_mut() {
            part.handle.update(PartProps {
                render: part.render,
                chrome: self.props.borrow().clone(),
            });
        }
    }

    /// Removes all parts. Safe at any moment, even if a panic has left the list borrowed.
    pub(super) fn destroy(&self) {
        if let Ok(mut parts) = self.parts.try_borrow_mut() {
            for part in parts.drain(..) {
                part.handle.destroy();
            }
        }
    }
}
