//! The origin of another site: where something may come from that a page is to show.

use std::fmt;

/// Scheme, host and port of a site, as browsers write them.
///
/// *Invariant:* it is http or https, and its host is of letters, digits, `.` and `-`, or an IPv6 address; so it can stand
/// in a policy or an attribute, and means one host there, never several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Takes an origin, with a `/` at its end or without; none for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let (scheme, rest) = text.split_once("://")?;
        let port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return None,
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        let host = host.strip_suffix(port).unwrap_or(host);
        let (name, port) = match host.rfind(':') {
            Some(colon) if !host.ends_with(']') => (&host[..colon], Some(&host[colon + 1..])),
            _ => (host, None),
        };
        let is_name = |name: &str| {
            name.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
        };
        let is_host = match name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
            Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
            None => !name.is_empty() && is_name(name),
        };
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        (is_host && is_port).then(|| Self(format!("{scheme}://{host}")))
    }
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
