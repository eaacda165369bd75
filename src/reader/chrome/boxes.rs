//! *Open all boxes* and *Close all boxes*.

use yew::prelude::*;

use super::{BoxCount, ChromeProps, on_click, use_chrome_state};

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
        <div class="boxes-controls" role="group" aria-label={props.words.all_boxes()} translate="no" hidden={all < 2}>
            <button type="button" class="chrome-button" aria-disabled={disabled(open == all)} onclick={open_all}>{ props.words.open_all() }</button>
            <button type="button" class="chrome-button" aria-disabled={disabled(open == 0)} onclick={close_all}>{ props.words.close_all() }</button>
        </div>
    }
}

fn disabled(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}
