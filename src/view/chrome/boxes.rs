//! *Open all boxes* and *Close all boxes*.

use yew::prelude::*;

use super::button::{More, button};
use super::{ChromeProps, Subscription, on_click, use_updates};

/// The number of fact boxes, and of open ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoxCount {
    /// The number of open boxes.
    pub open: u32,
    /// The number of all boxes.
    pub all: u32,
}

/// Requests to the page about its fact boxes.
pub trait BoxesHost {
    /// Returns the number of boxes, and of open ones.
    fn count(&self) -> BoxCount;
    /// Calls the listener after every change of these numbers, until the subscription is dropped.
    fn on_count(&self, listener: Callback<()>) -> Subscription;
    /// Opens every fact box.
    fn open_all(&self);
    /// Closes every fact box.
    fn close_all(&self);
}

/// Renders *Open all boxes* and *Close all boxes*, for the root `#boxes-chrome`.
pub fn boxes(props: &ChromeProps) -> Html {
    html! { <BoxesChrome ..props.clone() /> }
}

/// *Open all boxes* and *Close all boxes*.
///
/// Both buttons are always shown. So neither moves under a pointer, and the one that was clicked keeps focus.
/// A button without an effect is marked as disabled but stays focusable.
/// With fewer than two boxes, both are hidden.
#[function_component]
fn BoxesChrome(props: &ChromeProps) -> Html {
    use_updates(&props.host, |host, listener| host.boxes.on_count(listener));
    let BoxCount { open, all } = props.host.boxes.count();
    let open_all = on_click(&props.host, open < all, |host| host.boxes.open_all());
    let close_all = on_click(&props.host, open > 0, |host| host.boxes.close_all());
    html! {
        <div class="boxes-controls" role="group" aria-label={props.messages.all_boxes()} translate="no" hidden={all < 2}>
            { button(props.messages.open_all(), idle_if(open == all), open_all) }
            { button(props.messages.close_all(), idle_if(open == 0), close_all) }
        </div>
    }
}

fn idle_if(is: bool) -> More {
    More {
        is_idle: Some(is),
        ..More::default()
    }
}
