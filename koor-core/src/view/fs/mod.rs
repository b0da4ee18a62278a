//! File systems: as a list, one by itself, and the metadata servers that serve them.

mod list;
mod mds;
mod row;
mod show;
#[cfg(test)]
mod tests;

pub use list::FsList;
pub use mds::{MdsFilter, MdsList, MdsRow};
pub use row::{FsPool, FsRow, FsTrouble};
pub use show::{FsDetail, FsShow};
