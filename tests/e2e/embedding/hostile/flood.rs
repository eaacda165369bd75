//! A host that floods the frame with messages.

use super::{Host, fitted};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: ten thousand messages of any kind do no harm",
        async |page| {
            let host = Host::new(page).await?;
            let frame = fitted(&host).await?;
            page.run(
                "const kinds = [
                   () => null, () => undefined, () => Math.random(), () => 'x'.repeat(100000), () => '{' + Math.random(),
                   () => ({ a: { b: [{ c: Math.random() }] } }), () => ({ type: { type: 'hello' }, protocol: 'sidelight/1' }),
                   () => '[iFrameSizer]' + Math.random(), () => 'pymxPYMx' + Math.random(), () => new Uint8Array(10000),
                   () => ({ protocol: 'sidelight/1', type: 'hello', events: 'x'.repeat(100000) }), () => [[[[[]]]]], () => new Date(),
                 ];
                 const target = document.querySelector('iframe').contentWindow;
                 for (let i = 0; i < 10000; i++) target.postMessage(kinds[i % kinds.length](), '*');",
            )
            .await?;
            frame
                .within(async |page| {
                    // Waits until the frame is idle: its own timers run without delay, several times in a row.
                    page.run(
                        "window.rest = 0; let last = performance.now();
                         const look = () => { const now = performance.now(); window.rest = now - last < 100 ? window.rest + 1 : 0; last = now; setTimeout(look, 20); };
                         look();",
                    )
                    .await?;
                    page.wait_until("window.rest > 5").await
                })
                .await?;
            frame.toggle("casualties").await?;
            frame.fits("after the flood").await
        },
    )]
}
