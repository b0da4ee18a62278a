//! One OSD as a row.

use serde::Serialize;

use crate::model::{CephVersion, Osd, OsdId, OsdState};
use crate::view::fill::Fill;
use crate::view::report::{Cell, Tone};

/// One OSD. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdRow {
    /// Its number.
    pub id: OsdId,
    /// Its name, `osd.3`.
    pub name: String,
    /// The CRUSH host above it; also null where CRUSH places it on none.
    pub host: Option<String>,
    /// Its device class; also null where it has none.
    pub device_class: Option<String>,
    /// Whether it is up.
    pub up: bool,
    /// Whether it takes data.
    #[serde(rename = "in")]
    pub is_in: bool,
    /// The override weight, 0 to 1.
    pub reweight: f64,
    /// How full it is. Not known of an OSD that is out: Ceph counts nothing on it.
    #[serde(flatten)]
    pub fill: Fill,
    /// PGs on it.
    pub pgs: Option<u64>,
    /// Commit latency in milliseconds; null of an OSD that is down, whatever its last report said.
    pub commit_ms: Option<f64>,
    /// Apply latency in milliseconds; null of an OSD that is down.
    pub apply_ms: Option<f64>,
    /// What it runs; of an OSD that is down, what it ran last.
    pub version: Option<CephVersion>,
    /// Its weight in CRUSH, about TiB.
    pub crush_weight: Option<f64>,
    /// `bluestore`, …
    pub objectstore: Option<String>,
    /// The kernel's names of its devices.
    pub devices: Option<Vec<String>>,
    /// Its place in CRUSH from the root down, as `type=name`; empty where it has none.
    pub location: Option<Vec<String>>,
    /// Ceph's words for its state beyond up and in: `nearfull`, `noout`, `destroyed`, …
    pub flags: Vec<String>,
}

impl OsdRow {
    /// Of one OSD; `crush_seen` tells whether an empty location means that it has none.
    pub(in crate::view) fn of(osd: Osd, crush_seen: bool) -> Self {
        let latency = osd.latency.filter(|_| osd.state.up);
        let metadata = osd.metadata;
        Self {
            id: osd.state.id,
            name: osd.name,
            host: osd.host,
            device_class: osd.device_class,
            up: osd.state.up,
            is_in: osd.state.is_in,
            reweight: osd.state.reweight,
            fill: Fill::of(osd.usage.as_ref()),
            pgs: osd.usage.map(|usage| usage.pgs),
            commit_ms: latency.as_ref().map(|latency| latency.commit_ms),
            apply_ms: latency.map(|latency| latency.apply_ms),
            version: metadata.as_ref().and_then(|metadata| metadata.version.clone()),
            crush_weight: osd.crush_weight,
            objectstore: metadata.as_ref().and_then(|metadata| metadata.objectstore.clone()),
            devices: metadata.map(|metadata| metadata.devices),
            location: crush_seen.then_some(osd.location),
            flags: flags(&osd.state).collect(),
        }
    }

    /// Whether CRUSH was seen, so that a missing host or class is a fact.
    pub(in crate::view) const fn crush_seen(&self) -> bool {
        self.location.is_some()
    }
}

/// The words of its state that up and in don't say already.
pub(super) fn flags(state: &OsdState) -> impl Iterator<Item = String> {
    let said = |word: &&String| !matches!(word.as_str(), "exists" | "up" | "in");
    state.state.iter().filter(said).cloned()
}

/// `up, in`, toned by the worse of the two.
pub(in crate::view) fn state(up: bool, is_in: bool) -> Cell {
    let text = format!("{}, {}", if up { "up" } else { "down" }, if is_in { "in" } else { "out" });
    let tone = match (up, is_in) {
        (false, _) => Tone::Bad,
        (true, false) => Tone::Warn,
        (true, true) => Tone::Good,
    };
    Cell::new(text, tone)
}
