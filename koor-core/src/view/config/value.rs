//! Values of options: which are the same, how they are shown, and what the sources are called.

use std::collections::BTreeMap;

use crate::model::{ConfigOption, RunningOption};
use crate::view::figure;
use crate::view::report::Cell;

/// What Ceph says of options, by their names; an option it knows nothing of is not in it.
pub type Known = BTreeMap<String, ConfigOption>;

/// How much of a value stands in a table; the whole is in the JSON and where one option is shown.
const CELL: usize = 44;

/// Whether two texts are the same value: Ceph writes `0.05` as `0.050000`, and `1/1` as `1`.
pub(super) fn same(a: &str, b: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let level = |text: &str| {
        let (log, memory) = text.split_once('/').unwrap_or((text, text));
        Some((log.parse::<u8>().ok()?, memory.parse::<u8>().ok()?))
    };
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(b.abs());
    a == b
        || number(a).zip(number(b)).is_some_and(|(a, b)| close(a, b))
        || (a.contains('/') || b.contains('/')) && level(a).is_some() && level(a) == level(b)
}

/// The default of a running option: the daemon's own where it says one, else what Ceph documents.
pub(super) fn default_of(running: &RunningOption, known: &Known) -> Option<String> {
    if running.source == "default" {
        return Some(running.value.clone());
    }
    let own = running.overrides.iter().find(|lost| lost.source == "default").map(|lost| lost.value.clone());
    own.or_else(|| known.get(&running.name).map(|option| option.default_of_daemons().to_owned()))
}

/// A value in a table: an empty text is shown as such, a long one is cut.
pub(super) fn cell(value: &str) -> Cell {
    if value.is_empty() {
        return Cell::plain("\"\"");
    }
    let text = crate::view::log::printable(value);
    if text.chars().count() <= CELL {
        return text.into();
    }
    format!("{}…", text.chars().take(CELL - 1).collect::<String>()).into()
}

/// A value that may not be known.
pub(super) fn cell_or_unknown(value: Option<&str>) -> Cell {
    value.map_or_else(Cell::unknown, cell)
}

/// When a change takes effect.
pub(super) fn runtime(can_update: Option<bool>) -> Cell {
    match can_update {
        Some(true) => "at once".into(),
        Some(false) => "at restart".into(),
        None => figure::nothing(),
    }
}

/// What a source is, in words. Later ones win: default, mon, file, env, cmdline, override.
pub(super) fn source(word: &str) -> &'static str {
    match word {
        "default" => "nobody set it",
        "mon" => "the central configuration (`ceph config set`)",
        "file" => "the conf file of the daemon",
        "env" => "the daemon's environment (CEPH_ARGS)",
        "cmdline" => "the daemon's command line",
        "override" => {
            "set in the running daemon (`ceph tell … config set`, or by the daemon itself); gone when it restarts"
        }
        _ => "a source this Koor does not know",
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, same};

    #[test]
    fn the_same_value_may_be_written_differently() {
        for (a, b) in [("0.05", "0.050000"), ("0.94999999999999996", "0.950000"), ("1/1", "1"), ("x", "x")] {
            assert!(same(a, b), "{a} {b}");
        }
        for (a, b) in [("1/5", "1"), ("0.05", "0.06"), ("", "0"), ("/a", "/b"), ("true", "false")] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_long_value_is_cut_in_a_table() {
        assert_eq!(cell("").text, "\"\"");
        let cut = cell(&"x".repeat(100)).text;
        assert!(cut.chars().count() == 44 && cut.ends_with('…'));
    }
}
