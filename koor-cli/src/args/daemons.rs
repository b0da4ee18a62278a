//! Daemons: of any type, and those of one.

use clap::Args as ClapArgs;
use koor_core::model::{Daemon, DaemonType};
use koor_core::view::DaemonFilter;

use super::Order;

/// Where they run and what they do: what any list of daemons can be chosen by.
#[derive(Debug, ClapArgs)]
pub(crate) struct Where {
    /// Only those on one host
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Only those in one state, by a word of it, such as standby or down
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
}

impl Where {
    /// As the core takes it.
    pub(crate) fn filter(&self) -> DaemonFilter {
        DaemonFilter { daemon_type: None, host: self.host.clone(), state: self.state.clone() }
    }
}

/// `koor daemon`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
  koor daemon --type mds
  koor daemon --host node1               what runs there
  koor daemon --state down
  koor daemon --sort version             who is behind")]
pub(crate) struct Daemons {
    /// Only daemons of one type, such as mon or rgw
    #[arg(long = "type", value_name = "TYPE")]
    daemon_type: Option<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    pub order: Order<Daemon>,
}

impl Daemons {
    /// As the core takes it.
    pub(crate) fn filter(&self) -> DaemonFilter {
        DaemonFilter { daemon_type: self.daemon_type.clone().map(DaemonType), ..self.place.filter() }
    }
}
