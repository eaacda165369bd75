//! A host that pretends to be an element of ours, and hands another program to the page than it was made with.

use super::super::element::known_origin;
use super::{BOX, FITTED, FRAME, Host, works};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "embedding: a program from the host that isn't the page's own isn't run, and without one the page loads it",
        async |page| {
            known_origin(page, BOX).await?;
            let host = Host::new(page).await?;
            for answer in [
                "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]).buffer",
                "new ArrayBuffer(0)",
                "'x'",
                "{ byteLength: 8 }",
                "null",
                // Nothing is said at all.
                "silent",
            ] {
                let before = programs(page);
                host.open(&format!(
                    "<script>
                       const silent = Symbol(); window.asked = 0;
                       addEventListener('message', ({{ data, source }}) => {{
                         if (data?.type !== 'program' || data.bytes) return;
                         asked++;
                         const bytes = {answer};
                         if (bytes !== silent) source.postMessage({{ protocol: 'sidelight/1', type: 'program', bytes }}, '*');
                       }});
                     </script>{}",
                    FITTED.replace("<iframe ", "<iframe name=\"sidelight/1\" sandbox=\"allow-scripts\" ")
                ))
                .await?;
                works(&host.frame(FRAME)).await?;
                let asked: u32 = page.get("asked").await?;
                assert_eq!((asked, programs(page) - before), (1, 1), "{answer}");
            }
            Ok(())
        },
    )]
}

/// How often the program has been loaded from the site.
fn programs(page: &crate::harness::Page) -> usize {
    let asked = page.site().requests();
    asked.iter().filter(|path| path.ends_with(".wasm")).count()
}
