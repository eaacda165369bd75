//! Datawrapper's host snippet: an object with the height under a key. Newer snippets go by the frame's window, older
//! ones look for a frame whose address has the key in it, so the key is the end of our path.

use super::Tongue;
use crate::embed::conversation::Address;
use crate::embed::message::{FromHost, Incoming, Message, ToHost, number, object};

/// The codec.
pub(super) struct Datawrapper {
    key: String,
}

impl Datawrapper {
    pub(super) fn new(address: &Address) -> Self {
        // It stands in quotes in a selector of the host's.
        let plain = |part: &&str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        let parts: Vec<&str> = address.path.rsplit('/').filter(plain).take(2).collect();
        let key = match parts.as_slice() {
            [last, before] if address.path.contains(&format!("{before}/{last}")) => {
                format!("{before}/{last}")
            }
            [last, ..] => (*last).to_owned(),
            [] => "/".to_owned(),
        };
        Self { key }
    }
}

impl Tongue for Datawrapper {
    fn hear(&mut self, _: &Incoming) -> Vec<FromHost> {
        Vec::new()
    }

    fn say(&mut self, said: ToHost<'_>) -> Vec<Message> {
        match said {
            ToHost::Size(size) => vec![Message::Object(object([(
                "datawrapper-height",
                object([(&self.key, number(size.height))]),
            )]))],
            _ => Vec::new(),
        }
    }

    fn is_spoken_unasked(&self) -> bool {
        true
    }
}
