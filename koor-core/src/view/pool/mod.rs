//! Pools: as a list, and one by itself.

mod filter;
mod list;
mod row;
mod show;
#[cfg(test)]
mod tests;

pub use filter::{PoolCondition, PoolFilter};
pub use list::PoolList;
pub(super) use list::traffic;
pub use row::{PoolRow, RuleRef};
pub(super) use show::find;
pub use show::{PoolDetail, PoolShow};
