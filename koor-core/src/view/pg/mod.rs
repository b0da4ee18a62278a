//! Placement groups: as a list, and one by itself.

mod domain;
mod filter;
mod list;
mod overdue;
mod row;
mod show;
mod state;
#[cfg(test)]
mod tests;
mod why;

pub use filter::PgFilter;
pub use list::PgList;
pub use row::PgRow;
pub use show::{PgDetail, PgShow, StateWord};
pub(super) use state::tone as state_tone;
pub use why::AwaitedOsd;
