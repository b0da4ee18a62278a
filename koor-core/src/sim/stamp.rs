//! Ceph's ways of writing a time.

use jiff::Timestamp;

fn at(second: i64, micros: u64) -> Timestamp {
    Timestamp::new(second, (micros % 1_000_000) as i32 * 1000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `2026-11-22T18:16:14.366042+0000`, as daemons print it.
pub(crate) fn zoned(second: i64, micros: u64) -> String {
    at(second, micros).strftime("%Y-%m-%dT%H:%M:%S.%6f+0000").to_string()
}

/// `2026-11-22T18:15:11.908132Z`, as the monmap prints it.
pub(crate) fn zulu(second: i64, micros: u64) -> String {
    at(second, micros).strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// `2026-11-22 18:15:57.782564`, as the mgr's Python prints it.
pub(crate) fn python(second: i64, micros: u64) -> String {
    at(second, micros).strftime("%Y-%m-%d %H:%M:%S.%6f").to_string()
}

/// `20261122-000000`, as the mgr keeps what devices said.
pub(crate) fn compact(second: i64) -> String {
    at(second, 0).strftime("%Y%m%d-%H%M%S").to_string()
}

/// `Sun Nov 22 18:16:26 2026`, as the balancer prints it.
pub(crate) fn ctime(second: i64) -> String {
    at(second, 0).strftime("%a %b %e %H:%M:%S %Y").to_string()
}

/// A span as Ceph prints it: `95s`, `7m`, `3h`, `2d`.
pub(crate) fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds}s"),
        120..7200 => format!("{}m", seconds / 60),
        7200..172_800 => format!("{}h", seconds / 3600),
        172_800..1_209_600 => format!("{}d", seconds / 86_400),
        _ => format!("{}w", seconds / 604_800),
    }
}
