//! Continuing where the reader stopped: the saved positions, and the line that offers to go there.
//!
//! A position is a text block and the share of its characters before the position. Pixels would not survive a change of the
//! window, the type settings or the language of a translation.

use std::rc::Rc;

use yew::prelude::*;

use super::use_subscription;

use super::{ChromeProps, on_click};

/// The key of the positions in the reader's own storage. The value has a line for each article: `/path/ text-p12 430`.
pub const PLACES_KEY: &str = "sidelight.places/1";
/// The maximum number of articles with a saved position.
const KEPT: usize = 50;
/// The number of parts into which a block is divided.
const PARTS: u32 = 1000;

/// A position in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoppedAt {
    /// The id of the block.
    pub block: String,
    /// The share of the block's characters before the position, in thousandths.
    pub share: u32,
}

/// The saved positions by the paths of their articles, newest first.
///
/// *Invariant:* a path has one position, and there are at most 50. Malformed lines are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<(String, StoppedAt)>);

impl Places {
    /// Reads the positions from saved text. The text may have any content; malformed lines are ignored.
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

    /// Returns the text to save.
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

    /// Returns the position in the article at this path.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&StoppedAt> {
        self.0
            .iter()
            .find_map(|(other, place)| (other == path).then_some(place))
    }

    /// Saves a position for the article at this path, which must be percent-encoded as in addresses. `None` removes it.
    pub fn set(&mut self, path: &str, place: Option<StoppedAt>) {
        self.0.retain(|(other, _)| other != path);
        if let Some(place) = place {
            self.0.truncate(KEPT - 1);
            self.0.insert(0, (path.to_owned(), place));
        }
    }
}

/// Requests from the offer to the page.
pub trait ResumeHost {
    /// Returns the text at the position where the reader stopped last time. Returns `None` if there is nothing to offer.
    fn stopped_at(&self) -> Option<String>;
    /// Returns `true` if the reader has begun to read, so that the offer is no longer needed.
    fn has_begun(&self) -> bool;
    /// Brings the reader to the saved position.
    fn resume(&self);
    /// Forgets the saved position.
    fn forget(&self);
}

/// Renders the offer to continue, for the root `#resume-place`.
pub fn resume(props: &ChromeProps) -> Html {
    html! { <ResumeOffer ..props.clone() /> }
}

/// The offer to continue. It is shown until the reader takes it, declines it, or begins to read elsewhere.
#[function_component]
fn ResumeOffer(props: &ChromeProps) -> Html {
    let offer = use_state_eq(|| props.host.resume.stopped_at());
    {
        let host = Rc::clone(&props.host);
        let setter = offer.setter();
        let is_offered = offer.is_some();
        use_subscription(
            u32::from(is_offered),
            Box::new(move || {
                is_offered.then(|| {
                    let asked = Rc::clone(&host);
                    host.contents.on_scroll(Callback::from(move |()| {
                        if asked.resume.has_begun() {
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
    let go = then_go(on_click(&props.host, true, |host| host.resume.resume()));
    let decline = then_go(on_click(&props.host, true, |host| host.resume.forget()));
    html! {
        <>
            if let Some(words) = &*offer {
                <div key="offer" class="resume" role="group" aria-label={props.messages.resume()}>
                    <button type="button" class="resume-go" onclick={go}>
                        { props.messages.resume() }<q translate="yes">{ words }</q>
                    </button>
                    { super::button::close(props.messages, decline) }
                </div>
            }
        </>
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
