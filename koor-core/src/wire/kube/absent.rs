//! What is left out and what is `null` are the same to Kubernetes: nothing was said.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "or_default")]`: `null` as if the field were left out.
pub(in crate::wire) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
