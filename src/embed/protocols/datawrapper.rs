//! Datawrapper's host snippet: an object with the height under a key. Newer snippets find the frame by its window. Older
//! ones look for a frame whose address contains the key, so the key is the end of the page's path.

use super::HostProtocol;
use crate::embed::address::Address;
use crate::embed::message::Value::Number;
use crate::embed::message::{FromHost, Incoming, Message, ToHost, object};
use sidelight_model::Json;

/// The codec for Datawrapper. It only sends.
pub(super) struct Datawrapper {
    key: String,
}

impl Datawrapper {
    pub(super) fn new(address: &Address) -> Self {
        // The host's script puts the key into a selector, in quotes.
        let plain = |part: &&str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        let mut parts = address.path.rsplit('/').skip_while(|part| part.is_empty());
        let last = parts.next().filter(plain);
        let before = parts.next().filter(plain);
        let key = match (before, last) {
            (Some(before), Some(last)) => format!("{before}/{last}"),
            (None, Some(last)) => last.to_owned(),
            (_, None) => "/".to_owned(),
        };
        Self { key }
    }
}

impl HostProtocol for Datawrapper {
    fn decode(&mut self, _: &Incoming) -> Vec<FromHost> {
        Vec::new()
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        if let ToHost::Size(size) = meaning {
            let heights = object(&[(&self.key, Number(size.height))]);
            out.push(Message::Object(Json::Object(vec![(
                "datawrapper-height".to_owned(),
                heights,
            )])));
        }
    }

    fn may_start(&self) -> bool {
        true
    }
}
