//! Cells of figures that may not be known, and of things that are known to be nothing.

use jiff::Timestamp;

use super::age;
use super::report::{Cell, Tone};
use crate::model::{CephVersion, Ratio};

/// Known to be nothing: no quota, no flag. Never for what is not known, which is [`Cell::unknown`].
pub(super) fn nothing() -> Cell {
    Cell::new("-", Tone::Faint)
}

/// A share under a head that says `%`: `10.1`.
pub(super) fn percent(share: Option<Ratio>) -> Cell {
    Cell::or_unknown(share.map(|share| format!("{:.1}", share.percent())))
}

/// A weight with the five decimals that Ceph counts in, zeros at the end left out: `0.95001`, `1`.
pub(super) fn weight(weight: f64) -> String {
    let text = format!("{weight:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Milliseconds without a needless decimal: `3`, `2.5`.
pub(super) fn milliseconds(ms: f64) -> String {
    let text = format!("{ms:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Names in one cell, or nothing.
pub(super) fn names(names: &[String]) -> Cell {
    if names.is_empty() { nothing() } else { names.join(",").into() }
}

/// The version alone, without its release's name.
pub(super) fn version(version: Option<&CephVersion>) -> Cell {
    Cell::or_unknown(version.map(|version| version.version.to_string()))
}

/// The age of a moment under a head that says what happened then: `3 h`.
pub(super) fn age(now: Timestamp, then: Option<Timestamp>) -> Cell {
    Cell::or_unknown(then.map(|then| age::span(now.duration_since(then))))
}

/// A moment and how long ago it was: `2026-11-22 15:04:05 UTC (3 h ago)`.
pub(super) fn moment(now: Timestamp, then: Timestamp) -> String {
    format!("{} ({})", then.strftime("%Y-%m-%d %H:%M:%S UTC"), age::ago(now, then))
}

#[cfg(test)]
mod tests {
    use super::{milliseconds, percent, weight};
    use crate::model::Ratio;

    #[test]
    fn figures_carry_no_needless_digits() {
        assert_eq!(weight(1.0), "1");
        assert_eq!(weight(0.0), "0");
        assert_eq!(weight(0.950_012), "0.95001");
        assert_eq!(milliseconds(3.0), "3");
        assert_eq!(milliseconds(2.46), "2.5");
        assert_eq!(percent(Some(Ratio(0.100_87))).text, "10.1");
        assert_eq!(percent(None).text, "unknown");
    }
}
