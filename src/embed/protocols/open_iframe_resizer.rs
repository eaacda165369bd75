//! open-iframe-resizer 2.1: objects. The host asks until it gets an answer. It can also ask in the protocol of
//! iframe-resizer.

use super::HostProtocol;
use crate::embed::message::Value::{Number, Text};
use crate::embed::message::{FromHost, Incoming, Message, ToHost, object};

/// The codec. It has no state.
pub(super) struct OpenIframeResizer;

impl HostProtocol for OpenIframeResizer {
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        if !message.is_object() {
            Vec::new()
        } else if message.has("type", "iframe-child-init") {
            vec![FromHost::Greeting]
        } else if message.has("type", "iframe-get-child-dimensions") {
            vec![FromHost::Resize]
        } else {
            Vec::new()
        }
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        if let ToHost::Size(size) = meaning {
            out.push(Message::Object(object(&[
                ("type", Text("iframe-resized")),
                ("width", Number(size.width)),
                ("height", Number(size.height)),
            ])));
        }
    }
}
