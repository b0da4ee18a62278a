//! What runs, held against what is known of versions.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use koor_core::model::DaemonType;
use koor_core::view::VersionRow;

use super::Order;

/// `koor versions`
#[derive(Debug, ClapArgs)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "What nobody told is not listed: the last lines say what is not known, and why. Without Kubernetes
nothing is known of Rook, its charts, CSI and kubelets.

Examples:
  koor versions
  koor versions -o wide                  also builds and images
  koor versions --type osd               also rook, helm-chart, ceph-csi, toolbox, kubernetes, kubelet, kernel, koor
  koor versions --sort version           the oldest first
  koor versions check                    what is newer, what must not be run here, and why
  koor versions calendar                 when releases end"
)]
pub(crate) struct Versions {
    #[command(subcommand)]
    pub what: Option<VersionsOf>,
    /// Only one type: of Ceph's daemons such as osd, or kubelet, rook, …
    #[arg(long = "type", value_name = "TYPE")]
    daemon_type: Option<String>,
    #[command(flatten)]
    pub order: Order<VersionRow>,
}

impl Versions {
    /// The type that was asked for.
    pub(crate) fn daemon_type(&self) -> Option<DaemonType> {
        self.daemon_type.clone().map(DaemonType)
    }
}

/// What is asked of versions beside what runs.
#[derive(Debug, Subcommand)]
pub(crate) enum VersionsOf {
    /// What runs held against the catalogue: how long it is supported, what is newer, what must not be run here
    #[command(
        after_help = "What could not be seen is told as unknown: it is no all-clear. Without Kubernetes nothing is known of Rook.

Examples:
  koor versions check
  koor versions check --fail-on=error            1 where an error is found, for pipelines
  koor versions check -o sarif > versions.sarif   also junit, markdown, json, yaml
  koor versions check --against cluster.yaml --fail-on=error   before it is applied: 1 where it must not be"
    )]
    Check {
        /// Judge a manifest before it is applied: a CephCluster, values of Rook's charts, Flux's or Argo CD's object
        #[arg(long, value_name = "FILE", num_args = 1..)]
        against: Vec<PathBuf>,
        #[command(flatten)]
        from: CatalogueFrom,
    },
    /// What of this cluster decides over its versions: send it to a version service, or to whoever advises you
    #[command(
        after_help = "It names no cluster, daemon, host, pool or setting. What could not be seen in full is left out.

Example:
  koor versions facts | curl -H 'content-type: application/json' -d @- http://127.0.0.1:8082/v2/advice"
    )]
    Facts,
    /// When release lines end; asks no cluster
    #[command(after_help = "Examples:
  koor versions calendar
  koor versions calendar --all -o wide         also what ended long ago, and who says so
  koor versions calendar -o ical > ends.ics")]
    Calendar {
        /// Also what ended more than a year ago
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        from: CatalogueFrom,
    },
}

/// Which catalogue.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(crate) struct CatalogueFrom {
    /// Another catalogue than the one in use
    #[arg(long, value_name = "FILE", env = "KOOR_CATALOGUE")]
    pub catalogue: Option<PathBuf>,
}
