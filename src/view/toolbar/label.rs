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
    ($($label:ident $message:ident)*) => {
        /// A text of the toolbar without placeholders.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Label {
            $($label),*
        }

        impl Label {
            /// Returns the text in a language.
            pub(super) fn text(self, messages: Messages) -> &'static str {
                match self {
                    $(Self::$label => messages.$message()),*
                }
            }

            /// All labels, by their numbers.
            const ALL: &[Self] = &[$(Self::$label),*];
        }
    };
}

labels! {
    Tools tools
    Close close
    Search search
    SearchField search_field
    SearchLoading search_loading
    Contents contents
    Beginning beginning
    FactBox fact_box
    Type type_and_colour
    Theme theme
    AsSystem as_system
    Light light
    Sepia sepia
    Dark dark
    HighContrast high_contrast
    Face face
    Serif serif
    Sans sans
    Legible legible
    Size size
    LineLength line_length
    ShortLines short_lines
    LongLines long_lines
    FullLines full_lines
    LineDistance line_distance
    Tight tight
    Loose loose
    VeryLoose very_loose
    LetterDistance letter_distance
    Wide wide
    VeryWide very_wide
    LineEnds line_ends
    Ragged ragged
    Justified justified
    Normal normal
    ToolsLanguage tools_language
    Reset reset
    NotKept not_kept
    Share share
    ShareAddress address
    SendByEmail send_by_email
    Embed embed
    EmbedCode embed_code
    Listen listen
    Offline offline
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
