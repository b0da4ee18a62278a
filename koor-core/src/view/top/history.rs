//! What moved in the looks before this one.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::Serialize;

use super::Top;

/// How many looks are remembered: a wide screen full of them.
const LENGTH: usize = 256;

/// The figures of the last looks, oldest first. A pure value: it grows by the views it is given.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopHistory {
    samples: VecDeque<TopSample>,
}

/// The figures of one look; null where they were not seen, or only repeated by mons whose mgr is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopSample {
    /// As of when.
    pub at: Option<Timestamp>,
    /// Bytes that clients read a second.
    pub read_bytes_per_s: Option<u64>,
    /// Bytes that clients write a second.
    pub write_bytes_per_s: Option<u64>,
    /// Reads and writes of clients a second.
    pub ops_per_s: Option<u64>,
    /// Bytes recovered a second.
    pub recovery_bytes_per_s: Option<u64>,
    /// Raw bytes used.
    pub used_bytes: Option<u64>,
}

/// What can be drawn over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Bytes that clients read a second.
    Read,
    /// Bytes that clients write a second.
    Write,
    /// Reads and writes of clients a second.
    Ops,
    /// Bytes recovered a second.
    Recovery,
    /// Raw bytes used, above the least of those remembered: how it grows.
    Used,
}

impl TopHistory {
    /// One more look. What has the stamp of the look before is the same figure again and no new one.
    pub fn note(&mut self, top: &Top) {
        let io = top.io.value.as_ref().filter(|_| top.io.is_fresh());
        let sample = TopSample {
            at: top.io.as_of.filter(|_| top.io.is_fresh()),
            read_bytes_per_s: io.map(|io| io.client.read_bytes_per_s),
            write_bytes_per_s: io.map(|io| io.client.write_bytes_per_s),
            ops_per_s: io.map(|io| io.client.ops_per_s()),
            recovery_bytes_per_s: io.map(|io| io.recovery_bytes_per_s),
            used_bytes: io.map(|io| io.used_bytes.0),
        };
        if sample.at.is_some() && self.samples.back().is_some_and(|last| last.at == sample.at) {
            return;
        }
        self.samples.push_back(sample);
        if self.samples.len() > LENGTH {
            self.samples.pop_front();
        }
    }

    /// The figures, oldest first; `None` is a gap.
    #[must_use]
    pub fn series(&self, trend: Trend) -> Vec<Option<u64>> {
        let of = |sample: &TopSample| match trend {
            Trend::Read => sample.read_bytes_per_s,
            Trend::Write => sample.write_bytes_per_s,
            Trend::Ops => sample.ops_per_s,
            Trend::Recovery => sample.recovery_bytes_per_s,
            Trend::Used => sample.used_bytes,
        };
        let all: Vec<Option<u64>> = self.samples.iter().map(of).collect();
        if trend == Trend::Used {
            let least = all.iter().flatten().min().copied().unwrap_or_default();
            return all.into_iter().map(|used| used.map(|used| used - least)).collect();
        }
        all
    }
}
