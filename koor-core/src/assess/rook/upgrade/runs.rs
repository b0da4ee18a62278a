//! What runs of the daemons that Rook upgrades.

use semver::Version;

use super::super::picture::Picture;
use crate::assess::version;
use crate::model::VersionCount;
use crate::model::rook::RookCluster;

/// A development build of the same number is the same.
pub(super) fn is(runs: &Version, wanted: &Version) -> bool {
    (runs.major, runs.minor, runs.patch) == (wanted.major, wanted.minor, wanted.patch)
}

/// Ceph's own `versions` without the mons that somebody else keeps: those are not Rook's to upgrade. Which version they
/// run their metadata tells; where that was not seen, they are taken to be the ones behind, for Rook takes its own mons
/// first of all. `None` where nobody told what runs.
pub(super) fn kept(
    picture: &Picture<'_>,
    cluster: &RookCluster,
    target: &Version,
) -> Option<Vec<VersionCount>> {
    let mut rows = picture.inventory.versions.value()?.0.clone();
    let external = |name: &str| cluster.wants.external_mons.iter().any(|one| one == name);
    let mut mons: Vec<&mut VersionCount> = rows.iter_mut().filter(|row| row.daemon_type.0 == "mon").collect();
    if picture.inventory.mon_metadata.value().is_some() {
        for row in mons {
            let known = version::known(picture.inventory, "mon", &row.version);
            let others = known.iter().filter(|name| cluster.wants.is_external(name)).count();
            row.count = row.count.saturating_sub(others as u64);
        }
    } else {
        let map = picture.inventory.mons.value();
        let there = map.map(|map| map.mons.iter().filter(|mon| external(&mon.name)).count());
        let mut others = there.unwrap_or(cluster.wants.external_mons.len()) as u64;
        // Those behind first.
        mons.sort_by_key(|row| is(&row.version.version, target));
        for row in mons {
            let taken = row.count.min(others);
            row.count -= taken;
            others -= taken;
        }
    }
    rows.retain(|row| row.count > 0);
    Some(rows)
}
