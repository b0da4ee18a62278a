//! OSDs, pools and placement groups.

use clap::{Args as ClapArgs, Subcommand};
use koor_core::model::{OsdId, PgId};
use koor_core::view::{OsdCondition, OsdRow, PgRow, PoolCondition, PoolRow};

use super::Order;

/// `koor osd`
#[derive(Debug, Subcommand)]
pub(crate) enum Osd {
    /// One line an OSD
    #[command(after_help = "Examples:
  koor osd ls --host node1
  koor osd ls --state down -o wide
  koor osd ls --class hdd --sort use --reverse      the fullest first
  koor osd ls --pool rbd --sort latency             those that serve one pool")]
    Ls {
        /// Only OSDs of one CRUSH host
        #[arg(long, value_name = "HOST")]
        host: Option<String>,
        /// Only OSDs of one device class
        #[arg(long, value_name = "CLASS")]
        class: Option<String>,
        /// Only OSDs in one state: up, down, in or out
        #[arg(long, value_name = "STATE")]
        state: Option<OsdCondition>,
        /// Only OSDs that serve PGs of one pool, by name or number, or shall (asks for every PG)
        #[arg(long, value_name = "POOL")]
        pool: Option<String>,
        #[command(flatten)]
        order: Order<OsdRow>,
    },
    /// The CRUSH tree with weights and fullness
    #[command(after_help = "Examples:
  koor osd tree
  koor osd tree --class ssd
  koor osd tree --host node1")]
    Tree {
        /// Only OSDs below one CRUSH host
        #[arg(long, value_name = "HOST")]
        host: Option<String>,
        /// Only OSDs of one device class; buckets then sum that class alone
        #[arg(long, value_name = "CLASS")]
        class: Option<String>,
    },
    /// All that is known of one OSD
    #[command(after_help = "Example:
  koor osd show 3")]
    Show {
        /// Its number or name: 3 or osd.3
        id: OsdId,
    },
}

/// `koor pool`
#[derive(Debug, Subcommand)]
pub(crate) enum Pool {
    /// One line a pool
    #[command(after_help = "Examples:
  koor pool ls --sort use --reverse      the fullest first
  koor pool ls --application rbd
  koor pool ls --state full              those that take no more writes")]
    Ls {
        /// Only pools whose rule may put data on one device class
        #[arg(long, value_name = "CLASS")]
        class: Option<String>,
        /// Only pools of one application, such as rbd, cephfs or rgw
        #[arg(long, value_name = "NAME")]
        application: Option<String>,
        /// Only pools in one state: nearfull, backfillfull, full, quota (it is reached) or ok
        #[arg(long, value_name = "STATE")]
        state: Option<PoolCondition>,
        #[command(flatten)]
        order: Order<PoolRow>,
    },
    /// All that is known of one pool
    #[command(after_help = "Example:
  koor pool show rbd")]
    Show {
        /// Its name or number
        pool: String,
    },
}

/// `koor pg`
#[derive(Debug, Subcommand)]
pub(crate) enum Pg {
    /// One line a placement group
    #[command(after_help = "Examples:
  koor pg ls --unhealthy
  koor pg ls --pool rbd --osd 3
  koor pg ls --host node1 --state degraded
  koor pg ls --sort deep --reverse       those not deep-scrubbed for longest")]
    Ls {
        /// Only those that are not active and clean
        #[arg(long)]
        unhealthy: bool,
        /// Only those of one pool, by name or number
        #[arg(long, value_name = "POOL")]
        pool: Option<String>,
        /// Only those with this word in their state, such as degraded
        #[arg(long, value_name = "WORD")]
        state: Option<String>,
        /// Only those with this OSD in their up or acting set
        #[arg(long, value_name = "ID")]
        osd: Option<OsdId>,
        /// Only those with an OSD of this CRUSH host in their up or acting set
        #[arg(long, value_name = "HOST")]
        host: Option<String>,
        #[command(flatten)]
        order: Order<PgRow>,
    },
    /// All that is known of one placement group
    #[command(after_help = "Example:
  koor pg show 1.2f")]
    Show {
        /// Its id, such as 1.2f
        id: PgId,
    },
}

/// `koor df`
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "USABLE and MAX AVAIL are what users can still store, copies taken off. FULL FIRST is the OSD that stops a pool.

Examples:
  koor df
  koor df --class ssd -o wide
  koor df --pool rbd"
)]
pub(crate) struct Df {
    /// Only one device class, and the pools that may use it
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Only one pool, by name or number
    #[arg(long, value_name = "POOL")]
    pub pool: Option<String>,
}
