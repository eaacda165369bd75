//! The way back after a jump.

use yew::prelude::*;

use super::{ChromeProps, WayBack, on_click, use_chrome_state};

/// *Back to fact 7*. It is shown after a jump, until the reader is back.
#[function_component]
pub(super) fn WayBackChrome(props: &ChromeProps) -> Html {
    let label = use_chrome_state(props).way_back.map(|way| match way {
        WayBack::Fact(number) => AttrValue::from(props.words.back_to_fact(&number.to_string())),
        WayBack::Text => AttrValue::from(props.words.back_to_text()),
    });
    let go_back = on_click(&props.host, label.is_some(), |host| host.go_back());
    html! {
        <div class="way-back" translate="no" hidden={label.is_none()}>
            <button type="button" class="chrome-button chrome-return" onclick={go_back}>{ label.unwrap_or_default() }</button>
        </div>
    }
}
