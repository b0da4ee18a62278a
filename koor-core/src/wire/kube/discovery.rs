//! What the API server says of itself.

use serde::Deserialize;

use super::or_default;
use crate::wire::DecodeError;
use crate::wire::decode::json;

/// A kind that an API group has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ApiResource {
    /// What the API calls many of them, `cephblockpools`.
    pub name: String,
    /// The kind, `CephBlockPool`.
    pub kind: String,
    /// Whether they live in namespaces.
    #[serde(default)]
    pub namespaced: bool,
}

/// Reads what `/apis/ceph.rook.io/v1` answers: the kinds of the group, without what stands below them (`x/status`).
///
/// # Errors
/// Where it reads otherwise.
pub fn api_resources(bytes: &[u8]) -> Result<Vec<ApiResource>, DecodeError> {
    #[derive(Deserialize)]
    struct All {
        #[serde(default, deserialize_with = "or_default")]
        resources: Vec<ApiResource>,
    }
    let mut all = json::<All>(bytes)?.resources;
    all.retain(|resource| !resource.name.contains('/'));
    Ok(all)
}

/// Reads what `/version` answers: `v1.35.4`.
///
/// # Errors
/// Where it reads otherwise.
pub fn git_version(bytes: &[u8]) -> Result<String, DecodeError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Version {
        git_version: String,
    }
    json::<Version>(bytes).map(|version| version.git_version)
}
