//! Hosts whose scripts aren't in a registry, or don't run by themselves. A few lines imitate each script; they handle
//! messages in the same way.

use crate::harness::{Case, Page, case};

use super::element::known_origin;
use super::{ARTICLE, BOX, Host};

/// Returns the cases of this module.
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: AMP's way fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "#amp=1",
                    "if (said?.sentinel === 'amp' && said.type === 'embed-size') size(said.height)",
                )
                .await
            },
        ),
        case(
            "embedding: Datawrapper's way fits the frame to its page",
            async |page| {
                fits(
                page,
                "",
                "for (const key in said?.['datawrapper-height'] ?? {})
                   if (document.querySelector(`iframe[src*='${key}']`) === frame) size(said['datawrapper-height'][key])",
            )
            .await
            },
        ),
        case(
            "embedding: the way of Medium and Infogram fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "?embed&a=%22b%22",
                    "if (typeof said === 'string' && said[0] === '{') {
                       const { context, src, height } = JSON.parse(said);
                       if (context === 'iframe.resize' && document.querySelector(`iframe[src=\"${src}\"]`) === frame) size(height);
                     }",
                )
                .await
            },
        ),
        case(
            "embedding: the Guardian's way fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "",
                    "if (typeof said === 'string' && said[0] === '{') {
                   const { type, value } = JSON.parse(said);
                   if (type === 'set-height' && typeof value === 'number') size(value);
                 }",
                )
                .await
            },
        ),
        case(
            "embedding: the way of the Guardian's interactives fits the frame to its page",
            async |page| {
                fits(
                    page,
                    "",
                    "if (said?.kind === 'interactive:height' && Object.keys(said).length === 2) size(said.height)",
                )
                .await
            },
        ),
        case(
            "embedding: WordPress's way fits the frame to its page",
            async |page| {
                fits(
                page,
                "#?secret=aB3dE5gH1j",
                "if (said?.secret === 'aB3dE5gH1j' && said.message === 'height') size(said.value)",
            )
            .await
            },
        ),
        case(
            "embedding: WordPress is told of links, which don't open in its sandbox",
            async |page| {
                page.expect_error("Blocked opening");
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                host.open(&format!(
                    "<iframe sandbox=\"allow-scripts\" src=\"EMBED{BOX}?embed#?secret=aB3dE5gH1j\" style=\"width: 100%; height: 600px\"></iframe>
                     <script>
                       addEventListener('message', ({{ data }}) => {{
                         if (data?.secret === 'aB3dE5gH1j' && data.message === 'link') window.link = data.value;
                       }});
                     </script>"
                ))
                .await?;
                let frame = host.frame("document.querySelector('iframe')");
                frame.adopted().await?;
                frame.click("#headline a").await?;
                page.wait_until("window.link").await?;
                assert_eq!(
                    page.get::<String>("link").await?,
                    format!("{}{ARTICLE}", page.site().origin())
                );
                let leaves: (String, String) = frame
                    .within(async |page| {
                        page.get("(({ target, rel }) => [target, rel])(document.querySelector('#headline a'))").await
                    })
                    .await?;
                assert_eq!(leaves, ("_blank".to_owned(), "noopener".to_owned()));
                Ok(())
            },
        ),
    ]
}

/// Fails unless a frame fits whose height is set by `take`: statements that read the message in `said` and call `size`.
async fn fits(page: &Page, suffix: &str, take: &str) -> crate::harness::Outcome {
    let host = Host::new(page).await?;
    page.resize(1000, 800).await?;
    host.open(&format!(
        "<iframe src=\"EMBED{BOX}{suffix}\" style=\"width: 100%; border: 0\"></iframe>
         <script>
           const frame = document.querySelector('iframe');
           addEventListener('message', ({{ data: said, source }}) => {{
             const size = (height) => {{ frame.style.height = `${{height}}px`; }};
             if (source === frame.contentWindow) {{ {take} }}
           }});
         </script>"
    ))
    .await?;
    host.frame("document.querySelector('iframe')")
        .always_fits()
        .await
}
