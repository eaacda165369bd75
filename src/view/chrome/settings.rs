//! What a reader can set about type and colour: the settings, their choices, and the text they are saved as.
//!
//! On the page a setting that isn't at its default is an attribute of the root element, `data-theme="sepia"`; the style
//! sheets do the rest. `early.js` sets the saved ones before the first paint and so has the same names.
//!
//! *Invariant:* every setting always has one of its own choices. What is read is taken setting by setting, and anything
//! unknown, such as the choice of an older version, becomes the default.

/// Where the settings are saved in the reader's own storage. What it holds is `theme=sepia size=5`; a change of that form
/// takes another number.
pub const TYPE_KEY: &str = "sidelight.type/1";

/// One thing that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The colours. *Auto* and *contrast* are light or dark as the browser prefers.
    Theme,
    /// The face of the text.
    Face,
    /// How large everything is, in eight steps.
    Size,
    /// How long lines are.
    Width,
    /// How far lines are apart.
    Leading,
    /// How far letters and words are apart.
    Spacing,
    /// Where lines end.
    Align,
}

impl Setting {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Theme,
        Self::Face,
        Self::Size,
        Self::Width,
        Self::Leading,
        Self::Spacing,
        Self::Align,
    ];

    /// Its name in what is saved.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.attribute()["data-".len()..]
    }

    /// Its attribute of the root element.
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

    /// The names of its choices, in order.
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

    /// The place of the choice that holds where a reader has chosen none.
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
    /// What is chosen according to a lookup, such as by attributes; the default where it finds nothing that is a choice.
    pub fn read(look_up: impl Fn(Setting) -> Option<String>) -> Self {
        let mut settings = Self::default();
        for setting in Setting::ALL {
            if let Some(choice) = look_up(setting) {
                settings.choose(setting, &choice);
            }
        }
        settings
    }

    /// What was saved as a text of any shape.
    #[must_use]
    pub fn from_saved(text: &str) -> Self {
        Self::read(|setting| {
            text.split(' ')
                .find_map(|part| part.strip_prefix(setting.name())?.strip_prefix('='))
                .map(str::to_owned)
        })
    }

    /// The text to save: what isn't at its default; empty when all is.
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

    /// The place of what is chosen among the setting's choices.
    #[must_use]
    pub fn place(self, setting: Setting) -> usize {
        usize::from(self.0[setting as usize])
    }

    /// The name of what is chosen.
    #[must_use]
    pub fn choice(self, setting: Setting) -> &'static str {
        setting
            .choices()
            .get(self.place(setting))
            .copied()
            .unwrap_or_default()
    }

    /// The same with another choice; a place that isn't one changes nothing.
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
        let early = include_str!("../../../assets/early.js");
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
