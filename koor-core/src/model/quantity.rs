//! Sizes and shares. A number without a unit does not leave this crate.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// A size in bytes; a plain unsigned number in JSON, `11.9 GiB` for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// From Ceph's kibibytes (`kb` fields), saturating.
    #[must_use]
    pub const fn from_kib(kib: u64) -> Self {
        Self(kib.saturating_mul(1024))
    }

    /// From a reckoned figure: parts of a byte and what is below zero are dropped.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "that is what is wanted, and it saturates"
    )]
    pub const fn reckoned(bytes: f64) -> Self {
        Self(bytes as u64)
    }

    /// The share that `self` is of `total`; `None` where the total is zero.
    pub fn of(self, total: Self) -> Option<Ratio> {
        (total.0 > 0).then(|| Ratio(self.0 as f64 / total.0 as f64))
    }
}

/// The sum of counts; one that is too large for a number stays the largest, as sums of [`Bytes`] do.
pub(crate) fn total(counts: impl IntoIterator<Item = u64>) -> u64 {
    counts.into_iter().fold(0, u64::saturating_add)
}

impl Add for Bytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Bytes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0), Add::add)
    }
}

impl fmt::Display for Bytes {
    /// Binary units as Ceph prints them; one decimal below 100, none above.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 7] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        let mut value = self.0 as f64;
        let mut unit = 0;
        // 999.5 and not 1024: "1000 MiB" would be one column wider than everything else.
        while value >= 999.5 && unit < UNITS.len() - 1 {
            value /= 1024.0;
            unit += 1;
        }
        let text = if unit == 0 {
            format!("{} B", self.0)
        } else if value < 99.95 {
            format!("{value:.1} {}", UNITS[unit])
        } else {
            format!("{value:.0} {}", UNITS[unit])
        };
        f.pad(&text)
    }
}

/// A share, 1.0 being all of it; `85.0 %` for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Ratio(pub f64);

impl Ratio {
    /// As percent.
    #[must_use]
    pub const fn percent(self) -> f64 {
        self.0 * 100.0
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.1} %", self.percent()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Ratio};

    #[test]
    fn sizes_read_as_ceph_prints_them() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 KiB"),
            (12_884_901_888, "12.0 GiB"),
            (11_971_522_560, "11.1 GiB"),
            (913_379_328, "871 MiB"),
            (1_072_693_248, "1.0 GiB"),
            (u64::MAX, "16.0 EiB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(Bytes(bytes).to_string(), text);
        }
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        assert_eq!(Bytes(1).of(Bytes(0)), None);
        assert_eq!(Bytes(1).of(Bytes(4)), Some(Ratio(0.25)));
        assert_eq!(Ratio(0.85).to_string(), "85.0 %");
    }
}
