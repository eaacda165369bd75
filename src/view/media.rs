//! Audio and video, with captions and a transcript.
//!
//! The browser's own player needs no script. The transcript is below it, also for readers who can't play the recording.

use yew::{Html, html};

use super::figure::{caption, usual};
use super::index::Index;
use super::{copied, fixed};
use sidelight_model::{Frame, Href, Media, Track};

/// Renders a recording. Nothing plays unless the reader starts it.
pub(super) fn media(media: &Media, index: &Index<'_>) -> Html {
    let address = |href: &Href| href.as_str().to_owned();
    // The captions of a package from another origin need its permission.
    let crossorigin = media.src.is_external().then_some("anonymous");
    let tracks = || -> Html {
        let track = |(i, track): (usize, &Track)| {
            html! {
                <track
                    kind="captions"
                    src={address(&track.src)}
                    srclang={track.language.clone()}
                    label={track.label.clone()}
                    default={i == 0}
                />
            }
        };
        media.tracks.iter().enumerate().map(track).collect()
    };
    html! {
        <div class="media">
            <figure class="figure">
                <p class="media-name">{ copied(&media.name) }</p>
                if let Some(frame) = &media.frame {
                    <video
                        src={address(&media.src)}
                        poster={poster(frame)}
                        width={frame.width.to_string()}
                        height={frame.height.to_string()}
                        aria-label={media.name.clone()}
                        preload={if frame.poster.is_empty() { "metadata" } else { "none" }}
                        controls=true
                        playsinline=true
                        {crossorigin}
                    >{ tracks() }</video>
                } else {
                    <audio
                        src={address(&media.src)}
                        aria-label={media.name.clone()}
                        preload="metadata"
                        controls=true
                        {crossorigin}
                    >{ tracks() }</audio>
                }
                { caption(&media.caption, media.credit.as_deref(), index) }
            </figure>
            { for media.tracks.iter().enumerate().map(|(i, track)| transcript(media, track, i == 0, index)) }
        </div>
    }
}

fn poster(frame: &Frame) -> Option<String> {
    usual(&frame.poster).map(|variant| variant.src.as_str().to_owned())
}

/// Renders the words of a track. Of several tracks, those after the first are named by their language.
fn transcript(media: &Media, track: &Track, is_first: bool, index: &Index<'_>) -> Html {
    let mut speaker = None;
    html! {
        <details class="transcript">
            <summary>
                <span translate="no">{ fixed(index.messages.transcript()) }</span>
                if !is_first { { " " }<span lang={track.language.clone()}>{ copied(&track.label) }</span> }
                <span class="unseen">{ ": " }{ copied(&media.name) }</span>
            </summary>
            <ol lang={track.language.clone()}>
                { for track.cues.iter().map(|cue| {
                    // The name is written where the speaker changes.
                    let is_same = std::mem::replace(&mut speaker, cue.speaker.as_ref()) == cue.speaker.as_ref();
                    let named = cue.speaker.as_deref().filter(|_| !is_same);
                    html! {
                        <li>
                            <span class="cue-time" translate="no">{ clock(cue.start) }</span>{ " " }
                            if let Some(name) = named { <b>{ copied(name) }{ ":" }</b>{ " " } }
                            { copied(&cue.text) }
                        </li>
                    }
                }) }
            </ol>
        </details>
    }
}

/// Returns a time in ms as a clock shows it, without the fraction: `1:05` or `1:01:05`.
pub(super) fn clock(time: u64) -> String {
    let seconds = time / 1000;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let mut out = String::new();
    if hours > 0 {
        out.push_str(&hours.to_string());
        out.push(':');
    }
    if hours > 0 && minutes < 10 {
        out.push('0');
    }
    out.push_str(&minutes.to_string());
    out.push_str(if seconds % 60 < 10 { ":0" } else { ":" });
    out.push_str(&(seconds % 60).to_string());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_a_clock() {
        for (time, expected) in [
            (0, "0:00"),
            (5_999, "0:05"),
            (65_000, "1:05"),
            (3_600_000, "1:00:00"),
            (36_610_000, "10:10:10"),
        ] {
            assert_eq!(clock(time), expected);
        }
    }
}
