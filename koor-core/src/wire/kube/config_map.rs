//! `ConfigMap`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{KubeObject, ObjectMeta, or_default};

/// A `ConfigMap`. What its data mean is [`rook::config`](crate::wire::rook::config)'s matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ConfigMapObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    /// What it holds, as it is.
    #[serde(deserialize_with = "or_default")]
    pub data: BTreeMap<String, String>,
}

impl KubeObject for ConfigMapObject {
    const GROUP: &'static str = "";
    const VERSION: &'static str = "v1";
    const KIND: &'static str = "ConfigMap";
    const PLURAL: &'static str = "configmaps";
    const NAMESPACED: bool = true;
    type Row = Self;

    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn into_row(self) -> Self {
        self
    }
}
