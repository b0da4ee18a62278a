//! Traits that Ceph tells.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::told::{Known, TraitValue, why_unseen};
use crate::assess::explain::counted;
use crate::model::{CephVersion, DaemonMetadata, DaemonName, EcProfile, Inventory, OsdMap, Part, PoolKind};

/// What one daemon said of the host it is on.
struct Said<'a> {
    who: String,
    arch: Option<&'a str>,
    kernel: Option<&'a str>,
}

/// Every daemon that told of its host, and why some could not be asked.
fn hosts(inventory: &Inventory) -> (Vec<Said<'_>>, Option<String>) {
    let of_map = |part: &'_ Part<Vec<DaemonMetadata>>, name: &str| match part.value() {
        Some(_) => None,
        None => Some(why_unseen(part, name)),
    };
    let parts = [
        (&inventory.mon_metadata, "mon metadata"),
        (&inventory.mgr_metadata, "mgr metadata"),
        (&inventory.mds_metadata, "mds metadata"),
    ];
    let mut said: Vec<Said<'_>> = Vec::new();
    let mut silent: Vec<String> = Vec::new();
    for (part, name) in parts {
        silent.extend(of_map(part, name));
        let rows = part.value().into_iter().flatten();
        said.extend(rows.map(|row| Said {
            who: row.name.to_string(),
            arch: row.arch.as_deref(),
            kernel: row.kernel.as_deref(),
        }));
    }
    match inventory.osd_metadata.value() {
        None => silent.push(why_unseen(&inventory.osd_metadata, "osd metadata")),
        Some(osds) => said.extend(osds.iter().map(|osd| Said {
            who: DaemonName::new("osd", osd.id.0.to_string()).to_string(),
            arch: osd.arch.as_deref(),
            kernel: osd.kernel.as_deref(),
        })),
    }
    (said, silent.into_iter().next())
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
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in &said {
        if let Some(arch) = one.arch {
            words.entry(processor(arch).to_owned()).or_default().push(one.who.clone());
        }
    }
    some_words(words, silent, "no daemon told its processor")
}

/// Words of which not all may have been seen; none at all is unknown.
fn some_words(words: BTreeMap<String, Vec<String>>, partly: Option<String>, none: &str) -> Known {
    if words.is_empty() {
        return Known::Unknown(partly.unwrap_or_else(|| none.to_owned()));
    }
    Known::some(TraitValue::Words(words), partly)
}

/// The leading numbers of a kernel's release: `6.1.0` of `6.1.0-18-amd64`, `5.14.0` of `5.14`.
pub(super) fn kernel_number(release: &str) -> Option<Version> {
    let end = release.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(release.len());
    let mut numbers = release[..end].split('.').map(str::parse::<u64>);
    let major = numbers.next()?.ok()?;
    let mut next = || numbers.next().and_then(Result::ok).unwrap_or(0);
    Some(Version::new(major, next(), next()))
}

pub(super) fn kernel(inventory: &Inventory) -> Known {
    let (said, silent) = hosts(inventory);
    let mut versions: BTreeMap<Version, Vec<String>> = BTreeMap::new();
    let told = said.iter().filter_map(|one| Some((one.kernel.and_then(kernel_number)?, one.who.clone())));
    // What mounts volumes is on the nodes; where Kubernetes was not asked, the daemons' hosts are all there is.
    let nodes = inventory.nodes.value().into_iter().flatten();
    let of_nodes = nodes.filter_map(|node| {
        Some((node.kernel.as_deref().and_then(kernel_number)?, format!("node {}", node.name)))
    });
    for (version, who) in told.chain(of_nodes) {
        versions.entry(version).or_default().push(who);
    }
    if versions.is_empty() {
        return Known::Unknown(silent.unwrap_or_else(|| "no daemon told its kernel".to_owned()));
    }
    Known::some(TraitValue::Versions(versions), silent)
}

pub(super) fn version(inventory: &Inventory) -> Known {
    let Some(told) = inventory.versions.value() else {
        return Known::unseen(&inventory.versions, "versions");
    };
    let mut versions: BTreeMap<Version, Vec<String>> = BTreeMap::new();
    for row in &told.0 {
        versions.entry(row.version.version.clone()).or_default().push(counted(row.count, &row.daemon_type.0));
    }
    Known::all(TraitValue::Versions(versions))
}

pub(super) fn osd_created_on(inventory: &Inventory) -> Known {
    let Some(osds) = inventory.osd_metadata.value() else {
        return Known::unseen(&inventory.osd_metadata, "osd metadata");
    };
    let mut versions: BTreeMap<Version, Vec<String>> = BTreeMap::new();
    let mut untold = 0_u64;
    for osd in osds {
        match &osd.created_with {
            Some(created) => {
                versions.entry(created.version.clone()).or_default().push(format!("osd.{}", osd.id.0));
            }
            None => untold += 1,
        }
    }
    let partly = (untold > 0).then(|| {
        format!("{} not told with which release they were made (none made before 17.2.7 does)", does(untold))
    });
    if versions.is_empty() {
        return match partly {
            Some(why) => Known::Unknown(why),
            None => Known::all(TraitValue::Versions(versions)),
        };
    }
    Known::some(TraitValue::Versions(versions), partly)
}

fn does(count: u64) -> String {
    format!("{} {}", counted(count, "OSD"), if count == 1 { "has" } else { "have" })
}

fn osd_map(inventory: &Inventory) -> Result<&OsdMap, Known> {
    inventory.osd_map.value().ok_or_else(|| Known::unseen(&inventory.osd_map, "osd dump"))
}

pub(super) fn require_osd_release(inventory: &Inventory) -> Known {
    match osd_map(inventory) {
        Err(unknown) => unknown,
        Ok(map) => match CephVersion::major_of(&map.require_osd_release) {
            None => {
                Known::Unknown(format!("`{}` is no release that this koor knows", map.require_osd_release))
            }
            Some(major) => {
                let who = vec![format!("require_osd_release {}", map.require_osd_release)];
                Known::all(TraitValue::Versions(BTreeMap::from([(Version::new(major, 0, 0), who)])))
            }
        },
    }
}

pub(super) fn cephfs(inventory: &Inventory) -> Known {
    let Some(map) = inventory.file_systems.value() else {
        return Known::unseen(&inventory.file_systems, "fs dump");
    };
    let all: Vec<String> = map.file_systems.iter().map(|fs| fs.name.clone()).collect();
    Known::flag(!all.is_empty(), format!("file system {}", all.join(", ")))
}

/// Whether daemons of a type run, or Rook is told to run them.
pub(super) fn service(inventory: &Inventory, service_type: &str, kind: &str) -> Known {
    let resources = inventory.rook_resources.value().into_iter().flatten();
    let wanted = resources.filter(|one| one.kind == kind).map(|one| format!("{kind} {}", one.name)).next();
    if let Some(wanted) = wanted {
        return Known::flag(true, wanted);
    }
    let Some(services) = inventory.services.value() else {
        return Known::unseen(&inventory.services, "service dump");
    };
    let running = services.iter().find(|one| one.service_type == service_type && !one.daemons.is_empty());
    let count = running.map_or(0, |one| one.daemons.len() as u64);
    Known::flag(running.is_some(), counted(count, &format!("{service_type} daemon")))
}

pub(super) fn mgr_modules(inventory: &Inventory) -> Known {
    let Some(map) = inventory.mgrs.value() else {
        return Known::unseen(&inventory.mgrs, "mgr dump");
    };
    let on = map.modules.iter().filter(|module| module.enabled || module.always_on);
    Known::all(TraitValue::Words(on.map(|module| (module.name.clone(), Vec::new())).collect()))
}

/// What profiles of pools say, by pool.
pub(super) fn erasure_code(inventory: &Inventory, word: fn(&EcProfile) -> Option<&str>) -> Known {
    let map = match osd_map(inventory) {
        Ok(map) => map,
        Err(unknown) => return unknown,
    };
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pool in &map.pools {
        if let PoolKind::Erasure { profile } = &pool.kind
            && let Some(said) = map.ec_profiles.get(profile).and_then(word)
        {
            words.entry(said.to_owned()).or_default().push(format!("pool {}", pool.name));
        }
    }
    Known::all(TraitValue::Words(words))
}

pub(super) fn multi_take(inventory: &Inventory) -> Known {
    let map = match osd_map(inventory) {
        Ok(map) => map,
        Err(unknown) => return unknown,
    };
    let Some(crush) = inventory.crush.value() else {
        return Known::unseen(&inventory.crush, "osd crush dump");
    };
    let used: BTreeSet<u64> = map.pools.iter().map(|pool| pool.crush_rule).collect();
    let takes =
        |rule: &&crate::model::CrushRule| rule.steps.iter().filter(|step| step.op == "take").count() > 1;
    let found = crush.rules.iter().filter(|rule| used.contains(&rule.id)).find(takes);
    Known::flag(found.is_some(), found.map_or_else(String::new, |rule| format!("CRUSH rule {}", rule.name)))
}

pub(super) fn config(inventory: &Inventory) -> Known {
    let Some(entries) = inventory.config.value() else {
        return Known::unseen(&inventory.config, "config dump");
    };
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries {
        words.entry(format!("{}={}", entry.name, entry.value)).or_default().push(entry.section.clone());
    }
    Known::all(TraitValue::Words(words))
}

pub(super) fn pools(inventory: &Inventory) -> Known {
    match osd_map(inventory) {
        Err(unknown) => unknown,
        Ok(map) => {
            let words = map.pools.iter().map(|pool| (pool.name.clone(), vec![format!("pool {}", pool.id.0)]));
            Known::all(TraitValue::Words(words.collect()))
        }
    }
}

/// How many OSDs each host has, by CRUSH.
fn by_host(inventory: &Inventory) -> Result<BTreeMap<String, u64>, Known> {
    let Some(crush) = inventory.crush.value() else {
        return Err(Known::unseen(&inventory.crush, "osd crush dump"));
    };
    let mut hosts: BTreeMap<String, u64> = BTreeMap::new();
    for place in crush.locations().values() {
        if let Some(host) = place.iter().find_map(|level| level.strip_prefix("host=")) {
            *hosts.entry(host.to_owned()).or_default() += 1;
        }
    }
    Ok(hosts)
}

pub(super) fn osds_per_host(inventory: &Inventory) -> Known {
    match by_host(inventory) {
        Err(unknown) => unknown,
        Ok(hosts) => {
            let most = hosts.iter().max_by_key(|(_, count)| **count);
            let evidence = most.map(|(host, count)| format!("{} on host {host}", counted(*count, "OSD")));
            Known::all(TraitValue::Number(most.map_or(0, |(_, count)| *count), evidence.unwrap_or_default()))
        }
    }
}

pub(super) fn few_hosts(inventory: &Inventory) -> Known {
    match by_host(inventory) {
        Err(unknown) => unknown,
        Ok(hosts) => {
            let count = hosts.len() as u64;
            Known::flag(count > 0 && count < 3, format!("OSDs on {}", counted(count, "host")))
        }
    }
}

pub(super) fn objectstore(inventory: &Inventory) -> Known {
    let Some(osds) = inventory.osd_metadata.value() else {
        return Known::unseen(&inventory.osd_metadata, "osd metadata");
    };
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for osd in osds {
        if let Some(store) = &osd.objectstore {
            words.entry(store.clone()).or_default().push(format!("osd.{}", osd.id.0));
        }
    }
    Known::all(TraitValue::Words(words))
}

pub(super) fn single_mon(inventory: &Inventory) -> Known {
    match inventory.mons.value() {
        None => Known::unseen(&inventory.mons, "mon dump"),
        Some(map) => Known::flag(map.mons.len() == 1, counted(map.mons.len() as u64, "mon")),
    }
}

pub(super) fn stretch(inventory: &Inventory) -> Known {
    match inventory.mons.value() {
        None => Known::unseen(&inventory.mons, "mon dump"),
        Some(map) => Known::flag(map.stretch_mode, "the mon map's stretch mode"),
    }
}
