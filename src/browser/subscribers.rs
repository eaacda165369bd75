//! Lists of listeners for changes.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::Callback;

use crate::view::chrome::Subscription;

type List = RefCell<Vec<(u32, Callback<()>)>>;

/// Listeners. Each one is registered until its subscription is dropped.
#[derive(Default)]
pub(super) struct Subscribers(Rc<List>);

impl Subscribers {
    /// Adds a listener.
    pub(super) fn add(&self, listener: Callback<()>) -> Subscription {
        let mut list = self.0.borrow_mut();
        let number = list.last().map_or(0, |(number, _)| number + 1);
        list.push((number, listener));
        let list: Weak<List> = Rc::downgrade(&self.0);
        Subscription::new(move || {
            if let Some(list) = list.upgrade() {
                list.borrow_mut().retain(|(n, _)| *n != number);
            }
        })
    }

    /// Calls all listeners.
    pub(super) fn notify(&self) {
        // A copy, because a listener may end its own subscription.
        let list = self.0.borrow().clone();
        for (_, listener) in list {
            listener.emit(());
        }
    }
}
