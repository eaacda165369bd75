//! iframe-resizer 4.4 and 5: strings that begin with `[iFrameSizer]`, with colons between their parts. The host begins
//! with a list of its settings, whose first is what it calls the frame; a page that comes later asks it to.

use super::Tongue;
use crate::embed::message::{FromHost, Incoming, Message, ToHost};

const BEGIN: &str = "[iFrameSizer]";
const READY: &str = "[iFrameResizerChild]Ready";
/// How many settings a host sends at least; version 4 sends 16, version 5 more.
const SETTINGS: usize = 12;

/// How many colons there are.
fn count(settings: &str) -> usize {
    settings.bytes().filter(|byte| *byte == b':').count()
}

/// The codec.
#[derive(Default)]
pub(super) struct IframeResizer {
    id: Option<String>,
    /// Whether the host was told the size since it began, after which it expects another reason for being told.
    has_begun: bool,
}

impl Tongue for IframeResizer {
    fn hear(&mut self, message: &Incoming) -> Vec<FromHost> {
        let Some(rest) = message
            .text
            .as_deref()
            .and_then(|text| text.strip_prefix(BEGIN))
        else {
            return Vec::new();
        };
        match rest.split_once(':') {
            // Before it has begun there is no name to answer under.
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

    fn say(&mut self, said: ToHost<'_>, out: &mut Vec<Message>) {
        let Some(id) = &self.id else {
            if matches!(said, ToHost::Ready) {
                out.push(Message::Text(READY.into()));
            }
            return;
        };
        let text = match said {
            ToHost::Size(size) => {
                // Version 5 takes no size of which a part is 0.
                let (height, width) = (size.height.max(1), size.width.max(1));
                // The word that a resizer of another make, which speaks this too, waits for.
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

    fn is_spoken_unasked(&self) -> bool {
        true
    }

    fn can_scroll(&self) -> bool {
        true
    }
}
