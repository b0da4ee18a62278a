//! Texts that stand for something else, read in place: nothing is allocated for them.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Hands the text of a field to `read`, whose error becomes the field's.
pub(super) fn read<'de, D, T, F>(deserializer: D, expected: &'static str, read: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&str) -> Result<T, String>,
{
    struct Text<T, F> {
        expected: &'static str,
        read: F,
        value: PhantomData<T>,
    }

    impl<T, F: FnOnce(&str) -> Result<T, String>> Visitor<'_> for Text<T, F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expected)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.read)(text).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text { expected, read, value: PhantomData })
}

/// For `#[serde(deserialize_with)]`: a text that one of the model's types reads.
pub(super) fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = String>,
{
    read(deserializer, "a text", str::parse)
}

/// A text that Ceph leaves empty where it has nothing to say.
pub(super) fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// The words of a list joined by commas; an empty text is an empty list.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A value that Ceph writes as a text here and as a number there, as text.
pub(super) fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
