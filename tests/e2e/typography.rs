//! Type, colours and reading position: applied at the first paint, kept if storage allows, and never in the way of the
//! text.

use anyhow::{Context, Result, ensure};
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::harness::{Answer, Case, Engine, Page, case};
use crate::jumping::adopted;
use crate::layout::fits_width;

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("chosen type and colours are there before the first paint", async |page| {
            begin_with(page, "theme=sepia size=6 face=sans nonsense=1 width=huge").await?;
            // The loader is missing here, so the settings come from the script inside the page.
            page.expect_error("404");
            let boot: String = page.get("document.getElementById('boot').getAttribute('src')").await?;
            page.site().answer(&format!("/{boot}"), nothing());
            look_at_every_frame(page, "").await?;
            page.open("/").await?;
            page.wait_until("document.readyState === 'complete' && window.seen.size > 0").await?;
            let seen: Vec<String> = page.get("[...window.seen]").await?;
            assert_eq!(seen, ["rgb(246, 236, 217) 23.2px"], "in every frame from the first on");
            assert_eq!(page.get::<String>("document.documentElement.dataset.width ?? 'none'").await?, "none");
            assert_eq!(page.get::<String>("document.querySelector('meta[name=color-scheme]').content").await?, "light");
            Ok(())
        }),
        case("blocked storage is said once, and a choice holds for the page", async |page| {
            look_at_every_frame(
                page,
                "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } });",
            )
            .await?;
            open_type_panel(page, "/").await?;
            assert!(page.get::<bool>("document.querySelector('.settings-said > span').hidden").await?);
            choose(page, "theme", "contrast").await?;
            page.wait_until("document.querySelector('.settings-said > span:not([hidden])')?.textContent.startsWith('Your browser isn’t saving')").await?;
            choose(page, "leading", "loose").await?;
            page.wait_until("document.documentElement.dataset.leading === 'loose' && document.documentElement.dataset.theme === 'contrast'").await?;
            page.click("#type-reset").await?;
            page.wait_until("!document.documentElement.dataset.theme && !document.documentElement.dataset.leading").await
        }),
        case("full storage is said, and a choice holds for the page", async |page| {
            open_type_panel(page, "/").await?;
            page.run(
                "for (let size = 1 << 20; size; size >>= 1) { \
                   try { for (let i = 0; ; i++) localStorage.setItem(size + '-' + i, 'x'.repeat(size)) } catch {} \
                 }",
            )
            .await?;
            choose(page, "theme", "contrast").await?;
            page.wait_until("document.querySelector('.settings-said > span:not([hidden])')?.textContent.startsWith('Your browser isn’t saving')").await?;
            assert_eq!(page.get::<String>("document.documentElement.dataset.theme").await?, "contrast");
            adopted(page, "/").await?;
            page.wait_until("document.getElementById('tool-type')").await?;
            assert_eq!(page.get::<Vec<String>>("Object.keys(document.documentElement.dataset)").await?, ["program"]);
            Ok(())
        }),
        case("where the browser lets pages store nothing, all works for as long as the page is open", async |page| {
            open_type_panel(page, "/").await?;
            let throws: bool = page.get("(() => { try { return !localStorage } catch { return true } })()").await?;
            ensure!(throws, "storage isn't blocked");
            choose(page, "theme", "contrast").await?;
            page.wait_until("document.querySelector('.settings-said > span:not([hidden])')?.textContent.startsWith('Your browser isn’t saving')").await?;
            page.click("#box-casualties .box-body > summary").await?;
            page.wait_until("document.querySelector('#box-casualties .box-body').open").await?;
            // Keeping the article isn't offered, or the panel says why it isn't possible.
            page.run("document.querySelector('#tool-offline:not([hidden])')?.click()").await?;
            page.wait_until("!document.querySelector('#tool-offline:not([hidden])') || document.querySelector('.offline-refused')?.textContent").await
        })
        .storage_blocked(),
        case("nonsense in storage leaves a page as it is by itself", async |page| {
            for [settings, places, language] in [
                ["'{\"theme\":\"dark\"} __proto__=x size= =3 theme=dark\\u0000'", "'\\u0000 / / / 5\\n/ text-p3 99999'", "'<b>'"],
                ["'theme=dark\\ud800 theme=light=dark size=99 theme size'", "'/ __proto__ 5\\n/ text-p1 -1\\n/ text-p1 1e9'", "'__proto__'"],
                ["'null'", "'[object Object]'", "'zz-ZZ'"],
                ["'theme=dark,'.repeat(1e5)", "'/'.repeat(1e6)", "'e'.repeat(1e6)"],
                ["' '.repeat(1e6)", "'\\n'.repeat(1e6)", "' '.repeat(1e5)"],
            ] {
                page.open("/404.html").await?;
                page.run(&format!(
                    "localStorage.clear(); localStorage.setItem('sidelight.type/1', {settings}); \
                     localStorage.setItem('sidelight.places/1', {places}); localStorage.setItem('sidelight.ui/1', {language})"
                ))
                .await?;
                adopted(page, "/").await?;
                page.wait_until("document.getElementById('tool-type').textContent === 'Text and colours'").await?;
                assert_eq!(page.get::<Vec<String>>("Object.keys(document.documentElement.dataset)").await?, ["program"]);
                assert!(page.get::<bool>("!document.querySelector('.resume')").await?);
            }
            Ok(())
        }),
        case("a sentence stays where it is while type changes, and nothing is wider than the window", async |page| {
            for width in [360, 1280] {
                page.resize(width, 800).await?;
                begin_with(page, "").await?;
                open_type_panel(page, "/").await?;
                // The middle of a paragraph in the middle of the article.
                page.run(
                    "const paragraphs = [...document.querySelectorAll('.prose > p')].filter(p => p.textContent.length > 400); \
                     const walker = document.createTreeWalker(paragraphs[paragraphs.length >> 1], NodeFilter.SHOW_TEXT); \
                     let text = walker.nextNode(); \
                     for (let next; (next = walker.nextNode());) if (next.length > text.length) text = next; \
                     window.word = document.createRange(); word.setStart(text, text.length >> 1); word.setEnd(text, (text.length >> 1) + 1); \
                     window.at = () => word.getBoundingClientRect().top - document.querySelector('.toolbar').getBoundingClientRect().bottom; \
                     scrollBy({ top: at(), behavior: 'instant' })",
                )
                .await?;
                let line: f64 = page.get("word.getBoundingClientRect().height").await?;
                for (name, value) in [("width", "narrow"), ("leading", "double"), ("face", "legible"), ("spacing", "wider"), ("align", "justify")] {
                    choose(page, name, value).await?;
                    page.wait_until(&format!("document.documentElement.dataset.{name} === '{value}'")).await?;
                    stays(page, line).await.with_context(|| format!("{name}={value} at {width} px"))?;
                }
                for size in 4..=8 {
                    choose(page, "size", &size.to_string()).await?;
                    stays(page, line).await.with_context(|| format!("size {size} at {width} px"))?;
                }
                page.wait_until("document.documentElement.dataset.size === '8'").await?;
                fits_width(page, "at the largest type").await?;
                page.run("document.getElementById('type-reset').click()").await?;
                stays(page, line).await?;
            }
            Ok(())
        }),
        case("nothing is lost at 320 px, nor with the largest type, whatever is open", async |page| {
            // 320 px is a 1280 px window at 400 % zoom; size 8 is type of 200 %.
            for (width, type_settings) in [(320, ""), (320, "spacing=wide face=legible"), (1280, "size=8"), (1280, "size=8 spacing=wider face=legible width=full align=justify")] {
                page.resize(width, 640).await?;
                begin_with(page, type_settings).await?;
                adopted(page, "/").await?;
                for rtl in [false, true] {
                    page.run(&format!("document.documentElement.dir = '{}'", if rtl { "rtl" } else { "ltr" })).await?;
                    page.run("document.querySelectorAll('details').forEach(details => details.open = true)").await?;
                    fits_width(page, type_settings).await?;
                    for tool in ["contents", "type"] {
                        page.run(&format!("document.getElementById('tool-{tool}').click()")).await?;
                        page.wait_until(&format!("document.querySelector('#panel-{tool}:popover-open')")).await?;
                        fits_width(page, tool).await?;
                        let small: Vec<String> = page.get(SMALL_TARGETS).await?;
                        assert_eq!(small, [""; 0]);
                    }
                    page.run("document.getElementById('tool-type').click()").await?;
                    page.wait_until("!document.querySelector('#panel-type:popover-open')").await?;
                }
            }
            Ok(())
        }),
        case("read from right to left the tools are mirrored", async |page| {
            begin_with(page, "").await?;
            open_type_panel(page, "/").await?;
            let places = "['.tools', '#tool-type', '#panel-type', '.setting', '#type-reset'].map(name => { \
                          const rect = document.querySelector(name).getBoundingClientRect(); return [rect.left, rect.right] })";
            let ltr: Vec<(f64, f64)> = page.get(places).await?;
            page.run("document.documentElement.dir = 'rtl'").await?;
            let rtl: Vec<(f64, f64)> = page.get(places).await?;
            let width: f64 = page.get("document.documentElement.clientWidth").await?;
            for ((left, right), (mirrored_left, mirrored_right)) in ltr.into_iter().zip(rtl) {
                // Scroll bars change sides too.
                ensure!((width - right - mirrored_left).abs() < 20.0 && (width - left - mirrored_right).abs() < 20.0, "{left} {right}: {mirrored_left} {mirrored_right}");
            }
            Ok(())
        }),
        case("one goes on where one stopped, in whatever layout", async |page| {
            page.resize(1280, 800).await?;
            begin_with(page, "").await?;
            adopted(page, "/").await?;
            page.run(
                "const block = [...document.querySelectorAll('.prose > p')].filter(p => p.textContent.length > 300)[3]; \
                 scrollBy({ top: block.getBoundingClientRect().top - 60, behavior: 'instant' })",
            )
            .await?;
            let block: String = page.get("[...document.querySelectorAll('.prose > p')].filter(p => p.textContent.length > 300)[3].id").await?;
            page.open("/404.html").await?;
            page.resize(360, 640).await?;
            page.run("localStorage.setItem('sidelight.type/1', 'size=6')").await?;
            adopted(page, "/").await?;
            page.wait_until("document.querySelector('.resume-go')").await?;
            page.screenshot(&format!("{}-resume", page.engine())).await?;
            assert_eq!(page.get::<f64>("scrollY").await?, 0.0, "offered, not forced");
            page.click(".resume-go").await?;
            page.wait_until(&format!(
                "(top => top > 0 && top < 160)(document.getElementById('{block}').getBoundingClientRect().top) && !document.querySelector('.resume')"
            ))
            .await?;
            page.back().await?;
            page.wait_until("scrollY < 5 && location.hash === ''").await?;
            // At the end of the article, no position is kept.
            page.run("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })").await?;
            page.wait_until("document.getElementById('reading-progress').style.getPropertyValue('--read') === '1000'").await?;
            page.open("/404.html").await?;
            assert_eq!(page.get::<String>("localStorage.getItem('sidelight.places/1') ?? ''").await?, "");
            Ok(())
        }),
        case("nothing moves by itself, for those who prefer that and for all others", async |page| {
            begin_with(page, "").await?;
            open_type_panel(page, "/").await?;
            let moving: Vec<String> = page
                .get("[...document.querySelectorAll('*')].filter(e => { const style = getComputedStyle(e); \
                      return style.animationName !== 'none' || /[1-9]/.test(style.transitionDuration) || style.scrollBehavior === 'smooth' })\
                      .map(e => e.outerHTML.slice(0, 80))")
                .await?;
            assert_eq!(moving, [""; 0]);
            Ok(())
        }),
        case("where the system has few colours of its own, what says something is seen", async |page| {
            begin_with(page, "theme=sepia").await?;
            let emulate = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
            devtools(page, "Emulation.setEmulatedMedia", emulate).await?;
            adopted(page, "/#evidence-janaozen-killed-1").await?;
            page.wait_until("matchMedia('(forced-colors: active)').matches").await?;
            page.run("document.querySelectorAll('details').forEach(details => details.open = true)").await?;
            let (canvas, ink, mark): (String, String, String) = page
                .get("['Canvas', 'CanvasText', 'Mark'].map(colour => { const probe = document.createElement('i'); \
                      probe.style.cssText = `forced-color-adjust: none; color: ${colour}`; document.body.append(probe); \
                      const found = getComputedStyle(probe).color; probe.remove(); return found })")
                .await?;
            assert_ne!(canvas, ink);
            let style = |selector: &str, name: &str| format!("getComputedStyle(document.querySelector('{selector}')).{name}");
            assert_eq!(page.get::<String>(&style("body", "backgroundColor")).await?, canvas);
            assert_eq!(page.get::<String>(&style(".marks.solid", "fill")).await?, ink);
            assert_eq!(page.get::<String>(&style(".box", "borderTopColor")).await?, ink);
            assert_eq!(page.get::<String>(&style("#evidence-janaozen-killed-1", "backgroundColor")).await?, mark);
            page.screenshot("chromium-forced-colors").await?;
            devtools(page, "Emulation.setEmulatedMedia", json!({ "features": [] })).await
        })
        .not_in(Engine::Firefox, "forced colours can't be asked for through its driver")
        .not_in(Engine::Webkit, "WebKit has no forced colours"),
        case("nothing shifts on the next visit either", async |page| {
            for width in [360, 1280] {
                page.resize(width, 800).await?;
                begin_with(page, "size=5 theme=dark leading=loose").await?;
                adopted(page, "/").await?;
                page.wait_until("document.querySelector('#tool-type')").await?;
                assert_eq!(page.layout_shifts().await?, [], "at {width} px");
            }
            Ok(())
        })
        .not_in(Engine::Firefox, "Firefox doesn't measure layout shift")
        .not_in(Engine::Webkit, "WebKit doesn't measure layout shift"),
    ]
}

/// Opens the page with these settings stored, and nothing else.
async fn begin_with(page: &Page, settings: &str) -> Result<()> {
    page.open("/404.html").await?;
    page.run(&format!(
        "localStorage.clear(); localStorage.setItem('sidelight.type/1', '{settings}')"
    ))
    .await?;
    page.open("/").await
}

async fn open_type_panel(page: &Page, path: &str) -> Result<()> {
    adopted(page, path).await?;
    page.wait_until("document.querySelector('#tool-type')")
        .await?;
    page.click("#tool-type").await?;
    page.wait_until("document.activeElement.id === 'panel-type'")
        .await
}

async fn choose(page: &Page, name: &str, value: &str) -> Result<()> {
    page.run(&format!(
        "document.querySelector(\"#panel-type input[name='{name}'][value='{value}']\").click()"
    ))
    .await
}

/// Fails unless the word stays about three lines below the toolbar, both now and after scrolling has settled.
async fn stays(page: &Page, line: f64) -> Result<()> {
    let at = "[at(), word.getBoundingClientRect().height]";
    let (now, now_line): (f64, f64) = page.get(at).await?;
    page.run(
        "window.rested = 0; let before; \
         const rest = () => { const now = at(); window.rested = now === before ? window.rested + 1 : 0; before = now; \
         if (window.rested < 6) requestAnimationFrame(rest) }; requestAnimationFrame(rest)",
    )
    .await?;
    page.wait_until("window.rested >= 6").await?;
    let (then, then_line): (f64, f64) = page.get(at).await?;
    for (at, line) in [(now, now_line.max(line)), (then, then_line.max(line))] {
        // Line spacing is at most twice the height of letters. The word's sentence may begin on a line before it.
        ensure!(
            (-1.0 - line..7.0 * line).contains(&at),
            "the word stands {at} px below the bar"
        );
    }
    Ok(())
}

/// Lists toolbar controls smaller than WCAG 2.5.8 allows.
const SMALL_TARGETS: &str = "[...document.querySelectorAll('.toolbar :is(button, a, .choice)')].filter(e => { \
    const rect = e.getBoundingClientRect(); return e.checkVisibility() && (rect.width < 24 || rect.height < 24) }).map(e => e.outerHTML.slice(0, 80))";

/// Serves the page with a script before all others, which records the background and the font size in every frame.
async fn look_at_every_frame(page: &Page, first: &str) -> Result<()> {
    let html = std::fs::read_to_string(crate::harness::dist()?.join("index.html"))?;
    let probe = format!(
        "{first} window.seen = new Set(); const look = () => {{ if (document.body) window.seen.add(getComputedStyle(document.body).backgroundColor \
         + ' ' + Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 10) / 10 + 'px'); requestAnimationFrame(look) }}; requestAnimationFrame(look);"
    );
    let at = html.find("<script").context("the page has no script")?;
    let html = format!(
        "{}<script src=probe.js></script>{}",
        &html[..at],
        &html[at..]
    );
    for (path, media_type, body) in [
        ("/", "text/html; charset=utf-8", html),
        ("/probe.js", "text/javascript", probe),
    ] {
        let body = body.into_bytes();
        page.site().answer(
            path,
            Answer {
                status: 200,
                media_type,
                body,
            },
        );
    }
    Ok(())
}

fn nothing() -> Answer {
    Answer {
        status: 404,
        media_type: "text/plain",
        body: Vec::new(),
    }
}

/// Sends a DevTools command to Chromium.
async fn devtools(page: &Page, command: &str, parameters: Value) -> Result<()> {
    let command = json!({ "cmd": command, "params": parameters });
    page.client()
        .issue_cmd(Devtools(command.to_string()))
        .await
        .context("Chromium refuses")?;
    Ok(())
}

#[derive(Debug)]
struct Devtools(String);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.clone()))
    }
}
