//! Which part of the tree.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::model::{CrushMap, OsdId};
use crate::view::order;
use crate::view::words::there_are;

/// Which OSDs of the tree to draw; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TreeFilter {
    /// Those below this CRUSH host.
    pub host: Option<String>,
    /// Those of this device class.
    pub class: Option<String>,
}

impl fmt::Display for TreeFilter {
    /// `host node1, class hdd`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let class = self.class.as_ref().map(|class| format!("class {class}"));
        f.write_str(&[host, class].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl TreeFilter {
    /// The OSDs that it chooses.
    pub(super) fn osds(&self, crush: &CrushMap) -> BTreeSet<OsdId> {
        let locations = crush.locations();
        let place = self.host.as_ref().map(|host| format!("host={host}"));
        let below = |id: OsdId, place: &String| locations.get(&id).is_some_and(|path| path.contains(place));
        crush
            .devices
            .iter()
            .filter(|device| self.class.is_none() || device.class == self.class)
            .map(|device| device.id)
            .filter(|id| place.as_ref().is_none_or(|place| below(*id, place)))
            .collect()
    }

    /// Why nothing is drawn: the first thing asked for that is not in CRUSH, and what there is instead.
    pub(super) fn why_none(&self, crush: &CrushMap) -> String {
        if *self == Self::default() {
            return "The CRUSH map has no bucket.".into();
        }
        let locations = crush.locations();
        let hosts =
            order::distinct(locations.values().flatten().filter_map(|place| place.strip_prefix("host=")));
        let classes = order::distinct(crush.devices.iter().filter_map(|device| device.class.as_deref()));
        match (self.host.as_deref(), self.class.as_deref()) {
            (Some(host), _) if !hosts.contains(&host) => {
                format!("CRUSH has no host {host} with an OSD; {}.", there_are("host", "hosts", &hosts))
            }
            (_, Some(class)) if !classes.contains(&class) => {
                format!("No OSD in CRUSH has class {class}; {}.", there_are("class", "classes", &classes))
            }
            _ => format!("No OSD in CRUSH matches all of this at once: {self}."),
        }
    }
}
