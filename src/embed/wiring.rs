//! Connects what happens in a frame with what is said to its host.
//!
//! *Invariant:* a height is told again only when it is another one by more than a pixel, or when the host may have missed
//! it; so a host that sets the height it was told hears nothing more.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::address::Address;
use super::conversation::Conversation;
use super::message::{FromHost, Incoming, MEMBERS, Message, Size, ToHost};
use super::options::{Open, Options};
use crate::browser::{Frame, Happened, Jump};

/// By how many px a height may differ from the one that was told: fractions round up here and down there.
const TOLERANCE: u32 = 1;
/// How many px stay free above what is scrolled to.
const ABOVE: u32 = 24;
/// What fragments of passages begin with.
const EVIDENCE: &str = "evidence-";

/// Begins to talk to the host, when this page is embedded, and does what its address asks for. It goes on for as long as
/// the page lives.
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
    let (options, faults) = Options::read(&query);
    apply(&frame, &options, faults);
    let wiring = Rc::new(Wiring {
        conversation: RefCell::new(Conversation::new(&address)),
        told: Cell::default(),
        keeps_height: options.scroll,
        frame: Rc::clone(&frame),
    });
    frame.listen({
        let wiring = Rc::clone(&wiring);
        move |happened| wiring.take(happened)
    });
    wiring.say(ToHost::Ready);
    wiring.tell_size(true);
}

fn apply(frame: &Frame, options: &Options, mut faults: Vec<String>) {
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
            faults.extend(unknown.map(|id| format!("there is no box {id} to open")));
        }
    }
    if !faults.is_empty() {
        frame.warn(&format!(
            "Sidelight: in this frame’s address, {}.",
            faults.join("; ")
        ));
    }
}

struct Wiring {
    frame: Rc<Frame>,
    conversation: RefCell<Conversation>,
    /// The size that the host was told last.
    told: Cell<Option<Size>>,
    /// Whether the frame keeps its height, so that nobody need be told the page's.
    keeps_height: bool,
}

impl Wiring {
    fn take(&self, happened: Happened) {
        match happened {
            Happened::Said(text, json) => {
                let meant = self
                    .conversation
                    .borrow_mut()
                    .hear(&Incoming { text, json });
                for meant in meant {
                    self.answer(meant);
                }
            }
            Happened::Resized => self.tell_size(false),
            Happened::Reframed => {
                self.tell_size(false);
                self.look_whether_it_fits();
            }
            Happened::Seen => self.tell_size(true),
            Happened::Toggled(fact_box, open) => self.say(ToHost::Open {
                fact_box: &fact_box,
                open,
            }),
            Happened::Left(url) => self.say(ToHost::Link { url: &url }),
            Happened::Went(jump) => self.follow(&jump),
        }
    }

    /// Has the host bring into view where the reader has gone. Not every host scrolls, nor does every browser across
    /// origins: then the reader stays at the fact, and is told there what the passage says and where it is.
    fn follow(&self, jump: &Jump) {
        let evidence = jump.fragment.strip_prefix(EVIDENCE);
        if !self.conversation.borrow().can_scroll() {
            // A frame that isn't as high as its page has scrolled by itself.
            if self.fits() {
                self.frame.say_where(jump);
            }
            if let Some(evidence) = evidence {
                self.frame.show_in_place(evidence);
            }
        }
        self.tell_size(false);
        // Whole px, since writing fractions would be a part of what readers download.
        let top = jump.top.max(0.0) as u32;
        self.frame.set_property("--at", &format!("{top}px"));
        self.say(ToHost::ScrollTo {
            top: top.saturating_sub(ABOVE),
        });
        if let Some(evidence) = evidence {
            self.say(ToHost::Passage { evidence });
        }
    }

    fn answer(&self, meant: FromHost) {
        match meant {
            FromHost::Greeting | FromHost::Resize => self.tell_size(true),
            FromHost::Noticed => {}
            FromHost::Show(fragment) => self.frame.go_to(&fragment),
            FromHost::Answer(message) => {
                // It has told where the frame is, and will scroll: not known of the Guardian's pages before the first time.
                self.frame.say_no_more();
                self.post(&message);
            }
        }
    }

    /// Tells the size when it is another one, or in any case.
    fn tell_size(&self, anyhow: bool) {
        let Some((width, height)) = self.frame.size().filter(|_| !self.keeps_height) else {
            return;
        };
        let size = Size { width, height };
        let is_same = self
            .told
            .get()
            .is_some_and(|told| told.height.abs_diff(height) <= TOLERANCE);
        if anyhow || !is_same {
            self.told.set(Some(size));
            self.say(ToHost::Size(size));
        }
    }

    /// Once the host has made the frame as high as it was told, the page needs no bar to scroll by.
    fn look_whether_it_fits(&self) {
        if self.fits() {
            self.frame.mark("data-embed", "fitted");
        }
    }

    /// Whether the frame is as high as the host was told.
    fn fits(&self) -> bool {
        self.told
            .get()
            .is_some_and(|told| self.frame.height() + 2.0 >= f64::from(told.height))
    }

    fn say(&self, said: ToHost<'_>) {
        let messages = self.conversation.borrow_mut().say(said);
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
