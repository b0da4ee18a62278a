//! Claims: what applications asked for, and what stands behind it in Ceph.

mod list;
mod row;
mod show;

pub use list::{ClaimFilter, ClaimList};
pub use row::ClaimRow;
pub use show::ClaimShow;
