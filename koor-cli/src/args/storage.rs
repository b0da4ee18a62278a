//! OSDs, pools and placement groups.

use clap::{Args as ClapArgs, Subcommand};
use koor_core::model::{OsdId, PgId};

/// `koor osd`
#[derive(Debug, Subcommand)]
pub(crate) enum Osd {
    /// One line an OSD
    #[command(after_help = "Examples:
  koor osd ls --host node1
  koor osd ls --state down -o wide")]
    Ls {
        /// Only OSDs of one CRUSH host
        #[arg(long, value_name = "HOST")]
        host: Option<String>,
        /// Only OSDs of one device class
        #[arg(long, value_name = "CLASS")]
        class: Option<String>,
        /// Only OSDs in one state: up, down, in or out
        #[arg(long, value_name = "STATE")]
        state: Option<koor_core::view::OsdCondition>,
    },
    /// The CRUSH tree with weights and fullness
    Tree,
    /// All that is known of one OSD
    Show {
        /// Its number or name: 3 or osd.3
        id: OsdId,
    },
}

/// `koor pool`
#[derive(Debug, Subcommand)]
pub(crate) enum Pool {
    /// One line a pool
    Ls,
    /// All that is known of one pool
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
  koor pg ls --pool rbd --osd 3")]
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
    },
    /// All that is known of one placement group
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
