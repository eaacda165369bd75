//! Reading texts, numbers, lists and optional values.

use super::{FromJson, Json, Reading, Step};
use crate::never_allowed;

impl FromJson for String {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let text = json.text(reading)?;
        match never_allowed(text) {
            Some((_, error)) => reading.wrong(format!("it {error}")),
            None => Some(text.to_owned()),
        }
    }
}

impl FromJson for f64 {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        json.number(reading)
    }
}

impl FromJson for u64 {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        // Larger integers aren't exact in a double.
        const MAX: f64 = 9_007_199_254_740_991.0;
        let number = json.number(reading)?;
        if (0.0..=MAX).contains(&number) && number.fract() == 0.0 {
            Some(number as Self)
        } else {
            reading.expected("a whole number of at least 0", json)
        }
    }
}

impl FromJson for usize {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let number = u64::from_json(json, reading)?;
        // A number that doesn't fit (32 bits in browsers) becomes the maximum, which is beyond the end of any text.
        Some(Self::try_from(number).unwrap_or(Self::MAX))
    }
}

impl FromJson for (u64, u64) {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        match json.list(reading)? {
            [low, high] => Some((
                reading.inside(Step::Item(0), low)?,
                reading.inside(Step::Item(1), high)?,
            )),
            _ => reading.wrong("it must be a list of two numbers".into()),
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        let items = json.list(reading)?;
        let mut list = Self::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            list.push(reading.inside(Step::Item(index), item)?);
        }
        Some(list)
    }

    fn missing() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json<'a>(json: &'a Json, reading: &mut Reading<'a>) -> Option<Self> {
        T::from_json(json, reading).map(Some)
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}
