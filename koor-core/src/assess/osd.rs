//! What Ceph says of its OSDs and is not so.

use super::{Finding, Grade};
use crate::model::{CephVersion, Inventory, Severity};

/// `OSD_UPGRADE_FINISHED` ("all OSDs are running reef or later") while OSDs run an older release: raised on real
/// upgrades as soon as the leading mon was new. Whoever follows it sets `require-osd-release` too early.
pub(super) fn false_upgrade_finished(inventory: &Inventory) -> Option<Finding> {
    let check = inventory.health.value()?.check("OSD_UPGRADE_FINISHED")?;
    let oldest = inventory.versions.value()?.oldest("osd")?;
    let claimed = std::iter::once(&check.summary)
        .chain(&check.detail)
        .find_map(|line| line.split_whitespace().find_map(CephVersion::major_of))?;
    (oldest.version.major < claimed).then(|| Finding {
        code: "KOOR_UPGRADE_NOT_FINISHED",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "Ceph says OSD_UPGRADE_FINISHED, but there are OSDs that run {oldest}: the upgrade is not finished."
        ),
        evidence: vec![format!("versions: the oldest OSD runs {oldest}"), format!("health: {}", check.summary)],
        next: "finish upgrading the OSDs before you set require-osd-release".into(),
    })
}
