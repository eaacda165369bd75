//! The way back after a jump.

use yew::prelude::*;

use super::{ChromeProps, Subscription, on_click, use_updates};

/// The position that a reader can go back to after a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// The fact with this number, in its box.
    Fact(u32),
    /// The passage in the text.
    Text,
}

/// Requests to the page about the way back.
pub trait WayBackHost {
    /// Returns the position to go back to, or `None` if the reader hasn't jumped.
    fn way_back(&self) -> Option<WayBack>;
    /// Calls the listener after every change of this position, until the subscription is dropped.
    fn on_way_back(&self, listener: Callback<()>) -> Subscription;
    /// Brings the reader back to the position from which they jumped.
    fn go_back(&self);
}

/// *Back to fact 7*. It is shown after a jump, until the reader is back.
#[function_component]
pub(super) fn WayBackChrome(props: &ChromeProps) -> Html {
    use_updates(&props.host, |host, listener| {
        host.way_back.on_way_back(listener)
    });
    let label = props.host.way_back.way_back().map(|way| match way {
        WayBack::Fact(number) => AttrValue::from(props.messages.back_to_fact(&number.to_string())),
        WayBack::Text => AttrValue::from(props.messages.back_to_text()),
    });
    let go_back = on_click(&props.host, label.is_some(), |host| host.way_back.go_back());
    html! {
        <div class="way-back" translate="no" hidden={label.is_none()}>
            <button type="button" class="chrome-button chrome-return" onclick={go_back}>{ label.unwrap_or_default() }</button>
        </div>
    }
}
