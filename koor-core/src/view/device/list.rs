//! Devices, one a line; those that are expected to fail first stand first.

use std::collections::BTreeMap;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::model::{DaemonName, Device, Inventory, OsdId, natural};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::there_are;
use crate::view::{Header, age, figure, order};

/// Ceph warns of a device that is expected to fail within twelve weeks (`mgr/devicehealth/warn_threshold`).
const WARNS_BEFORE: SignedDuration = SignedDuration::from_hours(12 * 7 * 24);

/// Which devices to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceFilter {
    /// Those in this host.
    pub host: Option<String>,
    /// Those that this daemon uses.
    pub daemon: Option<DaemonName>,
}

impl fmt::Display for DeviceFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let daemon = self.daemon.as_ref().map(|daemon| format!("daemon {daemon}"));
        f.write_str(&[host, daemon].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl DeviceFilter {
    fn keeps(&self, device: &Device) -> bool {
        self.host.as_ref().is_none_or(|host| device.locations.iter().any(|place| place.host == *host))
            && self.daemon.as_ref().is_none_or(|daemon| device.daemons.contains(daemon))
    }

    fn why_none(&self, all: &[Device]) -> String {
        if all.is_empty() {
            return "No daemon told the id of a disk: a daemon tells it where its disk has a vendor, a model and a serial \
                number, which virtual disks, loop devices and files do not have."
                .into();
        }
        let hosts =
            order::distinct(all.iter().flat_map(|device| &device.locations).map(|at| at.host.as_str()));
        let daemons: Vec<String> =
            all.iter().flat_map(|device| &device.daemons).map(ToString::to_string).collect();
        if let Some(host) = self.host.as_deref().filter(|host| !hosts.contains(host)) {
            return format!("No device is in host {host}; {}.", there_are("host", "hosts", &hosts));
        }
        if let Some(daemon) = self.daemon.as_ref().map(ToString::to_string)
            && !daemons.contains(&daemon)
        {
            let known = order::distinct(daemons.iter().map(String::as_str));
            return format!("No device is known of {daemon}; {}.", there_are("daemon", "daemons", &known));
        }
        format!("No device matches all of this at once: {self}.")
    }
}

/// Devices. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: DeviceFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match; those that are expected to fail first stand first.
    pub devices: Option<Vec<DeviceRow>>,
    #[serde(skip)]
    why_none: String,
}

/// One device.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceRow {
    /// What Ceph says of it.
    #[serde(flatten)]
    pub device: Device,
    /// The device classes of the OSDs on it.
    pub classes: Vec<String>,
}

impl DeviceRow {
    pub(super) fn of(inventory: &Inventory, device: &Device) -> Self {
        let classes: BTreeMap<OsdId, &str> = inventory
            .crush
            .value()
            .into_iter()
            .flat_map(|crush| &crush.devices)
            .filter_map(|osd| Some((osd.id, osd.class.as_deref()?)))
            .collect();
        let of_daemon = |daemon: &DaemonName| {
            let id: OsdId = (daemon.daemon_type.0 == "osd").then(|| daemon.id.parse().ok())??;
            classes.get(&id).copied()
        };
        let found = order::distinct(device.daemons.iter().filter_map(of_daemon));
        Self { device: device.clone(), classes: found.into_iter().map(str::to_owned).collect() }
    }

    /// `node1:sdb, node2:sdc`.
    pub(super) fn places(&self) -> Vec<String> {
        self.device.locations.iter().map(|at| format!("{}:{}", at.host, at.device)).collect()
    }

    /// `27 d to 53 d`, or that nobody expects anything.
    pub(super) fn life(&self, now: Timestamp) -> Cell {
        let Some(min) = self.device.life_expectancy_min else {
            return figure::nothing();
        };
        let left = min.duration_since(now);
        let until = |at: Timestamp| {
            let left = at.duration_since(now);
            if left.is_positive() { age::span(left) } else { "over".to_owned() }
        };
        let text = match self.device.life_expectancy_max {
            Some(max) => format!("{} to {}", until(min), until(max)),
            None => format!("{} or more", until(min)),
        };
        let tone = match left {
            left if !left.is_positive() => Tone::Bad,
            left if left < WARNS_BEFORE => Tone::Warn,
            _ => Tone::Plain,
        };
        Cell::new(text, tone)
    }

    /// `3 %`.
    pub(super) fn wear(&self) -> Cell {
        self.device.wear_level.map_or_else(figure::nothing, |worn| format!("{:.0} %", worn * 100.0).into())
    }
}

impl DeviceList {
    /// Of an inventory whose devices and CRUSH map were asked for.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &DeviceFilter, now: Timestamp) -> Self {
        let all = inventory.devices.value();
        let rows = |all: &Vec<Device>| {
            let kept = all.iter().filter(|device| filter.keeps(device));
            let mut rows: Vec<DeviceRow> = kept.map(|device| DeviceRow::of(inventory, device)).collect();
            rows.sort_by(|a, b| {
                let dies = |row: &DeviceRow| row.device.life_expectancy_min.unwrap_or(Timestamp::MAX);
                dies(a).cmp(&dies(b)).then_with(|| natural(&a.device.id, &b.device.id))
            });
            rows
        };
        Self {
            header: Header::of(inventory, now).about(&inventory.devices),
            filter: filter.clone(),
            total: all.map(|all| all.len() as u64),
            why_none: all.map_or_else(String::new, |all| filter.why_none(all)),
            devices: all.map(rows),
        }
    }
}

impl Report for DeviceList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let (Some(devices), Some(total)) = (&self.devices, self.total) else {
            blocks.push(self.header.missing("devices", "The devices"));
            return blocks;
        };
        let now = self.header.now();
        let row = |row: &DeviceRow| {
            let daemons: Vec<String> = row.device.daemons.iter().map(ToString::to_string).collect();
            vec![
                row.device.id.as_str().into(),
                figure::names(&row.classes),
                figure::names(&daemons),
                figure::names(&row.places()),
                row.life(now),
                row.wear(),
            ]
        };
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::words("DEVICE"),
                Column::words("CLASS"),
                Column::words("DAEMONS"),
                Column::words("HOST:DEV"),
                Column::words("FAILS IN"),
                Column::figures("WORN"),
            ],
            rows: devices.iter().map(row).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != DeviceFilter::default() && !devices.is_empty() {
            let text = format!("{} of {total} devices: {}", devices.len(), self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for DeviceList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
