//! Mons: as a list, and one by itself, with their quorum and their clocks.

mod list;
mod row;
mod show;
#[cfg(test)]
mod tests;

pub use list::MonList;
pub use row::{Majority, MonRow};
pub use show::{MonDetail, MonMapFacts, MonShow};
