//! The note beside a link that says where the link has led, used in a frame whose host doesn't scroll. It gives the
//! direction, the heading and the paragraph, with a link to that position in the full page.
//!
//! *Invariant:* there is at most one note. It names positions and contains no words of a fact, so it can be read aloud.

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Node, Url};

use super::dom::Dom;
use super::language;
use sidelight_model::anchor;

/// The class of the note.
const NOTE: &str = "jump-note";
/// Selector of the elements that get the note at their end.
const AROUND: &str = ".passage, p, li";
/// Selector of the crossheads and paragraphs that name a position in the text.
const PARTS: &str = ":is(#text, .stretch) > :is(h2[id], p)";

/// Shows a note beside a link with the position of `place` in the page. Removes the last note first.
pub(super) fn show(dom: &Dom, link: &Element, place: &Element) {
    remove(dom);
    if let (Ok(Some(around)), Ok(note)) =
        (link.closest(AROUND), dom.document.create_element("span"))
    {
        note.set_class_name(NOTE);
        let messages = language::messages(&dom.window);
        for (name, value) in [
            ("role", "status"),
            ("translate", "no"),
            ("lang", messages.tag()),
        ] {
            let _ = note.set_attribute(name, value);
        }
        let _ = around.append_child(&note);
        let (heading, paragraph) = named(dom, place);
        let top = |element: &Element| element.get_bounding_client_rect().top();
        let arrow = if top(place) < top(link) {
            "↑ "
        } else {
            "↓ "
        };
        let mut text = [arrow, &heading].concat();
        if paragraph > 0 {
            text.push_str(", ");
            text.push_str(&messages.paragraph(&paragraph.to_string()));
        }
        let (dom, full_page) = (dom.clone(), full_page(dom, &place.id()));
        spawn_local(async move {
            // Screen readers announce only changes in an element that already exists, so the text is added later.
            dom.pause(0).await;
            note.set_text_content(Some(&text));
            if let (Some(href), Ok(link)) = (full_page, dom.document.create_element("a")) {
                for (name, value) in [("href", &*href), ("target", "_blank"), ("rel", "noopener")] {
                    let _ = link.set_attribute(name, value);
                }
                link.set_text_content(Some(messages.open_full_page()));
                let _ = note.append_child(&link);
            }
        });
    }
}

/// Removes the note, if there is one.
pub(super) fn remove(dom: &Dom) {
    if let Ok(Some(last)) = dom.root.query_selector(".jump-note") {
        last.remove();
    }
}

/// Returns the heading above a position, and the number of its paragraph below that heading. The number is 0 for a position
/// outside paragraphs.
fn named(dom: &Dom, place: &Element) -> (String, u32) {
    if let Ok(Some(fact_box)) = place.closest("[data-box]")
        && let Ok(Some(heading)) = fact_box.query_selector("h2")
    {
        return (text(&heading), 0);
    }
    let mut heading = dom.find(anchor::HEADLINE);
    let mut number = 0;
    for part in dom.all(PARTS) {
        let holds = part.contains(Some(place));
        let follows = part.compare_document_position(place) & Node::DOCUMENT_POSITION_FOLLOWING;
        if !holds && follows == 0 {
            number = 0;
            break;
        }
        if part.tag_name() == "P" {
            number += 1;
        } else {
            (heading, number) = (Some(part), 0);
        }
        if holds {
            break;
        }
    }
    (heading.as_ref().map(text).unwrap_or_default(), number)
}

fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

/// Returns the address of a part of this page without the parameter `embed`, for use outside frames.
fn full_page(dom: &Dom, id: &str) -> Option<String> {
    let url = Url::new(&dom.window.location().href().ok()?).ok()?;
    url.search_params().delete("embed");
    url.set_hash(id);
    Some(url.href())
}
