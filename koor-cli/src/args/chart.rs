//! Charts.

use std::time::Duration;

use clap::Args as ClapArgs;
use koor_core::view::ChartKind;

use super::seconds;

/// `koor chart`
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "A chart over time shows all rounds of a recording; a live cluster is looked at for a minute, or --for; with
--watch it grows by each look.

Examples:
  koor chart ls
  koor chart pools
  koor chart osd-latency -o svg > slow.svg
  koor chart osd-fullness -o json                        the figures
  koor chart client-io --for 300 --every 10
  koor chart recovery --recording incident.tar.zst -o svg > recovery.svg
  koor --demo=slow-osds chart osd-latency"
)]
pub(crate) struct Chart {
    /// Which one, or ls for a list
    #[arg(value_name = "NAME|ls", value_parser = name, default_value = "ls")]
    pub which: ChartName,
    /// Over time: look for S seconds [default: 60]
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    pub duration: Option<Duration>,
    /// Over time: look every S seconds [default: 5]
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub every: Option<Duration>,
}

/// A chart, or the list of all.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ChartName {
    /// `ls`
    List,
    /// One of them.
    One(ChartKind),
}

fn name(word: &str) -> Result<ChartName, String> {
    if word == "ls" { Ok(ChartName::List) } else { word.parse().map(ChartName::One) }
}
