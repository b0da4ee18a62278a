//! Mons and mgrs: as many as are wanted, and where Rook says they are.

use super::picture::Picture;
use super::upgrade::{Upgrade, UpgradeState};
use crate::assess::explain::names;
use crate::assess::{Finding, Grade};
use crate::model::Severity;
use crate::model::rook::RookCluster;

pub(super) fn findings(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Vec<Finding> {
    let mut found: Vec<Finding> = endpoints(picture, cluster).into_iter().collect();
    // A cluster elsewhere is not Rook's to make; one that is being upgraded has a mgr less for a moment.
    if !cluster.wants.external && upgrade.state != UpgradeState::UnderWay {
        found.extend(mons(picture, cluster));
        found.extend(mgrs(picture, cluster));
    }
    found
}

/// The host of `10.0.0.1:6789`, `v2:10.0.0.1:3300/0`, `[fd00::1]:3300`.
fn host(address: &str) -> &str {
    let address = address.strip_prefix("v1:").or_else(|| address.strip_prefix("v2:")).unwrap_or(address);
    let address = address.split('/').next().unwrap_or_default();
    address.rsplit_once(':').map_or(address, |(host, _)| host)
}

/// Where Rook says the mons are: what CSI and new daemons are told.
fn endpoints(picture: &Picture<'_>, cluster: &RookCluster) -> Option<Finding> {
    let said = picture.inventory.rook_config.value()?.mon_endpoints.as_ref()?;
    let map = picture.inventory.mons.value()?;
    let mut evidence = Vec::new();
    for mon in &map.mons {
        match said.mons.get(&mon.name) {
            // Rook lists a mon that it does not keep only while that is in the quorum.
            None if cluster.wants.external_mons.contains(&mon.name) && !is_in_quorum(picture, &mon.name) => {}
            None => evidence.push(format!("mon.{} is in the monmap and not in the ConfigMap", mon.name)),
            Some(address) if !mon.addresses.iter().any(|known| host(known) == host(address)) => {
                evidence.push(format!(
                    "mon.{} is at {} by the monmap, at {address} by the ConfigMap",
                    mon.name,
                    mon.addresses.join(", ")
                ));
            }
            Some(_) => {}
        }
    }
    let gone = said.mons.keys().filter(|name| !map.mons.iter().any(|mon| mon.name == **name));
    evidence.extend(gone.map(|name| format!("mon.{name} is in the ConfigMap and not in the monmap")));
    (!evidence.is_empty()).then(|| Finding {
        code: "KOOR_ROOK_MON_ENDPOINTS",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: "Rook's list of mons and Ceph's monmap differ: new mounts and daemons are told old addresses.".into(),
        evidence,
        next: format!(
            "a failover of a mon makes this for a minute; where it stays, look at the operator's log: {} get cm \
             rook-ceph-mon-endpoints -o yaml",
            picture.kubectl()
        ),
    })
}

fn is_in_quorum(picture: &Picture<'_>, mon: &str) -> bool {
    picture.inventory.quorum.value().is_some_and(|quorum| quorum.members.iter().any(|member| member == mon))
}

/// Mons that somebody else keeps are not among those that `spec.mon.count` counts.
fn mons(picture: &Picture<'_>, cluster: &RookCluster) -> Option<Finding> {
    let wanted = cluster.wants.mons?;
    let map = &picture.inventory.mons.value()?.mons;
    let external: Vec<&str> = map
        .iter()
        .map(|mon| mon.name.as_str())
        .filter(|name| cluster.wants.external_mons.iter().any(|one| one == name))
        .collect();
    let there = (map.len() - external.len()) as u64;
    let but = match external.as_slice() {
        [] => String::new(),
        all => format!(" beside those that Rook does not keep ({})", names(all.iter().copied())),
    };
    (there < wanted).then(|| {
        Finding::advice(
            "KOOR_ROOK_FEWER_MONS",
            format!("The CephCluster wants {wanted} mons, the monmap names {there}{but}."),
            vec![format!("spec.mon.count is {wanted}, the monmap names {there}{but}")],
            format!(
                "see what keeps the others from coming: {} get pod -l app=rook-ceph-mon -o wide; mons that may not share \
                 a node need as many nodes",
                picture.kubectl()
            ),
        )
    })
}

fn mgrs(picture: &Picture<'_>, cluster: &RookCluster) -> Option<Finding> {
    let wanted = cluster.wants.mgrs?;
    let map = picture.inventory.mgrs.value()?;
    let there = map.standbys.len() as u64 + u64::from(map.active.is_some());
    (there < wanted).then(|| {
        Finding::advice(
            "KOOR_ROOK_FEWER_MGRS",
            format!("The CephCluster wants {wanted} mgrs, the mgr map has {there}."),
            vec![format!("spec.mgr.count is {wanted}, the mgr map names {there}")],
            format!(
                "see what keeps it from coming: {} get pod -l app=rook-ceph-mgr -o wide",
                picture.kubectl()
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_host_is_the_same_however_an_address_is_written() {
        for address in ["10.0.0.1:6789", "v2:10.0.0.1:3300/0", "v1:10.0.0.1:6789/0"] {
            assert_eq!(host(address), "10.0.0.1", "{address}");
        }
        assert_eq!(host("[fd00::1]:3300"), "[fd00::1]");
        assert_eq!(host("v2:[fd00::1]:3300/0"), "[fd00::1]");
    }
}
