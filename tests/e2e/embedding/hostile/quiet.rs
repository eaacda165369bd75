//! The messages that a page sends to its host, their number, and the servers that it contacts.

use serde_json::Value;

use super::{Host, fitted};
use crate::harness::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: a toggle takes two messages at most, and then there is rest",
            async |page| {
                let host = Host::new(page).await?;
                let frame = fitted(&host).await?;
                // Counts one format only, because the page sends its height in several.
                let heights = "said.filter((data) => data?.protocol === 'sidelight/1' && data.type === 'height').length";
                let before: u32 = page.get(heights).await?;
                frame.toggle("casualties").await?;
                frame.fits("after the toggle").await?;
                page.run("window.toggled = performance.now()").await?;
                let high: f64 = frame.height().await?;
                page.wait_until("performance.now() - toggled > 5000")
                    .await?;
                let after: u32 = page.get(heights).await?;
                assert!((1..=2).contains(&(after - before)), "{before} and {after}");
                assert_eq!(frame.height().await?, high, "no growth in 5 s");
                Ok(())
            },
        ),
        case(
            "embedding: a page tells its height and address and nothing of its host, and asks only its own site",
            async |page| {
                let host = Host::new(page).await?;
                let frame = fitted(&host).await?;
                frame.toggle("casualties").await?;
                frame.fits("after").await?;
                let said: Vec<Value> = page.get("said").await?;
                assert!(said.len() >= 6, "{said:?}");
                for message in &said {
                    let text = message.to_string();
                    assert!(!text.contains(host.site.origin()), "{text}");
                    assert!(!text.contains("host.html"), "{text}");
                    let known = [
                        "sidelight/1",
                        "[iFrameResizerChild]Ready",
                        "embed-size",
                        "set-height",
                        "interactive:height",
                        "datawrapper-height",
                        "iframe.resize",
                    ];
                    assert!(known.iter().any(|known| text.contains(known)), "{text}");
                }
                let elsewhere: Vec<String> = frame
                    .within(async |page| {
                        let origin = page.site().origin();
                        page.get(&format!(
                            "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => !name.startsWith('{origin}/'))"
                        ))
                        .await
                    })
                    .await?;
                assert_eq!(elsewhere, Vec::<String>::new());
                let asked_of_host = host.site.requests();
                assert!(
                    asked_of_host
                        .iter()
                        .all(|path| path == "/host.html" || path == "/favicon.ico"),
                    "{asked_of_host:?}"
                );
                Ok(())
            },
        ),
    ]
}
