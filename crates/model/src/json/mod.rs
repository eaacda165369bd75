//! A JSON document as a tree, and reading the model out of it.
//!
//! This takes the place of derived deserialising: derived code alone would be half of the program that every reader
//! downloads to open a package, and it doesn't know the path to what it can't read.
//!
//! *Invariant:* what is read is just what serialising writes, nothing is passed over: a member that a type doesn't
//! know is a fault. The first fault ends the reading, and the path then leads to it.

mod parse;
mod values;

use std::fmt::{self, Write};

use super::PackageError;

/// A JSON value. Numbers are double-precision, as JavaScript has them.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order of its members.
    Object(Vec<(String, Json)>),
}

/// What can be read out of JSON.
pub(super) trait FromJson: Sized {
    /// Reads it; nothing when it can't be read, and then the reading knows why.
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self>;

    /// What it is when the object that should have it hasn't; nothing when it must have it.
    fn missing() -> Option<Self> {
        None
    }
}

/// How far the reading has come, and what is wrong there.
#[derive(Default)]
pub(super) struct Reading<'a> {
    path: Vec<Step<'a>>,
    reason: Option<String>,
}

/// One step of a path.
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl Json {
    /// Reads a value of the model.
    ///
    /// # Errors
    /// The first thing that can't be read, with its path.
    pub(super) fn read<T: FromJson>(&self) -> Result<T, PackageError> {
        let mut reading = Reading::default();
        T::from_json(self, &mut reading).ok_or_else(|| reading.into_error())
    }

    /// The text, if it is one.
    pub(super) fn text<'a>(&'a self, reading: &mut Reading<'a>) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => reading.expected("a text", self),
        }
    }

    fn number<'a>(&'a self, reading: &mut Reading<'a>) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => reading.expected("a number", self),
        }
    }

    fn list<'a>(&'a self, reading: &mut Reading<'a>) -> Option<&'a [Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => reading.expected("a list", self),
        }
    }

    /// The members of an object, to be read one by one.
    pub(super) fn members<'a>(&'a self, reading: &mut Reading<'a>) -> Option<Members<'a>> {
        match self {
            Self::Object(members) => Some(Members { members, known: 0 }),
            _ => reading.expected("an object", self),
        }
    }

    /// The name of an enum's variant, and its value if it has one.
    pub(super) fn variant<'a>(
        &'a self,
        reading: &mut Reading<'a>,
    ) -> Option<(&'a str, Option<&'a Self>)> {
        match self {
            Self::Text(name) => Some((name, None)),
            Self::Object(members) if members.len() == 1 => {
                Some((&members[0].0, Some(&members[0].1)))
            }
            _ => reading.expected("a text or an object with one member", self),
        }
    }
}

impl<'a> Reading<'a> {
    /// Notes what is wrong here.
    pub(super) fn wrong<T>(&mut self, reason: String) -> Option<T> {
        self.reason = Some(reason);
        None
    }

    /// Takes what was made of a text, or notes why it couldn't be.
    pub(super) fn made<T, E: fmt::Display>(&mut self, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => self.wrong(error.to_string()),
        }
    }

    fn expected<T>(&mut self, what: &str, found: &Json) -> Option<T> {
        let found = match found {
            Json::Null => "null",
            Json::Bool(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        };
        self.wrong(format!("it is {found}, not {what}"))
    }

    /// Notes that a type knows no member or variant of this name.
    pub(super) fn unknown<T>(&mut self, name: &str) -> Option<T> {
        self.wrong(format!("`{name}` is unknown here"))
    }

    fn inside<T: FromJson>(&mut self, step: Step<'a>, json: &'a Json) -> Option<T> {
        self.path.push(step);
        let read = T::from_json(json, self)?;
        self.path.pop();
        Some(read)
    }

    /// Reads the value of an enum's variant.
    pub(super) fn value<T: FromJson>(
        &mut self,
        name: &'a str,
        value: Option<&'a Json>,
    ) -> Option<T> {
        match value {
            Some(value) => self.inside(Step::Member(name), value),
            None => self.wrong(format!("`{name}` needs a value")),
        }
    }

    /// Sees to it that a variant that has no value was given none.
    pub(super) fn no_value(&mut self, name: &str, value: Option<&Json>) -> Option<()> {
        match value {
            Some(_) => self.wrong(format!("`{name}` has no value")),
            None => Some(()),
        }
    }

    fn into_error(self) -> PackageError {
        let mut path = String::new();
        for step in &self.path {
            // Writing to a text can't fail.
            let _ = match step {
                Step::Member(name) if path.is_empty() => write!(path, "{name}"),
                Step::Member(name) => write!(path, ".{name}"),
                Step::Item(index) => write!(path, "[{index}]"),
            };
        }
        PackageError {
            path,
            reason: self.reason.unwrap_or_default(),
        }
    }
}

/// The members of an object.
pub(super) struct Members<'a> {
    members: &'a [(String, Json)],
    /// Which of them were asked for, one bit each; no object of the model has more than 64.
    known: u64,
}

impl<'a> Members<'a> {
    /// Reads the member of this name.
    pub(super) fn read<T: FromJson>(
        &mut self,
        name: &'static str,
        reading: &mut Reading<'a>,
    ) -> Option<T> {
        match self.find(name) {
            Some(value) => reading.inside(Step::Member(name), value),
            None => T::missing().or_else(|| reading.wrong(format!("missing field `{name}`"))),
        }
    }

    fn find(&mut self, name: &str) -> Option<&'a Json> {
        let index = self.members.iter().position(|(known, _)| known == name)?;
        self.known |= 1u64.checked_shl(index as u32).unwrap_or_default();
        Some(&self.members[index].1)
    }

    /// Sees to it that there are no others.
    pub(super) fn end(self, reading: &mut Reading<'a>) -> Option<()> {
        let unknown = self.known.trailing_ones() as usize;
        match self.members.get(unknown) {
            Some((name, _)) => reading.unknown(name),
            None => Some(()),
        }
    }
}

/// Reads a struct from an object: `from_object!(Byline { name, role })`; `as_of = "asOf"` where the names differ.
macro_rules! from_object {
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    ($type:ident { $($field:ident $(= $name:literal)?),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn from_json<'a>(
                json: &'a $crate::json::Json,
                reading: &mut $crate::json::Reading<'a>,
            ) -> Option<Self> {
                let mut members = json.members(reading)?;
                let object = Self {
                    $($field: members.read(from_object!(@name $field $($name)?), reading)?,)*
                };
                members.end(reading)?;
                Some(object)
            }
        }
    };
}
pub(super) use from_object;

/// Reads an enum from a name, or from an object whose one member has the name: `from_variant!(Block { "box" => Box(_) })`.
macro_rules! from_variant {
    ($type:ident { $($name:literal => $variant:ident $(($($value:tt),+))?),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn from_json<'a>(
                json: &'a $crate::json::Json,
                reading: &mut $crate::json::Reading<'a>,
            ) -> Option<Self> {
                let (name, value) = json.variant(reading)?;
                match name {
                    $($name => from_variant!(@read $variant $($($value)+)?, name, value, reading),)*
                    _ => reading.unknown(name),
                }
            }
        }
    };
    (@read $variant:ident, $name:ident, $value:ident, $reading:ident) => {
        $reading.no_value($name, $value).map(|()| Self::$variant)
    };
    (@read $variant:ident _, $name:ident, $value:ident, $reading:ident) => {
        $reading.value($name, $value).map(Self::$variant)
    };
    (@read $variant:ident _ _, $name:ident, $value:ident, $reading:ident) => {
        $reading.value($name, $value).map(|(first, second)| Self::$variant(first, second))
    };
}
pub(super) use from_variant;
