//! The Guardian's article blocks (strings of JSON, as its iframeMessenger sends them) and interactive atoms (objects).
//!
//! To scroll, one first asks where the frame is, and then for the place in the host's page.

use super::Tongue;
use crate::embed::message::Value::{Number, Text};
use crate::embed::message::{FromHost, Incoming, Message, Position, ToHost, object};

/// What we call our questions.
const ID: &str = "sidelight";

/// The codec.
#[derive(Default)]
pub(super) struct Guardian {
    /// How far below the page's top it is to be scrolled to, once it is known where the frame is.
    awaited: Option<u32>,
}

impl Tongue for Guardian {
    fn hear(&mut self, message: &Incoming) -> Vec<FromHost> {
        let (Some(top), Some(scrolled), false, true) = (
            message.number("iframeTop"),
            message.number("pageYOffset"),
            message.is_object(),
            message.says("id", ID),
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

    fn say(&mut self, said: ToHost<'_>, out: &mut Vec<Message>) {
        match said {
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

    fn is_spoken_unasked(&self) -> bool {
        true
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
