//! Connects events in a frame with messages to its host.
//!
//! *Invariant:* a height is sent again only if it has changed by more than a pixel, if the host asks for it, or if the host
//! may have missed it. So a host that sets the height it has received gets no further message.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::address::Address;
use super::host_connection::HostConnection;
use super::message::{FromHost, Incoming, MEMBERS, Message, Size, ToHost};
use super::options::{Open, Options};
use crate::browser::{Frame, FrameEvent, Jump};

/// Largest change of the height that isn't sent, in px. Some browsers round fractions up, others down.
const TOLERANCE: u32 = 1;
/// Free space above a position that is scrolled to, in px.
const ABOVE: u32 = 24;
/// Prefix of the fragments of passages.
const EVIDENCE: &str = "evidence-";

/// Starts the exchange with the host if this page is embedded, and applies the options in its address. The exchange lasts as
/// long as the page.
pub fn start() {
    let Some(frame) = Frame::of_page(&MEMBERS) else {
        return;
    };
    let query = frame.query();
    let [href, path, fragment] = frame.address();
    let address = Address {
        href,
        path,
        fragment,
        child_id: query
            .iter()
            .find(|(name, _)| name == "childId")
            .map(|(_, id)| id.clone()),
    };
    let (options, problems) = Options::read(&query);
    apply(&frame, &options, problems);
    let wiring = Rc::new(Wiring {
        connection: RefCell::new(HostConnection::new(&address)),
        sent_size: Cell::default(),
        keeps_height: options.scroll,
        frame: Rc::clone(&frame),
    });
    frame.listen({
        let wiring = Rc::clone(&wiring);
        move |event| wiring.handle(event)
    });
    wiring.send(ToHost::Ready);
    wiring.send_size(true);
}

fn apply(frame: &Frame, options: &Options, mut problems: Vec<String>) {
    if let Some(theme) = options.theme {
        frame.mark("data-theme", theme.name());
    }
    if let Some(accent) = &options.accent {
        frame.set_property("--brand", accent);
    }
    if options.scroll {
        frame.mark("data-scroll", "");
    }
    if options.compact {
        frame.mark("data-compact", "");
        frame.set_boxes(false);
    }
    match &options.open {
        Open::AsIs => {}
        Open::All => frame.set_boxes(true),
        Open::These(ids) => {
            let unknown = ids.iter().filter(|id| !frame.set_box(id.as_str(), true));
            problems.extend(unknown.map(|id| format!("there is no box {id} to open")));
        }
    }
    if !problems.is_empty() {
        frame.warn(&format!(
            "Sidelight: in this frame’s address, {}.",
            problems.join("; ")
        ));
    }
}

struct Wiring {
    frame: Rc<Frame>,
    connection: RefCell<HostConnection>,
    /// The size that was sent last.
    sent_size: Cell<Option<Size>>,
    /// `true` if the frame keeps its height. The page's size is then never sent.
    keeps_height: bool,
}

impl Wiring {
    fn handle(&self, event: FrameEvent) {
        match event {
            FrameEvent::Message(text, json) => {
                let meanings = self
                    .connection
                    .borrow_mut()
                    .decode(&Incoming { text, json });
                for meaning in meanings {
                    self.respond(meaning);
                }
            }
            FrameEvent::PageResized => self.send_size(false),
            FrameEvent::FrameResized => {
                self.send_size(false);
                self.hide_scroll_bar_if_it_fits();
            }
            FrameEvent::Shown => self.send_size(true),
            FrameEvent::Toggled(fact_box, open) => self.send(ToHost::Open {
                fact_box: &fact_box,
                open,
            }),
            FrameEvent::LinkFollowed(url) => self.send(ToHost::Link { url: &url }),
            FrameEvent::Moved(jump) => self.follow(&jump),
        }
    }

    /// Asks the host to scroll to the position that the reader has gone to. Not every host scrolls, and not every browser
    /// scrolls the host's page from a frame of another origin. If the host can't scroll, the reader stays at the fact. The
    /// passage is then opened there, and a note says where it is in the page.
    fn follow(&self, jump: &Jump) {
        let evidence = jump.fragment.strip_prefix(EVIDENCE);
        if !self.connection.borrow().can_scroll() {
            // A frame that is shorter than its page has scrolled by itself, so it needs no note.
            if self.fits() {
                self.frame.show_jump_note(jump);
            }
            if let Some(evidence) = evidence {
                self.frame.show_in_place(evidence);
            }
        }
        self.send_size(false);
        // Whole px, because code that formats fractions would add to the download.
        let top = jump.top.max(0.0) as u32;
        self.frame.set_property("--at", &format!("{top}px"));
        self.send(ToHost::ScrollTo {
            top: top.saturating_sub(ABOVE),
        });
        if let Some(evidence) = evidence {
            self.send(ToHost::Passage { evidence });
        }
    }

    fn respond(&self, meaning: FromHost) {
        match meaning {
            FromHost::Greeting | FromHost::Resize => self.send_size(true),
            FromHost::Noticed => {}
            FromHost::Show(fragment) => self.frame.go_to(&fragment),
            FromHost::Answer(message) => {
                // The host has sent the frame's position and is about to scroll, so the note is no longer needed. Before its
                // first such message, a page of the Guardian isn't known to scroll.
                self.frame.remove_jump_note();
                self.post(&message);
            }
        }
    }

    /// Sends the size if the height has changed by more than [`TOLERANCE`], or in any case if `always` is `true`. Sends
    /// nothing if the frame keeps its height or the page isn't shown.
    fn send_size(&self, always: bool) {
        let Some((width, height)) = self.frame.size().filter(|_| !self.keeps_height) else {
            return;
        };
        let size = Size { width, height };
        let is_same = self
            .sent_size
            .get()
            .is_some_and(|sent| sent.height.abs_diff(height) <= TOLERANCE);
        if always || !is_same {
            self.sent_size.set(Some(size));
            self.send(ToHost::Size(size));
        }
    }

    /// Removes the page's scroll bar once the host has made the frame as high as requested.
    fn hide_scroll_bar_if_it_fits(&self) {
        if self.fits() {
            self.frame.mark("data-embed", "fitted");
        }
    }

    /// Returns `true` if the frame has the height that was sent, within 2 px.
    fn fits(&self) -> bool {
        self.sent_size
            .get()
            .is_some_and(|sent| self.frame.height() + 2.0 >= f64::from(sent.height))
    }

    fn send(&self, meaning: ToHost<'_>) {
        let messages = self.connection.borrow_mut().encode(meaning);
        for message in &messages {
            self.post(message);
        }
    }

    fn post(&self, message: &Message) {
        match message {
            Message::Text(text) => self.frame.post_text(text),
            Message::Object(json) => self.frame.post_json(json),
        }
    }
}
