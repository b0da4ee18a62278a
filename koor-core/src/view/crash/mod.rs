//! Crashes of daemons: listed, and one by itself.

mod list;
mod show;
#[cfg(test)]
mod tests;

pub use list::{CrashFilter, CrashList, CrashRow};
pub use show::CrashShow;
