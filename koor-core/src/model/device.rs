//! Disks as the mgr knows them (`ceph device ls`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DaemonName;

/// One device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Device {
    /// `VENDOR_MODEL_SERIAL`.
    pub id: String,
    /// Where it sits.
    pub locations: Vec<DeviceLocation>,
    /// The daemons on it.
    pub daemons: Vec<DaemonName>,
    /// How worn an SSD is, 0 to 1; `None` where it does not say.
    pub wear_level: Option<f64>,
    /// The earliest it is expected to fail; `None` where nobody expects anything.
    pub life_expectancy_min: Option<Timestamp>,
    /// The latest it is expected to fail.
    pub life_expectancy_max: Option<Timestamp>,
}

/// What a device last said of its own health (`ceph device get-health-metrics`, from the mgr, which asked `smartctl`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceHealth {
    /// When it was asked.
    pub at: Option<Timestamp>,
    /// How many reports Ceph holds of it.
    pub reports: u64,
    /// The latest report's figures as text: what stands first in `smartctl`'s answer, and each SMART attribute by its
    /// name (`Reallocated_Sector_Ct`, `percentage_used`).
    pub figures: BTreeMap<String, String>,
}

/// Where a device sits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceLocation {
    /// The host.
    pub host: String,
    /// The kernel's name of it.
    pub device: String,
}
