//! The code to paste into another site.
//!
//! *Invariant:* the code is one line of well-formed HTML in which all values are escaped. Its frame has a title and a
//! height. If a site removes frames and scripts, a quotation with a link remains, except in the AMP form.

use sidelight_text::Rich;

/// The available forms of the code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// Sidelight's own element and its script, which fits the frame to its page.
    #[default]
    Element,
    /// A plain frame, without a script.
    Frame,
    /// AMP's frame.
    Amp,
}

impl Form {
    pub(super) const ALL: [Self; 3] = [Self::Element, Self::Frame, Self::Amp];

    /// Returns the form with this name. Returns [`Form::Element`] for any other name.
    pub(super) fn named(name: &str) -> Self {
        let named = Self::ALL.into_iter().find(|form| form.name() == name);
        named.unwrap_or_default()
    }

    /// Returns the name: the HTML tag, which is the same in every language.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Element => "<sidelight-article>",
            Self::Frame => "<iframe>",
            Self::Amp => "<amp-iframe>",
        }
    }
}

/// The content and options of an embed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Snippet<'a> {
    /// The article's address.
    pub(super) article: &'a str,
    /// The id of the box, or `None` for the whole article.
    pub(super) fact_box: Option<&'a str>,
    /// The address of the site's script for hosts.
    pub(super) script: &'a str,
    /// The title of the frame.
    pub(super) title: &'a str,
    /// The text quoted under the title.
    pub(super) text: &'a str,
    /// The statements quoted in a list.
    pub(super) facts: &'a [&'a str],
    /// The colour theme. Empty for the reader's system setting.
    pub(super) theme: &'a str,
    /// The interface language, as a BCP 47 tag. Empty for the article's language.
    pub(super) ui: &'a str,
    /// `true` for the compact layout.
    pub(super) compact: bool,
    /// `true` if the frame keeps its height and the page scrolls in it.
    pub(super) scroll: bool,
    /// The height of the frame in px. A frame that fits its page has this height only at first.
    pub(super) height: u32,
}

impl Snippet<'_> {
    /// Returns the code.
    pub(super) fn html(&self, form: Form) -> String {
        let height = self.height.to_string();
        let mut code = Code::default();
        match form {
            Form::Element => {
                code.open("sidelight-article");
                code.attribute("src", self.article);
                if let Some(fact_box) = self.fact_box {
                    code.attribute("box", fact_box);
                }
                for (name, value) in self.options() {
                    code.attribute(name, value);
                }
                code.attribute("title", self.title);
                code.attribute("height", &height);
                code.close();
                self.quote(&mut code);
                code.end("sidelight-article");
                code.open("script");
                code.word("async");
                code.attribute("src", self.script);
                code.close();
                code.end("script");
            }
            Form::Frame => {
                self.quote(&mut code);
                code.open("iframe");
                code.attribute("src", &self.address());
                code.attribute("title", self.title);
                code.attribute("width", "100%");
                code.attribute("height", &height);
                code.attribute("loading", "lazy");
                code.attribute("style", "border:0");
                code.close();
                code.end("iframe");
            }
            Form::Amp => {
                code.open("amp-iframe");
                code.attribute("src", &self.address());
                code.attribute("title", self.title);
                code.attribute("layout", "fixed-height");
                code.attribute("height", &height);
                code.attribute("frameborder", "0");
                code.attribute(
                    "sandbox",
                    "allow-scripts allow-popups allow-popups-to-escape-sandbox",
                );
                code.word("resizable");
                code.close();
                code.open("div");
                code.word("overflow");
                code.attribute("tabindex", "0");
                code.attribute("role", "button");
                code.attribute("aria-label", self.title);
                code.close();
                code.text("＋");
                code.end("div");
                code.end("amp-iframe");
            }
        }
        code.0
    }

    /// Returns the address of the embedded page, with the options in the query.
    pub(super) fn address(&self) -> String {
        let mut url = self.page();
        url.push_str("?embed");
        for (name, value) in self.options() {
            url.push('&');
            url.push_str(name);
            if !value.is_empty() {
                url.push('=');
                url.push_str(value);
            }
        }
        url
    }

    fn page(&self) -> String {
        match self.fact_box {
            Some(fact_box) => [self.article.trim_end_matches('/'), "/", fact_box, "/"].concat(),
            None => self.article.to_owned(),
        }
    }

    fn options(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("theme", self.theme),
            ("ui", self.ui),
            ("compact", if self.compact { "1" } else { "" }),
            ("scroll", if self.scroll { "1" } else { "" }),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
    }

    fn quote(&self, code: &mut Code) {
        let page = self.page();
        code.open("blockquote");
        code.attribute("cite", &page);
        code.close();
        code.element("p", |code| {
            code.open("a");
            code.attribute("href", &page);
            code.close();
            code.text(self.title);
            code.end("a");
        });
        if !self.text.is_empty() {
            code.element("p", |code| code.text(self.text));
        }
        if !self.facts.is_empty() {
            code.element("ul", |code| {
                for fact in self.facts {
                    code.element("li", |code| code.text(fact));
                }
            });
        }
        code.end("blockquote");
    }
}

/// A buffer for writing HTML.
#[derive(Default)]
struct Code(String);

impl Code {
    fn open(&mut self, name: &str) {
        self.0.push('<');
        self.0.push_str(name);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.word(name);
        self.0.push_str("=\"");
        self.text(value);
        self.0.push('"');
    }

    fn word(&mut self, word: &str) {
        self.0.push(' ');
        self.0.push_str(word);
    }

    fn close(&mut self) {
        self.0.push('>');
    }

    fn end(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.open(name);
        self.close();
        content(self);
        self.end(name);
    }

    /// Writes a text, escaped and with each run of white space replaced by a space.
    fn text(&mut self, text: &str) {
        let mut rich = Rich::default();
        let mut words = text.split_whitespace();
        if let Some(first) = words.next() {
            rich.push(first);
        }
        for word in words {
            rich.push(" ");
            rich.push(word);
        }
        self.0.push_str(&rich.html);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
