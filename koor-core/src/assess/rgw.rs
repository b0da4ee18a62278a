//! Object gateways that are gone.

use super::explain::names;
use super::{Finding, Grade};
use crate::model::{Inventory, Severity};

/// Exists as soon as anybody ran `radosgw-admin`.
const ROOT: &str = ".rgw.root";

/// Pools of object gateways, and no gateway. Ceph says nothing: the service map forgets a gateway a minute after its last
/// sign of life, and nobody keeps how many there should be.
pub(super) fn absent(inventory: &Inventory) -> Option<Finding> {
    let cluster = inventory.cluster.value()?;
    if inventory.has_quorum() != Some(true) || cluster.counts.rgws > 0 || !cluster.mgr.available {
        return None;
    }
    let pools = &inventory.osd_map.value()?.pools;
    let theirs: Vec<&str> = pools
        .iter()
        .filter(|pool| pool.name != ROOT && pool.applications.iter().any(|name| name == "rgw"))
        .map(|pool| pool.name.as_str())
        .collect();
    let first = theirs.first()?;
    Some(Finding {
        code: "KOOR_RGW_ABSENT",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: "No object gateway (rgw) runs, though there are pools of one: S3 and Swift get no answer."
            .into(),
        evidence: vec![
            "the service map has no rgw".into(),
            format!("pools of the application rgw: {}", names(theirs.iter().copied())),
        ],
        next: format!(
            "start a gateway; where there shall be none any longer, delete its pools, or say so: \
             ceph osd pool application disable {first} rgw --yes-i-really-mean-it"
        ),
    })
}
