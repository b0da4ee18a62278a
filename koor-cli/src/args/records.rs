//! Configuration, devices, crashes, the log and events.

use clap::{Args as ClapArgs, Subcommand};
use koor_core::model::DaemonName;
use koor_core::view::{EventKind, EventState, LogFilter, LogLevel};

/// `koor config`
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// The central configuration that the mons hold
    #[command(after_help = "Secrets read REDACTED.

Examples:
  koor config dump
  koor config dump --who osd
  koor config dump --option recovery --level advanced")]
    Dump {
        /// Only what is set for one section, such as global, osd or osd.3
        #[arg(long, value_name = "WHO")]
        who: Option<String>,
        /// Only options with this text in their name
        #[arg(long, value_name = "TEXT")]
        option: Option<String>,
        /// Only options of one level: basic, advanced or dev
        #[arg(long, value_name = "LEVEL")]
        level: Option<String>,
    },
    /// What one daemon really runs with, and which source won
    #[command(
        after_help = "Sources, from the weakest to the strongest: default, mon (the central configuration), file (the conf file), env,
cmdline, override (set in the running daemon).

Examples:
  koor config show osd.3
  koor config show osd.3 osd_max_backfills
  koor config show rgw.a --all -o json"
    )]
    Show {
        /// The daemon, such as osd.3, mon.a or rgw.a
        daemon: DaemonName,
        /// One option, with what it means
        option: Option<String>,
        /// Options at their default, too
        #[arg(long, conflicts_with = "option")]
        all: bool,
    },
    /// What an option means, what it may be, and when a change takes effect
    #[command(after_help = "Examples:
  koor config help osd_max_backfills
  koor config help backfills                 names that are like it")]
    Help {
        /// The option
        option: String,
    },
    /// Where daemons run with something else than the mons hold for them, and what is not at its default
    #[command(after_help = "Asks every daemon's configuration of the mgr: two questions a daemon.

Examples:
  koor config diff
  koor config diff -o json")]
    Diff,
}

/// `koor device`
#[derive(Debug, Subcommand)]
pub(crate) enum Device {
    /// One line a disk; those that are expected to fail first stand first
    #[command(after_help = "Examples:
  koor device ls --host node1
  koor device ls --daemon osd.3")]
    Ls {
        /// Only disks in one host
        #[arg(long, value_name = "HOST")]
        host: Option<String>,
        /// Only disks of one daemon
        #[arg(long, value_name = "DAEMON")]
        daemon: Option<DaemonName>,
    },
    /// One disk with what it last said of its health
    #[command(after_help = "Example:
  koor device show VENDOR_MODEL_SERIAL")]
    Show {
        /// Its id, as `koor device ls` has it
        id: String,
    },
}

/// `koor crash`
#[derive(Debug, Subcommand)]
pub(crate) enum Crash {
    /// One line a crash, the newest first
    #[command(after_help = "Examples:
  koor crash ls --new
  koor crash ls --entity osd")]
    Ls {
        /// Only those that nobody archived
        #[arg(long)]
        new: bool,
        /// Only those of one daemon (osd.1) or one type (osd)
        #[arg(long, value_name = "ENTITY")]
        entity: Option<String>,
    },
    /// One crash with its backtrace and all that its report holds
    #[command(after_help = "Examples:
  koor crash show 2026-11-22T17:31
  koor crash show 2026-11-22T17:31:06.374853Z_1b2c3d4e-0000-4000-8000-000000000001 -o json")]
    Show {
        /// Its id, or a beginning of it that no other has
        id: String,
    },
}

/// `koor log`
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The newest line is the last. Secrets read REDACTED. Below it stands how far back the mons keep lines.

Examples:
  koor log
  koor log --level warn --lines 200
  koor log --from osd.3 --grep slow
  koor log --channel audit"
)]
pub(crate) struct Log {
    /// This bad or worse: debug, info, warn or error
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub level: LogLevel,
    /// Which log: cluster or audit
    #[arg(long, value_name = "CHANNEL", default_value = "cluster")]
    pub channel: String,
    /// How many lines, from the end
    #[arg(long, value_name = "N", default_value_t = LogFilter::default().lines)]
    pub lines: usize,
    /// Only lines of one daemon (osd.3) or one type (osd)
    #[arg(long, value_name = "DAEMON")]
    pub from: Option<String>,
    /// Only lines with this text
    #[arg(long, value_name = "TEXT")]
    pub grep: Option<String>,
}

impl Log {
    /// Which lines.
    pub(crate) fn filter(&self) -> LogFilter {
        LogFilter {
            channel: self.channel.clone(),
            level: self.level,
            from: self.from.clone(),
            grep: self.grep.clone(),
            lines: self.lines,
        }
    }
}

/// `koor event`
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Kinds: progress, health, osd, mon, mgr, mds, scrub, crash, other. Below it stands how far back the mons keep lines.

Examples:
  koor event
  koor event --state running --watch=2
  koor event --kind osd"
)]
pub(crate) struct Event {
    /// Only what goes on, or what is over: running or done
    #[arg(long, value_name = "STATE")]
    pub state: Option<EventState>,
    /// Only one kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<EventKind>,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::args::Args;

    #[test]
    fn what_can_be_asked() {
        for line in [
            "koor config dump --who osd --option recovery --level advanced",
            "koor config show osd.3",
            "koor config show osd.3 osd_max_backfills",
            "koor config show rgw.a --all",
            "koor config help osd_max_backfills",
            "koor config diff",
            "koor device ls --host node1 --daemon osd.3",
            "koor device show X_1",
            "koor crash ls --new --entity osd",
            "koor crash show 2026",
            "koor log --level warn --lines 5 --channel audit --from mon.a --grep x",
            "koor event --state running --kind scrub",
        ] {
            assert!(Args::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
    }

    #[test]
    fn what_is_refused_says_what_to_write() {
        for (line, words) in [
            ("koor config show osd", "write its type and its id"),
            ("koor config show osd.3 x --all", "cannot be used with"),
            ("koor log --level loud", "write debug, info, warn or error"),
            ("koor event --kind x", "write one of progress, health"),
            ("koor event --state x", "write running or done"),
            ("koor crash", "ls"),
        ] {
            let error = Args::try_parse_from(line.split(' ')).unwrap_err().to_string();
            assert!(error.contains(words), "{line}: {error}");
        }
    }
}
