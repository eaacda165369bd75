//! A JSON document as a tree, and reading the model out of it.
//!
//! The path to where the reading stands is kept beside it, so an error knows its place. Reading from a tree that
//! stays where it is, rather than from text, is what keeps the browser's program small.

use std::cell::RefCell;
use std::fmt::{self, Write};

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, Expected, Unexpected, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

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

impl Json {
    /// Reads a value of the model out of it.
    ///
    /// # Errors
    /// The first thing that doesn't fit, with its path.
    pub(super) fn read<T: for<'de> Deserialize<'de>>(&self) -> Result<T, PackageError> {
        self.read_with(|at| T::deserialize(at))
    }

    /// The same, by a function that deserialises.
    pub(super) fn read_with<T>(
        &self,
        read: impl FnOnce(At<'_>) -> Result<T, Fault>,
    ) -> Result<T, PackageError> {
        let path = RefCell::default();
        read(At {
            value: self,
            path: &path,
        })
        .map_err(|Fault(reason)| PackageError {
            path: written(&path.borrow()),
            reason,
        })
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// One step of a path.
#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

/// `boxes[1].facts[0]`
fn written(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        // Writing to a text can't fail.
        let _ = match step {
            Step::Member(name) if text.is_empty() => write!(text, "{name}"),
            Step::Member(name) => write!(text, ".{name}"),
            Step::Item(index) => write!(text, "[{index}]"),
        };
    }
    text
}

/// What is wrong, without its place.
#[derive(Debug)]
pub(super) struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    #[cold]
    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("it is not {expected}"))
    }

    #[cold]
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("it is not {expected}"))
    }

    #[cold]
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self(unknown(variant, expected))
    }

    #[cold]
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self(unknown(field, expected))
    }
}

fn unknown(name: &str, expected: &[&str]) -> String {
    format!(
        "`{name}` is unknown here; known are {}",
        expected.join(", ")
    )
}

/// A place in a tree.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    value: &'a Json,
    path: &'a RefCell<Vec<Step<'a>>>,
}

impl<'a> At<'a> {
    fn enter(self, step: Step<'a>, value: &'a Json) -> Self {
        self.path.borrow_mut().push(step);
        Self { value, ..self }
    }

    /// Not after an error: the path then leads to it.
    fn leave<T>(self, result: &Result<T, Fault>) {
        if result.is_ok() {
            self.path.borrow_mut().pop();
        }
    }

    #[cold]
    fn wrong(self, expected: &dyn Expected) -> Fault {
        Fault(format!("it is {}, not {expected}", self.value.kind()))
    }

    /// The number if it is whole, not negative, and exact in a double.
    fn whole(self) -> Option<u64> {
        match self.value {
            Json::Number(n) if n.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(n) => {
                Some(*n as u64)
            }
            _ => None,
        }
    }
}

impl<'de> Deserializer<'de> for At<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        Err(self.wrong(&visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Json::Text(text) => visitor.visit_borrowed_str(text),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.whole() {
            Some(n) => visitor.visit_u64(n),
            None => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Json::Number(n) => visitor.visit_f64(*n),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Json::List(items) => visitor.visit_seq(Items {
                at: self,
                items,
                index: 0,
            }),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            Json::Object(members) => visitor.visit_map(Members {
                at: self,
                members,
                value: None,
            }),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            Json::Text(name) => visitor.visit_enum(Variant {
                at: self,
                name,
                value: None,
            }),
            Json::Object(members) if members.len() == 1 => visitor.visit_enum(Variant {
                at: self,
                name: &members[0].0,
                value: Some(&members[0].1),
            }),
            _ => Err(self.wrong(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u128 f32 char str bytes byte_buf unit unit_struct
        tuple_struct map identifier ignored_any newtype_struct
    }
}

struct Items<'a> {
    at: At<'a>,
    items: &'a [Json],
    index: usize,
}

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.items.get(self.index) else {
            return Ok(None);
        };
        let result = seed
            .deserialize(self.at.enter(Step::Item(self.index), item))
            .map(Some);
        self.index += 1;
        self.at.leave(&result);
        result
    }
}

struct Members<'a> {
    at: At<'a>,
    members: &'a [(String, Json)],
    value: Option<&'a (String, Json)>,
}

impl<'de> de::MapAccess<'de> for Members<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        let Some((member, rest)) = self.members.split_first() else {
            return Ok(None);
        };
        self.members = rest;
        self.value = Some(member);
        seed.deserialize(name(&member.0)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some((name, value)) = self.value else {
            return Err(Fault(String::new()));
        };
        let result = seed.deserialize(self.at.enter(Step::Member(name), value));
        self.at.leave(&result);
        result
    }
}

fn name(name: &str) -> BorrowedStrDeserializer<'_, Fault> {
    BorrowedStrDeserializer::new(name)
}

struct Variant<'a> {
    at: At<'a>,
    name: &'a str,
    value: Option<&'a Json>,
}

impl<'a> Variant<'a> {
    fn enter(&self) -> At<'a> {
        self.at
            .enter(Step::Member(self.name), self.value.unwrap_or(&Json::Null))
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        Ok((seed.deserialize(name(self.name))?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.value {
            None => Ok(()),
            Some(_) => Err(Fault("it takes no value".into())),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        let result = seed.deserialize(self.enter());
        self.at.leave(&result);
        result
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        let result = self.enter().deserialize_seq(visitor);
        self.at.leave(&result);
        result
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Fault> {
        Err(Fault("no such variant is known".into()))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}
