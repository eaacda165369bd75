//! WordPress's wp-embed.js: objects with the secret that the host has put into the frame's address, `#?secret=…`.

use super::{HostProtocol, is_between};
use crate::embed::address::Address;
use crate::embed::message::Value::{Number, Text};
use crate::embed::message::{FromHost, Incoming, Message, ToHost, object};

/// The codec. It sends nothing in a frame without a secret.
pub(super) struct WordPress {
    secret: Option<String>,
}

impl WordPress {
    pub(super) fn new(address: &Address) -> Self {
        // The fragment may have other parts too.
        let secret = address
            .fragment
            .split(is_between)
            .find_map(|part| part.strip_prefix("secret="))
            .filter(|secret| {
                !secret.is_empty() && secret.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        Self {
            secret: secret.map(str::to_owned),
        }
    }
}

impl HostProtocol for WordPress {
    fn decode(&mut self, _: &Incoming) -> Vec<FromHost> {
        Vec::new()
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        let Some(secret) = &self.secret else {
            return;
        };
        let (message, value) = match meaning {
            ToHost::Size(size) => ("height", Number(size.height)),
            // In WordPress's sandbox no link opens by itself, so the host opens it.
            ToHost::Link { url } => ("link", Text(url)),
            _ => return,
        };
        out.push(Message::Object(object(&[
            ("message", Text(message)),
            ("value", value),
            ("secret", Text(secret)),
        ])));
    }

    fn is_named_by_address(&self) -> bool {
        self.secret.is_some()
    }
}
