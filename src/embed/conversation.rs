//! Talking to a host of whom nothing is known at first.

use super::address::Address;
use super::message::{FromHost, Incoming, Message, ToHost};
use super::tongues::{self, Tongue};

/// What has been heard so far, and in which tongues.
///
/// Before anything was heard, messages go out in every tongue whose hosts take them unasked; from then on only in those that
/// were heard, or that the address names.
pub struct Conversation {
    tongues: Vec<Spoken>,
}

struct Spoken {
    tongue: Box<dyn Tongue>,
    heard: bool,
}

impl Conversation {
    /// A conversation that is about to begin on the page at this address.
    pub fn new(address: &Address) -> Self {
        let spoken = |tongue: Box<dyn Tongue>| Spoken {
            heard: tongue.is_named_by_address(),
            tongue,
        };
        Self {
            tongues: tongues::all(address).into_iter().map(spoken).collect(),
        }
    }

    /// What a message of the host means; nothing, for one that nobody here understands.
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

    /// The messages that tell this to the host.
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

    /// Whether the host is known to listen.
    pub fn is_understood(&self) -> bool {
        self.tongues.iter().any(|spoken| spoken.heard)
    }

    /// Whether the host would help to scroll to a place in the page.
    pub fn can_scroll(&self) -> bool {
        self.tongues
            .iter()
            .any(|spoken| spoken.heard && spoken.tongue.can_scroll())
    }
}

#[cfg(test)]
mod tests;
