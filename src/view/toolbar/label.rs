//! The texts of the toolbar that change with the interface language.
//!
//! The toolbar is rendered at build time, in the article's language. The reader may have chosen another one. So each element
//! with such a text names its label by number, and the program sets the text again. Page and program come from the same
//! build, so they have the same numbers.

use sidelight_i18n::Messages;

/// The attribute of an element whose text is a label. The value is the label's number.
pub const MESSAGE: &str = "data-message";
/// The attribute of an element whose accessible name is a label. The value is the label's number. The element's `title` and
/// `placeholder`, if it has them, are the same label.
pub const NAME: &str = "data-name";

macro_rules! labels {
    ($($label:ident => $text:path,)*) => {
        /// A text of the toolbar without placeholders.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Label {
            $($label),*
        }

        impl Label {
            /// Returns the text in a language.
            pub(super) fn text(self, messages: Messages) -> &'static str {
                match self {
                    $(Self::$label => $text(messages)),*
                }
            }

            /// All labels, by their numbers.
            const ALL: &[Self] = &[$(Self::$label),*];
        }
    };
}

labels! {
    Tools => Messages::tools,
    Close => Messages::close,
    Search => Messages::search,
    SearchField => Messages::search_field,
    SearchLoading => Messages::search_loading,
    Contents => Messages::contents,
    Beginning => Messages::beginning,
    FactBox => Messages::fact_box,
    Type => Messages::type_and_colour,
    Theme => Messages::theme,
    AsSystem => Messages::as_system,
    Light => Messages::light,
    Sepia => Messages::sepia,
    Dark => Messages::dark,
    HighContrast => Messages::high_contrast,
    Face => Messages::face,
    Serif => Messages::serif,
    Sans => Messages::sans,
    Legible => Messages::legible,
    Size => Messages::size,
    LineLength => Messages::line_length,
    ShortLines => Messages::short_lines,
    LongLines => Messages::long_lines,
    FullLines => Messages::full_lines,
    LineDistance => Messages::line_distance,
    Tight => Messages::tight,
    Loose => Messages::loose,
    VeryLoose => Messages::very_loose,
    LetterDistance => Messages::letter_distance,
    Wide => Messages::wide,
    VeryWide => Messages::very_wide,
    LineEnds => Messages::line_ends,
    Ragged => Messages::ragged,
    Justified => Messages::justified,
    Normal => Messages::normal,
    ToolsLanguage => Messages::tools_language,
    Reset => Messages::reset,
    NotKept => Messages::not_kept,
    Share => Messages::share,
    ShareAddress => Messages::address,
    SendByEmail => Messages::send_by_email,
    Embed => Messages::embed,
    EmbedCode => Messages::embed_code,
    Listen => Messages::listen,
    Offline => Messages::offline,
}

impl Label {
    /// Returns the label's number as the value of an attribute.
    pub(super) fn number(self) -> String {
        (self as usize).to_string()
    }
}

/// Returns the text of the label with this number. Returns `None` for anything else.
pub fn label_text(number: &str, messages: Messages) -> Option<&'static str> {
    let number: usize = number.parse().ok()?;
    Label::ALL.get(number).map(|label| label.text(messages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_found_by_its_number() {
        for messages in Messages::all() {
            for label in Label::ALL {
                assert_eq!(
                    label_text(&label.number(), messages),
                    Some(label.text(messages))
                );
            }
        }
        for number in ["", "-1", "x", "1000", "99999999999999999999"] {
            assert_eq!(label_text(number, Messages::default()), None, "{number:?}");
        }
    }
}
