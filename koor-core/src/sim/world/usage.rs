//! How full everything is: what each OSD holds, and what pools make of it.

use super::{FULL, NEARFULL, World};
use crate::sim::dice;

/// What one OSD holds, in KiB; zero where it is out, as Ceph has it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OsdUsage {
    pub kb: u64,
    pub data: u64,
    pub omap: u64,
    pub meta: u64,
    /// PGs that it serves.
    pub pgs: u64,
}

impl OsdUsage {
    pub(crate) fn used(&self) -> u64 {
        self.data + self.omap + self.meta
    }

    pub(crate) fn available(&self) -> u64 {
        self.kb.saturating_sub(self.used())
    }

    /// A share of one.
    pub(crate) fn fullness(&self) -> f64 {
        if self.kb == 0 { 0.0 } else { self.used() as f64 / self.kb as f64 }
    }
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    pub osds: Vec<OsdUsage>,
    /// KiB on disks, by pool.
    pub pools: Vec<u64>,
}

impl Usage {
    pub(crate) fn sum(&self, which: impl Fn(&OsdUsage) -> u64) -> u64 {
        self.osds.iter().map(which).sum()
    }
}

impl World {
    pub(crate) fn usage(&self) -> Usage {
        let mut usage =
            Usage { osds: vec![OsdUsage::default(); self.osds.len()], pools: vec![0; self.pools.len()] };
        for (osd, row) in usage.osds.iter_mut().enumerate() {
            let state = &self.osds[osd];
            if state.is_in {
                row.kb = state.bytes / 1024;
                // The write-ahead log and the database, and a little that follows the number of objects.
                row.meta = 1_100_000 + dice::below(self.seed, &[41, osd as u64], 600_000);
                row.omap = 20_000 + dice::below(self.seed, &[42, osd as u64], 60_000);
            }
        }
        for pg in &self.pgs {
            let shard = self.shard_bytes(pg).div_ceil(1024);
            for copy in &pg.copies {
                if self.osds[copy.osd].is_in {
                    let held = (shard as f64 * (1.0 - copy.missing)) as u64;
                    usage.osds[copy.osd].data += held;
                    usage.pools[pg.pool] += held;
                }
            }
            for osd in pg.acting_osds() {
                usage.osds[osd].pgs += 1;
            }
        }
        usage
    }

    /// How many stored bytes still fit into a pool: until the first of its OSDs is full.
    pub(crate) fn max_available(&self, pool: usize, usage: &Usage) -> u64 {
        let spec = &self.pools[pool];
        let of_pool = |osd: &usize| self.osds[*osd].class == spec.class && self.osds[*osd].weight() > 0.0;
        let weight = |osd: usize| self.osds[osd].crush_weight * self.osds[osd].weight();
        let total: f64 = (0..self.osds.len()).filter(of_pool).map(weight).sum();
        let room = (0..self.osds.len()).filter(of_pool).map(|osd| {
            let row = &usage.osds[osd];
            let free = row.available() as f64 - row.kb as f64 * (1.0 - FULL);
            free.max(0.0) * 1024.0 * total / weight(osd)
        });
        let least = room.fold(f64::INFINITY, f64::min);
        if least.is_finite() { (least / spec.raw_rate()) as u64 } else { 0 }
    }

    /// Whether a pool is near full: one of the OSDs it lies on is.
    pub(crate) fn pool_nearfull(&self, pool: usize, usage: &Usage) -> bool {
        let class = self.pools[pool].class;
        (0..self.osds.len()).any(|osd| self.osds[osd].class == class && usage.osds[osd].fullness() > NEARFULL)
    }
}
