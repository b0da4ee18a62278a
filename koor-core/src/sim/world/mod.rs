//! The state of a pretend cluster, and the laws that move it.
//!
//! Time goes in steps of one second up to the clock's now, in longer ones where a clock jumps far ahead. What can be
//! told from the time alone (client IO, usage, scrub stamps) is a function of it and costs no step.

mod census;
mod daemon;
mod events;
mod health;
mod io;
mod journal;
mod osd;
mod pg;
mod pgcheck;
mod placement;
mod pool;
mod recovery;
mod rook;
mod scrub;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use self::census::Census;
pub(crate) use self::daemon::{Crash, Mds, Mgr, Mon, Rgw};
pub(crate) use self::events::Event;
pub(crate) use self::health::Check;
pub(crate) use self::journal::{Journal, Level};
pub(crate) use self::osd::Osd;
pub(crate) use self::pg::{NONE, Pg};
pub(crate) use self::pool::{Kind, Pool};
pub(crate) use self::rook::{Heard, Rook, Who};
pub(crate) use self::usage::{OsdUsage, Usage};

use super::dice;
use super::scenario::{self, Scenario};

/// Most steps that one question makes; a clock that jumps further goes in longer ones.
const MAX_STEPS: i64 = 3600;
/// Until the mons believe that an OSD that died is down: `osd_heartbeat_grace` and a little.
pub(crate) const GRACE_S: i64 = 22;
/// Until an OSD that is down is marked out: `mon_osd_down_out_interval`.
pub(crate) const OUT_AFTER_S: i64 = 600;
/// How long PGs peer after a change of their OSDs.
const PEERING_S: i64 = 3;
/// How often the mons look at what is unwell.
const CHECK_S: i64 = 5;

/// Fullness at which Ceph begins to warn, refuses to backfill, and refuses writes.
pub(crate) const NEARFULL: f64 = 0.85;
pub(crate) const BACKFILLFULL: f64 = 0.90;
pub(crate) const FULL: f64 = 0.95;

/// How large all disks are, and what of them is used, in bytes; those of OSDs that are out apart.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Room {
    pub total: u64,
    pub used: u64,
}

/// A host of the CRUSH tree.
#[derive(Debug)]
pub(crate) struct Host {
    pub name: String,
    pub zone: Option<usize>,
    /// Its OSDs.
    pub osds: Vec<usize>,
}

/// What happens from outside: a fault, or somebody's command.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    /// The process of an OSD ends.
    KillOsd(usize),
    /// The same, and leaves a crash report behind.
    CrashOsd(usize),
    /// It is started again.
    StartOsd(usize),
    /// `ceph osd out`.
    MarkOut(usize),
    /// `ceph osd reweight`.
    Reweight(usize, f64),
    /// The process of a mon ends.
    KillMon(usize),
    /// Somebody writes the newer version into the CephCluster.
    WantUpgrade,
    /// Somebody asks for so many mons in the CephCluster.
    WantMons(u64),
    /// Rook's operator ends: its Deployment is scaled to nothing.
    StopOperator,
}

/// A pretend cluster.
#[derive(Debug)]
pub(crate) struct World {
    pub seed: u64,
    pub scenario: Scenario,
    /// When the simulator was made; the scene is placed around it.
    pub born: i64,
    pub now: i64,
    pub fsid: String,
    /// When the cluster was made.
    pub created: i64,
    pub zones: Vec<String>,
    pub hosts: Vec<Host>,
    pub osds: Vec<Osd>,
    pub pools: Vec<Pool>,
    pub pgs: Vec<Pg>,
    pub mons: Vec<Mon>,
    pub mgrs: Vec<Mgr>,
    pub mdss: Vec<Mds>,
    pub rgws: Vec<Rgw>,
    pub crashes: Vec<Crash>,
    /// Flags of the whole OSD map that somebody set.
    pub flags: BTreeSet<&'static str>,
    /// Since when no PG is scrubbed, where that is so.
    pub scrub_stopped: Option<i64>,
    /// Versions beside the newest have been there since then.
    pub mixed_since: Option<i64>,
    pub epoch: u64,
    pub modified: i64,
    pub last_up_change: i64,
    pub last_in_change: i64,
    pub election_epoch: u64,
    pub quorum_since: i64,
    /// PGs that are not as they should be, by index.
    unclean: Vec<usize>,
    /// OSDs that take no backfill, being too full.
    backfillfull: BTreeSet<usize>,
    pub recovery_bytes_s: f64,
    pub recovery_objects_s: f64,
    /// The same by pool.
    pub recovery_by_pool: BTreeMap<usize, (f64, f64)>,
    pub events: Vec<Event>,
    pub journal: Journal,
    pub checks: Vec<Check>,
    /// All disks together, as of the last look at health.
    pub room: Room,
    /// What Rook knows, says and is busy with.
    pub rook: Rook,
    /// What is to come, soonest first.
    pub script: Vec<(i64, Act)>,
    /// Maps changed in this step.
    dirty: bool,
}

/// What a world begins with; everything else follows.
pub(crate) struct Seedling {
    pub scenario: Scenario,
    pub seed: u64,
    pub born: i64,
    /// How long before that the playing begins.
    pub lead: i64,
    pub zones: Vec<String>,
    pub hosts: Vec<Host>,
    pub osds: Vec<Osd>,
    pub pools: Vec<Pool>,
    pub mons: Vec<Mon>,
    pub mgrs: Vec<Mgr>,
    pub mdss: Vec<Mds>,
    pub rgws: Vec<Rgw>,
}

impl World {
    pub(crate) fn new(seedling: Seedling) -> Self {
        let Seedling { scenario, seed, born, lead, zones, hosts, osds, pools, mons, mgrs, mdss, rgws } =
            seedling;
        let now = born - lead;
        let created = born - 200 * 86_400 - dice::below(seed, &[1], 86_400) as i64;
        let mut world = Self {
            seed,
            scenario,
            born,
            now,
            fsid: dice::uuid(seed, &[0xf51d]),
            created,
            zones,
            hosts,
            osds,
            pools,
            pgs: Vec::new(),
            mons,
            mgrs,
            mdss,
            rgws,
            crashes: Vec::new(),
            flags: BTreeSet::new(),
            scrub_stopped: None,
            mixed_since: None,
            epoch: 300 + dice::below(seed, &[2], 900),
            modified: now - 40_000,
            last_up_change: now - 15 * 86_400,
            last_in_change: now - 40 * 86_400,
            election_epoch: 10 + 2 * dice::below(seed, &[3], 20),
            quorum_since: now - 15 * 86_400,
            unclean: Vec::new(),
            backfillfull: BTreeSet::new(),
            recovery_bytes_s: 0.0,
            recovery_objects_s: 0.0,
            recovery_by_pool: BTreeMap::new(),
            events: Vec::new(),
            journal: Journal::default(),
            checks: Vec::new(),
            room: Room::default(),
            rook: Rook::new(now),
            script: Vec::new(),
            dirty: false,
        };
        world.make_pgs();
        world
    }

    /// Writes down what happened in the hours before, and reads the scene's script.
    pub(crate) fn begin(&mut self) {
        self.script = scenario::script(self);
        self.script.sort_by_key(|(at, _)| *at);
        self.checks = self.health();
        self.begin_rook();
        for hour in (1..=12).rev() {
            let at = (self.now - hour * 3600).div_euclid(3600) * 3600;
            self.say_health(at);
        }
    }

    /// Lets time pass until `now`.
    pub(crate) fn advance(&mut self, now: i64) {
        let gap = now - self.now;
        if gap <= 0 {
            return;
        }
        let step = (gap + MAX_STEPS - 1) / MAX_STEPS;
        while self.now < now {
            let step = step.min(now - self.now);
            self.now += step;
            self.step(step);
        }
    }

    fn step(&mut self, seconds: i64) {
        while self.script.first().is_some_and(|(at, _)| *at <= self.now) {
            let (_, act) = self.script.remove(0);
            self.happen(act);
        }
        self.follow_rook();
        self.watch_osds();
        if std::mem::take(&mut self.dirty) {
            self.remap();
        }
        self.recover(seconds);
        let hour = self.now.div_euclid(3600) != (self.now - seconds).div_euclid(3600);
        // Nothing happens while all is well: then a look now and then is enough.
        let often = if self.unclean.is_empty() { 4 * CHECK_S } else { CHECK_S };
        if self.now.div_euclid(often) != (self.now - seconds).div_euclid(often) {
            self.check();
            self.follow_events();
        }
        if hour {
            self.say_health(self.now);
        }
        self.tell_rook(seconds);
    }

    /// A new map: its epoch, and when it came.
    pub(crate) fn new_epoch(&mut self) {
        self.epoch += 1;
        self.modified = self.now;
    }

    fn happen(&mut self, act: Act) {
        match act {
            Act::KillOsd(osd) => self.kill_osd(osd),
            Act::CrashOsd(osd) => {
                self.kill_osd(osd);
                self.note_crash(osd);
            }
            Act::StartOsd(osd) => self.start_osd(osd),
            Act::MarkOut(osd) => {
                self.journal.mon(
                    self.now,
                    Level::Info,
                    format!("Client client.admin marked osd.{osd} out, while it was still marked up"),
                );
                self.mark_out(osd);
            }
            Act::Reweight(osd, weight) => {
                self.osds[osd].reweight = weight;
                self.new_epoch();
                self.dirty = true;
            }
            Act::KillMon(mon) => self.kill_mon(mon),
            Act::WantUpgrade => self.want_upgrade(),
            Act::WantMons(count) => self.want_mons(count),
            Act::StopOperator => self.rook.stop(self.now),
        }
        let next = scenario::next(self, act);
        self.script.extend(next);
        self.script.sort_by_key(|(at, _)| *at);
    }

    /// The host of an OSD.
    pub(crate) fn host_of(&self, osd: usize) -> &Host {
        &self.hosts[self.osds[osd].host]
    }

    /// `root=default,host=node1`
    pub(crate) fn place_of_host(&self, host: usize) -> String {
        match self.hosts[host].zone {
            Some(zone) => format!("root=default,zone={}", self.zones[zone]),
            None => "root=default".into(),
        }
    }

    /// The micro-seconds of a moment that belongs to `key`.
    pub(crate) fn micros(&self, key: u64) -> u64 {
        dice::below(self.seed, &[0x0516, key], 1_000_000)
    }
}
