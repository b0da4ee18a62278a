//! Whether a PG's scrubs are late, by Ceph's own rule.

use jiff::{SignedDuration, Timestamp};

use crate::model::{Inventory, Pg, Pool};
use crate::view::age;

/// One of the two kinds of scrub.
struct Kind {
    /// What happened.
    done: &'static str,
    /// The pool's own setting.
    of_pool: &'static str,
    /// The OSDs'.
    of_osds: &'static str,
    /// Its default.
    default: SignedDuration,
    /// How much later than that Ceph warns, as a share (`mon_warn_pg_not_…_ratio`).
    ratio: f64,
    /// The flag that stops it.
    flag: &'static str,
}

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

const KINDS: [Kind; 2] = [
    Kind {
        done: "scrubbed",
        of_pool: "scrub_max_interval",
        of_osds: "osd_scrub_max_interval",
        default: WEEK,
        ratio: 0.5,
        flag: "noscrub",
    },
    Kind {
        done: "deep-scrubbed",
        of_pool: "deep_scrub_interval",
        of_osds: "osd_deep_scrub_interval",
        default: WEEK,
        ratio: 0.75,
        flag: "nodeep-scrub",
    },
];

/// A sentence for each scrub that is so late that Ceph warns.
pub(super) fn scrubs(inventory: &Inventory, pg: &Pg, pool: Option<&Pool>, now: Timestamp) -> Vec<String> {
    let told = |kind: &Kind| {
        let last = match kind.flag {
            "noscrub" => pg.last_scrub,
            _ => pg.last_deep_scrub,
        }?;
        let set = pool.and_then(|pool| seconds(pool.options.get(kind.of_pool)?));
        let interval = set.or_else(|| of_osds(inventory, kind.of_osds)).unwrap_or(kind.default);
        let late = now.duration_since(last).as_secs_f64() > interval.as_secs_f64() * (1.0 + kind.ratio);
        let flags = inventory.osd_map.value().map(|map| &map.flags);
        let stopped = flags.is_some_and(|flags| flags.iter().any(|flag| flag == kind.flag))
            || pool.is_some_and(|pool| pool.flags.iter().any(|flag| flag == kind.flag));
        let why = if stopped {
            format!("the flag {} is set", kind.flag)
        } else if pg.state.is_healthy() {
            "its OSDs do not get round to it (osd_max_scrubs, the hours and the load that are allowed)".into()
        } else {
            "a PG that is not active and clean is not scrubbed".into()
        };
        let (ago, every) = (age::ago(now, last), age::span(interval));
        late.then(|| format!("it was {} {ago}, and should be every {every}: {why}", kind.done))
    };
    KINDS.iter().filter_map(told).collect()
}

/// What the central configuration has for all OSDs; the section `osd` beats `global`.
fn of_osds(inventory: &Inventory, option: &str) -> Option<SignedDuration> {
    let entries = inventory.config.value()?;
    let of = |section: &str| {
        entries
            .iter()
            .find(|entry| entry.name == option && entry.section == section && entry.mask.is_empty())
            .and_then(|entry| seconds(&entry.value))
    };
    of("osd").or_else(|| of("global"))
}

/// So many seconds, where that is a sensible time.
fn seconds(text: &str) -> Option<SignedDuration> {
    let seconds: f64 = text.parse().ok()?;
    SignedDuration::try_from_secs_f64(seconds).ok().filter(SignedDuration::is_positive)
}
