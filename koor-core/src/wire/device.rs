//! `ceph device ls`.

use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::{stamp, text};
use crate::model::{DaemonName, Device, DeviceLocation};

#[derive(Deserialize)]
struct Row {
    devid: String,
    location: Vec<Location>,
    daemons: Vec<Daemon>,
    // Left out where the device does not say.
    wear_level: Option<f64>,
    // Left out where nobody expects anything; the latest may be a zero stamp where only the earliest is known.
    life_expectancy_min: Option<String>,
    life_expectancy_max: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    host: String,
    dev: String,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Daemon {
    #[serde(deserialize_with = "text::parsed")]
    name: DaemonName,
}

/// Reads the answer of `ceph device ls`; sorted by id.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<Device>, DecodeError> {
    let mut devices: Vec<_> = json::<Vec<Row>>(bytes)?
        .into_iter()
        .map(|row| Device {
            id: row.devid,
            locations: row
                .location
                .into_iter()
                .map(|location| DeviceLocation { host: location.host, device: location.dev })
                .collect(),
            daemons: row.daemons.into_iter().map(|daemon| daemon.name).collect(),
            wear_level: row.wear_level,
            life_expectancy_min: row.life_expectancy_min.as_deref().and_then(stamp::parse),
            life_expectancy_max: row.life_expectancy_max.as_deref().and_then(stamp::parse),
        })
        .collect();
    devices.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(devices)
}
