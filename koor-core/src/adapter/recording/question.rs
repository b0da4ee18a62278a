//! A question as an index holds it: a flat object, small. As any JSON, a few bytes of it could ask for a hundred times
//! their length.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::limits::{MAX_MEMBERS, MAX_WORDS};

/// For `#[serde(deserialize_with)]`: an object of texts, numbers, bools and lists of those.
pub(super) fn bounded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    deserializer.deserialize_map(Object)
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a command, which is an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, Words(value))) = map.next_entry::<String, Words>()? {
            members.insert(name, value);
            if members.len() > MAX_MEMBERS {
                return Err(A::Error::custom(format!("a command has at most {MAX_MEMBERS} members")));
            }
        }
        Ok(Value::Object(members))
    }
}

/// A text, a number, a bool, or a list of them.
struct Words(Value);

impl<'de> serde::Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Argument { in_list: false }).map(Self)
    }
}

/// The same within a list.
struct Word(Value);

impl<'de> serde::Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Argument { in_list: true }).map(Self)
    }
}

struct Argument {
    in_list: bool,
}

impl<'de> Visitor<'de> for Argument {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a bool or a list of those")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        if self.in_list {
            return Err(A::Error::custom("a command holds no list of lists"));
        }
        let mut words = Vec::new();
        while let Some(Word(word)) = list.next_element()? {
            words.push(word);
            if words.len() > MAX_WORDS {
                return Err(A::Error::custom(format!("a command's list has at most {MAX_WORDS} words")));
            }
        }
        Ok(Value::Array(words))
    }
}
