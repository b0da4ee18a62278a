//! OSDs: as a list, as the CRUSH tree, and one by itself.

mod facts;
mod filter;
mod list;
mod row;
mod show;
#[cfg(test)]
mod tests;
mod tree;
mod tree_filter;
#[cfg(test)]
mod tree_tests;

pub use filter::{OsdCondition, OsdFilter};
pub use list::OsdList;
pub use row::OsdRow;
pub(super) use row::state;
pub use show::{InheritedFlag, LatencyMedian, OsdDetail, OsdPgState, OsdPgs, OsdShow};
pub use tree::{OsdTree, TreeNode};
pub use tree_filter::TreeFilter;
