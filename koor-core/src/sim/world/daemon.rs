//! Mons, mgrs, MDSs, gateways, and the crashes that daemons left behind.

use super::{Level, World};
use crate::sim::dice;

/// A mon.
#[derive(Debug, Clone)]
pub(crate) struct Mon {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
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
}

/// A metadata server. The first one that lives is active.
#[derive(Debug, Clone)]
pub(crate) struct Mds {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
}

/// An object gateway.
#[derive(Debug, Clone)]
pub(crate) struct Rgw {
    pub name: &'static str,
    pub host: usize,
    pub alive: bool,
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
        if !std::mem::replace(&mut self.mons[mon].alive, false) {
            return;
        }
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

    /// `18.2.7`, or the older one of the scene.
    #[expect(clippy::unused_self, reason = "a scene may bring versions of its own")]
    pub(crate) fn version_of(&self, old: bool) -> &'static str {
        if old { "18.2.4" } else { "18.2.7" }
    }

    /// A daemon's global id.
    pub(crate) fn gid(&self, kind: u64, number: usize) -> u64 {
        4100 + kind * 500 + number as u64 * 30 + dice::below(self.seed, &[9, kind, number as u64], 29)
    }
}
