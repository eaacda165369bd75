//! What goes between a page and its host, as it is sent and as it is meant.

use sidelight_model::Json;

/// A message that a page sends.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A string.
    Text(String),
    /// An object.
    Object(Json),
}

/// A message that a page has got: a string, or anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The string, when it is one.
    pub text: Option<String>,
    /// The value; of a string, what it comes to as JSON, and `null` when it is none. Of an object nothing but its
    /// [`MEMBERS`] need be there.
    pub json: Json,
}

/// The members of objects by which hosts say anything; none of them is an object itself.
pub const MEMBERS: [&str; 7] = [
    "protocol",
    "type",
    "events",
    "sentinel",
    "id",
    "iframeTop",
    "pageYOffset",
];

/// What a host has said.
#[derive(Debug, Clone, PartialEq)]
pub enum FromHost {
    /// That it speaks this way and is to be told the height.
    Greeting,
    /// That it wants to be told the height once more.
    Resize,
    /// That it has taken what it was told; nothing is to be done.
    Noticed,
    /// That this part of the page is to be shown, by its fragment without `#`.
    Show(String),
    /// Something that is to be answered with this.
    Answer(Message),
}

/// Where a frame stands in its host's page, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// From the top of the host's view down to the frame's top; negative above it.
    pub top: f64,
    /// How far the host's page is scrolled down.
    pub scrolled: f64,
}

/// How large a page is, in whole px.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

/// What a page has to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ToHost<'a> {
    /// That it listens.
    Ready,
    /// How large it is.
    Size(Size),
    /// That a reader has opened or closed this box.
    Open {
        /// The box's id.
        fact_box: &'a str,
        /// Whether it is open now.
        open: bool,
    },
    /// That a reader wants to see this passage.
    Passage {
        /// Its evidence's id.
        evidence: &'a str,
    },
    /// That a reader follows a link out of the page.
    Link {
        /// Where it leads.
        url: &'a str,
    },
    /// That what stands so many px below the page's top is to be brought into view.
    ScrollTo {
        /// How many.
        top: u32,
    },
}

impl Position {
    /// Where something that stands so many px below the frame's top is in the host's page, in whole px.
    pub(super) fn in_host(self, below: u32) -> u32 {
        let place = self.top + self.scrolled + f64::from(below);
        // Also what isn't a number becomes one this way.
        place.clamp(0.0, 1e9) as u32
    }
}

impl Incoming {
    /// A member of the object that it is.
    pub(super) fn member(&self, name: &str) -> Option<&Json> {
        member(&self.json, name)
    }

    /// Whether a member is just this text.
    pub(super) fn says(&self, name: &str, text: &str) -> bool {
        matches!(self.member(name), Some(Json::Text(said)) if said == text)
    }

    /// The object that was sent as such, rather than as a string.
    pub(super) fn is_object(&self) -> bool {
        self.text.is_none()
    }

    /// A member that is a finite number.
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

/// A value in an object that is sent.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Number(u32),
    /// Whether something is so.
    Is(bool),
}

/// An object of plain members.
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
