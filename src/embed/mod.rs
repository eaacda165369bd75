//! The frame's side of embedding: reporting the page's height to the host, in the protocol that the host uses.
//!
//! A host page may run any of a dozen scripts that fit frames to their content. Each script has a protocol of its own, and
//! `protocols` has a codec for each. A codec turns a host's message into a [`FromHost`], and a [`ToHost`] into messages. A
//! [`HostConnection`] listens for all protocols and answers in those that the host has used. Until then, it sends messages
//! only in protocols whose hosts accept unrequested ones. [`options`] reads the options in the frame's address.
//!
//! *Invariant:* codecs are pure, and no message makes them panic. The page sends its size, the boxes and passages that a
//! reader opens, the links that a reader follows, and its own address. It sends nothing that it has learnt about the host,
//! except the id or secret that the host gave to the frame. Only the wiring (`wiring`) accesses the page. It exists only in
//! browsers.

mod address;
mod host_connection;
mod message;
pub mod options;
mod protocols;
#[cfg(feature = "browser")]
mod wiring;

pub use address::Address;
pub use host_connection::HostConnection;
pub use message::{FromHost, Incoming, MEMBERS, Message, Position, Size, ToHost};
#[cfg(feature = "browser")]
pub use wiring::start;
