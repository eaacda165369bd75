//! A JSON document as a tree, and the conversion of that tree into the model.
//!
//! This module replaces derived deserialisation. Derived code alone would be half of the program that every reader
//! downloads to open a package. It also doesn't know the path to a value that it can't read.
//!
//! *Invariant:* everything that serialising writes can be read back, and no member is ignored. A member that a type
//! doesn't know is an error. Reading stops at the first error, with the path to it.

mod parse;
mod values;

use std::fmt::{self, Write};

use super::PackageError;

/// A JSON value. Numbers are double-precision, as in JavaScript.
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
    /// An object, with its members in the order of the document.
    Object(Vec<(String, Json)>),
}

/// A type that can be read from JSON.
pub(super) trait FromJson: Sized {
    /// Reads a value. Returns `None` if that fails; `reading` then has the path and the reason.
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self>;

    /// Returns the value for a member that is absent, or `None` if the member is required.
    fn missing() -> Option<Self> {
        None
    }
}

/// The state of a read: the path to the current value, and the reason if reading failed.
#[derive(Default)]
pub(super) struct Reading<'a> {
    path: Vec<Step<'a>>,
    reason: Option<String>,
}

/// One step of a path: the name of a member, or the index of an item.
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl Json {
    /// Reads a value of the model.
    ///
    /// # Errors
    /// The first value that can't be read, with its path.
    pub(super) fn read<T: FromJson>(&self) -> Result<T, PackageError> {
        let mut reading = Reading::default();
        T::from_json(self, &mut reading).ok_or_else(|| reading.into_error())
    }

    /// Returns the text. Returns `None` and notes the reason if the value is of another type.
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

    /// Returns the members of an object, for reading one by one. Returns `None` and notes the reason if it isn't an object.
    pub(super) fn members<'a>(&'a self, reading: &mut Reading<'a>) -> Option<Members<'a>> {
        match self {
            Self::Object(members) => Some(Members { members, known: 0 }),
            _ => reading.expected("an object", self),
        }
    }

    /// Returns the name of an enum's variant, and the variant's value if it has one.
    /// Returns `None` and notes the reason if the value is neither a text nor an object with one member.
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
    /// Notes why the current value can't be read, and returns `None`.
    pub(super) fn wrong<T>(&mut self, reason: String) -> Option<T> {
        self.reason = Some(reason);
        None
    }

    /// Returns the value of a result. On an error, notes it as the reason and returns `None`.
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

    /// Notes that the type has no member or variant of this name, and returns `None`.
    pub(super) fn unknown<T>(&mut self, name: &str) -> Option<T> {
        self.wrong(format!("unknown name `{name}`"))
    }

    fn inside<T: FromJson>(&mut self, step: Step<'a>, json: &'a Json) -> Option<T> {
        self.path.push(step);
        let read = T::from_json(json, self)?;
        self.path.pop();
        Some(read)
    }

    /// Reads the value of an enum's variant. Returns `None` and notes the reason if the value is missing.
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

    /// Checks that a variant without a value has none in the JSON. Otherwise notes the reason and returns `None`.
    pub(super) fn no_value(&mut self, name: &str, value: Option<&Json>) -> Option<()> {
        match value {
            Some(_) => self.wrong(format!("`{name}` has no value")),
            None => Some(()),
        }
    }

    fn into_error(self) -> PackageError {
        let mut path = String::new();
        for step in &self.path {
            // Writing to a `String` can't fail.
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

/// The members of an object, while they are read.
pub(super) struct Members<'a> {
    members: &'a [(String, Json)],
    /// The members that were read, as one bit for each index. No object of the model has more than 64 members.
    known: u64,
}

impl<'a> Members<'a> {
    /// Reads the member of this name. A missing member gets its default, or is an error if it is required.
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

    /// Checks that all members were read. Otherwise notes the first unknown one and returns `None`.
    pub(super) fn end(self, reading: &mut Reading<'a>) -> Option<()> {
        let unknown = self.known.trailing_ones() as usize;
        match self.members.get(unknown) {
            Some((name, _)) => reading.unknown(name),
            None => Some(()),
        }
    }
}

/// Implements `FromJson` for a struct: `from_object!(Byline { name, role })`. A JSON name that differs from the field's
/// is given as in `as_of = "asOf"`.
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

/// Implements `FromJson` for an enum: `from_variant!(Block { "box" => Box(_) })`. A variant is a name, or an object with
/// that name as its only member.
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
