use super::HostProtocol;
use crate::embed::message::Value::{Is, Number, Text};
use crate::embed::message::{FromHost, Incoming, Message, ToHost, object};
use sidelight_model::Json;

const PROTOCOL: &str = "sidelight/1";

/// The codec of Sidelight's own protocol, which consists of objects. A host can ask for events when it greets the page.
#[derive(Default)]
pub(super) struct Own {
    events: bool,
}

impl HostProtocol for Own {
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        if !message.is_object()
            || !message.has("protocol", PROTOCOL)
            || !message.has("type", "hello")
        {
            return Vec::new();
        }
        self.events = matches!(message.member("events"), Some(Json::Bool(true)));
        vec![FromHost::Greeting]
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        let mut members = vec![("protocol", Text(PROTOCOL))];
        match meaning {
            ToHost::Ready => members.push(("type", Text("ready"))),
            ToHost::Size(size) => {
                members.extend([("type", Text("height")), ("height", Number(size.height))]);
            }
            ToHost::ScrollTo { top } => {
                members.extend([("type", Text("scroll")), ("top", Number(top))]);
            }
            ToHost::Open { fact_box, open } if self.events => {
                members.extend([("type", Text("open")), ("box", Text(fact_box))]);
                members.push(("open", Is(open)));
            }
            ToHost::Passage { evidence } if self.events => {
                members.extend([("type", Text("passage")), ("evidence", Text(evidence))]);
            }
            ToHost::Open { .. } | ToHost::Passage { .. } | ToHost::Link { .. } => return,
        }
        out.push(Message::Object(object(&members)));
    }

    fn may_start(&self) -> bool {
        true
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
