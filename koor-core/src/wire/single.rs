//! Questions about one thing: an option, a daemon's configuration, a crash, a device, a PG, and how much of the log.
//!
//! Those of [`Question`](super::Question) make an inventory; these are asked where somebody looks at one thing closer.

use crate::model::{Command, DaemonName, PgId, Word};

/// What an option means: `ceph config help osd_max_backfills`. The mons answer.
#[must_use]
pub fn config_help(option: &str) -> Command {
    Command::new("config help").text("key", option)
}

/// The names of all options: `ceph config ls`. The mons answer.
#[must_use]
pub const fn config_ls() -> Command {
    Command::new("config ls")
}

/// What the central configuration holds for one daemon: `ceph config get osd.3`. The mons answer.
#[must_use]
pub fn config_get(daemon: &DaemonName) -> Command {
    Command::new("config get").text("who", daemon.to_string())
}

/// Every option a daemon runs with: `ceph config show-with-defaults osd.3`. The mgr answers.
#[must_use]
pub fn config_show_all(daemon: &DaemonName) -> Command {
    Command::new("config show-with-defaults").text("who", daemon.to_string())
}

/// One crash whole: `ceph crash info ID`. The mgr answers.
#[must_use]
pub fn crash_info(id: &str) -> Command {
    Command::new("crash info").text("id", id)
}

/// What a device said of its health: `ceph device get-health-metrics ID`. The mgr answers.
#[must_use]
pub fn device_health(id: &str) -> Command {
    Command::new("device get-health-metrics").text("devid", id)
}

/// What a PG's primary says of it: `ceph tell osd.2 pg 1.2f query`, to the primary itself.
///
/// Both rungs can send it to an OSD in this form. Only the primary may be asked: another OSD sends it back, and the
/// client asks it again until its time is over (seen on 16.2 and 20.2).
#[must_use]
pub fn pg_query(pg: PgId) -> Command {
    Command::new("pg").text("pgid", pg.to_string()).text("cmd", "query")
}

/// The last `lines` lines of a channel of the log, of `level` and worse: `ceph log last 100 info cluster`. The mons
/// answer. Since 18.2 they take so many lines first and leave out those below the level afterwards.
#[must_use]
pub fn log_last(lines: i64, level: &str, channel: &str) -> Command {
    Command::new("log last").with("num", Word::Number(lines)).text("level", level).text("channel", channel)
}
