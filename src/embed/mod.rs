//! The page's side of being embedded: telling a host how high the page is, in whatever way the host asks for it.
//!
//! A host page may run any of a dozen scripts that fit frames to their content, and each has a format of its own. There is
//! one codec for each (`tongues`): what a message of the host means ([`FromHost`]), and how what the page has to say
//! ([`ToHost`]) is put. A [`Conversation`] listens for all of them, and answers in those it has heard; until then it
//! speaks the few that their hosts take without having asked. What the frame's address asks for is read by [`options`].
//!
//! *Invariant:* codecs are pure and take any message whatever without a panic; what the page tells is its height, what a
//! reader opened, and its own address, and nothing that it has learnt of the host. Only the wiring (`wiring`), which exists in browsers alone, uses
//! the page.

mod address;
mod conversation;
mod message;
pub mod options;
mod tongues;
#[cfg(feature = "browser")]
mod wiring;

pub use address::Address;
pub use conversation::Conversation;
pub use message::{FromHost, Incoming, MEMBERS, Message, Position, Size, ToHost};
#[cfg(feature = "browser")]
pub use wiring::start;
