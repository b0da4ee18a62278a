//! Metadata, as every object has it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::or_default;

/// `metadata` of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ObjectMeta {
    /// Its name.
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    /// Its namespace; empty of what has none.
    #[serde(deserialize_with = "or_default")]
    pub namespace: String,
    /// Its id, which no other object ever has.
    pub uid: Option<String>,
    /// Its labels.
    #[serde(deserialize_with = "or_default")]
    pub labels: BTreeMap<String, String>,
    /// The few annotations that are read.
    #[serde(deserialize_with = "or_default")]
    pub annotations: Annotations,
    /// What owns it.
    #[serde(deserialize_with = "or_default")]
    pub owner_references: Vec<Owner>,
    /// What the API server calls this state of it.
    pub resource_version: Option<String>,
    /// The number of its last change of what is wanted.
    pub generation: Option<u64>,
    /// When it was made.
    pub creation_timestamp: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deletion_timestamp: Option<Timestamp>,
}

/// Annotations that are flags; all others, some of which hold whole objects, are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Annotations {
    /// Whether a storage class is the default.
    #[serde(rename = "storageclass.kubernetes.io/is-default-class")]
    pub default_class: Option<String>,
    /// The same, as old clusters say it.
    #[serde(rename = "storageclass.beta.kubernetes.io/is-default-class")]
    pub default_class_beta: Option<String>,
}

/// One entry of `ownerReferences`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Owner {
    /// Its kind.
    #[serde(deserialize_with = "or_default")]
    pub kind: String,
    /// Its name.
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    /// Whether it is the one that keeps the object.
    pub controller: Option<bool>,
}

impl ObjectMeta {
    /// What made it: the owner that keeps it, else the first.
    #[must_use]
    pub fn owner(&self) -> Option<&Owner> {
        let all = &self.owner_references;
        all.iter().find(|owner| owner.controller == Some(true)).or_else(|| all.first())
    }

    /// One of its labels.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        self.labels.get(key).map(String::as_str)
    }
}
