//! Rook, nodes and claims.

use clap::Subcommand;
use koor_core::model::kube::ClaimRef;
use koor_core::view::{ClaimRow, NodeRow, ResourceRow};

use super::Order;

/// What stands below the help of `koor rook`.
pub(crate) const ROOK_EXAMPLES: &str = "\
What Rook wants and says, what Kubernetes runs and what Ceph tells of itself, beside each other: where they disagree, and
what an upgrade waits for. What runs is told by Ceph, never by a label.

Examples:
  koor rook
  koor rook --watch=5                        follow an upgrade
  koor --demo=upgrade-stuck rook             one that says Ready and is not
  koor rook --fail-on warn                   for a script";

/// `koor rook`
#[derive(Debug, Subcommand)]
pub(crate) enum Rook {
    /// One line an object of Rook: the CephCluster, pools, file systems, object stores, users
    #[command(after_help = "Examples:
  koor rook ls
  koor rook ls --kind CephBlockPool
  koor rook ls --unhealthy               those that are not Ready
  koor rook ls --sort age --reverse")]
    Ls {
        /// Only objects of one kind, in any spelling, such as `blockpool`
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        /// Only objects whose phase is none of a healthy one's
        #[arg(long)]
        unhealthy: bool,
        #[command(flatten)]
        order: Order<ResourceRow>,
    },
}

/// `koor node`
#[derive(Debug, Subcommand)]
pub(crate) enum Node {
    /// One line a node: ready, cordoned, under pressure, and which daemons it carries
    #[command(after_help = "Examples:
  koor node ls
  koor node ls --storage                 those that carry daemons of Ceph
  koor node ls --unhealthy -o wide
  koor --demo=host-down node ls")]
    Ls {
        /// Only nodes that carry a daemon of Ceph
        #[arg(long)]
        storage: bool,
        /// Only nodes that are not ready, under pressure or cordoned
        #[arg(long)]
        unhealthy: bool,
        #[command(flatten)]
        order: Order<NodeRow>,
    },
    /// All that is known of one node, and what a drain of it would block and why
    #[command(after_help = "Examples:
  koor node show node1
  koor --demo=upgrade node show node3    a drain while OSDs are replaced")]
    Show {
        /// Its name, as Kubernetes has it
        // Not `name`: that is the client's, which goes with every command.
        node: String,
    },
}

/// `koor pvc`
#[derive(Debug, Subcommand)]
pub(crate) enum Pvc {
    /// One line a claim: its volume, and the pool or file system that it lies on
    #[command(after_help = "Examples:
  koor pvc ls
  koor pvc ls --of shop                  those of one namespace
  koor pvc ls --pool rbd --sort size --reverse
  koor pvc ls --unhealthy                not bound, being deleted, or on what Ceph does not have")]
    Ls {
        /// Only claims of one namespace
        // Not `--namespace`: that names the CephCluster's.
        #[arg(long, value_name = "NAMESPACE")]
        of: Option<String>,
        /// Only claims of one storage class
        #[arg(long, value_name = "CLASS")]
        class: Option<String>,
        /// Only claims that lie on one pool or file system
        #[arg(long, value_name = "NAME")]
        pool: Option<String>,
        /// Only claims that are not bound, are being deleted, or lie on what Ceph does not have
        #[arg(long)]
        unhealthy: bool,
        /// Claims of other drivers than Ceph's, too
        #[arg(long)]
        all_drivers: bool,
        #[command(flatten)]
        order: Order<ClaimRow>,
    },
    /// One claim, followed down: volume, image or subvolume, pool, PGs, OSDs, and who uses it
    #[command(after_help = "Example:
  koor pvc show shop/orders-db-0")]
    Show {
        /// Its namespace and its name: shop/orders-db-0
        #[arg(value_name = "NAMESPACE/NAME")]
        claim: ClaimRef,
    },
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::args::Args;

    fn parse(line: &str) -> Result<Args, String> {
        Args::try_parse_from(line.split(' ')).map_err(|error| error.to_string())
    }

    #[test]
    fn the_picture_its_lists_and_its_things() {
        for line in [
            "koor rook",
            "koor rook ls --kind cephblockpool --unhealthy --sort phase",
            "koor node ls --storage --unhealthy --sort node --reverse",
            "koor node show node1",
            "koor pvc ls --of shop --class rook-ceph-block --pool rbd --unhealthy --all-drivers --sort size",
            "koor pvc show shop/cart",
        ] {
            parse(line).unwrap();
        }
        let error = parse("koor pvc show cart").unwrap_err();
        assert!(error.contains("`cart` is no claim: write its namespace and its name"), "{error}");
        let error = parse("koor node ls --sort colour").unwrap_err();
        assert!(error.contains("there is no column `colour`"), "{error}");
    }
}
