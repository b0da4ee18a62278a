//! How much room there is: raw, by device class and by pool, and which OSD will be full first.

mod capacity;
mod filter;
mod first;
#[cfg(test)]
mod tests;

pub use capacity::{ClassFill, Df, FullestOsd, PoolFill};
pub use filter::DfFilter;
pub use first::FirstFull;
