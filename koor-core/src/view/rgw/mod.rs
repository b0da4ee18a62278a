//! RADOS gateways, as the mgr's service map knows them: as a list, and one by itself.

mod list;
mod row;
mod show;
#[cfg(test)]
mod tests;

pub use list::RgwList;
pub use row::{Frontend, RgwRow};
pub use show::{RgwDetail, RgwShow};
