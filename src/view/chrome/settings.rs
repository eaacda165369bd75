//! The reader's settings for type and colour: their choices, and the text in which they are saved.
//!
//! In the page, a setting that differs from its default is an attribute of the root element, such as `data-theme="sepia"`.
//! The style sheets do the rest. `prepaint.js` applies the saved settings before the first paint, so it uses the same names.
//!
//! *Invariant:* every setting always has one of its own choices. Saved settings are read one by one. An unknown choice,
//! such as one of an older version, becomes the default.

/// The key of the settings in the reader's own storage. The value has the form `theme=sepia size=5`. If that form changes,
/// the number in the key must change too.
pub const TYPE_KEY: &str = "sidelight.type/1";

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

    /// Returns the setting's name in the saved text.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.attribute()["data-".len()..]
    }

    /// Returns the setting's attribute of the root element.
    #[must_use]
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Theme => "data-theme",
            Self::Face => "data-face",
            Self::Size => "data-size",
            Self::Width => "data-width",
            Self::Leading => "data-leading",
            Self::Spacing => "data-spacing",
            Self::Align => "data-align",
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

/// A choice for every setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeSettings([u8; Setting::ALL.len()]);

impl Default for TypeSettings {
    fn default() -> Self {
        Self(Setting::ALL.map(|setting| setting.default_place() as u8))
    }
}

impl TypeSettings {
    /// Reads the choice of each setting with a lookup function, for example from attributes. A setting gets its default if
    /// the lookup returns `None` or an unknown choice.
    pub fn read(look_up: impl Fn(Setting) -> Option<String>) -> Self {
        let mut settings = Self::default();
        for setting in Setting::ALL {
            if let Some(choice) = look_up(setting) {
                settings.choose(setting, &choice);
            }
        }
        settings
    }

    /// Reads the settings from saved text. The text may have any content; unknown parts are ignored.
    #[must_use]
    pub fn from_saved(text: &str) -> Self {
        Self::read(|setting| {
            text.split(' ')
                .find_map(|part| part.strip_prefix(setting.name())?.strip_prefix('='))
                .map(str::to_owned)
        })
    }

    /// Returns the text to save. It has only the settings that differ from their defaults, so it can be empty.
    #[must_use]
    pub fn to_saved(self) -> String {
        let mut text = String::new();
        for setting in Setting::ALL {
            if self.place(setting) != setting.default_place() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(setting.name());
                text.push('=');
                text.push_str(self.choice(setting));
            }
        }
        text
    }

    /// Returns the index of the setting's current choice.
    #[must_use]
    pub fn place(self, setting: Setting) -> usize {
        usize::from(self.0[setting as usize])
    }

    /// Returns the name of the setting's current choice.
    #[must_use]
    pub fn choice(self, setting: Setting) -> &'static str {
        setting
            .choices()
            .get(self.place(setting))
            .copied()
            .unwrap_or_default()
    }

    /// Returns the settings with another choice. An index out of range changes nothing.
    #[must_use]
    pub fn with(mut self, setting: Setting, place: usize) -> Self {
        if place < setting.choices().len() {
            self.0[setting as usize] = place as u8;
        }
        self
    }

    fn choose(&mut self, setting: Setting, choice: &str) {
        if let Some(place) = setting.choices().iter().position(|known| *known == choice) {
            *self = self.with(setting, place);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_read_again_and_nonsense_is_left_out() {
        for (saved, kept) in [
            ("", ""),
            ("theme=sepia", "theme=sepia"),
            ("size=8 theme=dark", "theme=dark size=8"),
            ("theme=auto size=3", ""),
            ("theme=neon size=5", "size=5"),
            ("size=9 size=4", ""),
            ("size=-1", ""),
            ("size", ""),
            ("sizes=4", ""),
            ("{\"theme\":\"dark\"}", ""),
            ("theme = dark", ""),
            ("constructor=1 __proto__=x align=justify", "align=justify"),
            ("\0\u{fffd} face=legible", "face=legible"),
        ] {
            let settings = TypeSettings::from_saved(saved);
            assert_eq!(settings.to_saved(), kept, "{saved:?}");
            assert_eq!(TypeSettings::from_saved(kept), settings, "{saved:?}");
        }
    }

    #[test]
    fn every_choice_can_be_made_and_no_other() {
        for setting in Setting::ALL {
            assert!(setting.default_place() < setting.choices().len());
            for (place, choice) in setting.choices().iter().enumerate() {
                let settings = TypeSettings::default().with(setting, place);
                assert_eq!(settings.choice(setting), *choice);
                assert_eq!(TypeSettings::from_saved(&settings.to_saved()), settings);
            }
            let beyond = TypeSettings::default().with(setting, setting.choices().len());
            assert_eq!(beyond, TypeSettings::default());
        }
    }

    #[test]
    fn before_the_first_paint_the_same_settings_are_known_and_where_they_are_saved() {
        let early = include_str!("../../../assets/prepaint.js");
        assert!(early.contains(&format!("localStorage.getItem(\"{TYPE_KEY}\")")));
        let mut known = String::from(" ");
        for setting in Setting::ALL {
            for (place, choice) in setting.choices().iter().enumerate() {
                if place != setting.default_place() {
                    known.push_str(&format!("{}={choice} ", setting.name()));
                }
            }
        }
        let line = format!("  const known = \"{known}\";\n");
        assert!(early.contains(&line), "early.js has no line `{line}`");
    }
}
