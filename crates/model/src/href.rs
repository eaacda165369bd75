//! Link targets that are safe to put in a page.

use std::fmt;

use serde::Serialize;

use super::json::{FromJson, Json, Reading};
use super::unseen::is_unseen_mark;

/// The pattern for JSON Schemas that matches the texts [`Href::new`] accepts: an allowed scheme, or no colon before the
/// first slash, question mark or hash.
#[cfg(feature = "schema")]
const PATTERN: &str = r"^(?:(?:[hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]):[^\s\\\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]*|[^\s\\:/?#\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]*(?:[/?#][^\s\\\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]*)?)$";

/// A link target: `http`, `https`, `mailto`, or relative to the page.
///
/// *Invariant:* a link target never runs script. It has no white space and no control characters, because browsers strip
/// them before they look for a scheme (URL standard, section 4.4). It has no characters that change the direction in
/// which it is displayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(inline, extend("minLength" = 1, "pattern" = PATTERN))
)]
pub struct Href(String);

/// The reason why a text is not a link target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HrefError {
    /// The text is empty.
    Empty,
    /// The text has white space, a control character, a direction change, a byte order mark or a backslash.
    Character,
    /// The scheme isn't allowed.
    Scheme,
}

impl fmt::Display for HrefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a link needs a target",
            Self::Character => {
                "a link target can't contain spaces, control characters or backslashes; write \
                                them %-encoded"
            }
            Self::Scheme => "a link must be http, https, mailto or relative",
        })
    }
}

impl Href {
    /// Makes a link target of a text.
    ///
    /// # Errors
    /// The text is empty, has a forbidden character, or has a scheme that isn't allowed.
    pub fn new(text: impl Into<String>) -> Result<Self, HrefError> {
        let text = text.into();
        if text.is_empty() {
            return Err(HrefError::Empty);
        }
        if text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '\\' || is_unseen_mark(c))
        {
            return Err(HrefError::Character);
        }
        let head = text.split(['/', '?', '#']).next().unwrap_or_default();
        match head.split_once(':') {
            None => Ok(Self(text)),
            Some((scheme, _))
                if ["http", "https", "mailto"]
                    .iter()
                    .any(|s| scheme.eq_ignore_ascii_case(s)) =>
            {
                Ok(Self(text))
            }
            Some(_) => Err(HrefError::Scheme),
        }
    }

    /// Returns the target as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `true` if the target has a scheme or begins with `//`, so that it can lead away from this site.
    pub fn is_external(&self) -> bool {
        self.0.starts_with("//")
            || self
                .0
                .split(['/', '?', '#'])
                .next()
                .is_some_and(|head| head.contains(':'))
    }
}

impl Href {
    /// Returns `true` for an address at which somebody can be reached: an e-mail address after `mailto:`, or an
    /// absolute `https` address.
    pub fn is_contact(&self) -> bool {
        self.0.split_once(':').is_some_and(|(scheme, rest)| {
            (scheme.eq_ignore_ascii_case("mailto") && rest.contains('@'))
                || (scheme.eq_ignore_ascii_case("https") && rest.starts_with("//"))
        })
    }

    /// Returns `true` for the address of a page: not `mailto:`, and not only a part of this page.
    pub fn is_page(&self) -> bool {
        let is_mail = self
            .0
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto"));
        !is_mail && !self.0.starts_with(['#', '?'])
    }
}

impl FromJson for Href {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let text = json.text(reading)?;
        reading.made(Self::new(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_targets_are_links() {
        for (text, expected) in [
            ("https://iwpr.net/a?b#c", Ok(())),
            ("HTTP://iwpr.net", Ok(())),
            ("mailto:desk@example.org", Ok(())),
            ("../other/", Ok(())),
            ("#fact-killed", Ok(())),
            ("a/b:c", Ok(())),
            ("", Err(HrefError::Empty)),
            ("javascript:alert(1)", Err(HrefError::Scheme)),
            ("JaVaScRiPt:alert(1)", Err(HrefError::Scheme)),
            ("java\nscript:alert(1)", Err(HrefError::Character)),
            (" javascript:alert(1)", Err(HrefError::Character)),
            ("data:text/html,x", Err(HrefError::Scheme)),
            ("\\\\host", Err(HrefError::Character)),
            ("https://a.b/\u{202e}c", Err(HrefError::Character)),
            ("https://a.b/\u{feff}", Err(HrefError::Character)),
            ("https://a.b/\0", Err(HrefError::Character)),
        ] {
            assert_eq!(Href::new(text).map(|_| ()), expected, "{text:?}");
        }
    }

    #[test]
    fn contacts_and_pages_are_known() {
        for (text, is_contact, is_page) in [
            ("mailto:desk@example.org", true, false),
            ("MAILTO:desk@example.org", true, false),
            ("mailto:", false, false),
            ("https://example.org/desk", true, true),
            ("https:desk", false, true),
            ("http://example.org/desk", false, true),
            ("../other/", false, true),
            ("#fact-killed", false, false),
            ("?q", false, false),
        ] {
            let href = Href::new(text).unwrap();
            assert_eq!(
                (href.is_contact(), href.is_page()),
                (is_contact, is_page),
                "{text}"
            );
        }
    }

    #[test]
    fn external_targets_are_known() {
        for (text, external) in [
            ("https://iwpr.net", true),
            ("//iwpr.net", true),
            ("mailto:a@b.c", true),
            ("../x/", false),
            ("#a:b", false),
        ] {
            assert_eq!(Href::new(text).unwrap().is_external(), external, "{text:?}");
        }
    }
}
