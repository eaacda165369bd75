//! The chrome: our own controls beside an article. It stands in two empty roots of the page, apart from the article's tree.
//!
//! *Invariant:* nothing here knows the browser. What the page is like comes from a [`Host`], and what the reader
//! asks for goes to it.

use std::rc::Rc;

use yew::prelude::*;

use super::words;

/// How many fact boxes there are, and how many of them are open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoxCount {
    /// How many are open.
    pub open: u32,
    /// How many there are.
    pub all: u32,
}

/// Where a reader can go back to after a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// To the fact with this number, in the box.
    Fact(u32),
    /// To the passage in the text.
    Text,
}

/// What the chrome shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChromeState {
    /// The boxes.
    pub boxes: BoxCount,
    /// The way back from where the reader is, if they jumped there.
    pub way_back: Option<WayBack>,
}

/// The page in which the chrome stands.
pub trait Host {
    /// What there is to show now.
    fn state(&self) -> ChromeState;
    /// Tells the listener of every change from now on, until the subscription is dropped.
    fn subscribe(&self, listener: Callback<ChromeState>) -> Subscription;
    /// Opens every fact box.
    fn open_all(&self);
    /// Closes every fact box.
    fn close_all(&self);
    /// Brings the reader back to where they jumped from.
    fn go_back(&self);
}

/// Keeps a listener listening; dropping it ends that.
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// A subscription that is ended by this.
    pub fn new(end: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(end)))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}

/// What every part of the chrome is given.
#[derive(Properties, Clone)]
pub struct ChromeProps {
    /// The page.
    pub host: Rc<dyn Host>,
}

impl PartialEq for ChromeProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.host, &other.host)
    }
}

#[hook]
fn use_chrome_state(props: &ChromeProps) -> ChromeState {
    let state = use_state_eq(|| props.host.state());
    let setter = state.setter();
    use_effect_with(props.clone(), move |props| {
        let subscription = props.host.subscribe(Callback::from({
            let setter = setter.clone();
            move |state| setter.set(state)
        }));
        // It may have changed between the first rendering and now.
        setter.set(props.host.state());
        move || drop(subscription)
    });
    *state
}

/// *Open all boxes* and *Close all boxes*, for the root `#boxes-chrome`.
///
/// Both stand there all the time, so that neither moves under a pointer and the one that was pressed keeps focus.
/// The one that would do nothing says so (`aria-disabled`) and stays reachable: a `disabled` button drops the focus.
/// With fewer than two boxes there is nothing to do at once, and neither is shown.
#[function_component]
pub fn BoxesChrome(props: &ChromeProps) -> Html {
    let BoxCount { open, all } = use_chrome_state(props).boxes;
    let open_all = on_click(&props.host, open < all, |host| host.open_all());
    let close_all = on_click(&props.host, open > 0, |host| host.close_all());
    html! {
        <div class="boxes-controls" role="group" aria-label={words::ALL_BOXES} translate="no" hidden={all < 2}>
            <button type="button" class="chrome-button" aria-disabled={disabled(open == all)} onclick={open_all}>{ words::OPEN_ALL }</button>
            <button type="button" class="chrome-button" aria-disabled={disabled(open == 0)} onclick={close_all}>{ words::CLOSE_ALL }</button>
        </div>
    }
}

fn disabled(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

/// Asks the host for something, as long as there is something to ask for.
fn on_click(host: &Rc<dyn Host>, enabled: bool, ask: fn(&dyn Host)) -> Callback<MouseEvent> {
    let host = Rc::clone(host);
    Callback::from(move |_| {
        if enabled {
            ask(&*host);
        }
    })
}

/// *Back to fact 7*, for the root `#sidelight-chrome`: there after a jump, gone when the reader is back.
#[function_component]
pub fn WayBackChrome(props: &ChromeProps) -> Html {
    let label = use_chrome_state(props).way_back.map(|way| match way {
        WayBack::Fact(number) => AttrValue::from(words::back_to_fact(number)),
        WayBack::Text => AttrValue::from(words::BACK_TO_TEXT),
    });
    let go_back = on_click(&props.host, label.is_some(), |host| host.go_back());
    html! {
        <div class="way-back" translate="no" hidden={label.is_none()}>
            <button type="button" class="chrome-button chrome-return" onclick={go_back}>{ label.unwrap_or_default() }</button>
        </div>
    }
}
