//! The tail of the log that the mons keep.

mod filter;
mod lines;

pub use filter::{LogFilter, LogLevel};
pub use lines::LogView;
pub(super) use lines::{printable, reach};
