//! Pools: what they hold, and how that is shared among their PGs.

use crate::sim::dice;

/// How a pool keeps its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Replicated { size: usize },
    Erasure { k: usize, m: usize },
}

/// One pool.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub id: u64,
    pub name: &'static str,
    pub kind: Kind,
    pub pg_num: u32,
    pub class: &'static str,
    /// `host` or `zone`.
    pub failure_domain: &'static str,
    pub rule: usize,
    pub application: &'static str,
    /// At the moment the simulator was made.
    pub stored: f64,
    pub objects: f64,
    /// By how much it grows, in bytes a second.
    pub growth: f64,
    /// By how much at most, as a multiple of what it holds.
    pub growth_limit: f64,
    /// What clients do with it on an ordinary day.
    pub read_bytes_s: f64,
    pub write_bytes_s: f64,
    pub read_ops_s: f64,
    pub write_ops_s: f64,
    /// The index of its first PG.
    pub first_pg: usize,
    pub quota_bytes: u64,
    pub bulk: bool,
}

impl Pool {
    /// Places of each PG.
    pub(crate) fn size(&self) -> usize {
        match self.kind {
            Kind::Replicated { size } => size,
            Kind::Erasure { k, m } => k + m,
        }
    }

    /// With fewer OSDs than this a PG serves nobody.
    pub(crate) fn min_size(&self) -> usize {
        match self.kind {
            Kind::Replicated { size } => size - size / 2,
            Kind::Erasure { k, m } => k + usize::from(m > 1),
        }
    }

    pub(crate) fn erasure(&self) -> bool {
        matches!(self.kind, Kind::Erasure { .. })
    }

    /// How many bytes on disks a stored byte takes.
    pub(crate) fn raw_rate(&self) -> f64 {
        match self.kind {
            Kind::Replicated { size } => size as f64,
            Kind::Erasure { k, m } => (k + m) as f64 / k as f64,
        }
    }

    /// Of how many stored bytes one place of a PG keeps one.
    pub(crate) fn divisor(&self) -> u64 {
        match self.kind {
            Kind::Replicated { .. } => 1,
            Kind::Erasure { k, .. } => k as u64,
        }
    }

    /// How much larger it is `seconds` after the simulator was made. Somebody stops it before everything is full.
    fn grown(&self, seconds: i64) -> f64 {
        (1.0 + self.growth * seconds as f64 / self.stored.max(1.0)).clamp(0.5, self.growth_limit)
    }

    pub(crate) fn stored_at(&self, seconds: i64) -> u64 {
        (self.stored * self.grown(seconds)) as u64
    }

    pub(crate) fn objects_at(&self, seconds: i64) -> u64 {
        if self.growth == 0.0 { self.objects as u64 } else { (self.objects * self.grown(seconds)) as u64 }
    }

    /// Where the share of its PG `number` begins, from 0 to 1. A little to the left or right of where it would be if
    /// all were equal.
    pub(crate) fn edge(&self, seed: u64, number: u32) -> f64 {
        if number == 0 || number == self.pg_num {
            return f64::from(number) / f64::from(self.pg_num);
        }
        let off = (dice::share(seed, &[11, self.id, u64::from(number)]) - 0.5) * 0.12;
        (f64::from(number) + off) / f64::from(self.pg_num)
    }
}
