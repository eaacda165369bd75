//! Digits of other scripts, such as those of Arabic. Numbers in them are read like others.

/// The digits zero of scripts with decimal digits of their own (Unicode, category Nd).
const ZEROS: [char; 5] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];

/// Returns the ASCII form of a digit or a sign in a number. Returns `None` for any other character.
fn ascii(c: char) -> Option<char> {
    match c {
        '٫' => Some('.'),
        '٬' => Some(','),
        c => ZEROS.iter().find_map(|zero| {
            let digit = u32::from(c).checked_sub(u32::from(*zero))?;
            char::from_digit(digit, 10)
        }),
    }
}

/// A text with ASCII digits.
pub(super) struct AsciiDigits {
    pub(super) text: String,
    /// For each byte of the text, and for its end, the byte of the original text.
    places: Vec<usize>,
}

impl AsciiDigits {
    /// Replaces digits of other scripts. Returns `None` if a text has none, as most texts.
    pub(super) fn of(original: &str) -> Option<Self> {
        if original.is_ascii() || !original.chars().any(|c| ascii(c).is_some()) {
            return None;
        }
        let (mut text, mut places) = (String::new(), Vec::new());
        for (at, c) in original.char_indices() {
            text.push(ascii(c).unwrap_or(c));
            places.resize(text.len(), at);
        }
        places.push(original.len());
        Some(Self { text, places })
    }

    /// Returns the range in the original text of a range in this one. Both are in bytes.
    pub(super) fn original(&self, place: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.places[place.start]..self.places[place.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts_become_ascii() {
        let text = "صوّت ١٢٫٥ و۷";
        let read = AsciiDigits::of(text).unwrap();
        assert_eq!(read.text, "صوّت 12.5 و7");
        let at = read.text.find("12.5").unwrap();
        assert_eq!(&text[read.original(&(at..at + 4))], "١٢٫٥");
        let end = read.text.len();
        assert_eq!(&text[read.original(&(end - 1..end))], "۷");
        assert!(AsciiDigits::of("Жаңаөзен 2011").is_none());
    }
}
