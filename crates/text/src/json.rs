//! Writes JSON. It supports only the needs of citations and downloads, at a fraction of a library's size in the
//! browser.

/// A JSON object under construction.
#[derive(Debug, Default)]
pub(super) struct Object(String);

impl Object {
    /// Adds a member with a string value.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &string(value));
    }

    /// Adds a member with a list of values, which must be valid JSON.
    pub(super) fn list(&mut self, key: &str, values: &[String]) {
        self.raw(key, &["[", &values.join(","), "]"].concat());
    }

    /// Adds a member with a value, which must be valid JSON.
    pub(super) fn raw(&mut self, key: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&string(key));
        self.0.push(':');
        self.0.push_str(value);
    }

    /// Returns the finished object.
    pub(super) fn end(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}

/// Returns a text as a JSON string (RFC 8259, section 7).
pub fn string(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                for digit in [c as usize >> 4, c as usize & 15] {
                    out.push(char::from(HEX[digit]));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_read_back_as_it_was() {
        for text in [
            "",
            "a \"b\" \\ / c",
            "line\nline\r\ttab",
            "\0\u{1f}\u{7f}\u{2028}",
            "Жаңаөзен 🌍",
        ] {
            let back: String = serde_json::from_str(&string(text)).unwrap();
            assert_eq!(back, text);
        }
        assert_eq!(Object::default().end(), "{}");
    }
}
