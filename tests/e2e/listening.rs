//! The article read aloud, with a fake voice that only records its utterances.

use anyhow::Result;

use crate::harness::{Answer, Case, Page, case};
use crate::jumping::adopted;
use crate::no_wasm::named;

/// Replaces the browser's speech synthesis. `window.voice` records the utterances; `finish()` ends the current one.
const VOICE: &str = r#"
const voice = Object.assign(new EventTarget(), {
  said: [], cancelled: 0, speaking: false, pending: false, paused: false, now: null,
  voices: [{ lang: "de-DE", localService: true }, { lang: "en-US", localService: false }, { lang: "en_GB", localService: true }],
  getVoices() { return this.voices; },
  speak(utterance) { this.said.push(utterance); this.now = utterance; this.speaking = true; },
  cancel() { this.cancelled += 1; this.finish("error"); },
  pause() {}, resume() {},
  finish(kind = "end") {
    const ended = this.now;
    this.now = null; this.speaking = false;
    ended?.dispatchEvent(new Event(kind));
  },
});
window.voice = voice;
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
Object.defineProperty(window, "speechSynthesis", { value: voice, configurable: true });
"#;

/// JavaScript for the text highlighted as being read.
const PAINTED: &str = "[...(CSS.highlights.get('sidelight-sentence') ?? [])].map(range => { \
    const part = range.cloneContents(); part.querySelectorAll('.markers').forEach(m => m.remove()); return part.textContent })[0]";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "the article is read aloud sentence by sentence, each of them painted and in view",
            async |page| {
                listen(page, VOICE, "/").await?;
                play(page).await?;
                page.wait_until("voice.said.length === 1").await?;
                let first: String = page.get("voice.said[0].text").await?;
                assert_eq!(
                    first,
                    page.get::<String>("document.getElementById('headline').textContent")
                        .await?
                );
                assert_eq!(
                    page.get::<String>("voice.said[0].voice.lang").await?,
                    "en_GB",
                    "of the machine, not of a server"
                );
                for sentence in 1..40 {
                    is_painted(page, sentence).await?;
                    page.run("voice.finish()").await?;
                    page.wait_until(&format!("voice.said.length === {}", sentence + 1))
                        .await?;
                }
                // The utterances are the text of the article, in order and without the numbers of facts.
                page.wait_until(
                "(() => { const blocks = [...document.querySelectorAll('#headline, .standfirst, #text [id^=text-]')].filter(b => !b.closest('.box')); \
                 const text = blocks.map(b => { const copy = b.cloneNode(true); copy.querySelectorAll('.markers').forEach(m => m.remove()); \
                 return copy.textContent }).join(' ').replace(/\\s+/g, ' '); \
                 return text.startsWith(voice.said.map(u => u.text).join(' ').replace(/\\s+/g, ' ')) })()",
            )
            .await?;
                assert_eq!(
                    page.get::<u32>("document.querySelectorAll('#text .markers').length")
                        .await?,
                    page.get::<u32>("document.querySelectorAll('#text sup').length")
                        .await?
                );
                Ok(())
            },
        ),
        case(
            "reading aloud pauses, goes on, skips, changes its speed and stops",
            async |page| {
                listen(page, VOICE, "/").await?;
                play(page).await?;
                page.wait_until("voice.said.length === 1").await?;
                page.run("voice.finish()").await?;
                page.wait_until("voice.said.length === 2").await?;
                page.click("#listen-play").await?;
                page.wait_until("!voice.now && document.getElementById('listen-play').getAttribute('aria-label') === 'Read aloud'").await?;
                assert!(
                    page.get::<bool>("!CSS.highlights.has('sidelight-sentence')")
                        .await?
                );
                page.click("#listen-play").await?;
                page.wait_until(
                    "voice.said.length === 3 && voice.said[2].text === voice.said[1].text",
                )
                .await?;
                page.click("#listen-on").await?;
                page.wait_until(
                    "voice.said.length === 4 && voice.said[3].text !== voice.said[2].text",
                )
                .await?;
                page.click("#listen-back").await?;
                page.wait_until(
                    "voice.said.length === 5 && voice.said[4].text === voice.said[2].text",
                )
                .await?;
                page.click("#listen-faster").await?;
                page.wait_until("voice.said.length === 6 && voice.said[5].text === voice.said[4].text && voice.said[5].rate === 1.25").await?;
                assert_eq!(page.text(".listen-speed output").await?, "125%");
                page.click("#listen-stop").await?;
                page.wait_until("!voice.now && document.getElementById('listen-stop').getAttribute('aria-disabled') === 'true'").await?;
                assert!(page.get::<bool>("document.activeElement.id === 'listen-stop' && !CSS.highlights.has('sidelight-sentence')").await?);
                page.run("[...document.querySelectorAll('.listen-section')].find(b => b.textContent === 'In the courts').click()").await?;
                page.wait_until("voice.said.at(-1).text === 'In the courts'")
                    .await?;
                let saids: usize = page.get("voice.said.length").await?;
                is_painted(page, saids).await?;
                // Reading continues after the panel is closed, and stops when the reader leaves the page.
                page.click(".tool-panel:popover-open .tool-close").await?;
                page.wait_until(
                    "!document.querySelector('#panel-listen:popover-open') && voice.now",
                )
                .await?;
                page.run("dispatchEvent(new PageTransitionEvent('pagehide'))")
                    .await?;
                page.wait_until("!voice.now").await
            },
        ),
        case("a voice that is refused says so", async |page| {
            listen(page, VOICE, "/").await?;
            play(page).await?;
            page.wait_until("voice.now").await?;
            page.run("voice.finish('error')").await?;
            page.wait_until("document.querySelector('.listen-refused').textContent.startsWith('Reading stopped')").await?;
            assert_eq!(page.get::<u32>("voice.said.length").await?, 1);
            Ok(())
        }),
        case(
            "listening is offered only while there is a voice for the language",
            async |page| {
                let none = format!("{VOICE}\nvoice.voices = voice.voices.slice(0, 2);");
                inject(page, &none)?;
                adopted(page, "/").await?;
                page.wait_until("document.getElementById('tool-contents')")
                    .await?;
                assert!(
                    page.get::<bool>("!document.querySelector('#tool-listen:not([hidden])')")
                        .await?
                );
                page.run("voice.voices = [{ lang: 'en', localService: true }]; voice.dispatchEvent(new Event('voiceschanged'))").await?;
                page.wait_until("document.querySelector('#tool-listen:not([hidden])')")
                    .await?;
                page.run("voice.voices = []; voice.dispatchEvent(new Event('voiceschanged'))")
                    .await?;
                page.wait_until("!document.querySelector('#tool-listen:not([hidden])')")
                    .await
            },
        ),
        case(
            "without speech, or what belongs to it, listening isn't offered",
            async |page| {
                for gone in ["speechSynthesis", "SpeechSynthesisUtterance"] {
                    inject(
                        page,
                        &format!(
                            "{VOICE}\nObject.defineProperty(window, '{gone}', {{ value: undefined }});"
                        ),
                    )?;
                    adopted(page, "/").await?;
                    page.wait_until("document.getElementById('tool-contents')")
                        .await?;
                    assert!(
                        page.get::<bool>("!document.querySelector('#tool-listen:not([hidden])')")
                            .await?,
                        "without {gone}"
                    );
                }
                Ok(())
            },
        ),
        case(
            "without a segmenter and highlights sentences are read, and their block stands out",
            async |page| {
                let bare = format!(
                    "{VOICE}\ndelete Intl.Segmenter; delete window.Highlight; delete CSS.highlights; delete window.HighlightRegistry;"
                );
                listen(page, &bare, "/").await?;
                play(page).await?;
                for said in 1..8 {
                    page.wait_until(&format!("voice.said.length === {said}"))
                        .await?;
                    page.wait_until(
                    "document.querySelectorAll('.sentence-read').length === 1 && \
                     document.querySelector('.sentence-read').textContent.includes(voice.now.text.slice(0, 12))",
                )
                .await?;
                    page.run("voice.finish()").await?;
                }
                page.wait_until("voice.said.some(u => u.text.endsWith('.'))")
                    .await
            },
        ),
        case(
            "a translated article is read in its new language and words",
            async |page| {
                listen(page, VOICE, "/").await?;
                page.run(
                "document.documentElement.lang = 'de'; \
                 const walker = document.createTreeWalker(document.getElementById('article'), NodeFilter.SHOW_TEXT), texts = []; \
                 while (walker.nextNode()) texts.push(walker.currentNode); \
                 for (const text of texts) { const outer = document.createElement('font'), inner = document.createElement('font'); \
                   inner.textContent = text.data.toUpperCase(); outer.append(inner); text.replaceWith(outer); }",
            )
            .await?;
                play(page).await?;
                page.wait_until("voice.said.length === 1").await?;
                page.wait_until("voice.said[0].lang === 'de-DE' && voice.said[0].text === voice.said[0].text.toUpperCase()").await?;
                page.run("voice.finish()").await?;
                page.wait_until("voice.said.length === 2").await?;
                is_painted(page, 2).await
            },
        ),
    ]
}

/// Makes the site's first page run this script before the program.
pub(crate) fn inject(page: &Page, script: &str) -> Result<()> {
    let boot = named(page, "src")?;
    let loader = page.site().file(&boot)?;
    let answer = Answer {
        status: 200,
        media_type: "text/javascript; charset=utf-8",
        body: format!("{script}\n{loader}").into_bytes(),
    };
    page.site().answer(&format!("/{boot}"), answer);
    Ok(())
}

/// Opens the page with the listening panel open.
async fn listen(page: &Page, script: &str, path: &str) -> Result<()> {
    inject(page, script)?;
    adopted(page, path).await?;
    page.wait_until("document.querySelector('#tool-listen:not([hidden])')")
        .await?;
    page.click("#tool-listen").await?;
    page.wait_until("document.getElementById('listen-play')")
        .await
}

async fn play(page: &Page) -> Result<()> {
    page.click("#listen-play").await
}

/// Fails unless utterance number `said`, counted from 1, is highlighted and in view below the toolbar.
async fn is_painted(page: &Page, said: usize) -> Result<()> {
    page.wait_until(&format!("{PAINTED} === voice.said[{said} - 1].text"))
        .await?;
    page.wait_until(
        "(place => place.top >= document.querySelector('.toolbar').getBoundingClientRect().bottom - 1 && place.bottom <= innerHeight)\
         ([...CSS.highlights.get('sidelight-sentence')][0].getBoundingClientRect())",
    )
    .await
}
