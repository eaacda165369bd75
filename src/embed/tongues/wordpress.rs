//! WordPress's wp-embed.js: objects with the secret that the host has put into the frame's address, `#?secret=…`.

use super::Tongue;
use crate::embed::conversation::Address;
use crate::embed::message::{FromHost, Incoming, Message, ToHost, number, object, text};

/// The codec; it says nothing in a frame without a secret.
pub(super) struct WordPress {
    secret: Option<String>,
}

impl WordPress {
    pub(super) fn new(address: &Address) -> Self {
        // Other things may stand in the fragment with it.
        let secret = address
            .fragment
            .split(['#', '?', '&'])
            .find_map(|part| part.strip_prefix("secret="))
            .filter(|secret| {
                !secret.is_empty() && secret.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        Self {
            secret: secret.map(str::to_owned),
        }
    }
}

impl Tongue for WordPress {
    fn hear(&mut self, _: &Incoming) -> Vec<FromHost> {
        Vec::new()
    }

    fn say(&mut self, said: ToHost<'_>) -> Vec<Message> {
        match (&self.secret, said) {
            (Some(secret), ToHost::Size(size)) => vec![Message::Object(object([
                ("message", text("height")),
                ("value", number(size.height)),
                ("secret", text(secret)),
            ]))],
            _ => Vec::new(),
        }
    }

    fn is_named_by_address(&self) -> bool {
        self.secret.is_some()
    }
}
