//! The origin of a site: of this one, or of another one whose content a page may show.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Scheme, host and port of a site, as browsers write them.
///
/// *Invariant:* the scheme is http or https. The host is an IP address, or labels of ASCII letters, digits and `-`,
/// separated by dots. An origin is therefore safe in a policy or an attribute, and means exactly one host there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Parses an origin, with or without a `/` at its end. Returns `None` for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        Self::of(scheme, rest.strip_suffix('/').unwrap_or(rest))
    }

    /// Creates an origin from a scheme and an authority, which is a host with an optional `:` and port. Returns `None`
    /// if either is invalid.
    pub(super) fn of(scheme: &str, authority: &str) -> Option<Self> {
        let scheme = scheme.to_ascii_lowercase();
        let default = match &*scheme {
            "https" => 443,
            "http" => 80,
            _ => return None,
        };
        // In `[::1]` the last colon is part of the address.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, read_port(port)?),
            _ => (authority, default),
        };
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            None
        } else if port == default {
            Some(Self(format!("{scheme}://{host}")))
        } else {
            Some(Self(format!("{scheme}://{host}:{port}")))
        }
    }
}

fn read_port(digits: &str) -> Option<u16> {
    let is_number = digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|port| is_number && *port > 0)
}

/// Returns true if this is the name or the address of one host. A name has labels of 1 to 63 characters (RFC 1123,
/// section 2.1). Other scripts are written as `xn--…`.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        matches!(label.len(), 1..=63)
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // Browsers read a host as an IPv4 address if its last label is a number (URL Standard, "ends in a number checker").
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = match last.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => last.bytes().all(|byte| byte.is_ascii_digit()),
    };
    host.len() <= 253
        && host.split('.').all(is_label)
        && (!is_number || host.parse::<Ipv4Addr>().is_ok())
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_taken_as_browsers_write_them() {
        for (text, origin) in [
            ("https://example.org", "https://example.org"),
            ("HTTPS://Example.ORG/", "https://example.org"),
            ("https://example.org:443", "https://example.org"),
            ("http://example.org:80/", "http://example.org"),
            ("http://example.org:443", "http://example.org:443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://example.org:0443", "https://example.org"),
            ("https://a-b.c3.example", "https://a-b.c3.example"),
            ("https://[::1]", "https://[::1]"),
            ("https://[::1]:8443", "https://[::1]:8443"),
            (
                "https://xn--e1afmkfd.example",
                "https://xn--e1afmkfd.example",
            ),
        ] {
            assert_eq!(Origin::new(text).unwrap().to_string(), origin, "{text}");
        }
    }

    #[test]
    fn nothing_else_is_an_origin() {
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https://*",
            "https://*.example.org",
            "https://example.org/news",
            "https://example.org?a",
            "https://example.org#a",
            "https://a@example.org",
            "https://example.org:port",
            "https://example.org:",
            "https://example.org:+80",
            "https://example.org:443:443",
            "https://example.org.",
            "https://example..org",
            "https://.",
            "https://1.2.3",
            "https://1.2.3.256",
            "https://0x7f.0.0.0x1",
            "https://a_b.example",
            "https://a%62.example",
            "https://a\\b.example",
            "https://a b.example",
            "https://a.example\n",
            "https://[::1]x",
            "https://[fe80::1%25eth0]",
            "https://example.org:0",
            "https://example.org:65536",
            "https://a;script-src b",
            "https://a'b",
            "https://a,b",
            "https://[::1",
            "https://[nowhere]",
            "https://мысал.example",
        ] {
            assert_eq!(Origin::new(text), None, "{text}");
        }
    }
}
