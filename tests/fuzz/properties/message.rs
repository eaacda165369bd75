//! Messages of any host page, in all protocols. They can only mean a few things. Answers are well-formed, and reveal only
//! sizes, the boxes that a reader opened, and the page's own address.
//!
//! The first four lines of the input are the page's address: the URL, its path, its fragment, and pym.js's id of the
//! frame. Each further line is a message. It is JSON as `postMessage` would carry it, or the members of an object after a
//! `!`, or any other text as a string. Members are written `name=value`, separated by spaces; their numbers may be `NaN`
//! and `inf`.

use sidelight::embed::{
    Address, FromHost, HostConnection, Incoming, MEMBERS, Message, Size, ToHost,
};
use sidelight_model::Json;

/// The longest string that the page reads from a host.
const MAX_TEXT: usize = 8192;

/// The number of messages that are read from an input.
const MAX_MESSAGES: usize = 64;

/// Prefix of iframe-resizer's messages.
const RESIZER: &str = "[iFrameSizer]";

/// Prefix of pym.js's messages, and the separator of their parts.
const PYM: &str = "pymxPYMx";
const BETWEEN: &str = "xPYMx";

/// The texts in the page's objects.
const KNOWN: [&str; 12] = [
    "sidelight/1",
    "ready",
    "height",
    "scroll",
    "open",
    "passage",
    "amp",
    "embed-ready",
    "embed-size",
    "interactive:height",
    "iframe-resized",
    "link",
];

const FACT_BOX: &str = "deaths";
const EVIDENCE: &str = "killed-1";
const URL: &str = "https://example.org/a?b=\"c\"";

const SAID: [ToHost<'_>; 9] = [
    ToHost::Ready,
    size(0, 0),
    size(640, 1234),
    size(u32::MAX, u32::MAX),
    ToHost::Open {
        fact_box: FACT_BOX,
        open: true,
    },
    ToHost::Passage { evidence: EVIDENCE },
    ToHost::Link { url: URL },
    ToHost::ScrollTo { top: u32::MAX },
    ToHost::ScrollTo { top: 56 },
];

const fn size(width: u32, height: u32) -> ToHost<'static> {
    ToHost::Size(Size { width, height })
}

pub fn message(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let mut lines = input.split('\n');
    let mut line = || lines.next().unwrap_or_default().to_owned();
    let address = Address {
        href: line(),
        path: line(),
        fragment: line(),
        child_id: Some(line()).filter(|id| !id.is_empty()),
    };
    let mut host = Host {
        connection: HostConnection::new(&address),
        address,
        called: None,
    };
    host.check_all_said();
    for line in lines.take(MAX_MESSAGES) {
        if let Some(message) = incoming(line) {
            host.check_heard(&message);
            host.check_all_said();
        }
    }
}

/// Returns a message as the page passes it on. Returns `None` if it is too long to be read.
fn incoming(line: &str) -> Option<Incoming> {
    let object = |json: Json| Incoming { text: None, json };
    let text = match (line.strip_prefix('!'), serde_json::from_str::<Json>(line)) {
        (Some(members), _) => {
            let members = members.split(' ').filter_map(|member| {
                let (name, value) = member.split_once('=')?;
                Some((name.to_owned(), plain_value(value)))
            });
            return Some(object(plain_members(Json::Object(members.collect()))));
        }
        (None, Ok(Json::Text(text))) => text,
        (None, Ok(json)) => return Some(object(plain_members(json))),
        (None, Err(_)) => line.to_owned(),
    };
    let json = match serde_json::from_str(&text) {
        Ok(json) if text.starts_with('{') => plain_members(json),
        _ => Json::Null,
    };
    (text.encode_utf16().count() <= MAX_TEXT).then_some(Incoming {
        text: Some(text),
        json,
    })
}

fn plain_value(value: &str) -> Json {
    match (value.parse(), value.parse()) {
        (Ok(number), _) => Json::Number(number),
        (_, Ok(truth)) => Json::Bool(truth),
        _ => Json::Text(value.to_owned()),
    }
}

/// Returns the members of an object that the page reads. If a name is repeated, the last one counts.
fn plain_members(json: Json) -> Json {
    let Json::Object(members) = json else {
        return Json::Null;
    };
    let plain = MEMBERS.iter().filter_map(|name| {
        let (_, value) = members.iter().rev().find(|(known, _)| known == name)?;
        let is_plain = matches!(value, Json::Text(_) | Json::Number(_) | Json::Bool(_));
        is_plain.then(|| ((*name).to_owned(), value.clone()))
    });
    Json::Object(plain.collect())
}

/// A host, as the page knows it.
struct Host {
    connection: HostConnection,
    address: Address,
    /// The id that iframe-resizer has given the frame.
    called: Option<String>,
}

impl Host {
    fn check_heard(&mut self, message: &Incoming) {
        let was_understood = self.connection.is_known();
        let meant = self.connection.decode(message);
        assert!(meant.len() <= 1, "{message:?}: {meant:?}");
        assert_eq!(
            self.connection.is_known(),
            was_understood || !meant.is_empty(),
            "{message:?}"
        );
        for meant in &meant {
            match meant {
                FromHost::Show(fragment) => assert!(!fragment.starts_with('#'), "{fragment}"),
                FromHost::Answer(Message::Text(answer)) => {
                    let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
                    let place = answer["y"].as_u64().unwrap();
                    assert!(place <= 1_000_000_000, "{answer}");
                }
                FromHost::Answer(Message::Object(answer)) => panic!("{answer:?}"),
                FromHost::Greeting => self.is_called(message),
                FromHost::Resize | FromHost::Noticed => {}
            }
        }
        // An answer is given only once. Any other message has the same meaning when it is repeated.
        if !matches!(meant.as_slice(), [FromHost::Answer(_)]) {
            assert_eq!(self.connection.decode(message), meant, "{message:?}");
        }
    }

    /// Records the frame's id from a greeting of iframe-resizer.
    fn is_called(&mut self, message: &Incoming) {
        let text = message.text.as_deref().unwrap_or_default();
        if let Some((id, _)) = text
            .strip_prefix(RESIZER)
            .and_then(|rest| rest.split_once(':'))
        {
            self.called = Some(id.to_owned());
        }
    }

    fn check_all_said(&mut self) {
        if self.connection.can_scroll() {
            assert!(self.connection.is_known());
        }
        for said in SAID {
            for message in self.connection.encode(said) {
                match &message {
                    Message::Text(text) => self.check_text(said, text),
                    Message::Object(json) => self.check_object(said, json),
                }
            }
        }
    }

    /// Checks a string that the page sends: a host that splits it finds the original parts.
    fn check_text(&self, said: ToHost<'_>, text: &str) {
        if let Some(rest) = text.strip_prefix(RESIZER) {
            let (id, parts) = rest.split_once(':').unwrap();
            assert_eq!(Some(id), self.called.as_deref(), "{text}");
            let parts: Vec<&str> = parts.split(':').collect();
            let number = |at: usize| parts[at].parse::<u32>().unwrap();
            assert_eq!(parts.len(), 3, "{text}");
            match said {
                // Version 5 rejects sizes that contain a 0.
                ToHost::Size(size) => {
                    assert_eq!(
                        (number(0), number(1)),
                        (size.height.max(1), size.width.max(1))
                    );
                }
                ToHost::ScrollTo { top } => assert_eq!((number(0), number(1)), (top, 0)),
                _ => panic!("{said:?}: {text}"),
            }
        } else if let Some(rest) = text.strip_prefix(PYM) {
            let mut parts = rest.rsplitn(3, BETWEEN);
            let (value, kind, id) = (parts.next(), parts.next(), parts.next());
            assert_eq!(id, self.address.child_id.as_deref(), "{text}");
            let (expected, number) = match said {
                ToHost::Size(size) => ("height", size.height),
                ToHost::ScrollTo { top } => ("scrollToChildPos", top),
                _ => panic!("{said:?}: {text}"),
            };
            assert_eq!(kind, Some(expected), "{text}");
            assert_eq!(value, Some(&*number.to_string()), "{text}");
        } else if text.starts_with('{') {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            match (said, json["type"].as_str()) {
                (ToHost::Size(size), Some("set-height")) => assert_eq!(json["value"], size.height),
                (ToHost::Size(size), None) => {
                    assert_eq!(json["height"], size.height);
                    assert_eq!(json["src"], *self.address.href);
                }
                (ToHost::ScrollTo { .. }, Some("get-position")) => {}
                _ => panic!("{said:?}: {text}"),
            }
        } else {
            assert_eq!((said, text), (ToHost::Ready, "[iFrameResizerChild]Ready"));
        }
    }

    /// Checks an object that the page sends: its numbers come from `said`, and all its texts are known.
    fn check_object(&self, said: ToHost<'_>, json: &Json) {
        let known = |text: &str| {
            let is_in_address = !text.is_empty() && self.address.fragment.contains(text);
            KNOWN.contains(&text) || [FACT_BOX, EVIDENCE, URL].contains(&text) || is_in_address
        };
        match json {
            Json::Object(members) => {
                assert!(!members.is_empty());
                for (name, value) in members {
                    assert!(!name.is_empty());
                    self.check_object(said, value);
                }
            }
            Json::Text(text) => assert!(known(text), "{said:?}: {text}"),
            Json::Number(number) => {
                let expected = match said {
                    ToHost::Size(size) => [size.width, size.height],
                    ToHost::ScrollTo { top } => [top, top],
                    _ => panic!("{said:?}: {number}"),
                };
                assert!(
                    expected.map(f64::from).contains(number),
                    "{said:?}: {number}"
                );
            }
            Json::Bool(_) => assert!(matches!(said, ToHost::Open { .. }), "{said:?}"),
            Json::Null | Json::List(_) => panic!("{said:?}: {json:?}"),
        }
    }
}
