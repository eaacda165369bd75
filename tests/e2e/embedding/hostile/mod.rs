//! Hostile or unusual hosts and frames: one file per situation.

mod base;
mod flood;
mod frames;
mod layouts;
mod many;
mod messages;
mod nested;
mod policies;
mod program;
mod quiet;
mod resets;
mod right_to_left;
mod sandbox;
mod storage;
mod strangers;
mod taking;
mod two;

use anyhow::Result;

use super::{ARTICLE, BOX, Frame, Host};
use crate::harness::Case;

/// A frame with a host that sets its height, as sites do that know our protocol.
const FITTED: &str = "<iframe src=\"EMBED/kazakstan-dissenters/casualties/?embed\" style=\"width: 100%; border: 0\"></iframe>
     <script>
       window.said = [];
       addEventListener('message', ({ data, source }) => {
         const frame = [...document.querySelectorAll('iframe')].find((frame) => frame.contentWindow === source);
         said.push(data);
         if (frame && data?.protocol === 'sidelight/1' && data.type === 'height') frame.style.height = `${data.height}px`;
       });
     </script>";
/// JavaScript for that frame.
const FRAME: &str = "document.querySelector('iframe')";

/// Opens [`FITTED`]. Returns its frame when the page in it has been adopted and has its full height.
async fn fitted<'h>(host: &'h Host<'_>) -> Result<Frame<'h>> {
    host.open(FITTED).await?;
    let frame = host.frame(FRAME);
    frame.adopted().await?;
    frame.fits("before").await?;
    Ok(frame)
}

/// Returns the cases of all modules in this folder.
pub(super) fn cases() -> Vec<Case> {
    [
        base::cases(),
        flood::cases(),
        frames::cases(),
        layouts::cases(),
        many::cases(),
        messages::cases(),
        nested::cases(),
        policies::cases(),
        program::cases(),
        quiet::cases(),
        resets::cases(),
        right_to_left::cases(),
        sandbox::cases(),
        storage::cases(),
        strangers::cases(),
        taking::cases(),
        two::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Waits until a frame's page has been adopted, and checks that it fits before and after a box is closed.
async fn works(frame: &Frame<'_>) -> Result<()> {
    frame.adopted().await?;
    frame.fits("after it has loaded").await?;
    frame.toggle("casualties").await?;
    frame.fits("after the box was closed").await
}
