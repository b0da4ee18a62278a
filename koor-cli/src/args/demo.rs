//! The pretend cluster.

use clap::{Args as ClapArgs, Subcommand};

use super::DEMO;

/// `koor demo`
#[derive(Debug, ClapArgs)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "On a terminal the cluster goes on living until Ctrl-C; into a pipe it is one status. Every other command
takes the same cluster as --demo[=SCENARIO].

Examples:
  koor demo
  koor demo ls
  koor demo host-down
  koor --demo=host-down health
  koor --demo=large:500 top
  koor --demo=nearfull --seed 7 df
  koor --demo --fault 'cut@osd dump' osd ls
  koor --demo --fault 'refused@kube pods' rook"
)]
pub(crate) struct Demo {
    #[command(subcommand)]
    pub list: Option<DemoList>,
    /// The scenario [default: healthy-small]
    pub scenario: Option<String>,
}

/// `koor demo ls`
#[derive(Debug, Subcommand)]
pub(crate) enum DemoList {
    /// The scenarios, and what is wrong in each
    Ls,
}

impl Demo {
    /// The scenario that was named here, else the one of `--demo`, else the first of all.
    pub(crate) fn scenario(&self, flag: Option<&String>) -> String {
        self.scenario.as_ref().or(flag).cloned().unwrap_or_else(|| DEMO.into())
    }
}
