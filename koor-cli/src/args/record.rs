//! Recordings.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;

use super::seconds;

/// `koor record`
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Secrets (keys, passwords, tokens) are replaced by placeholders unless --with-secrets is given.

Examples:
  koor record before.tar.zst
  koor record incident/ --for 120 --every 5"
)]
pub(crate) struct Record {
    /// Where to: a name that ends with .tar.zst, or a folder
    pub path: PathBuf,
    /// Go on for S seconds instead of looking once
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    pub duration: Option<Duration>,
    /// Look every S seconds, with --for
    #[arg(long, value_name = "S", value_parser = seconds, default_value = "5", requires = "duration")]
    pub every: Duration,
    /// Replace what is there
    #[arg(long)]
    pub overwrite: bool,
    /// Keep secrets as they are: such a recording must be guarded like a keyring
    #[arg(long)]
    pub with_secrets: bool,
}
