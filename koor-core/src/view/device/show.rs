//! One device with what it last said of its health.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::DeviceRow;
use crate::model::{DeviceHealth, Inventory, Part};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::{counted, listed};
use crate::view::{Header, close, figure, order};
use crate::{Error, Result};

/// One device. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The device; null where devices were not seen.
    pub device: Option<DeviceRow>,
    /// What it last said of its health; null where Ceph holds no report of it.
    pub health: Option<DeviceHealth>,
    /// Why there is no health; null where there is.
    pub why_no_health: Option<String>,
    #[serde(skip)]
    asked: String,
}

impl DeviceShow {
    /// Of an inventory whose devices were asked for, and what the mgr holds of this one's health.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such device.
    pub fn of(
        inventory: &Inventory,
        id: &str,
        health: &Part<Option<DeviceHealth>>,
        now: Timestamp,
    ) -> Result<Self> {
        let header = Header::of(inventory, now).about(&inventory.devices).beside("device_health", health);
        let device = match inventory.devices.value() {
            None => None,
            Some(all) => match all.iter().find(|device| device.id == id) {
                Some(device) => Some(DeviceRow::of(inventory, device)),
                None => return Err(not_found(id, &all.iter().map(|d| d.id.as_str()).collect::<Vec<_>>())),
            },
        };
        let why_no_health = match health {
            Part::Unseen(unseen) => Some(unseen.why.message.clone()),
            Part::Seen(seen) if seen.value.is_some() => None,
            Part::Seen(_) => Some(
                "Ceph holds no report: monitoring is off (`ceph device monitoring on`), smartctl is not installed on the \
                 host, or the device has no SMART (a virtual disk)"
                    .into(),
            ),
        };
        let health = health.value().cloned().flatten();
        Ok(Self { header, device, health, why_no_health, asked: id.to_owned() })
    }

    fn facts(&self, row: &DeviceRow) -> Block {
        let now = self.header.now();
        let daemons: Vec<String> = row.device.daemons.iter().map(ToString::to_string).collect();
        let one = |cell: Cell| vec![vec![cell]];
        let life = match row.device.life_expectancy_min {
            None => Cell::new("nobody expects it to fail", Tone::Faint),
            Some(min) => {
                let max = row.device.life_expectancy_max;
                let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
                let until = max.map_or_else(String::new, |max| format!(" to {}", day(max)));
                let cell = row.life(now);
                Cell::new(format!("in {} ({}{until})", cell.text, day(min)), cell.tone)
            }
        };
        let health = match (&self.health, &self.why_no_health) {
            (Some(health), _) => self.health_lines(health),
            (None, Some(why)) => one(Cell::new(format!("not known: {why}"), Tone::Faint)),
            (None, None) => one(Cell::unknown()),
        };
        Block::Facts(vec![
            ("device", one(row.device.id.as_str().into())),
            ("class", one(figure::names(&row.classes))),
            ("daemons", one(figure::names(&daemons))),
            ("sits at", one(figure::names(&row.places()))),
            ("fails", one(life)),
            ("worn", one(row.wear())),
            ("health", health),
        ])
    }

    fn health_lines(&self, health: &DeviceHealth) -> Vec<Vec<Cell>> {
        let at =
            health.at.map_or_else(|| "at an unknown time".into(), |at| figure::moment(self.header.now(), at));
        let reports = counted(health.reports, "report is", "reports are");
        let mut lines = vec![vec![Cell::plain(format!("as of {at}; {reports} kept"))]];
        let tone = |name: &str, value: &str| {
            let failed = name == "smart_status.passed" && value != "true";
            if failed || name == "error" { Tone::Bad } else { Tone::Plain }
        };
        lines.extend(
            health
                .figures
                .iter()
                .map(|(name, value)| vec![Cell::new(format!("{name} {value}"), tone(name, value))]),
        );
        lines
    }
}

fn not_found(id: &str, all: &[&str]) -> Error {
    let hint = match close::did_you_mean(id, all.iter().copied()) {
        _ if all.is_empty() => "; no daemon told the id of a disk".to_owned(),
        none if none.is_empty() => format!("; devices are {}", listed(&order::distinct(all.iter().copied()))),
        close => close,
    };
    Error::NotFound { message: format!("there is no device {id}{hint}") }
}

impl Report for DeviceShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        match &self.device {
            Some(row) => blocks.push(self.facts(row)),
            None => blocks.push(self.header.missing("devices", &format!("Device {}", self.asked))),
        }
        blocks
    }
}

impl fmt::Display for DeviceShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
