//! Health.

use clap::Subcommand;

/// What `koor health --help` ends with.
pub(super) const EXAMPLES: &str = "\
Examples:
  koor health                    every check that is raised: means, affects, cause, next
  koor health show PG_DEGRADED   one check, raised or not
  koor health codes              every check of Ceph 16, 18 and 20; asks no cluster
  koor health --fail-on=warn     for scripts; Koor's advice does not count";

/// `koor health`
#[derive(Debug, Subcommand)]
pub(crate) enum Health {
    /// One check in plain words, raised or not
    Show {
        /// Its code, such as `OSD_DOWN`
        code: String,
    },
    /// Every code that Koor knows, with what it means; asks no cluster
    Codes,
}
