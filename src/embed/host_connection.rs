//! The exchange of messages with a host whose protocol isn't known at first.

use super::address::Address;
use super::message::{FromHost, Incoming, Message, ToHost};
use super::protocols::{self, HostProtocol};

/// The protocols that are possible in this frame, and those that the host is known to use.
///
/// Until a protocol is known, each message is sent in every protocol whose hosts accept unrequested messages. After that,
/// messages are sent only in the known protocols. A protocol is known if the host has sent a message in it, or if the
/// frame's address names it.
pub struct HostConnection {
    protocols: Vec<Candidate>,
}

struct Candidate {
    protocol: Box<dyn HostProtocol>,
    is_used: bool,
}

impl HostConnection {
    /// Creates the connection for the page at this address. Sends nothing yet.
    pub fn new(address: &Address) -> Self {
        let candidate = |protocol: Box<dyn HostProtocol>| Candidate {
            is_used: protocol.is_named_by_address(),
            protocol,
        };
        Self {
            protocols: protocols::all(address).into_iter().map(candidate).collect(),
        }
    }

    /// Returns the meanings of a host's message. Returns an empty list if no protocol recognises it.
    pub fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        for candidate in &mut self.protocols {
            let meanings = candidate.protocol.decode(message);
            if !meanings.is_empty() {
                candidate.is_used = true;
                return meanings;
            }
        }
        Vec::new()
    }

    /// Returns the messages that express a meaning, in the protocols described at [`HostConnection`].
    pub fn encode(&mut self, meaning: ToHost<'_>) -> Vec<Message> {
        let is_known = self.is_known();
        let mut messages = Vec::new();
        for candidate in &mut self.protocols {
            let sends = if is_known {
                candidate.is_used
            } else {
                candidate.protocol.may_start()
            };
            if sends {
                candidate.protocol.encode(meaning, &mut messages);
            }
        }
        messages
    }

    /// Returns `true` if a protocol of the host is known.
    pub fn is_known(&self) -> bool {
        self.protocols.iter().any(|candidate| candidate.is_used)
    }

    /// Returns `true` if the host can scroll its page on request.
    pub fn can_scroll(&self) -> bool {
        self.protocols
            .iter()
            .any(|candidate| candidate.is_used && candidate.protocol.can_scroll())
    }
}

#[cfg(test)]
mod tests;
