//! `ceph features`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::decode::{DecodeError, json};
use crate::model::{DaemonType, FeatureGroup};

#[derive(Deserialize)]
struct Group {
    features: String,
    release: String,
    num: u64,
}

/// Reads the answer of `ceph features`: by the peer's rank (mon, mgr, osd, mds, others), then by feature bits.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<FeatureGroup>, DecodeError> {
    let mut groups: Vec<_> = json::<BTreeMap<String, Vec<Group>>>(bytes)?
        .into_iter()
        .flat_map(|(peer, groups)| {
            groups.into_iter().map(move |group| FeatureGroup {
                peer: peer.clone(),
                features: group.features,
                release: group.release,
                count: group.num,
            })
        })
        .collect();
    groups.sort_by(|a, b| {
        let rank = |group: &FeatureGroup| DaemonType(group.peer.clone()).order();
        rank(a).cmp(&rank(b)).then_with(|| a.peer.cmp(&b.peer)).then_with(|| a.features.cmp(&b.features))
    });
    Ok(groups)
}
