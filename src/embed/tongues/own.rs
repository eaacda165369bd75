//! Our own format, `sidelight/1`, which `embed.js` speaks: objects with `protocol` and `type`.
//!
//! | from | type | with |
//! | --- | --- | --- |
//! | page | `ready` | |
//! | page | `height` | `height` in px |
//! | page | `scroll` | `top` in px below the page's top |
//! | page | `open`, when asked for events | `box`, `open` |
//! | page | `passage`, when asked for events | `evidence` |
//! | host | `hello` | `events`: whether it wants those two |
//!
//! A later version that isn't understood by hosts of this one gets another number.

use super::Tongue;
use crate::embed::message::{FromHost, Incoming, Message, ToHost, number, object, text};
use crate::model::Json;

const PROTOCOL: &str = "sidelight/1";

/// The codec.
#[derive(Default)]
pub(super) struct Own {
    events: bool,
}

impl Tongue for Own {
    fn hear(&mut self, message: &Incoming) -> Vec<FromHost> {
        if !message.is_object()
            || !message.says("protocol", PROTOCOL)
            || !message.says("type", "hello")
        {
            return Vec::new();
        }
        self.events = message.member("events") == Some(&Json::Bool(true));
        vec![FromHost::Greeting]
    }

    fn say(&mut self, said: ToHost<'_>) -> Vec<Message> {
        let (kind, members) = match said {
            ToHost::Ready => ("ready", Vec::new()),
            ToHost::Size(size) => ("height", vec![("height", number(size.height))]),
            ToHost::ScrollTo { top } => ("scroll", vec![("top", number(top))]),
            ToHost::Open { fact_box, open } if self.events => (
                "open",
                vec![("box", text(fact_box)), ("open", Json::Bool(open))],
            ),
            ToHost::Passage { evidence } if self.events => {
                ("passage", vec![("evidence", text(evidence))])
            }
            ToHost::Open { .. } | ToHost::Passage { .. } => return Vec::new(),
        };
        let mut json = object([("protocol", text(PROTOCOL)), ("type", text(kind))]);
        if let Json::Object(all) = &mut json {
            all.extend(
                members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value)),
            );
        }
        vec![Message::Object(json)]
    }

    fn is_spoken_unasked(&self) -> bool {
        true
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
