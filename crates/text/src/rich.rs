//! A text in two forms for the clipboard: HTML for pasting into a letter, and plain text for pasting into a plain
//! field.
//!
//! *Invariant:* if there is HTML, it has the words of the plain text, and no markup but that of this module. All text
//! of an article is escaped.

/// A text, plain and as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rich {
    /// Text without any markup. Lines end in `\n`.
    pub plain: String,
    /// The same text as an HTML fragment. Empty if the text should be pasted only as plain text.
    pub html: String,
}

impl Rich {
    /// Creates a text that is pasted only as plain text, such as data for another program.
    #[must_use]
    pub fn plain(text: String) -> Self {
        Self {
            plain: text,
            html: String::new(),
        }
    }

    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.plain.push_str(text);
        push_escaped(&mut self.html, text);
    }

    /// Appends a title in italics.
    pub fn push_italic(&mut self, text: &str) {
        self.plain.push_str(text);
        self.html.push_str("<i>");
        push_escaped(&mut self.html, text);
        self.html.push_str("</i>");
    }

    /// Appends an address, which is a link in the HTML.
    pub fn push_address(&mut self, url: &str) {
        self.plain.push_str(url);
        self.html.push_str("<a href=\"");
        push_escaped(&mut self.html, url);
        self.html.push_str("\">");
        push_escaped(&mut self.html, url);
        self.html.push_str("</a>");
    }

    /// Appends both forms of another text.
    pub fn append(&mut self, other: &Self) {
        self.plain.push_str(&other.plain);
        self.html.push_str(&other.html);
    }

    /// Appends a line break.
    pub fn break_line(&mut self) {
        self.plain.push('\n');
        self.html.push_str("<br>");
    }
}

fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_markup_is_escaped() {
        let mut text = Rich::default();
        text.push("<b>Tom & Ann</b>, ");
        text.push_italic("A <i> \"Times\"");
        text.break_line();
        text.push_address("https://example.org/?a=1&b=\"2\"");
        assert_eq!(
            text.plain,
            "<b>Tom & Ann</b>, A <i> \"Times\"\nhttps://example.org/?a=1&b=\"2\""
        );
        assert_eq!(
            text.html,
            "&lt;b&gt;Tom &amp; Ann&lt;/b&gt;, <i>A &lt;i&gt; &quot;Times&quot;</i><br>\
             <a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\">\
             https://example.org/?a=1&amp;b=&quot;2&quot;</a>"
        );
    }
}
