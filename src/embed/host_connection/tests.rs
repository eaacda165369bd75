//! Tests of the protocols in which messages are sent to different hosts.

use super::*;
use crate::embed::message::{Size, Value, object};
use sidelight_model::Json;

const SIZE: ToHost<'_> = ToHost::Size(Size {
    width: 300,
    height: 100,
});

fn text_message(text: &str) -> Incoming {
    Incoming {
        text: Some(text.into()),
        json: Json::Null,
    }
}

fn object_with(members: [(&str, &str); 2]) -> Incoming {
    Incoming {
        text: None,
        json: object(&members.map(|(name, value)| (name, Value::Text(value)))),
    }
}

#[test]
fn to_a_host_that_has_said_nothing_it_is_said_in_every_tongue_that_may_be() {
    let mut connection = HostConnection::new(&Address::default());
    assert!(!connection.is_known());
    assert_eq!(
        connection.encode(ToHost::Ready).len(),
        2,
        "ours, iframe-resizer"
    );
    assert_eq!(
        connection.encode(SIZE).len(),
        6,
        "ours, AMP, the Guardian in two ways, Datawrapper, iframe.resize"
    );
}

#[test]
fn to_a_host_that_has_spoken_it_is_said_in_its_tongue_alone() {
    let mut connection = HostConnection::new(&Address::default());
    assert_eq!(connection.decode(&text_message("[iFrameSizer]resize")), []);
    assert!(!connection.is_known(), "it hasn't begun");
    let init = "[iFrameSizer]a:8:false:false:32:true:true:null:bodyOffset:null:null:0:false";
    assert_eq!(connection.decode(&text_message(init)), [FromHost::Greeting]);
    let message = Message::Text("[iFrameSizer]a:100:300:init".into());
    assert_eq!(connection.encode(SIZE), [message]);
    assert!(connection.is_known());
    assert_eq!(
        connection.decode(&text_message("[iFrameSizer]resize")),
        [FromHost::Resize]
    );
    assert!(connection.can_scroll());

    let hello = object_with([("protocol", "sidelight/1"), ("type", "hello")]);
    assert_eq!(connection.decode(&hello), [FromHost::Greeting]);
    assert_eq!(connection.encode(SIZE).len(), 2, "it speaks both");
}

#[test]
fn an_address_tells_of_some_hosts() {
    for (child_id, fragment, count) in [
        (Some("story"), "", 1),
        (None, "#?secret=abc", 1),
        (None, "#amp=1", 1),
        (Some("story"), "#amp=1&secret=abc", 3),
    ] {
        let mut connection = HostConnection::new(&Address {
            child_id: child_id.map(str::to_owned),
            fragment: fragment.into(),
            ..Address::default()
        });
        assert!(connection.is_known());
        assert_eq!(
            connection.encode(SIZE).len(),
            count,
            "{child_id:?} {fragment}"
        );
    }
}

#[test]
fn what_nobody_understands_changes_nothing() {
    let mut connection = HostConnection::new(&Address::default());
    for message in [
        text_message(""),
        text_message("hello"),
        object_with([("type", "x"), ("id", "y")]),
    ] {
        assert_eq!(connection.decode(&message), []);
    }
    assert!(!connection.is_known());
    assert!(!connection.can_scroll());
}
