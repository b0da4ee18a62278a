//! What clients do: a day's curve, and noise.

use super::World;
use crate::sim::dice;

/// Clients' work in one second.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Io {
    pub read_bytes: u64,
    pub write_bytes: u64,
    pub read_ops: u64,
    pub write_ops: u64,
}

impl World {
    /// What clients do with a pool now. PGs that serve nobody take their share away.
    pub(crate) fn io(&self, pool: usize) -> Io {
        let spec = &self.pools[pool];
        let key = 0x10 + spec.id;
        let hour = self.now.rem_euclid(86_400) as f64 / 3600.0;
        // Busiest at 14:00, quietest at 2:00.
        let day = 1.0 + 0.45 * ((hour - 8.0) / 24.0 * std::f64::consts::TAU).sin();
        let noise = |which: u64, period| dice::wave(self.seed, key * 16 + which, self.now, period);
        let slow = 1.0 + 0.2 * noise(1, 300) + 0.15 * noise(2, 20);
        let of_pg = |pg: usize| usize::from(self.pgs[pg].serves(self.now));
        let pgs = spec.first_pg..spec.first_pg + spec.pg_num as usize;
        let serving: usize = pgs.map(of_pg).sum();
        let level = day * slow * serving as f64 / f64::from(spec.pg_num);
        let scale = |base: f64, which| (base * level * (1.0 + 0.1 * noise(which, 7))).max(0.0) as u64;
        Io {
            read_bytes: scale(spec.read_bytes_s, 3),
            write_bytes: scale(spec.write_bytes_s, 4),
            read_ops: scale(spec.read_ops_s, 3),
            write_ops: scale(spec.write_ops_s, 4),
        }
    }

    /// Of all pools.
    pub(crate) fn all_io(&self) -> Io {
        (0..self.pools.len()).map(|pool| self.io(pool)).fold(Io::default(), |sum, io| Io {
            read_bytes: sum.read_bytes + io.read_bytes,
            write_bytes: sum.write_bytes + io.write_bytes,
            read_ops: sum.read_ops + io.read_ops,
            write_ops: sum.write_ops + io.write_ops,
        })
    }

    /// How long an OSD takes, in nanoseconds; longer while it recovers.
    pub(crate) fn latency_ns(&self, osd: usize, which: u64) -> u64 {
        let state = &self.osds[osd];
        if !state.up || !state.is_in {
            return 0;
        }
        let usual = if state.class == "ssd" { 1.4 } else { 9.0 };
        let noise = dice::wave(self.seed, 0x2000 + osd as u64 * 2 + which, self.now, 15);
        let recovering = if self.recovery_bytes_s > 0.0 { 1.4 } else { 1.0 };
        let ms = usual * state.slowness * recovering * (1.0 + 0.35 * noise);
        // The OSDs count whole milliseconds.
        (ms.max(0.0) as u64) * 1_000_000
    }
}
