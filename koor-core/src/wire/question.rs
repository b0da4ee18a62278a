//! The questions Koor asks: which command, to whom, how often, and who really answers.

use std::time::Duration;

use crate::model::{Command, Target, Word};

/// Who really answers a question. The mons pass on what the mgr answers, so that a silent mgr and a missing quorum
/// show on different questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnsweredBy {
    /// The mons.
    Mon,
    /// The active mgr.
    Mgr,
}

impl AnsweredBy {
    /// `mon`, `mgr`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Mgr => "mgr",
        }
    }
}

/// Makes the enum, the list of all and the table of commands from one place.
macro_rules! questions {
    ($( $(#[doc = $doc:literal])+ $name:ident = $prefix:literal $([$($argument:literal = $word:expr),+])? by $by:ident each $cadence:ident; )+) => {
        /// One question of the inventory.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Question { $( $(#[doc = $doc])+ $name, )+ }

        impl Question {
            /// All of them.
            pub const ALL: &'static [Self] = &[$( Self::$name ),+];

            /// The command.
            #[must_use]
            pub fn command(self) -> Command {
                match self { $( Self::$name => Command::new($prefix)$( $( .with($argument, $word) )+ )?, )+ }
            }

            /// Who really answers.
            #[must_use]
            pub const fn answered_by(self) -> AnsweredBy {
                match self { $( Self::$name => AnsweredBy::$by, )+ }
            }

            /// How often a collector that goes on asks it.
            #[must_use]
            pub const fn cadence(self) -> Duration {
                match self { $( Self::$name => Cadence::$cadence.period(), )+ }
            }
        }
    };
}

/// How fast an answer ages.
enum Cadence {
    /// Status, health, digests.
    Quick,
    /// Maps.
    Steady,
    /// What is large or hardly changes.
    Slow,
}

impl Cadence {
    const fn period(self) -> Duration {
        match self {
            Self::Quick => Duration::from_secs(5),
            Self::Steady => Duration::from_secs(30),
            Self::Slow => Duration::from_mins(5),
        }
    }
}

fn text(word: &str) -> Word {
    Word::Text(word.into())
}

fn list(word: &str) -> Word {
    Word::List(vec![word.into()])
}

questions! {
    /// `ceph status`
    Status = "status" by Mon each Quick;
    /// `ceph health detail`
    Health = "health" ["detail" = text("detail")] by Mon each Quick;
    /// `ceph quorum_status`
    Quorum = "quorum_status" by Mon each Quick;
    /// `ceph pg dump summary`: small, and its stamp is the mgr's sign of life
    PgSummary = "pg dump" ["dumpcontents" = list("summary")] by Mgr each Quick;
    /// `ceph mgr stat`: who is active, in a hundred bytes; the map has a hundred thousand
    MgrStat = "mgr stat" by Mon each Quick;
    /// `ceph osd pool stats`
    PoolIo = "osd pool stats" by Mgr each Quick;
    /// `ceph progress json`
    Progress = "progress json" by Mgr each Quick;
    /// `ceph osd perf`
    OsdPerf = "osd perf" by Mgr each Quick;
    /// `ceph log last 1000 info cluster`: since 18.2 the mons take so many lines first and leave out those below
    /// `info` (the mgr's, one every two seconds) afterwards
    Log = "log last" ["num" = Word::Number(1000), "level" = text("info"), "channel" = text("cluster")] by Mon each Quick;
    /// `ceph mon dump`
    MonDump = "mon dump" by Mon each Steady;
    /// `ceph time-sync-status`
    TimeSync = "time-sync-status" by Mon each Steady;
    /// `ceph mgr dump`
    MgrDump = "mgr dump" by Mon each Steady;
    /// `ceph osd dump`
    OsdDump = "osd dump" by Mon each Steady;
    /// `ceph osd df`
    OsdDf = "osd df" by Mgr each Steady;
    /// `ceph osd crush dump`
    CrushDump = "osd crush dump" by Mon each Steady;
    /// `ceph df detail`
    Df = "df" ["detail" = text("detail")] by Mon each Steady;
    /// `ceph fs dump`
    FsDump = "fs dump" by Mon each Steady;
    /// `ceph service dump`
    ServiceDump = "service dump" by Mgr each Steady;
    /// `ceph versions`
    Versions = "versions" by Mon each Steady;
    /// `ceph osd pool autoscale-status`
    Autoscale = "osd pool autoscale-status" by Mgr each Steady;
    /// `ceph balancer status`
    Balancer = "balancer status" by Mgr each Steady;
    /// `ceph crash ls`
    CrashLs = "crash ls" by Mgr each Steady;
    /// `ceph features`
    Features = "features" by Mon each Steady;
    /// `ceph pg dump`: grows with the cluster (2.3 KB a PG), so no one-shot command asks it that does not show PGs
    PgDump = "pg dump" ["dumpcontents" = list("all")] by Mgr each Slow;
    /// `ceph osd metadata`
    OsdMetadata = "osd metadata" by Mon each Slow;
    /// `ceph mon metadata`
    MonMetadata = "mon metadata" by Mon each Slow;
    /// `ceph mgr metadata`
    MgrMetadata = "mgr metadata" by Mon each Slow;
    /// `ceph mds metadata`
    MdsMetadata = "mds metadata" by Mon each Slow;
    /// `ceph config dump`
    ConfigDump = "config dump" by Mon each Slow;
    /// `ceph device ls`
    DeviceLs = "device ls" by Mgr each Slow;
}

impl Question {
    /// To whom it is sent.
    #[must_use]
    pub const fn target(self) -> Target {
        match self.answered_by() {
            AnsweredBy::Mon => Target::Mon,
            AnsweredBy::Mgr => Target::Mgr,
        }
    }

    /// How long to wait for it where `usual` is the caller's deadline: the full `pg dump` gets a minute.
    #[must_use]
    pub fn deadline(self, usual: Duration) -> Duration {
        match self {
            Self::PgDump => usual.max(Duration::from_mins(1)),
            _ => usual,
        }
    }

    /// Who says it and on which question, for [`Seen::source`](crate::model::Seen): `mgr: osd df`.
    #[must_use]
    pub fn source(self) -> String {
        format!("{}: {}", self.answered_by().as_str(), self.command())
    }
}

/// The question to one mon alone, which needs no quorum: `ceph ping mon.a`.
#[must_use]
pub const fn ping() -> Command {
    Command::new("ping")
}

/// What a daemon runs with: `ceph config show osd.3`.
#[must_use]
pub fn config_show(daemon: &crate::model::DaemonName) -> Command {
    Command::new("config show").text("who", daemon.to_string())
}
