//! The parts of the chrome that float over the page.

use yew::prelude::*;

use super::ChromeProps;
use super::card::CardChrome;
use super::way_back::WayBackChrome;

/// The way back and the card, for the root `#sidelight-chrome`.
#[function_component]
pub fn FloatingChrome(props: &ChromeProps) -> Html {
    html! {
        <>
            <WayBackChrome ..props.clone() />
            <CardChrome ..props.clone() />
        </>
    }
}
