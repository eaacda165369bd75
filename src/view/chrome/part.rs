//! A part of the chrome, mounted in a root of its own.

use yew::prelude::*;

use super::ChromeProps;

/// The properties of [`Part`].
#[derive(Properties, Clone)]
pub struct PartProps {
    /// Renders the part. It never changes.
    pub render: fn(&ChromeProps) -> Html,
    /// The page and the interface messages.
    pub chrome: ChromeProps,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.chrome == other.chrome
    }
}

/// Any part of the chrome. Yew compiles the code that mounts a component for each type of component, so there is only one.
#[function_component]
pub fn Part(props: &PartProps) -> Html {
    (props.render)(&props.chrome)
}
