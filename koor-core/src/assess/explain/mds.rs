//! File systems and their MDSs.

use super::detail::Named;
use super::scene::Scene;
use super::{Affected, Reading};

pub(super) fn read(scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = Affected::named(scene, named);
    affected.daemons.retain(|name| name.daemon_type.0 == "mds");
    let mut cause = Vec::new();
    if let Some(map) = scene.inventory.file_systems.value() {
        for fs in &map.file_systems {
            let ranks = |ranks: &[u64]| ranks.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            if !fs.damaged_ranks.is_empty() {
                cause.push(format!("file system {}: rank {} is damaged", fs.name, ranks(&fs.damaged_ranks)));
            }
            if !fs.failed_ranks.is_empty() {
                cause.push(format!("file system {}: nobody holds rank {}", fs.name, ranks(&fs.failed_ranks)));
            }
            for mds in fs.mds.iter().filter(|mds| !mds.follows() && mds.state != "up:active") {
                cause.push(format!("file system {}: mds.{} is {}", fs.name, mds.name, mds.state));
            }
            for mds in fs.mds.iter().filter(|mds| mds.laggy_since.is_some()) {
                cause.push(format!("file system {}: mds.{} has gone silent", fs.name, mds.name));
            }
        }
        if map.standbys.is_empty() && !cause.is_empty() {
            cause.push("there is no standby MDS to take over".into());
        }
    }
    for code in ["PG_AVAILABILITY", "SLOW_OPS"] {
        if scene.raised(code) {
            cause.push(format!("{code} is raised too: an MDS is only as fast as its OSDs"));
        }
    }
    Reading { affected, cause, ..Reading::default() }
}
