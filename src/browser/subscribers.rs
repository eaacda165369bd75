//! Lists of listeners for changes.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use yew::Callback;

use crate::view::chrome::Subscription;

type List<T> = RefCell<Vec<(u32, Callback<T>)>>;

/// Listeners. Each one is registered until its subscription is dropped.
pub(super) struct Subscribers<T>(Rc<List<T>>);

impl<T> Default for Subscribers<T> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<T: Copy + 'static> Subscribers<T> {
    /// Adds a listener.
    pub(super) fn add(&self, listener: Callback<T>) -> Subscription {
        let mut list = self.0.borrow_mut();
        let number = list.last().map_or(0, |(number, _)| number + 1);
        list.push((number, listener));
        let list: Weak<List<T>> = Rc::downgrade(&self.0);
        Subscription::new(move || {
            if let Some(list) = list.upgrade() {
                list.borrow_mut().retain(|(n, _)| *n != number);
            }
        })
    }

    /// Calls all listeners.
    pub(super) fn tell(&self, news: T) {
        // A copy, because a listener may end its own subscription.
        let list = self.0.borrow().clone();
        for (_, listener) in list {
            listener.emit(news);
        }
    }
}
