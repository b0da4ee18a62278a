//! Daemons of any type, as one list.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CephVersion, DaemonName, Inventory, Mds, MgrMap, Osd, Part, Service};

/// What a mon, mgr or MDS said of itself when it started (`ceph mon metadata` and its siblings).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DaemonMetadata {
    /// Its name.
    pub name: DaemonName,
    /// The host it runs on.
    pub hostname: Option<String>,
    /// What it runs.
    pub version: Option<CephVersion>,
    /// `x86_64`, `aarch64`.
    pub arch: Option<String>,
    /// The kernel's release.
    pub kernel: Option<String>,
    /// The distribution, `Debian GNU/Linux 12 (bookworm)`.
    pub distribution: Option<String>,
}

/// One daemon of the cluster, put together by [`Inventory::daemons`](super::Inventory::daemons).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Daemon {
    /// Its name.
    pub name: DaemonName,
    /// What it is doing, in Ceph's words: `leader`, `peon`, `out of quorum`, `active`, `standby`, `up, in`,
    /// `down, out`, `up:active`, `up:active(laggy or crashed)`, `running`; of a mgr that does not answer though the
    /// mons call it active, `active (silent)`.
    pub state: String,
    /// Whether that is as it should be; `None` where nothing told.
    pub ok: Option<bool>,
    /// The host it runs on.
    pub hostname: Option<String>,
    /// What it runs.
    pub version: Option<CephVersion>,
    /// Where it listens.
    pub addresses: Vec<String>,
}

impl Inventory {
    /// Every daemon that any part names, by type (mon, mgr, osd, mds, rgw, others) and then by id, numbers as
    /// numbers. What no part told of it is `None` or empty.
    #[must_use]
    pub fn daemons(&self) -> Vec<Daemon> {
        let mut all = self.mon_daemons();
        let metadata = by_name(&self.mgr_metadata);
        let silent = self.mgr_is_silent();
        let mgrs = self.mgrs.value().into_iter().flat_map(|map| mgrs(map, silent));
        all.extend(mgrs.map(|mgr| with(&metadata, mgr)));
        all.extend(self.osds().into_iter().map(osd));
        let metadata = by_name(&self.mds_metadata);
        let file_systems = self.file_systems.value();
        let ranked = file_systems.into_iter().flat_map(|map| &map.file_systems).flat_map(|fs| &fs.mds);
        let standbys = file_systems.into_iter().flat_map(|map| &map.standbys);
        all.extend(ranked.chain(standbys).map(|one| with(&metadata, mds(one))));
        all.extend(self.services.value().into_iter().flatten().flat_map(Service::as_daemons));
        all.sort_by(|a, b| {
            let kind = |daemon: &Daemon| (daemon.name.daemon_type.order(), daemon.name.daemon_type.clone());
            kind(a).cmp(&kind(b)).then_with(|| natural(&a.name.id, &b.name.id))
        });
        all
    }

    /// Whether the mgr does not answer, though the mons go on calling it active. Known only where it was asked.
    fn mgr_is_silent(&self) -> bool {
        self.has_quorum() == Some(true) && self.pg_digest.seen().is_some_and(|digest| digest.stale.is_some())
    }

    /// The mons of the map; without the map, those that were asked alone.
    fn mon_daemons(&self) -> Vec<Daemon> {
        let metadata = by_name(&self.mon_metadata);
        // Without a quorum nobody leads and nobody is in it, whatever a mon remembers.
        let lost = self.has_quorum() == Some(false);
        let quorum = self.quorum.value();
        let members = quorum
            .map(|quorum| &quorum.members)
            .or_else(|| self.cluster.value().map(|cluster| &cluster.quorum));
        let leader = quorum.and_then(|quorum| quorum.leader.as_ref());
        let Some(map) = self.mons.value() else {
            let pings = self.mon_pings.value().into_iter().flatten();
            return pings
                .map(|ping| Daemon {
                    state: if ping.runs { "runs".into() } else { "does not run".into() },
                    ok: Some(ping.runs),
                    ..unknown("mon", &ping.mon)
                })
                .map(|mon| with(&metadata, mon))
                .collect();
        };
        map.mons
            .iter()
            .map(|mon| {
                let ok = if lost { Some(false) } else { members.map(|m| m.contains(&mon.name)) };
                let state = match ok {
                    None => "unknown",
                    Some(false) => "out of quorum",
                    Some(true) if leader == Some(&mon.name) => "leader",
                    Some(true) if leader.is_some() => "peon",
                    Some(true) => "in quorum",
                };
                let daemon = Daemon {
                    state: state.into(),
                    ok,
                    addresses: mon.addresses.clone(),
                    ..unknown("mon", &mon.name)
                };
                with(&metadata, daemon)
            })
            .collect()
    }
}

/// A daemon of which only the name is known.
fn unknown(daemon_type: &str, id: &str) -> Daemon {
    Daemon {
        name: DaemonName::new(daemon_type, id),
        state: "unknown".into(),
        ok: None,
        hostname: None,
        version: None,
        addresses: Vec::new(),
    }
}

fn by_name(rows: &Part<Vec<DaemonMetadata>>) -> BTreeMap<&DaemonName, &DaemonMetadata> {
    rows.value().into_iter().flatten().map(|row| (&row.name, row)).collect()
}

/// The daemon with what it said of itself.
fn with(metadata: &BTreeMap<&DaemonName, &DaemonMetadata>, daemon: Daemon) -> Daemon {
    let said = metadata.get(&daemon.name);
    Daemon {
        hostname: said.and_then(|said| said.hostname.clone()),
        version: said.and_then(|said| said.version.clone()),
        ..daemon
    }
}

fn mgrs(map: &MgrMap, silent: bool) -> impl Iterator<Item = Daemon> {
    let active = map.active.iter().map(move |name| Daemon {
        state: match (map.available, silent) {
            (true, false) => "active",
            (true, true) => "active (silent)",
            (false, _) => "active (starting)",
        }
        .into(),
        ok: Some(map.available && !silent),
        addresses: map.active_addresses.clone(),
        ..unknown("mgr", name)
    });
    let standbys = map.standbys.iter().map(|name| Daemon {
        state: "standby".into(),
        ok: Some(true),
        ..unknown("mgr", name)
    });
    active.chain(standbys)
}

fn osd(osd: Osd) -> Daemon {
    let word = |yes, word, otherwise| if yes { word } else { otherwise };
    let state = osd.state;
    let mut words = vec![word(state.up, "up", "down"), word(state.is_in, "in", "out")];
    words.extend(state.state.iter().map(String::as_str).filter(|word| *word == "destroyed"));
    let metadata = osd.metadata.as_ref();
    Daemon {
        state: words.join(", "),
        ok: Some(state.up && state.is_in),
        hostname: metadata.and_then(|said| said.hostname.clone()),
        version: metadata.and_then(|said| said.version.clone()),
        addresses: state.public_addresses,
        ..unknown("osd", &state.id.0.to_string())
    }
}

fn mds(mds: &Mds) -> Daemon {
    let laggy = mds.laggy_since.is_some();
    let well = matches!(mds.state.as_str(), "up:active" | "up:standby" | "up:standby-replay");
    Daemon {
        // Ceph's own way of saying it.
        state: format!("{}{}", mds.state, if laggy { "(laggy or crashed)" } else { "" }),
        ok: Some(well && !laggy),
        addresses: mds.addresses.clone(),
        ..unknown("mds", &mds.name)
    }
}

impl Service {
    /// Its daemons, in the order of [`Service::daemons`]. The mgr forgets one that no longer reports: what is in the map
    /// runs.
    pub fn as_daemons(&self) -> impl Iterator<Item = Daemon> + '_ {
        self.daemons.iter().map(|daemon| Daemon {
            state: "running".into(),
            ok: Some(true),
            hostname: daemon.hostname.clone(),
            version: daemon.metadata.get("ceph_version").and_then(|text| CephVersion::parse(text)),
            addresses: daemon.address.iter().cloned().collect(),
            ..unknown(&self.service_type, daemon.id.as_deref().unwrap_or(&daemon.key))
        })
    }
}

/// Runs of digits as numbers, so that `osd.10` comes after `osd.9` and `store-b2` before `store-b10`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    while let (Some(x), Some(y)) = (run(&mut a_rest), run(&mut b_rest)) {
        let (x_number, y_number) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
        let ordering =
            if x.starts_with(|c: char| c.is_ascii_digit()) && y.starts_with(|c: char| c.is_ascii_digit()) {
                // Without leading zeros the longer number is the larger one, however long it is.
                x_number.len().cmp(&y_number.len()).then_with(|| x_number.cmp(y_number))
            } else {
                x.cmp(y)
            };
        if ordering.is_ne() {
            return ordering;
        }
    }
    // Equal as far as the shorter one goes: `a` before `a1`; `01` and `1` still in one fixed order.
    a_rest.len().cmp(&b_rest.len()).then_with(|| a.cmp(b))
}

/// Takes the first run of digits, or of anything else, off the front.
fn run<'a>(text: &mut &'a str) -> Option<&'a str> {
    let digits = text.chars().next()?.is_ascii_digit();
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    *text = rest;
    Some(run)
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn ids_sort_as_people_count() {
        let mut ids = ["b", "10", "a10", "9", "a2", "a", "02", "", "2"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["", "02", "2", "9", "10", "a", "a2", "a10", "b"]);
    }
}
