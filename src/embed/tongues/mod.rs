//! The formats in which hosts and pages talk, one codec each.
//!
//! The formats are facts about public programs; each module names the program and the version it was read from.

mod amp;
mod datawrapper;
mod guardian;
mod iframe_resize;
mod iframe_resizer;
mod open_iframe_resizer;
mod own;
mod pym;
mod wordpress;

use super::address::Address;
use super::message::{FromHost, Incoming, Message, ToHost};

/// One format.
pub(super) trait Tongue {
    /// What a message means; nothing when it isn't of this format.
    fn hear(&mut self, message: &Incoming) -> Vec<FromHost>;

    /// Says this; not at all where the format has no way to.
    fn say(&mut self, said: ToHost<'_>, out: &mut Vec<Message>);

    /// Whether the page's address tells that the host speaks it.
    fn is_named_by_address(&self) -> bool {
        false
    }

    /// Whether hosts may be told something in it before they have said anything.
    fn is_spoken_unasked(&self) -> bool {
        false
    }

    /// Whether a host that speaks it scrolls its page when asked to.
    fn can_scroll(&self) -> bool {
        false
    }
}

/// What stands between the parts of a fragment into which several hosts have put something.
fn is_between(c: char) -> bool {
    matches!(c, '#' | '?' | '&')
}

/// All of them.
pub(super) fn all(address: &Address) -> Vec<Box<dyn Tongue>> {
    vec![
        Box::<own::Own>::default(),
        Box::new(pym::Pym::new(address)),
        Box::<iframe_resizer::IframeResizer>::default(),
        Box::new(open_iframe_resizer::OpenIframeResizer),
        Box::new(amp::Amp::new(address)),
        Box::<guardian::Guardian>::default(),
        Box::new(datawrapper::Datawrapper::new(address)),
        Box::new(iframe_resize::IframeResize::new(address)),
        Box::new(wordpress::WordPress::new(address)),
    ]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
