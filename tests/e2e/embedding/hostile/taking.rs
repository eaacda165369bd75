//! All hostile messages of frames to the element, from `tests/fixtures/hostile/frame-message/`.

use anyhow::ensure;

use super::super::element::{SCRIPT, known_origin};
use super::{ARTICLE, BOX, Host};
use crate::harness::{Case, case};
use crate::hostile::html;
use crate::hostile_cases::{Hostile, group};

/// Collects malformed events, errors and scrolling in `wrong`, and the ids of finished cases in `done`.
const LISTEN: &str = "<script>
    window.wrong = [];
    window.done = new Set();
    const MEMBERS = { ready: {}, height: { height: 'number' }, open: { box: 'string', open: 'boolean' }, passage: { evidence: 'string' } };
    for (const [name, members] of Object.entries(MEMBERS)) {
      addEventListener(`sidelight:${name}`, ({ target, detail }) => {
        if (name === 'open' && detail.box === 'done') return done.add(target.id);
        const found = Object.getOwnPropertyNames(detail);
        const isRight = Object.getPrototypeOf(detail) === Object.prototype && found.length === Object.keys(members).length &&
          found.every((member) => typeof detail[member] === members[member]);
        if (!isRight) wrong.push(`${target.id}: ${name} with ${found.map((member) => `${member}: ${typeof detail[member]}`)}`);
      });
    }
    addEventListener('error', ({ message }) => wrong.push(message));
    addEventListener('scroll', () => wrong.push(`scrolled to ${scrollY}`));
  </script>";

pub(super) fn cases() -> Vec<Case> {
    vec![case(
        "hostile: no message of a frame has its host do anything but fit it and tell what is true",
        async |page| {
            let host = Host::new(page).await?;
            known_origin(page, BOX).await?;
            let mut cases = group("frame-message");
            // Cases that scroll come first: frames above them would grow, and browsers scroll to the focused element.
            cases.sort_by_key(|case| !case.slug.contains("scroll"));
            let mut body = String::new();
            for case in &cases {
                let path = format!("/{}/", case.slug);
                page.site().answer(&path, html(frame(case)));
                body += &format!(
                    "<sidelight-article events id=\"{}\" src=\"EMBED{path}\" height=\"30\">Text.</sidelight-article>",
                    case.slug
                );
            }
            body += "<div style=\"height: 5000px\"></div>";
            host.open_with(LISTEN, &format!("{body}{SCRIPT}")).await?;
            for case in &cases {
                page.wait_until(&format!("done.has('{}')", case.slug))
                    .await?;
            }
            let wrong: Vec<String> = page.get("wrong").await?;
            ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
            let heights: Vec<u32> = page
                .get("[...document.querySelectorAll('sidelight-article')].map((element) => Number(element.shadowRoot.querySelector('iframe').height))")
                .await?;
            ensure!(
                heights.iter().all(|height| (1..1_000_000).contains(height)),
                "{heights:?}"
            );
            // A well-behaved frame still works after all of them.
            page.run(&format!(
                "document.querySelectorAll('sidelight-article').forEach((element) => element.destroy());
                 const element = document.createElement('sidelight-article');
                 element.setAttribute('src', '{}{ARTICLE}');
                 element.setAttribute('box', 'casualties');
                 document.body.prepend(element);",
                page.site().origin()
            ))
            .await?;
            let good = host.frame(super::super::element::FRAME);
            good.adopted().await?;
            good.fits("after all others").await
        },
    )]
}

/// Returns a page that posts all messages of a case, and finally opens the box `done`.
fn frame(case: &Hostile) -> String {
    // The messages must not close the script element.
    let messages = case.lines("messages").join("), () => (");
    let messages = messages.replace("</", "<\\/");
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Frame</title><body>
         <script>
           for (const message of [() => ({messages})]) {{
             try {{
               parent.postMessage(message(), '*');
             }} catch (error) {{
               if (error.name !== 'DataCloneError') throw error;
             }}
           }}
           parent.postMessage({{ protocol: 'sidelight/1', type: 'open', box: 'done', open: true }}, '*');
         </script></body></html>"
    )
}
