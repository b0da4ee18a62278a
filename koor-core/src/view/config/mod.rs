//! Configuration: what the mons hold for everyone, what one daemon runs with, what an option means, and where the two
//! do not agree.

mod diff;
mod dump;
mod help;
mod show;
mod single;
#[cfg(test)]
mod tests;
mod value;

pub use diff::{ConfigDiff, DaemonConfig, Difference, NotAskedDaemon};
pub use dump::{CentralEntry, ConfigDump, ConfigFilter};
pub use help::ConfigHelp;
pub use show::{ConfigShow, OptionRow};
pub use single::ConfigOptionShow;
pub use value::Known;
