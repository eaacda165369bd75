//! Decodes files to text: UTF-8, UTF-16 with a byte order mark, and any encoding that a web page declares.
//!
//! *Invariant:* every byte of a decoded text is valid in its encoding. The encoding is never guessed. It comes from
//! the byte order mark or from the declaration, or it is UTF-8.

use encoding_rs::{Encoding, UTF_8};

/// Size of the beginning of a page that may declare its encoding, in bytes. The HTML standard asks for 1024; saved
/// pages often have more before the declaration.
const DECLARED_WITHIN: usize = 8192;

/// Reason why bytes can't be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoText {
    /// The file is not a text: it contains a zero byte or many control characters, or it is a PDF.
    Binary,
    /// Offset of the first invalid byte, from 0, and the name of the encoding. Only UTF-8 has the exact offset; other
    /// encodings have the offset at which the text begins.
    BadByte(usize, &'static str),
    /// The page declares an encoding with this unknown name.
    UnknownEncoding(String),
}

/// Decodes a file. Returns its text without the byte order mark, and the name of its encoding.
///
/// # Errors
/// Returns [`NoText`] if the bytes aren't a text in a known encoding.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), NoText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[mark..], mark);
    }
    if is_binary(bytes) {
        return Err(NoText::Binary);
    }
    if let Some(declared) = declared(bytes) {
        let Some(encoding) = Encoding::for_label(declared.as_bytes()) else {
            return Err(NoText::UnknownEncoding(declared));
        };
        // Saved pages are often UTF-8 but still declare the encoding that the server sent.
        if encoding != UTF_8 && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
            return strictly(UTF_8, bytes, 0);
        }
        return strictly(encoding, bytes, 0);
    }
    strictly(UTF_8, bytes, 0)
}

fn strictly(
    encoding: &'static Encoding,
    bytes: &[u8],
    before: usize,
) -> Result<(String, &'static str), NoText> {
    if encoding == UTF_8
        && let Err(error) = std::str::from_utf8(bytes)
    {
        return Err(NoText::BadByte(before + error.valid_up_to(), "UTF-8"));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), encoding.name())),
        None => Err(NoText::BadByte(before, encoding.name())),
    }
}

/// Reports whether bytes aren't a text in any encoding. A zero byte or the signature of a PDF shows this, and so does
/// more than one control character in ten bytes.
fn is_binary(bytes: &[u8]) -> bool {
    let controls = bytes
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=31 | 127))
        .count();
    bytes.contains(&0) || bytes.starts_with(b"%PDF-") || controls * 10 > bytes.len()
}

/// Returns the encoding that a page declares by `<meta charset>`, `<meta http-equiv>` or an XML declaration. Returns
/// `None` if it declares none.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]);
    let head = head.to_ascii_lowercase();
    let is_declaration = |at: usize| {
        let open = head[..at].rfind('<');
        open.is_some_and(|open| {
            let tag = &head[open..at];
            !tag.contains('>') && (tag.starts_with("<meta") || tag.starts_with("<?xml"))
        })
    };
    ["charset", "encoding"]
        .iter()
        .flat_map(|word| head.match_indices(word))
        .filter(|(at, _)| is_declaration(*at))
        .find_map(|(at, word)| {
            let value = head[at + word.len()..].trim_start().strip_prefix('=')?;
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end = value
                .find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))
                .unwrap_or(value.len());
            (end > 0).then(|| value[..end].to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<(&str, &'static str), NoText>) {
        let expected = expected.map(|(text, name)| (text.to_owned(), name));
        assert_eq!(decode(bytes), expected);
    }

    #[test]
    fn texts_are_decoded_or_refused() {
        check(b"plain", Ok(("plain", "UTF-8")));
        check("\u{feff}Ж".as_bytes(), Ok(("Ж", "UTF-8")));
        check(b"\xff\xfe\x16\x04", Ok(("Ж", "UTF-16LE")));
        check(b"\xfe\xff\x04\x16", Ok(("Ж", "UTF-16BE")));
        check(
            b"<meta charset=\"windows-1251\"><p>\xc6",
            Ok(("<meta charset=\"windows-1251\"><p>Ж", "windows-1251")),
        );
        check(
            b"<META http-equiv=Content-Type content='text/html; charset=koi8-r'><p>\xf6",
            Ok((
                "<META http-equiv=Content-Type content='text/html; charset=koi8-r'><p>Ж",
                "KOI8-R",
            )),
        );
        check(
            b"<meta charset=latin1>caf\xe9 \x93",
            Ok(("<meta charset=latin1>café “", "windows-1252")),
        );
        check(
            "<meta charset=windows-1251>Ж".as_bytes(),
            Ok(("<meta charset=windows-1251>Ж", "UTF-8")),
        );
        check(b"caf\xe9", Err(NoText::BadByte(3, "UTF-8")));
        check(
            b"a charset=koi8-r b \xf6",
            Err(NoText::BadByte(19, "UTF-8")),
        );
        check(
            b"<meta charset=elvish>",
            Err(NoText::UnknownEncoding("elvish".into())),
        );
        check(b"PK\x03\x04\0\0", Err(NoText::Binary));
        check(b"%PDF-1.7 text", Err(NoText::Binary));
        check(b"\xff\xfe\x16", Err(NoText::BadByte(2, "UTF-16LE")));
    }
}
