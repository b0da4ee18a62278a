//! Disks: listed, and one by itself.

mod list;
mod show;
#[cfg(test)]
mod tests;

pub use list::{DeviceFilter, DeviceList, DeviceRow};
pub use show::DeviceShow;
