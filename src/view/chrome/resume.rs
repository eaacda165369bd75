//! Going on where a reader stopped: the places that are kept, and the line that offers to go there.
//!
//! A place is a block of text and how much of its characters come before: not pixels, so that it is found again whatever
//! the window, the type or the language of a translation have become.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::{ChromeProps, on_click};

/// Where the places are kept in the reader's own storage: a line for each article, `/path/ text-p12 430`.
pub const PLACES_KEY: &str = "sidelight.places/1";
/// For how many articles a place is kept.
const KEPT: usize = 50;
/// Into how many parts a block is divided.
const PARTS: u32 = 1000;

/// A place in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoppedAt {
    /// The id of the block.
    pub block: String,
    /// How much of the block comes before it, in thousandths of its characters.
    pub share: u32,
}

/// The places that are kept, by the paths of their articles, newest first.
///
/// *Invariant:* one place a path, and 50 at most. Lines that say nothing are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<(String, StoppedAt)>);

impl Places {
    /// What was saved as a text of any shape.
    #[must_use]
    pub fn from_saved(text: &str) -> Self {
        let mut places = Self::default();
        for line in text.lines() {
            let mut parts = line.split(' ');
            if let (Some(path), Some(block), Some(share), None) =
                (parts.next(), parts.next(), parts.next(), parts.next())
                && let Some(share) = share.parse().ok().filter(|share| *share <= PARTS)
                && path.starts_with('/')
                && places.0.len() < KEPT
                && places.of(path).is_none()
            {
                let block = block.to_owned();
                places.0.push((path.to_owned(), StoppedAt { block, share }));
            }
        }
        places
    }

    /// The text to save.
    #[must_use]
    pub fn to_saved(&self) -> String {
        let mut text = String::new();
        for (path, place) in &self.0 {
            for part in [
                &**path,
                " ",
                &place.block,
                " ",
                &place.share.to_string(),
                "\n",
            ] {
                text.push_str(part);
            }
        }
        text
    }

    /// The place in the article at this path.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&StoppedAt> {
        self.0
            .iter()
            .find_map(|(other, place)| (other == path).then_some(place))
    }

    /// Keeps a place in the article at this path, a percent-encoded one as addresses have; or none any more.
    pub fn set(&mut self, path: &str, place: Option<StoppedAt>) {
        self.0.retain(|(other, _)| other != path);
        if let Some(place) = place {
            self.0.truncate(KEPT - 1);
            self.0.insert(0, (path.to_owned(), place));
        }
    }
}

/// What the offer to go on asks of the page.
pub trait ResumeHost {
    /// The words where the reader stopped the last time; none when there is nothing to offer.
    fn stopped_at(&self) -> Option<String>;
    /// Whether the reader has begun to read, and needs no offer any more.
    fn has_begun(&self) -> bool;
    /// Brings the reader there.
    fn resume(&self);
    /// Forgets the place.
    fn forget(&self);
}

/// The offer: there until it is taken, declined, or the reader begins to read somewhere else.
#[function_component]
pub(super) fn ResumeOffer(props: &ChromeProps) -> Html {
    let offer = use_state_eq(|| props.host.stopped_at());
    {
        let host = Rc::clone(&props.host);
        let setter = offer.setter();
        let is_offered = offer.is_some();
        use_subscription(
            u32::from(is_offered),
            Box::new(move || {
                is_offered.then(|| {
                    let asked = Rc::clone(&host);
                    host.on_scroll(Callback::from(move |()| {
                        if asked.has_begun() {
                            setter.set(None);
                        }
                    }))
                })
            }),
        );
    }
    let then_go = |ask: Callback<MouseEvent>| {
        let setter = offer.setter();
        Callback::from(move |event| {
            ask.emit(event);
            setter.set(None);
        })
    };
    let go = then_go(on_click(&props.host, true, |host| host.resume()));
    let decline = then_go(on_click(&props.host, true, |host| host.forget()));
    html! {
        <div class="resume-place">
            if let Some(words) = &*offer {
                <div key="offer" class="resume" role="group" aria-label={props.words.resume()}>
                    <button type="button" class="resume-go" onclick={go}>
                        { props.words.resume() }<q translate="yes">{ words }</q>
                    </button>
                    { super::button::close(props.words, decline) }
                </div>
            }
        </div>
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn place(block: &str, share: u32) -> StoppedAt {
        StoppedAt {
            block: block.into(),
            share,
        }
    }

    #[test]
    fn places_are_kept_and_nonsense_is_left_out() {
        for (saved, kept) in [
            ("", ""),
            ("/a/ text-p1 0\n", "/a/ text-p1 0\n"),
            ("/a/ text-p1 0\n/a/ text-p2 0\n", "/a/ text-p1 0\n"),
            ("/a/ text-p1 1001\n/b/ text-p2 1000", "/b/ text-p2 1000\n"),
            ("/a/ text-p1 -1", ""),
            ("/a/ text-p1 0.5", ""),
            ("/a/ text-p1", ""),
            ("/a/ text-p1 5 6", ""),
            ("a text-p1 5", ""),
            ("{\"/a/\":[\"text-p1\",5]}", ""),
            ("\0\n\n  \n", ""),
        ] {
            assert_eq!(Places::from_saved(saved).to_saved(), kept, "{saved:?}");
        }
    }

    #[test]
    fn the_newest_places_are_kept() {
        let mut places = Places::default();
        for article in 0..KEPT as u32 + 5 {
            places.set(&format!("/{article}/"), Some(place("text-p1", article)));
        }
        assert_eq!(places.of("/4/"), None);
        assert_eq!(places.of("/5/"), Some(&place("text-p1", 5)));
        places.set("/5/", Some(place("text-p2", 7)));
        places.set("/6/", None);
        assert!(places.to_saved().starts_with("/5/ text-p2 7\n"));
        let read = Places::from_saved(&places.to_saved());
        assert_eq!(read, places);
        assert_eq!(read.of("/6/"), None);
        assert_eq!(read.0.len(), KEPT - 1);
    }
}
