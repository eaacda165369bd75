//! Hostile frames, and the messages that they post to an element.

use anyhow::Result;
use serde_json::{Value, json};

use super::super::element::{FRAME, SCRIPT, known_origin};
use super::{ARTICLE, BOX, Host};
use crate::harness::{Answer, Case, Page, Site, case, dist};

/// Path of the hostile page.
const HOSTILE: &str = "/hostile/";
/// Collects the elements' events, and the errors, warnings and scroll calls of the host's page.
const WATCH: &str = "<script>
    window.events = []; window.errors = []; window.warned = []; window.scrolls = [];
    for (const name of ['ready', 'height', 'open', 'passage'])
      addEventListener(`sidelight:${name}`, ({ type, detail }) => events.push([type.slice(10), detail]));
    addEventListener('error', ({ message }) => errors.push(message));
    console.warn = (...said) => warned.push(said.join(' '));
    window.scrollBy = (x, y) => { scrolls.push(y); scrollTo(scrollX + x, scrollY + y); };
  </script>";
/// Script at the beginning of every hostile page. The page calls `done` last.
const POST: &str = "const post = (message, ports = []) => parent.postMessage({ protocol: 'sidelight/1', ...message }, '*', ports);
    const done = (count = 0) => post({ type: 'passage', evidence: `done-${count}` });";

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "embedding: of a frame's messages only members of a known type reach the host",
            async |page| {
                let host = Host::new(page).await?;
                hostile(
                    page,
                    &host,
                    "events",
                    "for (const open of [1, 'true', null, { a: 1 }]) post({ type: 'open', box: 'a', open });
                     for (const box of [{ a: 1 }, ['a'], 7, '', 'A b', '..', '__proto__', 'x'.repeat(100)]) post({ type: 'open', box, open: true });
                     for (const evidence of [{ a: 1 }, ['a'], true, '', '<b>', 'x'.repeat(1e6)]) post({ type: 'passage', evidence });
                     for (const height of [[700], true, '700', 10n, new Date(700), new Number(700), null, NaN, Infinity, -700, 0])
                       post({ type: 'height', height });
                     for (const top of [[700], 10n, new Number(700), NaN, '700']) post({ type: 'scroll', top });
                     for (const type of [['height'], 'constructor', '__proto__', 'click', new String('open'), 7])
                       post({ type, height: 700, box: 'a', open: true });
                     parent.postMessage(JSON.parse('{\"protocol\":\"sidelight/1\",\"type\":\"open\",\"box\":\"a\",\"open\":true,\"__proto__\":{\"x\":1},\"extra\":2}'), '*');
                     done();",
                )
                .await?;
                let events: Value = page
                    .get("events.map(([type, detail]) => [type, Object.getOwnPropertyNames(detail).map((name) => [name, detail[name]])])")
                    .await?;
                assert_eq!(
                    events,
                    json!([
                        ["open", [["box", "a"], ["open", true]]],
                        ["passage", [["evidence", "done-0"]]],
                    ])
                );
                assert_eq!(page.get::<Vec<String>>("errors").await?, [""; 0]);
                assert_eq!(page.get::<String>(&format!("{FRAME}.height")).await?, "480");
                Ok(())
            },
        ),
        case(
            "embedding: a frame is never higher than its host allows",
            async |page| {
                let host = Host::new(page).await?;
                for (attributes, first, highest) in [
                    ("", 480, 100_000),
                    ("height=\"900\"", 900, 100_000),
                    ("max-height=\"700\"", 480, 700),
                    ("max-height=\"700\" height=\"900\"", 700, 700),
                    ("max-height=\"200000\"", 480, 200_000),
                ] {
                    hostile(page, &host, attributes, "done();").await?;
                    let height = format!("Number({FRAME}.height)");
                    assert_eq!(page.get::<u32>(&height).await?, first, "{attributes}");
                    hostile(
                        page,
                        &host,
                        attributes,
                        "post({ type: 'height', height: 999999.5 }); done();",
                    )
                    .await?;
                    assert_eq!(page.get::<u32>(&height).await?, highest, "{attributes}");
                    let events: Value = page.get("events[0]").await?;
                    assert_eq!(events, json!(["height", { "height": highest }]));
                }
                Ok(())
            },
        ),
        case(
            "embedding: a frame scrolls its host only for a reader who is in it, within itself, and not again and again",
            async |page| {
                let host = Host::new(page).await?;
                hostile(
                    page,
                    &host,
                    "height=\"300\" style=\"margin: 2000px 0\"",
                    "document.body.append(document.createElement('input'));
                     const scroll = () => {
                       document.querySelector('input').focus({ preventScroll: true });
                       for (let i = 0; i < 100; i++) post({ type: 'scroll', top: i % 2 ? 9000 : 100 });
                     };
                     scroll();
                     const button = document.createElement('button');
                     button.onclick = () => { scroll(); done(1); };
                     document.body.append(button);
                     done();",
                )
                .await?;
                let scrolls = "scrolls.map(Math.round)";
                assert_eq!(page.get::<Vec<i32>>(scrolls).await?, [0; 0]);
                let top = format!("Math.round({FRAME}.getBoundingClientRect().top)");
                let top: i32 = page.get(&top).await?;
                let frame = host.frame(FRAME);
                frame
                    .within(async |page| page.click("button").await)
                    .await?;
                page.wait_until("events.some(([, { evidence }]) => evidence === 'done-1')")
                    .await?;
                // The second offset is relative to the position after the first scroll.
                assert_eq!(page.get::<Vec<i32>>(scrolls).await?, [top + 100, 200]);
                Ok(())
            },
        ),
        case(
            "embedding: a box is named by its id, so that no other page of the site is embedded",
            async |page| {
                let host = Host::new(page).await?;
                let ids = [
                    "..",
                    ".",
                    "%2e%2e",
                    "a/b",
                    "a\\\\b",
                    "?x",
                    "Casualties",
                    " ",
                ];
                let elements: String = ids
                    .iter()
                    .map(|id| {
                        format!("<sidelight-article src=\"EMBED{ARTICLE}\" box=\"{id}\">{id}</sidelight-article>")
                    })
                    .collect();
                host.open_with(WATCH, &format!("{elements}{SCRIPT}"))
                    .await?;
                page.wait_until("customElements.get('sidelight-article')")
                    .await?;
                assert_eq!(
                    page.get::<u32>("[...document.querySelectorAll('sidelight-article')].filter((element) => element.shadowRoot).length")
                        .await?,
                    0
                );
                let warned: Vec<String> = page.get("warned").await?;
                assert_eq!(warned.len(), ids.len(), "{warned:?}");
                assert!(
                    warned
                        .iter()
                        .all(|said| said.contains("box isn't a valid box id")),
                    "{warned:?}"
                );
                Ok(())
            },
        ),
        case(
            "embedding: a frame that asks for the program again and again is answered once",
            async |page| {
                let host = Host::new(page).await?;
                hostile(
                    page,
                    &host,
                    "",
                    "let answers = 0, hellos = 0;
                     const ask = (message) => {
                       const { port1, port2 } = new MessageChannel();
                       port1.onmessage = () => answers++;
                       post({ type: 'program', ...message }, [port2]);
                     };
                     addEventListener('message', ({ data }) => {
                       if (data.type === 'program') answers++;
                       // A while after the first answer, whatever was to come has come.
                       if (data.type === 'hello' && answers && ++hellos === 20) done(answers);
                       else if (data.type === 'hello') setTimeout(() => post({ type: 'ready' }));
                     });
                     for (let i = 0; i < 300; i++) ask({ address: 'x' });
                     post({ type: 'program', address: 'x', bytes: new ArrayBuffer(1000) });
                     post({ type: 'ready' });",
                )
                .await?;
                let events: Value = page.get("events.at(-1)").await?;
                assert_eq!(events, json!(["passage", { "evidence": "done-1" }]));
                Ok(())
            },
        ),
        case(
            "embedding: a frame gets nothing of what frames of another publisher have loaded, and can't hand them anything",
            async |page| {
                known_origin(page, BOX).await?;
                let host = Host::new(page).await?;
                let other = Site::start(&dist()?).await?;
                let wasm = crate::no_wasm::named(page, "data-wasm")?;
                let html = format!(
                    "<!doctype html><script>{POST}
                     const got = [];
                     let answers = 0;
                     const ask = () => {{
                       const {{ port1, port2 }} = new MessageChannel();
                       port1.onmessage = ({{ data, ports }}) => {{ answers++; if (data || ports.length) got.push(1); }};
                       post({{ type: 'program', address: '{}/{wasm}' }}, [port2]);
                     }};
                     let hellos = 0;
                     addEventListener('message', ({{ data }}) => {{
                       if (data.type === 'program') answers++;
                       if (data.bytes) got.push(1);
                       if (data.type === 'hello' && answers && ++hellos === 20) done(got.length);
                       else if (data.type === 'hello') setTimeout(() => post({{ type: 'ready' }}));
                     }});
                     ask(); ask(); post({{ type: 'ready' }});
                     </script>",
                    page.site().origin()
                );
                other.answer(HOSTILE, answered(html));
                host.open_with(
                    WATCH,
                    &format!("<sidelight-article src=\"EMBED{BOX}\"></sidelight-article>{SCRIPT}"),
                )
                .await?;
                host.frame(FRAME).adopted().await?;
                page.run(&format!(
                    "const made = document.createElement('sidelight-article');
                     made.setAttribute('events', ''); made.setAttribute('src', '{}{HOSTILE}');
                     document.body.prepend(made)",
                    other.origin()
                ))
                .await?;
                page.wait_until("events.some(([type]) => type === 'passage')")
                    .await?;
                let events: Value = page
                    .get("events.find(([type]) => type === 'passage')")
                    .await?;
                assert_eq!(events[1]["evidence"], "done-0");
                Ok(())
            },
        ),
    ]
}

/// Opens a host whose element shows a page with this script, and waits until a `passage` event arrives.
async fn hostile(page: &Page, host: &Host<'_>, attributes: &str, script: &str) -> Result<()> {
    let html = format!("<!doctype html><body><script>{POST}{script}</script>");
    page.site().answer(HOSTILE, answered(html));
    host.open_with(
        WATCH,
        &format!(
            "<sidelight-article events {attributes} src=\"EMBED{HOSTILE}\"></sidelight-article>{SCRIPT}"
        ),
    )
    .await?;
    // Frames out of view aren't loaded.
    page.wait_until("document.querySelector('sidelight-article')")
        .await?;
    page.run("document.querySelector('sidelight-article').scrollIntoView()")
        .await?;
    page.wait_until("events.some(([type]) => type === 'passage')")
        .await
}

fn answered(html: String) -> Answer {
    Answer {
        status: 200,
        media_type: "text/html; charset=utf-8",
        body: html.into_bytes(),
    }
}
