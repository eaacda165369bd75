//! The protocols between hosts and pages, with one codec each.
//!
//! The protocols are facts about public programs. Each module names its program and the version that it was read from.

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

/// The codec of one protocol.
pub(super) trait HostProtocol {
    /// Returns the meanings of a message. Returns an empty list if the message isn't in this protocol.
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost>;

    /// Appends the messages that express `meaning` to `out`. Appends nothing if the protocol can't express it.
    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>);

    /// Returns `true` if the page's address shows that the host uses this protocol.
    fn is_named_by_address(&self) -> bool {
        false
    }

    /// Returns `true` if hosts accept messages in this protocol before they have sent any.
    fn may_start(&self) -> bool {
        false
    }

    /// Returns `true` if a host with this protocol scrolls its page on request.
    fn can_scroll(&self) -> bool {
        false
    }
}

/// Returns `true` for the characters that separate the parts of a fragment. Several hosts may each have added a part.
fn is_between(c: char) -> bool {
    matches!(c, '#' | '?' | '&')
}

/// Returns the codecs of all protocols.
pub(super) fn all(address: &Address) -> Vec<Box<dyn HostProtocol>> {
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
