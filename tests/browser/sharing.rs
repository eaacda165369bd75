//! Sharing, citing and copying.

use js_sys::{Array, Function, Reflect};
use sidelight::view::chrome::Sharing;
use sidelight_model::anchor;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlSelectElement, HtmlTextAreaElement};

use crate::fixture_page::*;

/// A property of `navigator`, such as the clipboard, replaced until this is dropped.
struct Navigator(&'static str);

impl Navigator {
    /// Sets `navigator[name]` to the value of the expression. It can add records to `window.noted`.
    fn with(name: &'static str, expression: &str) -> Self {
        run(&format!(
            "window.noted = []; \
             Object.defineProperty(navigator, '{name}', {{ value: {expression}, configurable: true }})"
        ));
        Self(name)
    }

    /// Replaces the clipboard with one that records what is copied.
    fn noting() -> Self {
        Self::with(
            "clipboard",
            "{ writeText: async text => { noted.push(text) }, \
               write: async items => { for (const kind of ['text/html', 'text/plain']) \
                 noted.push(await (await items[0].getType(kind)).text()) } }",
        )
    }
}

impl Drop for Navigator {
    fn drop(&mut self) {
        run(&format!("delete navigator.{}", self.0));
    }
}

fn run(statements: &str) -> JsValue {
    Function::new_no_args(statements)
        .call0(&JsValue::NULL)
        .unwrap()
}

fn noted() -> Vec<String> {
    Array::from(&Reflect::get(&js_sys::global(), &"noted".into()).unwrap())
        .iter()
        .map(|text| text.as_string().unwrap())
        .collect()
}

async fn open_panel() {
    click(&by_id("tool-share"));
    until("the panel has focus", || {
        find("panel-share").is_some_and(|panel| has_focus(&panel))
    })
    .await;
}

fn is_shown(element: &Element) -> bool {
    element.closest("[hidden]").unwrap().is_none()
}

fn status() -> String {
    by_id("panel-share")
        .query_selector("[role=status]")
        .unwrap()
        .unwrap()
        .text_content()
        .unwrap()
}

fn choose(list: &str, value: &str) {
    let list: HtmlSelectElement = by_id(list).dyn_into().unwrap();
    list.set_value(value);
    assert_eq!(list.value(), value, "it is offered");
    let event = web_sys::Event::new("change").unwrap();
    list.dispatch_event(&event).unwrap();
}

/// Returns the URL of the page, without query and fragment.
fn here() -> String {
    let href = window().location().href().unwrap();
    href.split(['?', '#']).next().unwrap().to_owned()
}

#[wasm_bindgen_test]
async fn a_link_to_the_article_or_a_part_is_copied_and_focus_stays() {
    let page = Page::adopted().await;
    let clipboard = Navigator::noting();
    open_panel().await;
    let button = by_id("share-copy-link");
    for (value, fragment) in [
        ("", ""),
        ("fact-killed", "#fact-killed"),
        ("box-people", "#box-people"),
    ] {
        choose("share-what", value);
        let is_fact = value.starts_with("fact");
        until("a fact can be copied, and nothing else", || {
            is_shown(&by_id("share-copy-fact")) == is_fact
        })
        .await;
        run("noted.length = 0");
        button
            .dyn_ref::<web_sys::HtmlElement>()
            .unwrap()
            .focus()
            .unwrap();
        click(&button);
        until("it is copied", || noted() == [here() + fragment]).await;
        until("it is told", || status() == "Copied.").await;
        assert!(has_focus(&button));
    }
    drop((page, clipboard));
}

#[wasm_bindgen_test]
async fn a_fact_is_copied_with_its_citation_in_two_forms() {
    let page = Page::adopted().await;
    let clipboard = Navigator::noting();
    open_panel().await;
    choose("share-what", "fact-injured");
    until("it can be copied", || is_shown(&by_id("share-copy-fact"))).await;
    click(&by_id("share-copy-fact"));
    until("it is told", || status() == "Copied.").await;
    let [html, plain] = <[String; 2]>::try_from(noted()).unwrap();
    let url = here() + "#fact-injured";
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines[0], "More than 21 were hurt.");
    assert!(
        lines[1].starts_with("Source: Police, the port’s own force (as of "),
        "{plain}"
    );
    assert!(lines[1].ends_with("2012)"), "{plain}");
    assert_eq!(
        lines[2],
        format!(
            "Writer, A., and B. Editor. “A <b>bold</b> \"headline\" & more.” 13 June 2012, {url}."
        )
    );
    assert!(html.contains("A &lt;b&gt;bold&lt;/b&gt;"), "{html}");
    assert!(html.contains(&format!("<a href=\"{url}\">")), "{html}");
    drop((page, clipboard));
}

#[wasm_bindgen_test]
async fn where_rich_text_is_refused_plain_text_is_copied() {
    let page = Page::adopted().await;
    let clipboard = Navigator::with(
        "clipboard",
        "{ writeText: async text => { noted.push(text) }, write: async () => { throw new Error('no') } }",
    );
    open_panel().await;
    choose("share-what", "fact-injured");
    until("it can be copied", || is_shown(&by_id("share-copy-fact"))).await;
    click(&by_id("share-copy-fact"));
    until("it is told", || status() == "Copied.").await;
    assert!(noted()[0].starts_with("More than 21 were hurt.\n"));
    drop((page, clipboard));
}

#[wasm_bindgen_test]
async fn what_cannot_be_copied_is_selected_to_be_copied_by_hand() {
    for clipboard in [
        "undefined",
        "{}",
        "{ writeText() { throw new Error('no') } }",
        "{ writeText: async () => { throw new Error('no') } }",
        "{ writeText: () => 7 }",
    ] {
        let page = Page::adopted().await;
        let clipboard = Navigator::with("clipboard", clipboard);
        open_panel().await;
        click(&by_id("share-copy-link"));
        let field: HtmlTextAreaElement = by_id("share-text").dyn_into().unwrap();
        until("the text has focus", || has_focus(&field)).await;
        assert!(is_shown(&field) && field.read_only());
        assert_eq!(field.value(), here());
        let length = u32::try_from(here().len()).unwrap();
        assert_eq!(field.selection_start().unwrap(), Some(0));
        assert_eq!(field.selection_end().unwrap(), Some(length));
        assert!(status().starts_with("Your browser blocked copying."));
        drop((page, clipboard));
    }
}

#[wasm_bindgen_test]
async fn citations_are_shown_form_by_form() {
    let page = Page::adopted().await;
    open_panel().await;
    for (form, beginning) in [
        (
            "APA",
            "Writer, A., & Editor, B. (2012, June 13). A <b>bold</b> ",
        ),
        ("MLA", "Writer, A., and B. Editor. “A <b>bold</b> "),
        ("Chicago", "Writer, A., and B. Editor. “A <b>bold</b> "),
        (
            "BibTeX",
            "@misc{writer2012bboldb,\n  author = {Writer, A. and Editor, B.},",
        ),
        (
            "CSL-JSON",
            "[{\"id\":\"writer2012bboldb\",\"type\":\"article-newspaper\",",
        ),
    ] {
        choose("share-form", form);
        until(form, || {
            by_id("share-citation")
                .text_content()
                .unwrap()
                .starts_with(beginning)
        })
        .await;
    }
    drop(page);
}

#[wasm_bindgen_test]
async fn the_page_tells_machines_what_is_cited() {
    let page = Page::adopted().await;
    let head = document().head().unwrap();
    let holder = document().create_element("div").unwrap();
    holder.set_inner_html(
        "<link rel=canonical href='https://example.org/strike/'>\
         <meta property='og:site_name' content='Harbour news'>\
         <script type='application/ld+json'>{\"@graph\": [{\"@type\": \"Claim\"}, {\"@type\": \"NewsArticle\", \
         \"headline\": \"As it was written\", \"inLanguage\": \"kk\", \"datePublished\": \"2011-12-16T14:30:00+05:00\", \
         \"author\": [{\"@type\": \"Organization\", \"name\": \"The Port\"}], \
         \"publisher\": {\"name\": \"The Port\"}}]}</script>",
    );
    head.append_child(&holder).unwrap();
    let Sharing {
        work, file_name, ..
    } = page.host().share.sharing();
    holder.set_inner_html("<script type='application/ld+json'>{ not json</script>");
    let author = document().query_selector(".author").unwrap().unwrap();
    author.set_attribute(anchor::ORGANISATION, "").unwrap();
    let without = page.host().share.sharing();
    holder.remove();
    assert_eq!(work.title, "As it was written");
    assert_eq!(work.url, "https://example.org/strike/");
    assert_eq!(work.outlet.as_deref(), Some("The Port"));
    assert_eq!(work.published, Some("2011-12-16".parse().unwrap()));
    assert_eq!(work.language, "kk");
    assert!(work.authors[0].is_organisation);
    assert_eq!(file_name, "strike");
    assert_eq!(without.work.title, "A <b>bold</b> \"headline\" & more");
    assert_eq!(without.work.outlet, None);
    assert!(without.work.authors[0].is_organisation);
    assert_eq!(without.work.url, here());
    drop(page);
}

/// Selects text. Each end is an element's id, the index of a text node inside it, and an offset in that node.
fn select(from: (&str, u32, u32), to: (&str, u32, u32)) {
    let end = |(id, node, offset): (&str, u32, u32)| {
        format!(
            "(() => {{ const walker = document.createTreeWalker(document.getElementById('{id}'), NodeFilter.SHOW_TEXT); \
             for (let i = 0; i <= {node}; i++) walker.nextNode(); return [walker.currentNode, {offset}] }})()"
        )
    };
    run(&format!(
        "getSelection().setBaseAndExtent(...{}, ...{})",
        end(from),
        end(to)
    ));
}

#[wasm_bindgen_test]
async fn selected_text_has_an_address_of_whole_words_and_skips_markers() {
    let page = Page::adopted().await;
    for (from, to, fragment) in [
        // Within one text node.
        (
            ("text-p1", 0, 4),
            ("text-p1", 0, 9),
            "text-p1:~:text=the%20harbour",
        ),
        // Ends in a passage.
        (
            ("text-p1", 0, 7),
            ("text-p1", 1, 9),
            "text-p1:~:text=harbour%20three%20men",
        ),
        // Covers both passages. A marker is between them.
        (
            ("text-p1", 0, 7),
            ("text-p1", 3, 10),
            "text-p1:~:text=harbour%20three%20men%20died%20and,were%20hurt",
        ),
        // Ends in another block.
        (
            ("text-section-trial", 0, 4),
            ("text-filler-2", 0, 9),
            "text-section-trial:~:text=trial,Something",
        ),
    ] {
        select(from, to);
        let excerpt = page.host().share.sharing().excerpt;
        assert_eq!(excerpt.map(|e| e.fragment).as_deref(), Some(fragment));
    }
    run("getSelection().removeAllRanges()");
    assert_eq!(page.host().share.sharing().excerpt, None);
    drop(page);
}

#[wasm_bindgen_test]
async fn what_the_reader_is_at_is_offered_first() {
    let page = Page::adopted().await;
    details("casualties").set_open(true);
    let link = by_id("from-injured-1");
    let passages = link.closest(".passage").unwrap().unwrap();
    passages.set_attribute("open", "").unwrap();
    link.scroll_into_view();
    link.dyn_ref::<web_sys::HtmlElement>()
        .unwrap()
        .focus()
        .unwrap();
    page.host().toolbar.focus("tool-share");
    assert_eq!(
        page.host().share.sharing().at.as_deref(),
        Some("fact-injured")
    );
    open_panel().await;
    let list: HtmlSelectElement = by_id("share-what").dyn_into().unwrap();
    assert_eq!(list.value(), "fact-injured");
    details("casualties").set_open(false);
    assert_eq!(
        page.host().share.sharing().at,
        None,
        "it is no longer shown"
    );
    drop(page);
}

#[wasm_bindgen_test]
async fn the_sheet_of_the_system_is_offered_where_there_is_one() {
    for has_one in [true, false] {
        let page = Page::adopted().await;
        let sheet = Navigator::with(
            "share",
            if has_one {
                "async data => { noted.push(data.title, data.url); throw new DOMException('', 'AbortError') }"
            } else {
                "undefined"
            },
        );
        open_panel().await;
        assert_eq!(is_shown(&by_id("share-sheet")), has_one);
        if has_one {
            click(&by_id("share-sheet"));
            until("it is asked", || noted().get(1) == Some(&here())).await;
        }
        drop((page, sheet));
    }
}

#[wasm_bindgen_test]
async fn the_facts_are_downloaded_as_tables() {
    let page = Page::adopted().await;
    run(
        "window.noted = []; window.made = []; window.oldMake = URL.createObjectURL; window.oldClick = HTMLAnchorElement.prototype.click; \
         URL.createObjectURL = blob => { made.push(blob); return oldMake.call(URL, blob) }; \
         HTMLAnchorElement.prototype.click = function () { const name = this.download; made.at(-1).text().then(text => noted.push(name, text)) }",
    );
    open_panel().await;
    click(&by_id("share-csv"));
    until("the table is made", || noted().len() == 2).await;
    click(&by_id("share-json"));
    until("the other is made", || noted().len() == 4).await;
    run("URL.createObjectURL = oldMake; HTMLAnchorElement.prototype.click = oldClick");
    let noted = noted();
    assert!(noted[0].ends_with("-facts.csv"), "{}", noted[0]);
    assert!(noted[2].ends_with("-facts.json"), "{}", noted[2]);
    // Ten facts, the column names, and an empty part after the last line end.
    assert_eq!(noted[1].split("\r\n").count(), 12, "{}", noted[1]);
    assert!(
        noted[1].contains(",hurt,more-than,21,people,,,,Police,the port’s own force,The port,2012"),
        "{}",
        noted[1]
    );
    let json = js_sys::JSON::parse(&noted[3]).unwrap();
    let facts = Array::from(&get(&json, &["facts"]));
    assert_eq!(facts.length(), 10);
    assert_eq!(get(&facts.get(0), &["statement"]), "Three men died.");
    assert_eq!(get(&facts.get(0), &["number"]), 1);
    drop(page);
}
