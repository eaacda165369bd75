//! Hosts and frames that mean no good, or are strange.

use crate::harness::{Case, case};

use super::{BOX, Host};

/// These cases.
pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "a flood of messages from the host does no harm",
        async |page| {
            let host = Host::new(page).await?;
            host.open(&format!(
                "<iframe src=\"EMBED{BOX}\" style=\"width: 100%; border: 0\"></iframe>\
                 <script src=\"/iframe-resizer/js/iframeResizer.js\"></script>\
                 <script>iFrameResize({{}}, 'iframe')</script>"
            ))
            .await?;
            let frame = host.frame("document.querySelector('iframe')");
            frame.adopted().await?;
            frame.fits("before").await?;
            page.run(
                "const kinds = [
                   () => null, () => undefined, () => Math.random(), () => 'x'.repeat(100000), () => '{' + Math.random(),
                   () => ({ a: { b: [{ c: Math.random() }] } }), () => ({ type: { type: 'hello' }, protocol: 'sidelight/1' }),
                   () => '[iFrameSizer]' + Math.random(), () => 'pymxPYMx' + Math.random(), () => new Uint8Array(10000),
                   () => ({ protocol: 'sidelight/1', type: 'hello', events: 'x'.repeat(100000) }), () => [[[[[]]]]], () => new Date(),
                 ];
                 const target = document.querySelector('iframe').contentWindow;
                 for (let i = 0; i < 10000; i++) target.postMessage(kinds[i % kinds.length](), '*');
                 window.flooded = true;",
            )
            .await?;
            frame
                .within(async |page| {
                    page.run("window.after = 0; setTimeout(() => { window.after = 1 }, 0)")
                        .await?;
                    page.wait_until("window.after === 1").await
                })
                .await?;
            frame.toggle("casualties").await?;
            frame.fits("after the flood").await
        },
    )]
}
