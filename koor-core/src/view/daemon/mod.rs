//! Daemons of any type: as one list, and what the lists of one type (mons, mgrs, MDSs, gateways) have of it too.

mod filter;
mod list;
mod row;

pub use filter::DaemonFilter;
pub use list::DaemonList;
pub use row::{DaemonRow, Machine};
pub(super) use row::{host_key, name_key, state_cell, state_key, version_key};
