//! How full something is, and how full it may get.

use serde::Serialize;

use super::figure;
use super::report::{Cell, Tone};
use crate::model::{Bytes, OsdMap, OsdUsage, Ratio};

/// How full an OSD, or what is above some OSDs, is. What is null is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fill {
    /// Its size, raw.
    pub size_bytes: Option<Bytes>,
    /// What is used, the store's own share included.
    pub used_bytes: Option<Bytes>,
    /// What is left.
    pub available_bytes: Option<Bytes>,
    /// Used of size, 0 to 1.
    pub utilization: Option<Ratio>,
}

impl Fill {
    /// Of one OSD. An OSD that is out, or has not reported yet, is told with a size of zero: that is not known.
    pub(super) fn of(usage: Option<&OsdUsage>) -> Self {
        usage.filter(|usage| usage.size > Bytes(0)).map_or_else(Self::default, |usage| Self {
            size_bytes: Some(usage.size),
            used_bytes: Some(usage.used),
            available_bytes: Some(usage.available),
            utilization: Some(usage.utilization),
        })
    }

    /// Of several together; a figure is not known as soon as one of theirs is not.
    pub(super) fn sum(all: &(impl Iterator<Item = Self> + Clone)) -> Self {
        let sum =
            |field: fn(&Self) -> Option<Bytes>| all.clone().map(|one| field(&one)).sum::<Option<Bytes>>();
        let (size_bytes, used_bytes) = (sum(|fill| fill.size_bytes), sum(|fill| fill.used_bytes));
        Self {
            size_bytes,
            used_bytes,
            available_bytes: sum(|fill| fill.available_bytes),
            utilization: size_bytes.zip(used_bytes).and_then(|(size, used)| used.of(size)),
        }
    }

    /// The cell under `USE%`, toned by the map's ratios where they are given.
    pub(super) fn percent(self, ratios: Option<FullRatios>) -> Cell {
        let tone = self.utilization.zip(ratios).map(|(share, ratios)| ratios.tone(share));
        let cell = figure::percent(self.utilization);
        match tone {
            Some(tone) => cell.toned(tone),
            None => cell,
        }
    }
}

/// How full an OSD may get before Ceph does something about it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FullRatios {
    /// Fuller raises `OSD_NEARFULL`.
    pub nearfull: Ratio,
    /// Fuller takes no backfill.
    pub backfillfull: Ratio,
    /// Fuller stops writes.
    pub full: Ratio,
}

impl FullRatios {
    pub(super) fn of(map: &OsdMap) -> Self {
        Self { nearfull: map.nearfull_ratio, backfillfull: map.backfillfull_ratio, full: map.full_ratio }
    }

    /// How an OSD that is this full is meant.
    pub(super) fn tone(self, share: Ratio) -> Tone {
        if share > self.full {
            Tone::Bad
        } else if share > self.nearfull {
            Tone::Warn
        } else {
            Tone::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fill, FullRatios};
    use crate::model::{Bytes, Ratio};
    use crate::view::report::Tone;

    fn fill(size: u64, used: u64) -> Fill {
        Fill {
            size_bytes: Some(Bytes(size)),
            used_bytes: Some(Bytes(used)),
            available_bytes: Some(Bytes(size - used)),
            utilization: Bytes(used).of(Bytes(size)),
        }
    }

    #[test]
    fn a_sum_with_an_unknown_in_it_is_unknown() {
        let sum = Fill::sum(&[fill(10, 5), fill(30, 5)].into_iter());
        assert_eq!(sum, fill(40, 10));
        let sum = Fill::sum(&[fill(10, 5), Fill::default()].into_iter());
        assert_eq!(sum, Fill::default());
    }

    #[test]
    fn the_maps_ratios_tone() {
        let ratios = FullRatios { nearfull: Ratio(0.85), backfillfull: Ratio(0.9), full: Ratio(0.95) };
        for (share, tone) in [(0.85, Tone::Plain), (0.86, Tone::Warn), (0.95, Tone::Warn), (0.96, Tone::Bad)]
        {
            assert_eq!(ratios.tone(Ratio(share)), tone, "{share}");
        }
    }
}
