//! The parts of the chrome that float over the page.

use yew::prelude::*;

use super::ChromeProps;
use super::card::CardChrome;
use super::way_back::WayBackChrome;

/// Renders the way back and the card, for the root `#sidelight-chrome`.
pub fn floating(props: &ChromeProps) -> Html {
    html! {
        <>
            <WayBackChrome ..props.clone() />
            <CardChrome ..props.clone() />
        </>
    }
}
