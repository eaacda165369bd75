//! *Open all boxes* and *Close all boxes*.

use yew::prelude::*;

use super::button::{More, button};
use super::{BoxCount, ChromeProps, on_click, use_chrome_state};

/// *Open all boxes* and *Close all boxes*, for the root `#boxes-chrome`.
///
/// Both buttons are always shown. So neither moves under a pointer, and the one that was clicked keeps focus.
/// A button without an effect is marked as disabled but stays focusable.
/// With fewer than two boxes, both are hidden.
#[function_component]
pub fn BoxesChrome(props: &ChromeProps) -> Html {
    let BoxCount { open, all } = use_chrome_state(props).boxes;
    let open_all = on_click(&props.host, open < all, |host| host.open_all());
    let close_all = on_click(&props.host, open > 0, |host| host.close_all());
    html! {
        <div class="boxes-controls" role="group" aria-label={props.words.all_boxes()} translate="no" hidden={all < 2}>
            { button(props.words.open_all(), idle_if(open == all), open_all) }
            { button(props.words.close_all(), idle_if(open == 0), close_all) }
        </div>
    }
}

fn idle_if(is: bool) -> More {
    More {
        is_idle: Some(is),
        ..More::default()
    }
}
