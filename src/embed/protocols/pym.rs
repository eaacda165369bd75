//! pym.js 1.3: strings of four parts, `pymxPYMx<id>xPYMx<type>xPYMx<payload>`. The host puts the id into the frame's
//! address.

use super::HostProtocol;
use crate::embed::address::Address;
use crate::embed::message::{FromHost, Incoming, Message, ToHost};

const BEGIN: &str = "pymxPYMx";
const BETWEEN: &str = "xPYMx";

/// The codec. It sends nothing in a frame that pym.js didn't make.
pub(super) struct Pym {
    id: Option<String>,
}

impl Pym {
    pub(super) fn new(address: &Address) -> Self {
        Self {
            id: address.child_id.clone(),
        }
    }
}

impl HostProtocol for Pym {
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        let (Some(id), Some(text)) = (&self.id, &message.text) else {
            return Vec::new();
        };
        let width = text
            .strip_prefix(BEGIN)
            .and_then(|rest| rest.strip_prefix(id.as_str()))
            .and_then(|rest| rest.strip_prefix(BETWEEN))
            .and_then(|rest| rest.strip_prefix("width"))
            .and_then(|rest| rest.strip_prefix(BETWEEN));
        width.map(|_| FromHost::Resize).into_iter().collect()
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        let Some(id) = &self.id else {
            return;
        };
        let (kind, payload) = match meaning {
            ToHost::Size(size) => ("height", size.height),
            ToHost::ScrollTo { top } => ("scrollToChildPos", top),
            ToHost::Ready | ToHost::Open { .. } | ToHost::Passage { .. } | ToHost::Link { .. } => {
                return;
            }
        };
        out.push(Message::Text(format!(
            "{BEGIN}{id}{BETWEEN}{kind}{BETWEEN}{payload}"
        )));
    }

    fn is_named_by_address(&self) -> bool {
        self.id.is_some()
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
