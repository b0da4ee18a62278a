//! Rook beside the cluster: what it heard of Ceph, says of it, and is busy with.
//!
//! Its laws are those of a real operator of 1.18: health is asked for once a minute, a new version is written into the
//! status long before a daemon runs it, daemons are replaced mons first and gateways last, and the controllers of file
//! systems and object stores skip their turn while Ceph says `HEALTH_ERR`.

use std::collections::BTreeMap;

use super::{Room, Scenario, World};

/// How often Rook asks for health.
const POLL_S: i64 = 60;
/// Until a job has found out which version a new image holds.
const DETECT_S: i64 = 11;
/// Between one mon (mgr, MDS, gateway) and the next.
const PAUSE_S: i64 = 20;
/// Between the OSDs of one host and those of the next.
const HOST_PAUSE_S: i64 = 75;

/// One daemon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Mon(usize),
    Mgr(usize),
    Osd(usize),
    Mds(usize),
    Rgw(usize),
}

impl Who {
    /// How long it is away while its pod is replaced.
    fn away_s(self) -> i64 {
        match self {
            Self::Mon(_) => 14,
            Self::Osd(_) => 22,
            Self::Mgr(_) | Self::Mds(_) | Self::Rgw(_) => 10,
        }
    }
}

/// What Rook heard when it last asked Ceph.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub at: i64,
    /// When the health last was another one.
    pub changed: i64,
    pub health: &'static str,
    pub previous: Option<&'static str>,
    /// Code, severity and line of each check.
    pub checks: Vec<(&'static str, &'static str, String)>,
    /// As [`World::running`]; as before, where Ceph did not answer.
    pub running: Vec<(&'static str, u64, u64)>,
    pub room: Room,
}

/// What Rook wrote into the status of the CephCluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub phase: &'static str,
    pub state: &'static str,
    pub message: &'static str,
    /// Whether the condition `Ready` holds.
    pub ready: bool,
    /// The generation that was taken up.
    pub observed: u64,
    /// Since when it is at work, where it is.
    pub at_work_since: Option<i64>,
}

/// Rook.
#[derive(Debug)]
pub(crate) struct Rook {
    /// Since when the operator runs, and since when it does no longer.
    pub operator_since: i64,
    pub gone_since: Option<i64>,
    /// The number of the last change of what is wanted, and when it was made.
    pub generation: u64,
    pub changed: i64,
    /// Whether the older version is wanted, and whether the status names it.
    pub wants_old: bool,
    pub names_old: bool,
    pub wants_mons: u64,
    pub heard: Option<Heard>,
    pub said: Said,
    /// Daemons whose pods are being replaced, and since when.
    pub renewing: BTreeMap<Who, i64>,
    /// Daemons whose pods were replaced, and when.
    pub renewed: BTreeMap<Who, i64>,
    next_at: i64,
}

impl Rook {
    pub(super) fn new(now: i64) -> Self {
        Self {
            operator_since: now - 15 * 86_400 - 400,
            gone_since: None,
            generation: 7,
            changed: now - 40 * 86_400,
            wants_old: false,
            names_old: false,
            wants_mons: 3,
            heard: None,
            said: Said {
                phase: "Ready",
                state: "Created",
                message: "Cluster created successfully",
                ready: true,
                observed: 7,
                at_work_since: None,
            },
            renewing: BTreeMap::new(),
            renewed: BTreeMap::new(),
            next_at: now,
        }
    }

    pub(super) fn stop(&mut self, now: i64) {
        self.gone_since = Some(now);
    }

    fn change(&mut self, now: i64) {
        self.generation += 1;
        self.changed = now;
    }
}

impl World {
    pub(super) fn begin_rook(&mut self) {
        self.hear();
        self.rook.said = self.what_rook_says();
    }

    pub(super) fn want_upgrade(&mut self) {
        self.rook.wants_old = false;
        self.rook.change(self.now);
    }

    pub(super) fn want_mons(&mut self, count: u64) {
        self.rook.wants_mons = count;
        self.rook.change(self.now);
    }

    /// What Rook does before Ceph looks at itself.
    pub(super) fn follow_rook(&mut self) {
        self.finish_renewals();
        if self.rook.gone_since.is_some() {
            return;
        }
        if !self.rook.wants_old && self.rook.names_old && self.now >= self.rook.changed + DETECT_S {
            self.rook.names_old = false;
        }
        if !self.rook.names_old && self.rook.renewing.is_empty() && self.now >= self.rook.next_at {
            self.renew_next();
        }
    }

    /// What Rook hears and says after it. The mons looked at health in the same second (see `step`).
    pub(super) fn tell_rook(&mut self, seconds: i64) {
        if self.rook.gone_since.is_some() {
            return;
        }
        if self.now.div_euclid(POLL_S) != (self.now - seconds).div_euclid(POLL_S) {
            self.hear();
        }
        self.rook.said = self.what_rook_says();
    }

    /// Asks Ceph.
    fn hear(&mut self) {
        let before = self.rook.heard.take();
        let answered = !self.quorum().is_empty();
        let (health, checks) = if answered {
            let row = |check: &super::Check| (check.code, check.severity, check.summary.clone());
            (Self::overall(&self.checks), self.checks.iter().map(row).collect())
        } else {
            let words = "failed to get status. . timed out: exit status 1".to_owned();
            ("HEALTH_ERR", vec![("error", "Urgent", words)])
        };
        let same = before.as_ref().filter(|before| before.health == health);
        let heard = Heard {
            at: self.now,
            changed: same.map_or(self.now, |before| before.changed),
            health,
            previous: match (same, &before) {
                (Some(same), _) => same.previous,
                (None, before) => before.as_ref().map(|before| before.health),
            },
            checks,
            running: match &before {
                Some(before) if !answered => before.running.clone(),
                _ => self.running(),
            },
            room: if answered { self.room } else { before.as_ref().map_or(self.room, |before| before.room) },
        };
        self.rook.heard = Some(heard);
    }

    /// Whether Rook was told to leave an OSD's Deployment alone: what is old a week after an upgrade is so for a reason.
    pub(crate) fn left_alone(&self, osd: usize) -> bool {
        self.scenario == Scenario::MixedVersions && self.osds[osd].old
    }

    /// Whether the cluster's own controller has old mons, mgrs or OSDs to replace: its first kind.
    fn behind(&self) -> Option<&'static str> {
        let renewing = |pick: fn(&Who) -> bool| self.rook.renewing.keys().any(pick);
        let old = |osd: usize| self.osds[osd].old && !self.left_alone(osd);
        if self.mons.iter().any(|mon| mon.old) || renewing(|who| matches!(who, Who::Mon(_))) {
            Some("Configuring Ceph Mons")
        } else if self.mgrs.iter().any(|mgr| mgr.old) || renewing(|who| matches!(who, Who::Mgr(_))) {
            Some("Configuring Ceph Mgr(s)")
        } else if (0..self.osds.len()).any(old) || renewing(|who| matches!(who, Who::Osd(_))) {
            Some("Configuring Ceph OSDs")
        } else {
            None
        }
    }

    fn what_rook_says(&self) -> Said {
        let rook = &self.rook;
        let answered =
            rook.heard.as_ref().is_none_or(|heard| heard.checks.iter().all(|check| check.0 != "error"));
        let at_work = match (rook.wants_old, rook.names_old) {
            // Nobody wants another version yet.
            (true, _) => None,
            (false, true) => Some("Detecting Ceph version"),
            (false, false) => self.behind(),
        };
        let ready = answered;
        match at_work {
            Some(message) => Said {
                phase: "Progressing",
                state: "Creating",
                message,
                ready,
                observed: rook.said.observed,
                at_work_since: Some(rook.said.at_work_since.unwrap_or(self.now)),
            },
            None => Said {
                phase: "Ready",
                state: "Created",
                message: if answered {
                    "Cluster created successfully"
                } else {
                    "Failed to configure ceph cluster"
                },
                ready,
                observed: rook.generation,
                at_work_since: None,
            },
        }
    }

    /// The next daemons whose pods are replaced, where there are some and it is their turn.
    fn renew_next(&mut self) {
        let Some(next) = self.next_renewals() else { return };
        let pause = if next.iter().any(|who| matches!(who, Who::Osd(_))) { HOST_PAUSE_S } else { PAUSE_S };
        self.rook.next_at = self.now + pause;
        for who in next {
            match who {
                Who::Mon(mon) => self.kill_mon(mon),
                Who::Mgr(mgr) => self.mgrs[mgr].alive = false,
                Who::Osd(osd) => self.stop_osd(osd),
                Who::Mds(mds) => self.mdss[mds].alive = false,
                Who::Rgw(rgw) => self.rgws[rgw].alive = false,
            }
            self.rook.renewing.insert(who, self.now);
        }
    }

    /// Mons, then mgrs (those that stand by first), then OSDs by host, as long as no PG would suffer by it. Then the
    /// controllers of file systems and object stores, which skip their turn while Rook believes in an error.
    fn next_renewals(&self) -> Option<Vec<Who>> {
        if self.quorum().is_empty() {
            return None;
        }
        if let Some(mon) = self.mons.iter().position(|mon| mon.old) {
            return Some(vec![Who::Mon(mon)]);
        }
        if let Some(mgr) = self.mgrs.iter().rposition(|mgr| mgr.old) {
            return Some(vec![Who::Mgr(mgr)]);
        }
        let old = |osd: &usize| self.osds[*osd].old && !self.left_alone(*osd);
        if let Some(host) = self.hosts.iter().find(|host| host.osds.iter().any(old)) {
            let osds = host.osds.iter().copied().filter(old).map(Who::Osd).collect();
            return self.unclean().is_empty().then_some(osds);
        }
        let in_error = self.rook.heard.as_ref().is_some_and(|heard| heard.health == "HEALTH_ERR");
        if in_error {
            return None;
        }
        let mds = self.mdss.iter().rposition(|mds| mds.old).map(Who::Mds);
        let rgw = || self.rgws.iter().position(|rgw| rgw.old).map(Who::Rgw);
        mds.or_else(rgw).map(|who| vec![who])
    }

    /// Pods that were replaced run, with the newer version.
    fn finish_renewals(&mut self) {
        let now = self.now;
        let due = |(who, since): (&Who, &i64)| (now >= since + who.away_s()).then_some(*who);
        let done: Vec<Who> = self.rook.renewing.iter().filter_map(due).collect();
        for who in done {
            self.rook.renewing.remove(&who);
            self.rook.renewed.insert(who, now);
            match who {
                Who::Mon(mon) => {
                    self.mons[mon].old = false;
                    self.start_mon(mon);
                }
                Who::Mgr(mgr) => (self.mgrs[mgr].alive, self.mgrs[mgr].old) = (true, false),
                Who::Osd(osd) => {
                    self.osds[osd].old = false;
                    self.start_osd(osd);
                    // A new pod, whose containers were never started anew.
                    self.osds[osd].restarts = 0;
                }
                Who::Mds(mds) => (self.mdss[mds].alive, self.mdss[mds].old) = (true, false),
                Who::Rgw(rgw) => (self.rgws[rgw].alive, self.rgws[rgw].old) = (true, false),
            }
        }
    }
}
