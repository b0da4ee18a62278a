//! Health checks: what Ceph says of the state, in its words.

use std::collections::BTreeMap;

use super::{BACKFILLFULL, FULL, Level, NEARFULL, OsdUsage, Room, Usage, World};
use crate::sim::stamp;

/// Until a daemon of another version is worth a warning: `mon_warn_older_version_delay`.
const OLD_VERSION_S: i64 = 7 * 86_400;
/// As long as a crash is recent: `mgr/crash/warn_recent_interval`.
const RECENT_CRASH_S: i64 = 14 * 86_400;
/// Clients that have keys beside the gateways.
const CLIENTS: [&str; 6] = [
    "admin",
    "crash",
    "csi-cephfs-node.1",
    "csi-cephfs-provisioner.1",
    "csi-rbd-node.1",
    "csi-rbd-provisioner.1",
];
/// Detail lines about scrubs: `mon_health_max_detail`.
const DETAILS: usize = 50;

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub code: &'static str,
    pub severity: &'static str,
    pub summary: String,
    pub count: u64,
    pub detail: Vec<String>,
}

impl Check {
    pub(super) fn warn(code: &'static str, count: u64, summary: String, detail: Vec<String>) -> Self {
        Self { code, severity: "HEALTH_WARN", summary, count, detail }
    }
}

impl World {
    /// All checks, by code.
    pub(crate) fn health(&self) -> Vec<Check> {
        self.health_with(&self.usage())
    }

    fn health_with(&self, usage: &Usage) -> Vec<Check> {
        let mut checks = Vec::new();
        self.check_mons(&mut checks);
        self.check_clocks(&mut checks);
        self.check_osds(&mut checks);
        self.check_fullness(usage, &mut checks);
        self.check_flags(&mut checks);
        self.check_pgs(&mut checks);
        self.check_scrubs(&mut checks);
        self.check_slow(&mut checks);
        self.check_crashes(&mut checks);
        self.check_versions(&mut checks);
        self.check_keys(&mut checks);
        checks.sort_by_key(|check| check.code);
        checks
    }

    /// `HEALTH_OK`, or the worst of the checks.
    pub(crate) fn overall(checks: &[Check]) -> &'static str {
        let worst = |word| checks.iter().any(|check| check.severity == word);
        if worst("HEALTH_ERR") {
            "HEALTH_ERR"
        } else if checks.is_empty() {
            "HEALTH_OK"
        } else {
            "HEALTH_WARN"
        }
    }

    /// Looks again, and writes down what changed.
    pub(super) fn check(&mut self) {
        if self.quorum().is_empty() {
            return;
        }
        let usage = self.usage();
        let full = |osd: &usize| usage.osds[*osd].fullness() > BACKFILLFULL;
        self.backfillfull = (0..self.osds.len()).filter(full).collect();
        let checks = self.health_with(&usage);
        self.room = Room { total: usage.sum(|osd| osd.kb) * 1024, used: usage.sum(OsdUsage::used) * 1024 };
        let before: BTreeMap<&str, &Check> = self.checks.iter().map(|check| (check.code, check)).collect();
        let mut lines = Vec::new();
        for check in &checks {
            let level = if check.severity == "HEALTH_ERR" { Level::Error } else { Level::Warn };
            match before.get(check.code) {
                None => {
                    lines.push((level, format!("Health check failed: {} ({})", check.summary, check.code)));
                }
                Some(old) if old.summary != check.summary => {
                    lines.push((level, format!("Health check update: {} ({})", check.summary, check.code)));
                }
                Some(_) => {}
            }
        }
        for old in self.checks.iter().filter(|old| !checks.iter().any(|check| check.code == old.code)) {
            let text = format!("Health check cleared: {} (was: {})", old.code, old.summary);
            lines.push((Level::Info, text));
        }
        if checks.is_empty() && !self.checks.is_empty() {
            lines.push((Level::Info, "Cluster is now healthy".into()));
        }
        for (level, text) in lines {
            self.journal.mon(self.now, level, text);
        }
        self.complain(&checks);
        self.checks = checks;
    }

    /// OSDs with slow requests say so themselves.
    fn complain(&mut self, checks: &[Check]) {
        if !checks.iter().any(|check| check.code == "SLOW_OPS") || self.now.rem_euclid(30) >= super::CHECK_S {
            return;
        }
        for (osd, (ops, _, pool)) in self.slow_ops() {
            let name = self.pools[pool].name;
            let text = format!(
                "{ops} slow requests (by type [ 'delayed' : {ops} ] most affected pool [ '{name}' : {ops} ])"
            );
            self.journal.osd(self.now, Level::Warn, osd, text);
        }
    }

    /// What the leading mon writes every hour.
    pub(super) fn say_health(&mut self, at: i64) {
        if self.quorum().is_empty() {
            return;
        }
        let words: Vec<&str> = self.checks.iter().map(|check| check.summary.as_str()).collect();
        let (level, text) = if words.is_empty() {
            (Level::Info, "overall HEALTH_OK".to_owned())
        } else {
            (Level::Warn, format!("overall {} {}", Self::overall(&self.checks), words.join("; ")))
        };
        self.journal.mon(at, level, text);
    }

    fn check_mons(&self, checks: &mut Vec<Check>) {
        let dead: Vec<usize> = (0..self.mons.len()).filter(|mon| !self.mons[*mon].alive).collect();
        if dead.is_empty() {
            return;
        }
        let names: Vec<&str> = self.quorum().iter().map(|mon| self.mons[*mon].name).collect();
        let summary = format!("{}/{} mons down, quorum {}", dead.len(), self.mons.len(), names.join(","));
        let line = |mon: &usize| {
            let ip = Self::host_ip(self.mons[*mon].host);
            let name = self.mons[*mon].name;
            format!("mon.{name} (rank {mon}) addr [v2:{ip}:3300/0,v1:{ip}:6789/0] is down (out of quorum)")
        };
        checks.push(Check::warn("MON_DOWN", dead.len() as u64, summary, dead.iter().map(line).collect()));
    }

    fn check_clocks(&self, checks: &mut Vec<Check>) {
        let quorum = self.quorum().into_iter();
        let late: Vec<(usize, String)> =
            quorum.filter_map(|mon| Some((mon, self.said_of_clock(mon)?))).collect();
        if late.is_empty() {
            return;
        }
        let names: Vec<String> =
            late.iter().map(|(mon, _)| format!("mon.{}", self.mons[*mon].name)).collect();
        let summary = format!("clock skew detected on {}", names.join(", "));
        let detail =
            late.iter().zip(&names).map(|((_, said), name)| format!("{name} {said} (latency 0.0006s)"));
        checks.push(Check::warn("MON_CLOCK_SKEW", late.len() as u64, summary, detail.collect()));
    }

    fn check_osds(&self, checks: &mut Vec<Check>) {
        let is_down = |osd: usize| !self.osds[osd].up && self.osds[osd].is_in;
        let down: Vec<usize> = (0..self.osds.len()).filter(|osd| is_down(*osd)).collect();
        if down.is_empty() {
            return;
        }
        let line = |osd: &usize| {
            let place = self.place_of_host(self.osds[*osd].host);
            format!("osd.{osd} ({place},host={}) is down", self.host_of(*osd).name)
        };
        let detail = down.iter().map(line).collect();
        let count = down.len() as u64;
        checks.push(Check::warn("OSD_DOWN", count, format!("{count} osds down"), detail));
        let gone = |host: usize| {
            !self.hosts[host].osds.is_empty() && self.hosts[host].osds.iter().all(|osd| is_down(*osd))
        };
        let hosts: Vec<usize> = (0..self.hosts.len()).filter(|host| gone(*host)).collect();
        if hosts.is_empty() {
            return;
        }
        let osds: usize = hosts.iter().map(|host| self.hosts[*host].osds.len()).sum();
        let plural = if hosts.len() > 1 { "s" } else { "" };
        let line = |host: &usize| {
            let Self { hosts, .. } = self;
            let (name, osds) = (&hosts[*host].name, hosts[*host].osds.len());
            format!("host {name} ({}) ({osds} osds) is down", self.place_of_host(*host))
        };
        let summary = format!("{} host{plural} ({osds} osds) down", hosts.len());
        let detail = hosts.iter().map(line).collect();
        checks.push(Check::warn("OSD_HOST_DOWN", hosts.len() as u64, summary, detail));
    }

    fn check_fullness(&self, usage: &Usage, checks: &mut Vec<Check>) {
        let between = |low: f64, high: f64| -> Vec<usize> {
            let fullness = |osd: usize| usage.osds[osd].fullness();
            (0..self.osds.len()).filter(|osd| fullness(*osd) > low && fullness(*osd) <= high).collect()
        };
        let kinds = [
            ("OSD_NEARFULL", "HEALTH_WARN", "nearfull", "near full", between(NEARFULL, BACKFILLFULL)),
            ("OSD_BACKFILLFULL", "HEALTH_WARN", "backfillfull", "backfill full", between(BACKFILLFULL, FULL)),
            ("OSD_FULL", "HEALTH_ERR", "full", "full", between(FULL, f64::INFINITY)),
        ];
        for (code, severity, word, words, osds) in kinds {
            if !osds.is_empty() {
                let detail = osds.iter().map(|osd| format!("osd.{osd} is {words}")).collect();
                let (count, summary) = (osds.len() as u64, format!("{} {word} osd(s)", osds.len()));
                checks.push(Check { code, severity, summary, count, detail });
            }
        }
        let near: Vec<usize> =
            (0..self.pools.len()).filter(|pool| self.pool_nearfull(*pool, usage)).collect();
        if !near.is_empty() {
            let detail =
                near.iter().map(|pool| format!("pool '{}' is nearfull", self.pools[*pool].name)).collect();
            let summary = format!("{} pool(s) nearfull", near.len());
            checks.push(Check::warn("POOL_NEARFULL", near.len() as u64, summary, detail));
        }
    }

    fn check_flags(&self, checks: &mut Vec<Check>) {
        // In the order of their bits, which is this one of those that a scene sets.
        let order = ["noout", "noscrub", "nodeep-scrub"];
        let flags: Vec<&str> = order.into_iter().filter(|flag| self.flags.contains(flag)).collect();
        if !flags.is_empty() {
            let words = flags.join(",");
            // Ceph counts the letters.
            let count = words.len() as u64;
            checks.push(Check::warn("OSDMAP_FLAGS", count, format!("{words} flag(s) set"), Vec::new()));
        }
    }

    fn check_scrubs(&self, checks: &mut Vec<Check>) {
        let day = 86_400;
        // `mon_warn_pg_not_scrubbed_ratio` and its sibling, over the usual week.
        let (light, deep) = (self.now - 21 * day / 2, self.now - 49 * day / 4);
        let (mut late, mut late_deep) = (Vec::new(), Vec::new());
        // Where nobody stopped them, scrubs come in time but for PGs that are unwell.
        let all: Vec<usize> = (0..self.pgs.len()).collect();
        let suspects = if self.scrub_stopped.is_some() { all.as_slice() } else { self.unclean() };
        for index in suspects.iter().copied() {
            let scrubs = self.scrubs(index);
            let micros = self.micros(index as u64);
            let id = self.pg_id(index);
            if scrubs.last < light {
                late.push(format!("pg {id} not scrubbed since {}", stamp::zoned(scrubs.last, micros)));
            }
            if scrubs.last_deep < deep {
                let since = stamp::zoned(scrubs.last_deep, micros);
                late_deep.push(format!("pg {id} not deep-scrubbed since {since}"));
            }
        }
        let kinds =
            [("PG_NOT_SCRUBBED", "scrubbed", late), ("PG_NOT_DEEP_SCRUBBED", "deep-scrubbed", late_deep)];
        for (code, word, mut lines) in kinds {
            let count = lines.len();
            if count > DETAILS {
                lines.truncate(DETAILS);
                lines.push(format!("{} more pgs... ", count - DETAILS));
            }
            if count > 0 {
                let summary = format!("{count} pgs not {word} in time");
                checks.push(Check::warn(code, count as u64, summary, lines));
            }
        }
    }

    fn check_crashes(&self, checks: &mut Vec<Check>) {
        let recent = |crash: &&super::Crash| {
            crash.archived.is_none() && crash.at <= self.now && self.now - crash.at < RECENT_CRASH_S
        };
        let crashes: Vec<&super::Crash> = self.crashes.iter().filter(recent).collect();
        if crashes.is_empty() {
            return;
        }
        let line = |crash: &&super::Crash| {
            let at = stamp::zulu(crash.at, self.micros(crash.at as u64));
            format!("{} crashed on host {} at {at}", crash.entity, crash.host)
        };
        let mut detail: Vec<String> = crashes.iter().map(line).collect();
        if detail.len() > 30 {
            let more = detail.len() - 30;
            detail.truncate(30);
            detail.push(format!("and {more} more"));
        }
        let count = crashes.len() as u64;
        let summary = format!("{count} daemons have recently crashed");
        checks.push(Check::warn("RECENT_CRASH", count, summary, detail));
    }

    fn check_versions(&self, checks: &mut Vec<Check>) {
        let old = self.old_daemons();
        let late = self.mixed_since.is_some_and(|since| self.now - since > OLD_VERSION_S);
        if old.is_empty() || !late {
            return;
        }
        let (is, are) = if old.len() == 1 { ("is a daemon", "is") } else { ("are daemons", "are") };
        let names = old;
        let summary = format!("There {is} running an older version of ceph");
        let detail =
            format!("{} {are} running an older version of ceph: {}", names.join(" "), self.version_of(true));
        checks.push(Check::warn("DAEMON_OLD_VERSION", 1, summary, vec![detail]));
    }

    /// What runs the older version, as Ceph names it.
    fn old_daemons(&self) -> Vec<String> {
        let mdss = self.mdss.iter().filter(|mds| mds.old && mds.alive).map(|mds| format!("mds.{}", mds.name));
        let mgrs = self.mgrs.iter().filter(|mgr| mgr.old && mgr.alive).map(|mgr| format!("mgr.{}", mgr.name));
        let mons = self.mons.iter().filter(|mon| mon.old && mon.alive).map(|mon| format!("mon.{}", mon.name));
        let osds = (0..self.osds.len()).filter(|osd| self.osds[*osd].old && self.osds[*osd].up);
        mdss.chain(mgrs).chain(mons).chain(osds.map(|osd| format!("osd.{osd}"))).collect()
    }

    /// Mons of 20.2 hold what an older release made to be insecure: the keys of every daemon and client.
    fn check_keys(&self, checks: &mut Vec<Check>) {
        let judges = |mon: &super::Mon| mon.alive && !mon.old && self.version_of(false).starts_with("20.");
        if !self.was_old() || !self.mons.iter().any(judges) {
            return;
        }
        let mut daemons: Vec<String> = self.mdss.iter().map(|mds| format!("mds.{}", mds.name)).collect();
        daemons.extend(self.mgrs.iter().map(|mgr| format!("mgr.{}", mgr.name)));
        daemons.extend((0..self.osds.len()).map(|osd| format!("osd.{osd}")));
        let mut clients: Vec<String> = CLIENTS.iter().map(|name| format!("client.{name}")).collect();
        clients.extend(self.rgws.iter().map(|rgw| format!("client.rgw.{}", rgw.name)));
        let keys = |names: &[String]| {
            names.iter().map(|name| format!("entity {name} using insecure key type: aes")).collect::<Vec<_>>()
        };
        let (many, few) = (daemons.len() as u64, clients.len() as u64);
        let error = |code, count, summary: String, detail| Check {
            severity: "HEALTH_ERR",
            ..Check::warn(code, count, summary, detail)
        };
        checks.extend([
            error(
                "AUTH_INSECURE_SERVICE_KEY_TYPE",
                many,
                format!("{many} auth service entities with insecure key types"),
                keys(&daemons),
            ),
            error(
                "AUTH_INSECURE_SERVICE_TICKETS",
                1,
                "Monitors are configured to issue insecure service tickets".into(),
                vec!["insecure cipher aes used for service tickets".into()],
            ),
            Check::warn(
                "AUTH_INSECURE_CLIENT_KEY_TYPE",
                few,
                format!("{few} auth client entities with insecure key types"),
                keys(&clients),
            ),
            Check::warn(
                "AUTH_INSECURE_KEYS_ALLOWED",
                1,
                "Monitors are configured to allow auth using insecure key types".into(),
                vec!["insecure cipher aes allowed for auth".into()],
            ),
        ]);
    }
}
