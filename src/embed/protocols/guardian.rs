//! The Guardian's article blocks (strings of JSON, as its iframeMessenger sends them) and interactive atoms (objects).
//!
//! Scrolling takes two requests. The first asks for the frame's position, the second for scrolling to a position in the
//! host's page.

use super::HostProtocol;
use crate::embed::message::Value::{Number, Text};
use crate::embed::message::{FromHost, Incoming, Message, Position, ToHost, object};

/// Id of our requests.
const ID: &str = "sidelight";

/// The codec for the Guardian. It sends each height in both formats.
#[derive(Default)]
pub(super) struct Guardian {
    /// Distance from the page's top to the position to scroll to, in px. Set until the host has sent the frame's position.
    awaited: Option<u32>,
}

impl HostProtocol for Guardian {
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        let (Some(top), Some(scrolled), false, true) = (
            message.number("iframeTop"),
            message.number("pageYOffset"),
            message.is_object(),
            message.has("id", ID),
        ) else {
            return Vec::new();
        };
        let Some(below) = self.awaited.take() else {
            return Vec::new();
        };
        let place = Position { top, scrolled }.in_host(below);
        vec![FromHost::Answer(Message::Text(format!(
            r#"{{"id":"{ID}","type":"scroll-to","x":0,"y":{place}}}"#
        )))]
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        match meaning {
            ToHost::Size(size) => {
                out.push(Message::Text(format!(
                    r#"{{"id":"{ID}","type":"set-height","value":{}}}"#,
                    size.height
                )));
                out.push(Message::Object(object(&[
                    ("kind", Text("interactive:height")),
                    ("height", Number(size.height)),
                ])));
            }
            ToHost::ScrollTo { top } => {
                self.awaited = Some(top);
                out.push(Message::Text(format!(
                    r#"{{"id":"{ID}","type":"get-position"}}"#
                )));
            }
            ToHost::Ready | ToHost::Open { .. } | ToHost::Passage { .. } | ToHost::Link { .. } => {}
        }
    }

    fn may_start(&self) -> bool {
        true
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
