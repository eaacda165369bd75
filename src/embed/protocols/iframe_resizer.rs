//! iframe-resizer 4.4 and 5: strings that begin with `[iFrameSizer]`, with colons between their parts. The host begins with
//! a list of its settings. The first setting is the frame's id. A page that has loaded later than that asks the host to
//! begin.

use super::HostProtocol;
use crate::embed::message::{FromHost, Incoming, Message, ToHost};

const BEGIN: &str = "[iFrameSizer]";
const READY: &str = "[iFrameResizerChild]Ready";
/// Minimum number of settings that a host sends. Version 4 sends 16, version 5 more.
const SETTINGS: usize = 12;

/// Returns the number of colons.
fn count(settings: &str) -> usize {
    settings.bytes().filter(|byte| *byte == b':').count()
}

/// The codec. The id is known once the host has begun.
#[derive(Default)]
pub(super) struct IframeResizer {
    id: Option<String>,
    /// `true` once the size was sent to this host. The first size has the reason `init`, and the host expects another reason
    /// for all later ones.
    has_begun: bool,
}

impl HostProtocol for IframeResizer {
    fn decode(&mut self, message: &Incoming) -> Vec<FromHost> {
        let Some(rest) = message
            .text
            .as_deref()
            .and_then(|text| text.strip_prefix(BEGIN))
        else {
            return Vec::new();
        };
        match rest.split_once(':') {
            // Before the host has begun, there is no id to answer with.
            None if self.id.is_some() && matches!(rest, "resize" | "reset") => {
                vec![FromHost::Resize]
            }
            Some(("moveToAnchor", fragment)) => {
                vec![FromHost::Show(fragment.trim_start_matches('#').to_owned())]
            }
            Some((id, settings)) if count(settings) + 2 >= SETTINGS => {
                if self.id.as_deref() != Some(id) {
                    self.id = Some(id.to_owned());
                    self.has_begun = false;
                }
                vec![FromHost::Greeting]
            }
            _ => Vec::new(),
        }
    }

    fn encode(&mut self, meaning: ToHost<'_>, out: &mut Vec<Message>) {
        let Some(id) = &self.id else {
            if matches!(meaning, ToHost::Ready) {
                out.push(Message::Text(READY.into()));
            }
            return;
        };
        let text = match meaning {
            ToHost::Size(size) => {
                // Version 5 rejects a size with a part that is 0.
                let (height, width) = (size.height.max(1), size.width.max(1));
                // Another resizer that uses this protocol waits for `init`.
                let why = if self.has_begun {
                    "resizeObserver"
                } else {
                    "init"
                };
                self.has_begun = true;
                format!("{BEGIN}{id}:{height}:{width}:{why}")
            }
            ToHost::ScrollTo { top } => format!("{BEGIN}{id}:{top}:0:scrollToOffset"),
            ToHost::Ready | ToHost::Open { .. } | ToHost::Passage { .. } | ToHost::Link { .. } => {
                return;
            }
        };
        out.push(Message::Text(text));
    }

    fn may_start(&self) -> bool {
        true
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
