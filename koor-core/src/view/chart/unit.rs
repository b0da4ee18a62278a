//! Units of figures, how they read, and where an axis has its ticks.

use serde::Serialize;

use crate::model::Bytes;
use crate::view::figure;

/// The unit of an axis's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unit {
    /// Bytes; shown in binary units.
    Bytes,
    /// Bytes a second; shown in binary units.
    BytesPerSecond,
    /// Requests a second.
    OpsPerSecond,
    /// Milliseconds.
    Milliseconds,
    /// Percent, 0 to 100.
    Percent,
    /// A number of things.
    Count,
}

impl Unit {
    /// What stands in the axis's title; nothing where each figure says its unit, or there is none.
    pub(super) const fn symbol(self) -> Option<&'static str> {
        match self {
            Self::Bytes | Self::BytesPerSecond | Self::Count => None,
            Self::OpsPerSecond => Some("op/s"),
            Self::Milliseconds => Some("ms"),
            Self::Percent => Some("%"),
        }
    }

    /// A figure in words: `1.2 TiB`, `9 ms`, `85 %`.
    pub(super) fn said(self, value: f64) -> String {
        match self {
            Self::Bytes => Bytes::reckoned(value).to_string(),
            Self::BytesPerSecond => format!("{}/s", Bytes::reckoned(value)),
            Self::OpsPerSecond => format!("{value:.0} op/s"),
            Self::Milliseconds => format!("{} ms", figure::milliseconds(value)),
            Self::Percent => format!("{} %", figure::milliseconds(value)),
            Self::Count => figure::milliseconds(value),
        }
    }

    /// A figure at a tick: short, since ticks are round figures.
    pub(super) fn tick(self, value: f64) -> String {
        match self {
            Self::Bytes | Self::BytesPerSecond => self.said(value).replacen(".0 ", " ", 1),
            _ if value.abs() >= 10.0 || value.fract() == 0.0 => format!("{value:.0}"),
            _ => figure::weight(value),
        }
    }

    /// Ticks from zero to the first one at or above `most`, at most `many` steps: the last is where the axis ends.
    pub(super) fn ticks(self, most: f64, many: u32) -> Vec<f64> {
        let step = self.step(most / f64::from(many.max(1)));
        let mut ticks = vec![0.0];
        for number in 1..=many.max(1) {
            ticks.push(step * f64::from(number));
            if step * f64::from(number) >= most * (1.0 - 1e-9) {
                break;
            }
        }
        ticks
    }

    /// The first round step at or above `least`.
    fn step(self, least: f64) -> f64 {
        let (base, steps): (f64, &[f64]) = match self {
            // Powers of two, so that ticks are round in the units that are shown.
            Self::Bytes | Self::BytesPerSecond => {
                (1024.0, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0])
            }
            _ => (10.0, &[1.0, 2.0, 5.0]),
        };
        let mut unit = match self {
            // Half a thing is nothing to count, half a byte nothing to store.
            Self::Bytes | Self::BytesPerSecond | Self::Count | Self::OpsPerSecond => 1.0,
            Self::Milliseconds | Self::Percent => 0.1,
        };
        // A figure that is no number would go on for ever.
        for _ in 0..64 {
            if let Some(step) =
                steps.iter().map(|step| step * unit).find(|step| *step >= least * (1.0 - 1e-9))
            {
                return step;
            }
            unit *= base;
        }
        unit
    }
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn ticks_are_round_and_reach_the_largest_figure() {
        let tib = (1_u64 << 40) as f64;
        assert_eq!(Unit::Bytes.ticks(10.3 * tib, 6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0].map(|n| n * tib));
        assert_eq!(Unit::Milliseconds.ticks(90.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(Unit::Count.ticks(3.0, 5), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(Unit::Count.ticks(0.0, 5), [0.0, 1.0]);
        assert_eq!(Unit::Bytes.tick(2.0 * tib), "2 TiB");
        assert_eq!(Unit::BytesPerSecond.tick(512.0 * 1024.0), "512 KiB/s");
        assert_eq!(Unit::Milliseconds.tick(0.5), "0.5");
        assert!(Unit::Bytes.ticks(f64::INFINITY, 5).len() < 10);
    }
}
