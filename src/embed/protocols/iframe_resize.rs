//! The format that Medium, Infogram and Embedly accept: a string of JSON with the frame's address.

use super::HostProtocol;
use crate::embed::address::Address;
use crate::embed::message::{FromHost, Incoming, Message, ToHost};
use sidelight_text::json_string;

/// The codec. It only sends. `src` is the frame's address as a JSON string.
pub(super) struct IframeResize {
    src: String,
}

impl IframeResize {
    pub(super) fn new(address: &Address) -> Self {
        Self {
            src: json_string(&address.href),
        }
    }
}

impl HostProtocol for IframeResize {
    fn decode(&mut self, _: &Incoming) -> Vec<FromHost> {
        Vec::new()
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        if let ToHost::Size(size) = meaning {
            out.push(Message::Text(format!(
                r#"{{"src":{},"context":"iframe.resize","height":{}}}"#,
                self.src, size.height
            )));
        }
    }

    fn may_start(&self) -> bool {
        true
    }
}
