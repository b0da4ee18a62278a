//! OSDs: how they die, are noticed, marked out, and come back.

use super::{Act, GRACE_S, Level, OUT_AFTER_S, World};
use crate::sim::dice;

/// One OSD.
#[derive(Debug, Clone)]
pub(crate) struct Osd {
    pub host: usize,
    pub class: &'static str,
    /// Of its disk.
    pub bytes: u64,
    /// In CRUSH; usually its size in TiB.
    pub crush_weight: f64,
    pub reweight: f64,
    /// Its process runs.
    pub alive: bool,
    /// What the map says.
    pub up: bool,
    pub is_in: bool,
    /// When its process ended.
    pub died: i64,
    /// When the map said that it is down.
    pub down_stamp: Option<i64>,
    /// When its process began, and in which epoch.
    pub started: i64,
    pub up_from: u64,
    pub down_epoch: u64,
    /// Whether it runs the older of the scene's two versions.
    pub old: bool,
    /// How often its container was started anew.
    pub restarts: u64,
    /// How much slower than its class.
    pub slowness: f64,
}

impl Osd {
    pub(crate) fn new(host: usize, class: &'static str, bytes: u64) -> Self {
        Self {
            host,
            class,
            bytes,
            crush_weight: bytes as f64 / (1_u64 << 40) as f64,
            reweight: 1.0,
            alive: true,
            up: true,
            is_in: true,
            died: 0,
            down_stamp: None,
            started: 0,
            up_from: 0,
            down_epoch: 0,
            old: false,
            restarts: 0,
            slowness: 1.0,
        }
    }

    /// The weight that CRUSH reads as "in".
    pub(crate) fn weight(&self) -> f64 {
        if self.is_in { self.reweight } else { 0.0 }
    }

    /// What it moves in a second while it recovers.
    pub(crate) fn recovery_bytes_s(&self) -> f64 {
        if self.class == "ssd" { 180e6 } else { 60e6 }
    }
}

impl World {
    /// The nonce of an OSD's addresses; another one after each start.
    pub(crate) fn nonce(&self, osd: usize) -> u64 {
        dice::below(self.seed, &[7, osd as u64, self.osds[osd].started as u64], u64::from(u32::MAX))
    }

    /// `10.0.0.11`
    pub(crate) fn host_ip(host: usize) -> String {
        format!("10.0.{}.{}", host / 200, 11 + host % 200)
    }

    /// The two addresses of one of an OSD's four sockets.
    pub(crate) fn osd_address(&self, osd: usize, socket: u64) -> (String, u64, u64) {
        let place = self.host_of(osd).osds.iter().position(|other| *other == osd).unwrap_or_default() as u64;
        let port = 6800 + place * 8 + socket * 2;
        (Self::host_ip(self.osds[osd].host), port, self.nonce(osd))
    }

    pub(super) fn kill_osd(&mut self, osd: usize) {
        let now = self.now;
        if std::mem::replace(&mut self.osds[osd].alive, false) {
            self.osds[osd].died = now;
        }
    }

    /// It is told to end, and tells the mons before it does.
    pub(super) fn stop_osd(&mut self, osd: usize) {
        self.kill_osd(osd);
        if self.osds[osd].up {
            self.new_epoch();
            self.put_down(osd);
            let text = format!("osd.{osd} marked itself down and dead");
            self.journal.mon(self.now, Level::Info, text);
        }
    }

    pub(super) fn start_osd(&mut self, osd: usize) {
        if self.osds[osd].alive && self.osds[osd].up {
            return;
        }
        self.new_epoch();
        let (now, epoch) = (self.now, self.epoch);
        let state = &mut self.osds[osd];
        (state.alive, state.up, state.is_in) = (true, true, true);
        (state.started, state.up_from) = (now, epoch);
        state.restarts += 1;
        self.last_up_change = now;
        let (ip, port, nonce) = self.osd_address(osd, 0);
        self.journal.mon(
            now,
            Level::Info,
            format!("osd.{osd} [v2:{ip}:{port}/{nonce},v1:{ip}:{}/{nonce}] boot", port + 1),
        );
        self.dirty = true;
    }

    pub(super) fn mark_out(&mut self, osd: usize) {
        self.new_epoch();
        let now = self.now;
        self.osds[osd].is_in = false;
        self.last_in_change = now;
        self.begin_rebalance(osd);
        self.dirty = true;
    }

    /// The mons' view: who stopped answering is down after a while, and who is down is out after a longer one.
    pub(super) fn watch_osds(&mut self) {
        if self.quorum().is_empty() {
            return;
        }
        for osd in 0..self.osds.len() {
            let state = &self.osds[osd];
            if state.alive {
                continue;
            }
            if state.up && self.now >= state.died + GRACE_S {
                self.mark_down(osd);
            } else if !state.up
                && state.is_in
                && !self.flags.contains("noout")
                && state.down_stamp.is_some_and(|at| self.now >= at + OUT_AFTER_S)
            {
                let since = self.now - state.down_stamp.unwrap_or(self.now);
                self.journal.mon(
                    self.now,
                    Level::Info,
                    format!("Marking osd.{osd} out (has been down for {since} seconds)"),
                );
                self.mark_out(osd);
            }
        }
    }

    fn mark_down(&mut self, osd: usize) {
        self.new_epoch();
        let now = self.now;
        let place = format!("{},host={}", self.place_of_host(self.osds[osd].host), self.host_of(osd).name);
        let after = (now - self.osds[osd].died) as f64 - 0.3;
        self.put_down(osd);
        self.journal.mon(
            now,
            Level::Info,
            format!(
                "osd.{osd} failed ({place}) (2 reporters from different host after {after:.6} >= grace 20.000000)"
            ),
        );
    }

    /// The map of this epoch says that it is down.
    fn put_down(&mut self, osd: usize) {
        let (now, epoch) = (self.now, self.epoch);
        let state = &mut self.osds[osd];
        state.up = false;
        state.down_stamp = Some(now);
        state.down_epoch = epoch;
        self.last_up_change = now;
        self.dirty = true;
    }

    /// OSDs that the scene's script names.
    pub(crate) fn osds_of_host(&self, host: usize, act: fn(usize) -> Act, at: i64) -> Vec<(i64, Act)> {
        self.hosts[host].osds.iter().map(|osd| (at, act(*osd))).collect()
    }
}
