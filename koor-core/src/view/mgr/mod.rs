//! Mgrs: as a list, one by itself, and the modules they run.

mod list;
mod module;
mod row;
mod show;
#[cfg(test)]
mod tests;

pub use list::MgrList;
pub use module::{ModuleFilter, ModuleList, ModuleRow, ModuleState};
pub use row::MgrRow;
pub use show::{MgrDetail, MgrShow};

/// The findings that are about mgrs.
const CODES: [&str; 2] = ["KOOR_MGR_SILENT", "KOOR_MGR_ABSENT"];
