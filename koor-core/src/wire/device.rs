//! `ceph device ls`, `ceph device get-health-metrics`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::decode::{DecodeError, json};
use super::{stamp, text};
use crate::model::{DaemonName, Device, DeviceHealth, DeviceLocation};

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

/// Reads the answer of `ceph device get-health-metrics`: the latest of its reports, or `None` where Ceph holds none.
///
/// A report is what `smartctl --json` said, which differs with the kind of device: what is a figure or a word is kept
/// by its name, and what is nested otherwise is left out.
///
/// # Errors
/// Where it is no map of reports by time.
pub fn health(bytes: &[u8]) -> Result<Option<DeviceHealth>, DecodeError> {
    let reports: BTreeMap<String, BTreeMap<String, Value>> = json(bytes)?;
    let count = reports.len() as u64;
    Ok(reports.into_iter().next_back().map(|(stamp, report)| DeviceHealth {
        at: report_stamp(&stamp),
        reports: count,
        figures: figures(&report),
    }))
}

/// `20261122-174500`, in UTC.
fn report_stamp(text: &str) -> Option<jiff::Timestamp> {
    let civil = jiff::civil::DateTime::strptime("%Y%m%d-%H%M%S", text).ok()?;
    Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

fn figures(report: &BTreeMap<String, Value>) -> BTreeMap<String, String> {
    let mut figures = BTreeMap::new();
    let mut keep = |name: &str, value: &Value| {
        if matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_)) {
            figures.insert(name.to_owned(), text::plain(value));
        }
    };
    for (name, value) in report {
        keep(name, value);
        // One level further: `smart_status.passed`, `temperature.current`, all that an NVMe says.
        for (inner, value) in value.as_object().into_iter().flatten() {
            keep(
                &if name.starts_with("nvme_smart_health") {
                    inner.clone()
                } else {
                    format!("{name}.{inner}")
                },
                value,
            );
        }
    }
    let table = report.get("ata_smart_attributes").and_then(|all| all.get("table")?.as_array());
    for row in table.into_iter().flatten() {
        if let (Some(Value::String(name)), Some(raw)) =
            (row.get("name"), row.get("raw").and_then(|raw| raw.get("string")))
        {
            keep(name, raw);
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::health;

    #[test]
    fn the_latest_report_of_either_kind_of_disk() {
        let disks = br#"{"20261121-000000":{"model_name":"old"},"20261122-174500":{"model_name":"ST4000","rotation_rate":7200,
            "smart_status":{"passed":true},"temperature":{"current":31},"ata_smart_attributes":{"revision":10,"table":[
            {"id":5,"name":"Reallocated_Sector_Ct","value":100,"raw":{"value":8,"string":"8"}}]},
            "nvme_smart_health_information_log":{"percentage_used":3}}}"#;
        let health = health(disks).unwrap().unwrap();
        assert_eq!(health.at.unwrap().to_string(), "2026-11-22T17:45:00Z");
        assert_eq!(health.reports, 2);
        let figure = |name: &str| health.figures[name].as_str();
        assert_eq!((figure("model_name"), figure("smart_status.passed")), ("ST4000", "true"));
        assert_eq!((figure("Reallocated_Sector_Ct"), figure("percentage_used")), ("8", "3"));
    }

    #[test]
    fn no_report_is_none() {
        assert_eq!(health(b"{}").unwrap(), None);
    }
}
