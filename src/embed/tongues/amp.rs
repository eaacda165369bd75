//! AMP's amp-iframe, and @newswire/frames 1.0 and Sidechain 1.1, which took over its format: objects with
//! `sentinel: "amp"`. They take the height without having asked. AMP marks the frame's address with `#amp=1`.

use super::Tongue;
use crate::embed::conversation::Address;
use crate::embed::message::{FromHost, Incoming, Message, ToHost, number, object, text};

/// The codec.
pub(super) struct Amp {
    is_amp: bool,
}

impl Amp {
    pub(super) fn new(address: &Address) -> Self {
        Self {
            is_amp: address
                .fragment
                .trim_start_matches('#')
                .split('&')
                .any(|part| part == "amp=1"),
        }
    }
}

impl Tongue for Amp {
    fn hear(&mut self, message: &Incoming) -> Vec<FromHost> {
        if !message.is_object() || !message.says("sentinel", "amp") {
            Vec::new()
        } else if message.says("type", "frames-init") {
            vec![FromHost::Greeting]
        } else if message.says("type", "embed-size-changed") {
            vec![FromHost::Noticed]
        } else {
            Vec::new()
        }
    }

    fn say(&mut self, said: ToHost<'_>) -> Vec<Message> {
        let message = |kind| ("type", text(kind));
        let sentinel = ("sentinel", text("amp"));
        match said {
            // Ends what AMP shows in the frame's place until then.
            ToHost::Ready if self.is_amp => {
                vec![Message::Object(object([sentinel, message("embed-ready")]))]
            }
            ToHost::Size(size) => vec![Message::Object(object([
                sentinel,
                message("embed-size"),
                ("height", number(size.height)),
            ]))],
            _ => Vec::new(),
        }
    }

    fn is_named_by_address(&self) -> bool {
        self.is_amp
    }

    fn is_spoken_unasked(&self) -> bool {
        true
    }
}
