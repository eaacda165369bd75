//! The exchange of messages with a host whose protocol isn't known at first.

use super::address::Address;
use super::message::{FromHost, Incoming, Message, ToHost};
use super::tongues::{self, Tongue};

/// The protocols that are possible in this frame, and those that the host is known to use.
///
/// Until a protocol is known, each message is sent in every protocol whose hosts accept unrequested messages. After that,
/// messages are sent only in the known protocols. A protocol is known if the host has sent a message in it, or if the
/// frame's address names it.
pub struct Conversation {
    tongues: Vec<Spoken>,
}

struct Spoken {
    tongue: Box<dyn Tongue>,
    heard: bool,
}

impl Conversation {
    /// Creates the conversation for the page at this address. Sends nothing yet.
    pub fn new(address: &Address) -> Self {
        let spoken = |tongue: Box<dyn Tongue>| Spoken {
            heard: tongue.is_named_by_address(),
            tongue,
        };
        Self {
            tongues: tongues::all(address).into_iter().map(spoken).collect(),
        }
    }

    /// Returns the meanings of a host's message. Returns an empty list if no protocol recognises it.
    pub fn hear(&mut self, message: &Incoming) -> Vec<FromHost> {
        for spoken in &mut self.tongues {
            let meant = spoken.tongue.hear(message);
            if !meant.is_empty() {
                spoken.heard = true;
                return meant;
            }
        }
        Vec::new()
    }

    /// Returns the messages that express `said`, in the protocols described at [`Conversation`].
    pub fn say(&mut self, said: ToHost<'_>) -> Vec<Message> {
        let any = self.is_understood();
        let mut messages = Vec::new();
        for spoken in &mut self.tongues {
            let is_meant = if any {
                spoken.heard
            } else {
                spoken.tongue.is_spoken_unasked()
            };
            if is_meant {
                spoken.tongue.say(said, &mut messages);
            }
        }
        messages
    }

    /// Returns `true` if a protocol of the host is known.
    pub fn is_understood(&self) -> bool {
        self.tongues.iter().any(|spoken| spoken.heard)
    }

    /// Returns `true` if the host can scroll its page on request.
    pub fn can_scroll(&self) -> bool {
        self.tongues
            .iter()
            .any(|spoken| spoken.heard && spoken.tongue.can_scroll())
    }
}

#[cfg(test)]
mod tests;
