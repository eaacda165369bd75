//! Tests of each protocol with tables: the meanings of a host's messages, and the messages that the page sends.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::embed::message::Size;
use sidelight_model::Json;

/// Returns the address for all tables. No host has added anything to it.
fn address() -> Address {
    Address {
        href: "https://example.org/news/slug/deaths/?embed&a=\"b\"".into(),
        path: "/news/slug/deaths/".into(),
        ..Address::default()
    }
}

fn with_fragment(fragment: &str) -> Address {
    Address {
        fragment: fragment.into(),
        ..address()
    }
}

fn named(child_id: &str) -> Address {
    Address {
        child_id: Some(child_id.into()),
        ..address()
    }
}

fn tree(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(number) => Json::Number(number.as_f64().unwrap_or_default()),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(items) => Json::List(items.iter().map(tree).collect()),
        Value::Object(members) => Json::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), tree(value)))
                .collect(),
        ),
    }
}

fn plain(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => json!(truth),
        Json::Number(number) if number.fract() == 0.0 => json!(*number as i64),
        Json::Number(number) => json!(number),
        Json::Text(text) => json!(text),
        Json::List(items) => items.iter().map(plain).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

/// Converts a message to the form in which the page passes it on.
fn incoming(message: &Value) -> Incoming {
    match message {
        Value::String(text) => Incoming {
            json: serde_json::from_str(text).map_or(Json::Null, |value| tree(&value)),
            text: Some(text.clone()),
        },
        other => Incoming {
            text: None,
            json: tree(other),
        },
    }
}

/// Converts a message to the form in which a host receives it.
fn outgoing(message: &Message) -> Value {
    match message {
        Message::Text(text) => json!(text),
        Message::Object(json) => plain(json),
    }
}

fn decode(protocol: &mut dyn HostProtocol, message: &Value) -> Vec<FromHost> {
    protocol.decode(&incoming(message))
}

fn encode(protocol: &mut dyn HostProtocol, meaning: ToHost<'_>) -> Vec<Value> {
    let mut messages = Vec::new();
    protocol.encode(meaning, &mut messages);
    messages.iter().map(outgoing).collect()
}

const SIZE: ToHost<'_> = ToHost::Size(Size {
    width: 640,
    height: 1234,
});
const SCROLL: ToHost<'_> = ToHost::ScrollTo { top: 56 };
const OPEN: ToHost<'_> = ToHost::Open {
    fact_box: "deaths",
    open: true,
};
const PASSAGE: ToHost<'_> = ToHost::Passage { evidence: "a-1" };

const LINK: ToHost<'_> = ToHost::Link {
    url: "https://example.org/news/slug/",
};

/// Every message to a host, except that a reader follows a link.
const ALL: [ToHost<'_>; 5] = [ToHost::Ready, SIZE, SCROLL, OPEN, PASSAGE];

/// Checks the messages that a protocol sends for each item of [`ALL`], in that order.
#[track_caller]
fn check_encodes(protocol: &mut dyn HostProtocol, expected: [&[Value]; 5]) {
    for (meaning, expected) in ALL.into_iter().zip(expected) {
        assert_eq!(encode(protocol, meaning), expected, "{meaning:?}");
    }
    assert_eq!(encode(protocol, LINK), [""; 0], "WordPress alone is told");
}

#[track_caller]
fn check_decodes(protocol: &mut dyn HostProtocol, table: &[(Value, &[FromHost])]) {
    for (message, meant) in table {
        assert_eq!(decode(protocol, message), *meant, "{message}");
    }
}

const GREETING: &[FromHost] = &[FromHost::Greeting];
const RESIZE: &[FromHost] = &[FromHost::Resize];

#[test]
fn our_own() {
    let mut own = own::Own::default();
    let message = |kind: &str| json!({ "protocol": "sidelight/1", "type": kind });
    let height = json!({ "protocol": "sidelight/1", "type": "height", "height": 1234 });
    let scroll = json!({ "protocol": "sidelight/1", "type": "scroll", "top": 56 });
    check_encodes(
        &mut own,
        [
            &[message("ready")],
            std::slice::from_ref(&height),
            std::slice::from_ref(&scroll),
            &[],
            &[],
        ],
    );
    check_decodes(
        &mut own,
        &[
            (message("hello"), GREETING),
            (json!({ "protocol": "sidelight/2", "type": "hello" }), &[]),
            (json!({ "type": "hello" }), &[]),
            (
                json!("{\"protocol\":\"sidelight/1\",\"type\":\"hello\"}"),
                &[],
            ),
            (
                json!({ "protocol": "sidelight/1", "type": "hello", "events": true }),
                GREETING,
            ),
        ],
    );
    let open = json!({ "protocol": "sidelight/1", "type": "open", "box": "deaths", "open": true });
    let passage = json!({ "protocol": "sidelight/1", "type": "passage", "evidence": "a-1" });
    check_encodes(
        &mut own,
        [
            &[message("ready")],
            &[height],
            &[scroll],
            &[open],
            &[passage],
        ],
    );
}

#[test]
fn pym() {
    let mut pym = pym::Pym::new(&named("story-1"));
    assert!(pym.is_named_by_address());
    check_encodes(
        &mut pym,
        [
            &[],
            &[json!("pymxPYMxstory-1xPYMxheightxPYMx1234")],
            &[json!("pymxPYMxstory-1xPYMxscrollToChildPosxPYMx56")],
            &[],
            &[],
        ],
    );
    check_decodes(
        &mut pym,
        &[
            (json!("pymxPYMxstory-1xPYMxwidthxPYMx640"), RESIZE),
            (json!("pymxPYMxstory-2xPYMxwidthxPYMx640"), &[]),
            (
                json!("pymxPYMxstory-1xPYMxviewport-iframe-positionxPYMx1 2 3 4 5 6"),
                &[],
            ),
            (json!("pymxPYMxstory-1xPYMxwidth"), &[]),
            (json!("pymxPYMx"), &[]),
            (json!(7), &[]),
        ],
    );
    let mut elsewhere = pym::Pym::new(&address());
    assert!(!elsewhere.is_named_by_address());
    check_encodes(&mut elsewhere, [&[], &[], &[], &[], &[]]);
    check_decodes(
        &mut elsewhere,
        &[(json!("pymxPYMxstory-1xPYMxwidthxPYMx640"), &[])],
    );
}

#[test]
fn iframe_resizer() {
    let mut resizer = iframe_resizer::IframeResizer::default();
    check_encodes(
        &mut resizer,
        [&[json!("[iFrameResizerChild]Ready")], &[], &[], &[], &[]],
    );
    let version_4 = "[iFrameSizer]frame0:8:false:false:32:true:true:null:bodyOffset:null:null:0:false:parent:scroll:true";
    let legacy =
        "[iFrameSizer]ID:0:false:false:32:true:true::auto:::0:false:child:auto:true:::true:::false";
    check_decodes(
        &mut resizer,
        &[
            (json!("[iFrameSizer]frame0:8:false"), &[]),
            (json!("[iFrameSizer]"), &[]),
            (json!(version_4), GREETING),
        ],
    );
    check_encodes(
        &mut resizer,
        [
            &[],
            &[json!("[iFrameSizer]frame0:1234:640:init")],
            &[json!("[iFrameSizer]frame0:56:0:scrollToOffset")],
            &[],
            &[],
        ],
    );
    let mut again = |message: &str, expected: &str| {
        decode(&mut resizer, &json!(message));
        assert_eq!(encode(&mut resizer, SIZE), [json!(expected)]);
    };
    again("", "[iFrameSizer]frame0:1234:640:resizeObserver");
    again(version_4, "[iFrameSizer]frame0:1234:640:resizeObserver");
    again(legacy, "[iFrameSizer]ID:1234:640:init");
    again(legacy, "[iFrameSizer]ID:1234:640:resizeObserver");
    let nothing = ToHost::Size(Size {
        width: 0,
        height: 0,
    });
    assert_eq!(
        encode(&mut resizer, nothing),
        [json!("[iFrameSizer]ID:1:1:resizeObserver")],
        "version 5 takes no nought"
    );
    check_decodes(
        &mut resizer,
        &[
            (json!("[iFrameSizer]resize"), RESIZE),
            (json!("[iFrameSizer]reset"), RESIZE),
            (
                json!("[iFrameSizer]moveToAnchor:fact-a"),
                &[FromHost::Show("fact-a".into())],
            ),
            (json!("[iFrameSizer]pageInfo:{}"), &[]),
            (json!("[iFrameSizer]message:\"x\""), &[]),
        ],
    );
}

#[test]
fn open_iframe_resizer() {
    let mut resizer = open_iframe_resizer::OpenIframeResizer;
    check_decodes(
        &mut resizer,
        &[
            (
                json!({ "type": "iframe-child-init", "bodyMargin": "0" }),
                GREETING,
            ),
            (json!({ "type": "iframe-get-child-dimensions" }), RESIZE),
            (json!({ "type": 1 }), &[]),
            (json!("{\"type\":\"iframe-child-init\"}"), &[]),
        ],
    );
    let size = json!({ "type": "iframe-resized", "width": 640, "height": 1234 });
    check_encodes(&mut resizer, [&[], &[size], &[], &[], &[]]);
}

#[test]
fn amp() {
    let size = json!({ "sentinel": "amp", "type": "embed-size", "height": 1234 });
    let mut frames = amp::Amp::new(&address());
    assert!(!frames.is_named_by_address());
    check_encodes(
        &mut frames,
        [&[], std::slice::from_ref(&size), &[], &[], &[]],
    );
    check_decodes(
        &mut frames,
        &[
            (
                json!({ "sentinel": "amp", "type": "frames-init" }),
                GREETING,
            ),
            (
                json!({ "sentinel": "amp", "type": "embed-size-changed" }),
                &[FromHost::Noticed],
            ),
            (json!({ "sentinel": "amp", "type": "intersection" }), &[]),
            (json!({ "type": "frames-init" }), &[]),
        ],
    );
    for fragment in ["#amp=1", "#?secret=a1&amp=1"] {
        let mut amp = amp::Amp::new(&with_fragment(fragment));
        assert!(amp.is_named_by_address());
        let ready = json!({ "sentinel": "amp", "type": "embed-ready" });
        check_encodes(
            &mut amp,
            [&[ready], std::slice::from_ref(&size), &[], &[], &[]],
        );
    }
}

#[test]
fn datawrapper() {
    let height = |key: &str| json!({ "datawrapper-height": { key: 1234 } });
    for (path, key) in [
        ("/news/slug/deaths/", "slug/deaths"),
        ("/slug/", "slug"),
        ("/", "/"),
        ("/it's/slug/", "slug"),
        ("/a/it's/slug/", "slug"),
        ("/a/it's/", "/"),
    ] {
        let mut datawrapper = datawrapper::Datawrapper::new(&Address {
            path: path.into(),
            ..address()
        });
        assert_eq!(encode(&mut datawrapper, SIZE), [height(key)], "{path}");
        assert!(path.contains(key));
    }
    check_encodes(
        &mut datawrapper::Datawrapper::new(&address()),
        [&[], &[height("slug/deaths")], &[], &[], &[]],
    );
}

#[test]
fn iframe_resize() {
    let text = r#"{"src":"https://example.org/news/slug/deaths/?embed&a=\"b\"","context":"iframe.resize","height":1234}"#;
    serde_json::from_str::<Value>(text).unwrap();
    check_encodes(
        &mut iframe_resize::IframeResize::new(&address()),
        [&[], &[json!(text)], &[], &[], &[]],
    );
}

#[test]
fn guardian() {
    let mut guardian = guardian::Guardian::default();
    let set_height = json!(r#"{"id":"sidelight","type":"set-height","value":1234}"#);
    let interactive = json!({ "kind": "interactive:height", "height": 1234 });
    let get_position = json!(r#"{"id":"sidelight","type":"get-position"}"#);
    let position = json!(r#"{"id":"sidelight","iframeTop":-100.5,"pageYOffset":2000}"#);
    check_decodes(&mut guardian, &[(position.clone(), &[])]);
    check_encodes(
        &mut guardian,
        [&[], &[set_height, interactive], &[get_position], &[], &[]],
    );
    let scroll = Message::Text(r#"{"id":"sidelight","type":"scroll-to","x":0,"y":1955}"#.into());
    check_decodes(
        &mut guardian,
        &[
            (
                json!(r#"{"id":"other","iframeTop":1,"pageYOffset":2}"#),
                &[],
            ),
            (
                json!({ "id": "sidelight", "iframeTop": 1, "pageYOffset": 2 }),
                &[],
            ),
            (
                json!(r#"{"id":"sidelight","iframeTop":"1","pageYOffset":2}"#),
                &[],
            ),
            (position.clone(), &[FromHost::Answer(scroll)]),
            (position, &[]),
        ],
    );
}

#[test]
fn wordpress() {
    for (fragment, secret) in [
        ("#?secret=aB3dE5gH1j", Some("aB3dE5gH1j")),
        ("#fact-a&secret=x1", Some("x1")),
        ("#?secret=", None),
        ("#?secret=a%22b", None),
        ("#fact-a", None),
    ] {
        let mut wordpress = wordpress::WordPress::new(&with_fragment(fragment));
        assert_eq!(
            wordpress.is_named_by_address(),
            secret.is_some(),
            "{fragment}"
        );
        let message = |message: &str, value: Value| -> Vec<Value> {
            let with = |secret| json!({ "message": message, "value": value, "secret": secret });
            secret.map(with).into_iter().collect()
        };
        let link = message("link", json!("https://example.org/news/slug/"));
        let expected = [
            vec![],
            message("height", json!(1234)),
            vec![],
            vec![],
            vec![],
            link,
        ];
        for (meaning, expected) in ALL.into_iter().chain([LINK]).zip(expected) {
            assert_eq!(encode(&mut wordpress, meaning), expected, "{meaning:?}");
        }
    }
}

/// Generates any JSON value. Strings from the protocols are more frequent than by chance.
fn any_message() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "[iFrameSizer]",
        "[iFrameSizer]a:1:2:3:4:5:6:7:8:9:10:11",
        "[iFrameSizer]:::::::::::::",
        "[iFrameSizer]moveToAnchor:",
        "pymxPYMxstory-1xPYMxwidthxPYMx",
        "pymxPYMxstory-1xPYMx",
        "{\"id\":\"sidelight\",\"iframeTop\":1e308,\"pageYOffset\":1e308}",
        "sidelight/1",
        "hello",
        "amp",
        "frames-init",
    ]);
    let text = prop_oneof![words.prop_map(str::to_owned), any::<String>()];
    let name = prop_oneof![
        prop::sample::select(crate::embed::MEMBERS.to_vec()).prop_map(str::to_owned),
        any::<String>()
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_that_is_said_makes_a_format_fail(
        messages in prop::collection::vec(any_message(), 1..20),
        fragment in any::<String>(),
        id in any::<String>(),
        path in any::<String>(),
    ) {
        let address = Address {
            path,
            child_id: Some(id),
            ..with_fragment(&fragment)
        };
        for mut protocol in all(&address) {
            for message in &messages {
                decode(&mut *protocol, message);
                for meaning in ALL {
                    let mut messages = Vec::new();
                    protocol.encode(meaning, &mut messages);
                    for message in messages {
                        if let Message::Text(text) = message && text.starts_with('{') {
                            prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
                        }
                    }
                }
            }
        }
    }
}
