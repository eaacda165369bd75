//! Rendering articles natively.
//!
//! The tree is Yew's, and so is what it means. But Yew's server renderer is made for pages that wait for something: each
//! node is a future of its own. The tree of an article, or of one of its boxes, is there at once, of elements and texts alone, and is written in one go.
//!
//! *Invariant:* what is written here is what Yew would write, byte by byte.

use std::io;
use std::rc::Rc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;
use yew::html::BaseComponent;
use yew::virtual_dom::{VNode, VTag};
use yew::{Html, LocalServerRenderer};

use crate::model::{Article, BoxId};
use crate::reader::{BoxPage, BoxPageProps, Reader, ReaderProps, box_tree, tree};

/// Elements without content, of those that an article may have (HTML standard, section 13.1.2).
const VOID: [&str; 5] = ["br", "hr", "img", "source", "wbr"];

/// Elements whose content Yew writes in ways of their own.
const SPECIAL: [&str; 5] = ["input", "script", "style", "textarea", "title"];

/// Renders an article as it stands in its page, without the marks that hydration would need.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render(article: &Rc<Article>) -> io::Result<String> {
    written(&tree(article)).map_or_else(|| by_yew::<Reader>(reader(article)), Ok)
}

/// Renders one box of an article as it stands in its own page.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render_box(article: &Rc<Article>, fact_box: &BoxId) -> io::Result<String> {
    written(&box_tree(article, fact_box))
        .map_or_else(|| by_yew::<BoxPage>(box_page(article, fact_box)), Ok)
}

fn reader(article: &Rc<Article>) -> ReaderProps {
    ReaderProps {
        article: Rc::clone(article),
    }
}

fn box_page(article: &Rc<Article>, fact_box: &BoxId) -> BoxPageProps {
    BoxPageProps {
        article: Rc::clone(article),
        fact_box: fact_box.clone(),
    }
}

/// A tree as HTML; none when there is something in it that only Yew can render.
fn written(tree: &Html) -> Option<String> {
    let mut html = String::new();
    write(tree, &mut html).then_some(html)
}

/// Writes a tree; false when there is something in it that only Yew can render.
fn write(node: &VNode, html: &mut String) -> bool {
    match node {
        VNode::VTag(tag) => write_tag(tag, html),
        VNode::VText(text) => {
            write_escaped(&text.text, false, html);
            true
        }
        VNode::VList(nodes) => nodes.iter().all(|node| write(node, html)),
        VNode::VRaw(raw) => {
            html.push_str(&raw.html);
            true
        }
        _ => false,
    }
}

fn write_tag(tag: &VTag, html: &mut String) -> bool {
    let name = tag.tag();
    if SPECIAL.contains(&name) {
        return false;
    }
    html.push('<');
    html.push_str(name);
    for (attribute, value) in tag.attributes.iter() {
        html.push(' ');
        html.push_str(attribute);
        html.push_str("=\"");
        write_escaped(value, true, html);
        html.push('"');
    }
    html.push('>');
    if VOID.contains(&name) {
        return true;
    }
    if !tag.children().is_none_or(|children| write(children, html)) {
        return false;
    }
    html.push_str("</");
    html.push_str(name);
    html.push('>');
    true
}

/// Writes a text, or the value of an attribute.
fn write_escaped(text: &str, quoted: bool, html: &mut String) {
    let mut rest = text;
    while let Some(at) = rest
        .bytes()
        .position(|byte| matches!(byte, b'&' | b'<' | b'>') || quoted && byte == b'"')
    {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

thread_local! {
    /// Yew renders in a runtime; one for each thread does for all its articles.
    static RUNTIME: io::Result<Runtime> = Builder::new_current_thread().build();
}

fn by_yew<C: BaseComponent>(props: C::Properties) -> io::Result<String> {
    let renderer = LocalServerRenderer::<C>::with_props(props).hydratable(false);
    RUNTIME.with(|runtime| match runtime {
        Ok(runtime) => Ok(LocalSet::new().block_on(runtime, renderer.render())),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use yew::html;

    use super::*;
    use crate::press::{Folder, read_all};

    #[test]
    fn articles_are_rendered_as_yew_would() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut articles = read_all(&Folder::new(root.join("assets/articles"))).articles;
        let package = include_str!("../../../tests/fixtures/packages/six-kinds.json");
        articles.push(Article::from_json(package).unwrap());
        for article in articles.into_iter().map(Rc::new) {
            let html = written(&tree(&article)).unwrap();
            let slug = &article.slug;
            assert_eq!(html, by_yew::<Reader>(reader(&article)).unwrap(), "{slug}");
            for fact_box in &article.boxes {
                let html = written(&box_tree(&article, &fact_box.id)).unwrap();
                let props = box_page(&article, &fact_box.id);
                assert_eq!(html, by_yew::<BoxPage>(props).unwrap(), "{}", fact_box.id);
            }
        }
    }

    #[test]
    fn texts_are_escaped_and_what_is_special_is_left_to_yew() {
        let text = "a<b>&\"'Ж";
        assert_eq!(
            written(&html! { <p title={text}>{ text }<br/></p> }).as_deref(),
            Some("<p title=\"a&lt;b&gt;&amp;&quot;'Ж\">a&lt;b&gt;&amp;\"'Ж<br></p>")
        );
        assert_eq!(written(&html! { <p><textarea/></p> }), None);
    }
}
