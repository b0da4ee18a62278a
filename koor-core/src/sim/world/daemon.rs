//! Mons, mgrs, MDSs, gateways, and the crashes that daemons left behind.

use super::{Level, World};
use crate::sim::dice;
use crate::sim::scenario::Scenario;

/// A mon.
#[derive(Debug, Clone)]
pub(crate) struct Mon {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
    /// When its process ended, where it did.
    pub died: i64,
    /// Whether it runs the older of the scene's two versions.
    pub old: bool,
    /// By how many seconds its clock gains on the others' in a day.
    pub drift_a_day: f64,
}

/// A mon's clock may be so many seconds off: `mon_clock_drift_allowed`.
const DRIFT_ALLOWED_S: f64 = 0.05;

impl Mon {
    /// Where it is asked alone: `10.0.0.11:3300`.
    pub(crate) fn address(&self) -> String {
        format!("{}:3300", World::host_ip(self.host))
    }
}

/// A mgr.
#[derive(Debug, Clone)]
pub(crate) struct Mgr {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
    /// Whether it runs the older of the scene's two versions.
    pub old: bool,
}

/// A metadata server. The first one that lives is active.
#[derive(Debug, Clone)]
pub(crate) struct Mds {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
    /// Whether it runs the older of the scene's two versions.
    pub old: bool,
}

/// An object gateway.
#[derive(Debug, Clone)]
pub(crate) struct Rgw {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
    /// Whether it runs the older of the scene's two versions.
    pub old: bool,
}

/// What a daemon left behind when it crashed.
#[derive(Debug, Clone)]
pub(crate) struct Crash {
    pub at: i64,
    pub entity: String,
    pub host: String,
    pub version: &'static str,
    pub assertion: &'static str,
    pub archived: Option<i64>,
}

impl World {
    /// The ranks of the mons in quorum; none where they are no majority.
    pub(crate) fn quorum(&self) -> Vec<usize> {
        let alive: Vec<usize> = (0..self.mons.len()).filter(|mon| self.mons[*mon].alive).collect();
        if alive.len() * 2 > self.mons.len() { alive } else { Vec::new() }
    }

    /// How many seconds a mon's clock is ahead of the leader's; it has run away for five days when the scene begins.
    pub(crate) fn skew(&self, mon: usize) -> f64 {
        self.mons[mon].drift_a_day * ((self.now - self.born) as f64 / 86_400.0 + 5.0)
    }

    /// What Ceph says of a clock that is too far off.
    pub(crate) fn said_of_clock(&self, mon: usize) -> Option<String> {
        let skew = self.skew(mon).abs();
        (skew > DRIFT_ALLOWED_S).then(|| format!("clock skew {skew:.6}s > max {DRIFT_ALLOWED_S}s"))
    }

    /// The mon of this name or address.
    pub(crate) fn mon_at(&self, name: &str) -> Option<usize> {
        self.mons.iter().position(|mon| mon.name == name || mon.address() == name)
    }

    /// The mgr that works, and those that wait.
    pub(crate) fn mgrs_alive(&self) -> Vec<&Mgr> {
        self.mgrs.iter().filter(|mgr| mgr.alive).collect()
    }

    pub(super) fn kill_mon(&mut self, mon: usize) {
        if std::mem::replace(&mut self.mons[mon].alive, false) {
            self.mons[mon].died = self.now;
            self.elect();
        }
    }

    pub(super) fn start_mon(&mut self, mon: usize) {
        if !std::mem::replace(&mut self.mons[mon].alive, true) {
            self.elect();
        }
    }

    /// The mons that live agree on a leader, where they are a majority.
    fn elect(&mut self) {
        self.election_epoch += 2;
        self.quorum_since = self.now;
        let quorum = self.quorum();
        let Some(leader) = quorum.first().map(|rank| self.mons[*rank].name) else { return };
        let names: Vec<&str> = quorum.iter().map(|rank| self.mons[*rank].name).collect();
        let ranks: Vec<String> = quorum.iter().map(ToString::to_string).collect();
        for name in &names {
            self.journal.mon_named(
                self.now,
                Level::Info,
                name,
                format!("mon.{name} calling monitor election"),
            );
        }
        let (names, ranks) = (names.join(","), ranks.join(","));
        self.journal.mon_named(
            self.now,
            Level::Info,
            leader,
            format!("mon.{leader} is new leader, mons {names} in quorum (ranks {ranks})"),
        );
    }

    /// A host dies with every daemon on it but its OSDs, which the script names one by one.
    pub(crate) fn mons_on(&self, host: usize) -> Vec<usize> {
        (0..self.mons.len()).filter(|mon| self.mons[*mon].host == host).collect()
    }

    pub(super) fn note_crash(&mut self, osd: usize) {
        let crash = Crash {
            at: self.now,
            entity: format!("osd.{osd}"),
            host: self.host_of(osd).name.clone(),
            version: self.version_of(self.osds[osd].old),
            assertion: "abort",
            archived: None,
        };
        self.crashes.push(crash);
    }

    /// The newer of the scene's two versions, or the older one.
    pub(crate) fn version_of(&self, old: bool) -> &'static str {
        match (self.scenario, old) {
            (Scenario::UpgradeStuck, false) => "20.2.4",
            (Scenario::UpgradeStuck, true) | (_, false) => "18.2.7",
            (_, true) => "18.2.4",
        }
    }

    /// Whether daemons of the older version were there when the scene began: the cluster was made by it.
    pub(crate) fn was_old(&self) -> bool {
        self.mixed_since.is_some()
    }

    /// A daemon's global id.
    pub(crate) fn gid(&self, kind: u64, number: usize) -> u64 {
        4100 + kind * 500 + number as u64 * 30 + dice::below(self.seed, &[9, kind, number as u64], 29)
    }

    /// Daemons that run, by type: how many, and how many of them are old.
    pub(crate) fn running(&self) -> Vec<(&'static str, u64, u64)> {
        let quorum = self.quorum();
        let up = || self.osds.iter().filter(|osd| osd.up);
        let mgrs = || self.mgrs.iter().filter(|mgr| mgr.alive);
        let mdss = || self.mdss.iter().filter(|mds| mds.alive);
        let rgws = || self.rgws.iter().filter(|rgw| rgw.alive);
        let old_mons = quorum.iter().filter(|mon| self.mons[**mon].old).count();
        vec![
            ("mon", quorum.len() as u64, old_mons as u64),
            ("mgr", mgrs().count() as u64, mgrs().filter(|mgr| mgr.old).count() as u64),
            ("osd", up().count() as u64, up().filter(|osd| osd.old).count() as u64),
            ("mds", mdss().count() as u64, mdss().filter(|mds| mds.old).count() as u64),
            ("rgw", rgws().count() as u64, rgws().filter(|rgw| rgw.old).count() as u64),
        ]
    }
}
