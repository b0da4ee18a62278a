//! What Ceph says of its OSDs and is not so, and what it no longer says.

use super::explain::{names, since};
use super::{Finding, Grade};
use crate::model::{CephVersion, Inventory, Osd, Severity};

/// So many OSDs are told one by one.
const TOLD: usize = 8;

/// OSDs that are out. Ceph says nothing of one that is out, whether it is up or has been down for months.
pub(super) fn out(osds: &[Osd]) -> Option<Finding> {
    let gone = |osd: &Osd| osd.state.state.iter().any(|word| matches!(word.as_str(), "destroyed" | "new"));
    let out: Vec<&Osd> = osds.iter().filter(|osd| !osd.state.is_in && !gone(osd)).collect();
    let line = |osd: &&Osd| {
        let host = osd.host.as_deref().map_or_else(String::new, |host| format!(" (host {host})"));
        if osd.state.up {
            format!("{}{host} is up and out: it takes no data, what it holds moves to others", osd.name)
        } else {
            format!("{}{host} is down and out{}: nobody counts on it", osd.name, since(osd.state.down_at))
        }
    };
    let mut evidence: Vec<String> = out.iter().take(TOLD).map(line).collect();
    if out.len() > TOLD {
        evidence.push(format!("and {} more: koor osd ls --state out", out.len() - TOLD));
    }
    let first = out.first()?;
    let verb = if out.len() == 1 { "is" } else { "are" };
    Some(Finding::advice(
        "KOOR_OSD_OUT",
        format!("{} {verb} out.", names(out.iter().map(|osd| osd.name.as_str()))),
        evidence,
        format!(
            "where nobody drains or replaces it: ceph osd in {} (one that is down: look at its disk first)",
            first.state.id.0
        ),
    ))
}

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
