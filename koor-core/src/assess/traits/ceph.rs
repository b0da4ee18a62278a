//! Traits that Ceph tells.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::told::{Known, TraitValue, grouped, why_unseen};
use crate::assess::explain::counted;
use crate::model::{
    CephVersion, CrushRule, DaemonName, EcProfile, Inventory, OsdMap, PoolKind, lenient_version,
};

/// What one daemon said of the host it is on.
struct Said<'a> {
    who: String,
    arch: Option<&'a str>,
    kernel: Option<&'a str>,
}

/// Every daemon that told of its host, and why some could not be asked.
fn hosts(inventory: &Inventory) -> (Vec<Said<'_>>, Option<String>) {
    let mut said: Vec<Said<'_>> = Vec::new();
    let mut silent: Option<String> = None;
    for (part, name) in [
        (&inventory.mon_metadata, "mon metadata"),
        (&inventory.mgr_metadata, "mgr metadata"),
        (&inventory.mds_metadata, "mds metadata"),
    ] {
        match part.value() {
            None => silent = silent.or_else(|| Some(why_unseen(part, name))),
            Some(rows) => said.extend(rows.iter().map(|row| Said {
                who: row.name.to_string(),
                arch: row.arch.as_deref(),
                kernel: row.kernel.as_deref(),
            })),
        }
    }
    match inventory.osd_metadata.value() {
        None => silent = silent.or_else(|| Some(why_unseen(&inventory.osd_metadata, "osd metadata"))),
        Some(osds) => said.extend(osds.iter().map(|osd| Said {
            who: DaemonName::new("osd", osd.id.0.to_string()).to_string(),
            arch: osd.arch.as_deref(),
            kernel: osd.kernel.as_deref(),
        })),
    }
    (said, silent)
}

/// Kubernetes' word for a processor.
fn processor(word: &str) -> &str {
    match word {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

pub(super) fn architecture(inventory: &Inventory) -> Known {
    let (said, silent) = hosts(inventory);
    let words = grouped(said.into_iter().filter_map(|one| Some((processor(one.arch?).to_owned(), one.who))));
    if words.is_empty() {
        return Known::Unknown(silent.unwrap_or_else(|| "no daemon told its processor".to_owned()));
    }
    Known::some(TraitValue::Words(words), silent)
}

pub(super) fn kernel(inventory: &Inventory) -> Known {
    let (said, silent) = hosts(inventory);
    // What mounts volumes is on the nodes; where Kubernetes was not asked, the daemons' hosts are all there is.
    let nodes = inventory.nodes.value().into_iter().flatten();
    let of_nodes = nodes.map(|node| (node.kernel.as_deref(), format!("node {}", node.name)));
    let all = said.into_iter().map(|one| (one.kernel, one.who)).chain(of_nodes);
    let versions = grouped(all.filter_map(|(kernel, who)| Some((lenient_version(kernel?)?, who))));
    if versions.is_empty() {
        return Known::Unknown(silent.unwrap_or_else(|| "no daemon told its kernel".to_owned()));
    }
    Known::some(TraitValue::Versions(versions), silent)
}

pub(super) fn version(inventory: &Inventory) -> Known {
    Known::of(&inventory.versions, "versions", |told| {
        let rows = told.0.iter();
        Known::versions(rows.map(|row| (row.version.version.clone(), counted(row.count, &row.daemon_type.0))))
    })
}

pub(super) fn osd_created_on(inventory: &Inventory) -> Known {
    Known::of(&inventory.osd_metadata, "osd metadata", |osds| {
        let told = osds.iter().filter_map(|osd| {
            Some((osd.created_with.as_ref()?.version.clone(), format!("osd.{}", osd.id.0)))
        });
        let versions = grouped(told);
        let untold = osds.iter().filter(|osd| osd.created_with.is_none()).count() as u64;
        let have = if untold == 1 { "has" } else { "have" };
        let partly = (untold > 0).then(|| {
            format!(
                "{} {have} not told with which release they were made (none made before 17.2.7 does)",
                counted(untold, "OSD")
            )
        });
        match partly {
            Some(why) if versions.is_empty() => Known::Unknown(why),
            partly => Known::some(TraitValue::Versions(versions), partly),
        }
    })
}

fn of_osd_map(inventory: &Inventory, read: impl FnOnce(&OsdMap) -> Known) -> Known {
    Known::of(&inventory.osd_map, "osd dump", read)
}

pub(super) fn require_osd_release(inventory: &Inventory) -> Known {
    of_osd_map(inventory, |map| match CephVersion::major_of(&map.require_osd_release) {
        None => Known::Unknown(format!("`{}` is no release that this koor knows", map.require_osd_release)),
        Some(major) => Known::versions([(
            Version::new(major, 0, 0),
            format!("require_osd_release {}", map.require_osd_release),
        )]),
    })
}

pub(super) fn cephfs(inventory: &Inventory) -> Known {
    Known::of(&inventory.file_systems, "fs dump", |map| {
        let all: Vec<&str> = map.file_systems.iter().map(|fs| fs.name.as_str()).collect();
        Known::flag(!all.is_empty(), format!("file system {}", all.join(", ")))
    })
}

/// Whether daemons of a type run, or Rook is told to run them.
pub(super) fn service(inventory: &Inventory, service_type: &str, kind: &str) -> Known {
    let wanted = inventory.rook_resources.value().into_iter().flatten().find(|one| one.kind == kind);
    if let Some(wanted) = wanted {
        return Known::flag(true, format!("{kind} {}", wanted.name));
    }
    Known::of(&inventory.services, "service dump", |services| {
        let running = services.iter().find(|one| one.service_type == service_type && !one.daemons.is_empty());
        let count = running.map_or(0, |one| one.daemons.len() as u64);
        Known::flag(running.is_some(), counted(count, &format!("{service_type} daemon")))
    })
}

pub(super) fn mgr_modules(inventory: &Inventory) -> Known {
    Known::of(&inventory.mgrs, "mgr dump", |map| {
        let on = map.modules.iter().filter(|module| module.enabled || module.always_on);
        Known::all(TraitValue::Words(on.map(|module| (module.name.clone(), Vec::new())).collect()))
    })
}

/// What profiles of pools say, by pool.
pub(super) fn erasure_code(inventory: &Inventory, word: fn(&EcProfile) -> Option<&str>) -> Known {
    of_osd_map(inventory, |map| {
        Known::words(map.pools.iter().filter_map(|pool| match &pool.kind {
            PoolKind::Replicated => None,
            PoolKind::Erasure { profile } => {
                let said = map.ec_profiles.get(profile).and_then(word)?;
                Some((said.to_owned(), format!("pool {}", pool.name)))
            }
        }))
    })
}

pub(super) fn multi_take(inventory: &Inventory) -> Known {
    of_osd_map(inventory, |map| {
        Known::of(&inventory.crush, "osd crush dump", |crush| {
            let used: BTreeSet<u64> = map.pools.iter().map(|pool| pool.crush_rule).collect();
            let takes = |rule: &&CrushRule| rule.steps.iter().filter(|step| step.op == "take").count() > 1;
            let found = crush.rules.iter().filter(|rule| used.contains(&rule.id)).find(takes);
            Known::flag(
                found.is_some(),
                found.map_or_else(String::new, |rule| format!("CRUSH rule {}", rule.name)),
            )
        })
    })
}

pub(super) fn config(inventory: &Inventory) -> Known {
    Known::of(&inventory.config, "config dump", |entries| {
        Known::words(entries.iter().map(|one| (format!("{}={}", one.name, one.value), one.section.clone())))
    })
}

pub(super) fn pools(inventory: &Inventory) -> Known {
    of_osd_map(inventory, |map| {
        Known::words(map.pools.iter().map(|pool| (pool.name.clone(), format!("pool {}", pool.id.0))))
    })
}

/// What is read of how many OSDs each host has, by CRUSH.
fn of_hosts(inventory: &Inventory, read: impl FnOnce(&BTreeMap<String, u64>) -> Known) -> Known {
    Known::of(&inventory.crush, "osd crush dump", |crush| {
        let mut hosts: BTreeMap<String, u64> = BTreeMap::new();
        for place in crush.locations().values() {
            if let Some(host) = place.iter().find_map(|level| level.strip_prefix("host=")) {
                *hosts.entry(host.to_owned()).or_default() += 1;
            }
        }
        read(&hosts)
    })
}

pub(super) fn osds_per_host(inventory: &Inventory) -> Known {
    of_hosts(inventory, |hosts| {
        let most = hosts.iter().max_by_key(|(_, count)| **count);
        let evidence = most.map(|(host, count)| format!("{} on host {host}", counted(*count, "OSD")));
        Known::all(TraitValue::Number(most.map_or(0, |(_, count)| *count), evidence.unwrap_or_default()))
    })
}

pub(super) fn few_hosts(inventory: &Inventory) -> Known {
    of_hosts(inventory, |hosts| {
        let count = hosts.len() as u64;
        Known::flag(count > 0 && count < 3, format!("OSDs on {}", counted(count, "host")))
    })
}

pub(super) fn objectstore(inventory: &Inventory) -> Known {
    Known::of(&inventory.osd_metadata, "osd metadata", |osds| {
        Known::words(
            osds.iter().filter_map(|osd| Some((osd.objectstore.clone()?, format!("osd.{}", osd.id.0)))),
        )
    })
}

pub(super) fn single_mon(inventory: &Inventory) -> Known {
    Known::of(&inventory.mons, "mon dump", |map| {
        Known::flag(map.mons.len() == 1, counted(map.mons.len() as u64, "mon"))
    })
}

pub(super) fn stretch(inventory: &Inventory) -> Known {
    Known::of(&inventory.mons, "mon dump", |map| Known::flag(map.stretch_mode, "the mon map's stretch mode"))
}
