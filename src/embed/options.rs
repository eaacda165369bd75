//! The options in the address of an embedded page: `?embed&theme=dark&open=casualties,sentences&compact`.
//!
//! *Invariant:* an option with an invalid value is ignored and reported. Other names in the query are ignored, because they
//! may belong to other programs.

use sidelight_model::{BoxId, is_language_tag};

/// The options in an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The theme. `None` keeps the page's own.
    pub theme: Option<Theme>,
    /// The language of the interface's messages, as a BCP 47 tag.
    pub ui: Option<String>,
    /// The boxes that are open at first.
    pub open: Open,
    /// `true` for less white space, and for boxes that are closed at first.
    pub compact: bool,
    /// `true` if the frame keeps its height and the page scrolls in it.
    pub scroll: bool,
    /// The colour of the lines that mark boxes, as `#rrggbb` or `#rgb`. Text keeps its own colours, so it stays readable.
    pub accent: Option<String>,
}

/// The boxes that are open at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Open {
    /// The boxes that the page opens by itself.
    #[default]
    AsIs,
    /// All boxes.
    All,
    /// The boxes with these ids, in addition to those that are open already.
    These(Vec<BoxId>),
}

/// A set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Light or dark, following the reader's system.
    Auto,
    /// Dark text on a light background.
    Light,
    /// Brown text on a cream background.
    Sepia,
    /// Light text on a dark background.
    Dark,
    /// Black and white.
    Contrast,
}

impl Theme {
    const ALL: [Self; 5] = [
        Self::Auto,
        Self::Light,
        Self::Sepia,
        Self::Dark,
        Self::Contrast,
    ];

    /// Returns the theme's name in addresses and in `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Sepia => "sepia",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }
}

impl Options {
    /// Reads the options from the names and values of a query. Also returns a message for each invalid value, for the host's
    /// developers.
    pub fn read(query: &[(String, String)]) -> (Self, Vec<String>) {
        let mut options = Self::default();
        let mut problems = Vec::new();
        for (name, value) in query {
            if let Err(expected) = options.take(name, value) {
                // A long value would make the message hard to read.
                let shown: String = value.chars().take(40).collect();
                problems.push(format!("{name}={shown} is not {expected}"));
            }
        }
        (options, problems)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        match name {
            // The script that runs before the first paint applies it.
            "background" if value != "paper" => return Err("paper"),
            "theme" => {
                let theme = Theme::ALL.into_iter().find(|theme| theme.name() == value);
                self.theme = Some(theme.ok_or("auto, light, sepia, dark or contrast")?);
            }
            "ui" => {
                if !is_language_tag(value) {
                    return Err("a language, such as en");
                }
                self.ui = Some(value.to_owned());
            }
            "open" if value == "all" => self.open = Open::All,
            "open" => {
                let ids: Result<Vec<_>, _> = value.split(',').map(BoxId::new).collect();
                self.open =
                    Open::These(ids.map_err(|_| "all, or ids of boxes with commas between")?);
            }
            "compact" => self.compact = switch(value)?,
            "scroll" => self.scroll = switch(value)?,
            "accent" => {
                let digits = value.strip_prefix('#').unwrap_or(value);
                if !matches!(digits.len(), 3 | 6) || !digits.bytes().all(|b| b.is_ascii_hexdigit())
                {
                    return Err("a colour of three or six hexadecimal digits");
                }
                self.accent = Some(format!("#{}", digits.to_ascii_lowercase()));
            }
            _ => {}
        }
        Ok(())
    }
}

fn switch(value: &str) -> Result<bool, &'static str> {
    match value {
        "" | "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        _ => Err("empty, 1 or 0"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> (Options, Vec<String>) {
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Options::read(&query)
    }

    #[test]
    fn what_is_asked_for_is_read() {
        let ids =
            |ids: &[&str]| Open::These(ids.iter().map(|id| BoxId::new(*id).unwrap()).collect());
        let none = Options::default;
        #[rustfmt::skip]
        let cases: [(&[(&str, &str)], Options); 13] = [
            (&[], none()),
            (&[("embed", ""), ("childId", "x y"), ("initialWidth", "3")], none()),
            (&[("theme", "sepia")], Options { theme: Some(Theme::Sepia), ..none() }),
            (&[("theme", "auto")], Options { theme: Some(Theme::Auto), ..none() }),
            (&[("ui", "sr-Latn")], Options { ui: Some("sr-Latn".into()), ..none() }),
            (&[("ui", "de-Latn-DE-1996-a-extend1-x-private1")], Options { ui: Some("de-Latn-DE-1996-a-extend1-x-private1".into()), ..none() }),
            (&[("open", "all")], Options { open: Open::All, ..none() }),
            (&[("open", "a,b-2")], Options { open: ids(&["a", "b-2"]), ..none() }),
            (&[("compact", "")], Options { compact: true, ..none() }),
            (&[("compact", "0")], none()),
            (&[("scroll", "true")], Options { scroll: true, ..none() }),
            (&[("accent", "B00")], Options { accent: Some("#b00".into()), ..none() }),
            (&[("accent", "#00AAff")], Options { accent: Some("#00aaff".into()), ..none() }),
        ];
        for (query, expected) in cases {
            assert_eq!(read(query), (expected, Vec::new()), "{query:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_and_left_out() {
        for (name, value, problem) in [
            (
                "theme",
                "Dark",
                "theme=Dark is not auto, light, sepia, dark or contrast",
            ),
            (
                "theme",
                "",
                "theme= is not auto, light, sepia, dark or contrast",
            ),
            ("ui", "english", "ui=english is not a language, such as en"),
            ("ui", "en-", "ui=en- is not a language, such as en"),
            (
                "open",
                "A,b",
                "open=A,b is not all, or ids of boxes with commas between",
            ),
            (
                "open",
                "",
                "open= is not all, or ids of boxes with commas between",
            ),
            ("compact", "yes", "compact=yes is not empty, 1 or 0"),
            (
                "accent",
                "red",
                "accent=red is not a colour of three or six hexadecimal digits",
            ),
            (
                "accent",
                "ééé",
                "accent=ééé is not a colour of three or six hexadecimal digits",
            ),
        ] {
            let (options, problems) = read(&[(name, value), ("scroll", "")]);
            assert_eq!(problems, [problem]);
            assert_eq!(
                options,
                Options {
                    scroll: true,
                    ..Options::default()
                },
                "{problem}"
            );
        }
    }
}
