//! Messages between a page and its host: as they are sent, and their meanings.

use sidelight_model::Json;

/// A message that a page sends.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A string.
    Text(String),
    /// An object.
    Object(Json),
}

/// A message that a page has received. It is a string or any other value.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The string. `None` if the message is another value.
    pub text: Option<String>,
    /// The value. For a string, this is the JSON value that it contains, or `null` if it contains none. Of an object's
    /// members, only those named in [`MEMBERS`] are included.
    pub json: Json,
}

/// Names of the members that are read from a host's objects. Their values are strings, numbers or booleans.
pub const MEMBERS: [&str; 7] = [
    "protocol",
    "type",
    "events",
    "sentinel",
    "id",
    "iframeTop",
    "pageYOffset",
];

/// The meaning of a host's message.
#[derive(Debug, Clone, PartialEq)]
pub enum FromHost {
    /// The host uses this protocol and wants to know the height.
    Greeting,
    /// The host wants to know the height again.
    Resize,
    /// The host confirms that it has received the size. No reaction is needed.
    Noticed,
    /// The host asks to show the part of the page with this fragment, without `#`.
    Show(String),
    /// The host's message has to be answered with this message.
    Answer(Message),
}

/// Position of a frame in its host's page, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Distance from the top of the host's view to the frame's top. Negative if the frame's top is above the view.
    pub top: f64,
    /// Distance by which the host's page is scrolled down.
    pub scrolled: f64,
}

/// Size of a page, in whole px.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// The meaning of a message to the host.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ToHost<'a> {
    /// The page is ready to receive messages.
    Ready,
    /// The page has this size.
    Size(Size),
    /// A reader has opened or closed this box.
    Open {
        /// Id of the box.
        fact_box: &'a str,
        /// `true` if the box is open now.
        open: bool,
    },
    /// A reader has gone to this passage.
    Passage {
        /// Id of the passage's evidence.
        evidence: &'a str,
    },
    /// A reader follows a link out of the page.
    Link {
        /// Address of the link.
        url: &'a str,
    },
    /// The host should scroll this position of the page into view.
    ScrollTo {
        /// Distance from the page's top, in px.
        top: u32,
    },
}

impl Position {
    /// Returns the position in the host's page of a point `below` px below the frame's top, in whole px.
    pub(super) fn in_host(self, below: u32) -> u32 {
        let place = self.top + self.scrolled + f64::from(below);
        // The cast turns NaN into 0.
        place.clamp(0.0, 1e9) as u32
    }
}

impl Incoming {
    /// Returns a member of the message's object. Returns `None` if there is no such member or no object.
    pub(super) fn member(&self, name: &str) -> Option<&Json> {
        member(&self.json, name)
    }

    /// Returns `true` if a member is exactly this text.
    pub(super) fn has(&self, name: &str, text: &str) -> bool {
        matches!(self.member(name), Some(Json::Text(said)) if said == text)
    }

    /// Returns `true` if the message was not sent as a string.
    pub(super) fn is_object(&self) -> bool {
        self.text.is_none()
    }

    /// Returns a member that is a finite number, otherwise `None`.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        match self.member(name)? {
            Json::Number(number) if number.is_finite() => Some(*number),
            _ => None,
        }
    }
}

fn member<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    match json {
        Json::Object(members) => members
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value),
        _ => None,
    }
}

/// Value of a member in an object that is sent.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Number(u32),
    /// A boolean.
    Is(bool),
}

/// Returns an object with these members.
pub(super) fn object(members: &[(&str, Value<'_>)]) -> Json {
    let mut object = Vec::with_capacity(members.len());
    for (name, value) in members {
        let value = match value {
            Value::Text(text) => Json::Text((*text).to_owned()),
            Value::Number(number) => Json::Number((*number).into()),
            Value::Is(truth) => Json::Bool(*truth),
        };
        object.push(((*name).to_owned(), value));
    }
    Json::Object(object)
}
