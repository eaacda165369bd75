//! AMP's amp-iframe, and @newswire/frames 1.0 and Sidechain 1.1, which adopted its format: objects with `sentinel: "amp"`.
//! These hosts accept unrequested heights. AMP marks the frame's address with `#amp=1`.

use super::{HostProtocol, is_between};
use crate::embed::address::Address;
use crate::embed::message::Value::{Number, Text};
use crate::embed::message::{FromHost, Incoming, Message, ToHost, object};

/// The codec for AMP and the scripts with its format.
pub(super) struct Amp {
    is_amp: bool,
}

impl Amp {
    pub(super) fn new(address: &Address) -> Self {
        Self {
            is_amp: address
                .fragment
                .split(is_between)
                .any(|part| part == "amp=1"),
        }
    }
}

impl HostProtocol for Amp {
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        if !message.is_object() || !message.has("sentinel", "amp") {
            Vec::new()
        } else if message.has("type", "frames-init") {
            vec![FromHost::Greeting]
        } else if message.has("type", "embed-size-changed") {
            vec![FromHost::Noticed]
        } else {
            Vec::new()
        }
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        let sentinel = ("sentinel", Text("amp"));
        out.push(Message::Object(match meaning {
            // Makes AMP remove the placeholder that it shows until then.
            ToHost::Ready if self.is_amp => object(&[sentinel, ("type", Text("embed-ready"))]),
            ToHost::Size(size) => object(&[
                sentinel,
                ("type", Text("embed-size")),
                ("height", Number(size.height)),
            ]),
            _ => return,
        }));
    }

    fn is_named_by_address(&self) -> bool {
        self.is_amp
    }

    fn may_start(&self) -> bool {
        true
    }
}
