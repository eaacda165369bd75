//! The reader's settings for type and colour, with their choices.
//!
//! In the page, a setting that differs from its default is an attribute of the root element, such as `data-theme="sepia"`.
//! The style sheets do the rest. `prepaint.js` applies saved settings, and `toolbar.js` changes and saves
//! them, with the same names.

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The colours. *Auto* and *contrast* are light or dark, as the browser prefers.
    Theme,
    /// The typeface of the text.
    Face,
    /// The size of everything, in eight steps.
    Size,
    /// The line length.
    Width,
    /// The line spacing.
    Leading,
    /// The spacing of letters and words.
    Spacing,
    /// The alignment of line ends.
    Align,
}

impl Setting {
    /// All settings, in the order of the panel.
    pub const ALL: [Self; 7] = [
        Self::Theme,
        Self::Face,
        Self::Size,
        Self::Width,
        Self::Leading,
        Self::Spacing,
        Self::Align,
    ];

    /// Returns the setting's name: the name of its radio buttons, and of its attribute after `data-`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Face => "face",
            Self::Size => "size",
            Self::Width => "width",
            Self::Leading => "leading",
            Self::Spacing => "spacing",
            Self::Align => "align",
        }
    }

    /// Returns the names of the choices, in the order of the panel.
    #[must_use]
    pub fn choices(self) -> &'static [&'static str] {
        match self {
            Self::Theme => &["auto", "light", "sepia", "dark", "contrast"],
            Self::Face => &["serif", "sans", "legible"],
            Self::Size => &["1", "2", "3", "4", "5", "6", "7", "8"],
            Self::Width => &["narrow", "normal", "wide", "full"],
            Self::Leading => &["tight", "normal", "loose", "double"],
            Self::Spacing => &["normal", "wide", "wider"],
            Self::Align => &["start", "justify"],
        }
    }

    /// Returns the index of the default choice.
    #[must_use]
    pub fn default_place(self) -> usize {
        match self {
            Self::Size => 2,
            Self::Width | Self::Leading => 1,
            Self::Theme | Self::Face | Self::Spacing | Self::Align => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_knows_the_same_settings_and_the_defaults_are_choices() {
        let script = include_str!("../../../assets/prepaint.js");
        let mut known = String::from(" ");
        for setting in Setting::ALL {
            assert!(setting.default_place() < setting.choices().len());
            for (place, choice) in setting.choices().iter().enumerate() {
                if place != setting.default_place() {
                    known.push_str(&format!("{}={choice} ", setting.name()));
                }
            }
        }
        let line = format!("const known = \"{known}\";\n");
        assert!(script.contains(&line), "prepaint.js has no line `{line}`");
    }
}
