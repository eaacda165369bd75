//! open-iframe-resizer 2.1: objects. The host asks until it is answered. (Its other way of asking is iframe-resizer's.)

use super::Tongue;
use crate::embed::message::{FromHost, Incoming, Message, ToHost, number, object, text};

/// The codec.
pub(super) struct OpenIframeResizer;

impl Tongue for OpenIframeResizer {
    fn hear(&mut self, message: &Incoming) -> Vec<FromHost> {
        if !message.is_object() {
            Vec::new()
        } else if message.says("type", "iframe-child-init") {
            vec![FromHost::Greeting]
        } else if message.says("type", "iframe-get-child-dimensions") {
            vec![FromHost::Resize]
        } else {
            Vec::new()
        }
    }

    fn say(&mut self, said: ToHost<'_>) -> Vec<Message> {
        match said {
            ToHost::Size(size) => vec![Message::Object(object([
                ("type", text("iframe-resized")),
                ("width", number(size.width)),
                ("height", number(size.height)),
            ]))],
            _ => Vec::new(),
        }
    }
}
