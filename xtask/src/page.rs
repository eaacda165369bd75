//! Finds the files that a built page makes a browser fetch.

use std::cell::RefCell;

use anyhow::{Context, Result};
use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element, text};

/// The parts of a page that affect loading, read from its elements.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The element of the loader. `None` if the page has none.
    boot: Option<Boot>,
    /// Everything that a browser must fetch before it shows the text: style sheets, scripts that block the parser, and
    /// fonts.
    pub(crate) blocking: Vec<String>,
}

/// The URLs in the loader's element, relative to the page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Boot {
    /// URL of the loader itself.
    pub(crate) src: String,
    /// URL of the JavaScript that wasm-bindgen generated.
    pub(crate) glue: String,
    /// URL of the WebAssembly program.
    pub(crate) wasm: String,
}

impl Page {
    /// Returns the loader's element. Returns an error if the page has none, since every page must have one.
    pub(crate) fn boot(&self) -> Result<&Boot> {
        self.boot
            .as_ref()
            .context("the page has no script with the id `boot`")
    }

    /// Parses a page. Returns an error if the HTML can't be parsed.
    pub(crate) fn read(html: &[u8]) -> Result<Self> {
        let (mut boot, mut css) = (None, String::new());
        let blocking = RefCell::new(Vec::new());
        let fetches = |element: &Element, attribute| {
            blocking
                .borrow_mut()
                .push(element.get_attribute(attribute).unwrap_or_default());
            Ok(())
        };
        let settings = Settings::new()
            .append_element_content_handler(element!("script#boot", |script| {
                let value = |name: &str| script.get_attribute(name).unwrap_or_default();
                boot = Some(Boot {
                    src: value("src"),
                    glue: value("data-glue"),
                    wasm: value("data-wasm"),
                });
                Ok(())
            }))
            .append_element_content_handler(element!(
                "link[rel~=stylesheet]:not([media=print])",
                |link| fetches(link, "href")
            ))
            .append_element_content_handler(element!(
                "script[src]:not([defer]):not([async]):not([type=module])",
                |script| { fetches(script, "src") }
            ))
            .append_element_content_handler(text!("style", |text| {
                css.push_str(text.as_str());
                Ok(())
            }));
        let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
        rewriter.write(html)?;
        rewriter.end()?;
        let mut blocking = blocking.into_inner();
        for rule in ["@import", "@font-face"] {
            blocking.extend(
                css.matches(rule)
                    .map(|rule| format!("{rule} in a style sheet")),
            );
        }
        Ok(Self { boot, blocking })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, blocking: &[&str]) {
        assert_eq!(
            Page::read(html.as_bytes()).unwrap().blocking,
            blocking,
            "{html}"
        );
    }

    #[test]
    fn only_what_delays_the_text_is_blocking() {
        check("<style>p { color: red }</style><p>text", &[]);
        check(
            "<link rel=stylesheet href=a.css><link rel=icon href=i.png>",
            &["a.css"],
        );
        check("<link rel=stylesheet href=p.css media=print>", &[]);
        check(
            "<script src=a.js></script><script src=b.js defer></script><script src=c.js type=module></script>",
            &["a.js"],
        );
        check(
            "<style>@import 'a.css';</style>",
            &["@import in a style sheet"],
        );
        check(
            "<script>early()</script><script id=boot src=boot.js defer></script>",
            &[],
        );
        check("<img src=a.png>", &[]);
    }

    #[test]
    fn the_loader_says_where_the_program_is() {
        let html =
            "<script id=boot src=./boot.js defer data-glue=./g.js data-wasm=./w.wasm></script>";
        let boot = Boot {
            src: "./boot.js".to_owned(),
            glue: "./g.js".to_owned(),
            wasm: "./w.wasm".to_owned(),
        };
        assert_eq!(
            Page::read(html.as_bytes()).unwrap(),
            Page {
                boot: Some(boot),
                blocking: Vec::new()
            }
        );
    }
}
