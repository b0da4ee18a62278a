//! `ceph service dump`: daemons without a map of their own.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::decode::{DecodeError, json};
use super::stamp;
use crate::model::{Service, ServiceDaemon};

#[derive(Deserialize)]
struct Dump {
    services: BTreeMap<String, Row>,
}

#[derive(Deserialize)]
struct Row {
    daemons: Daemons,
}

/// The daemons by their key. One entry of the same map is no daemon but a text for all of them.
struct Daemons(BTreeMap<String, Daemon>);

impl<'de> Deserialize<'de> for Daemons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;

        impl<'de> Visitor<'de> for Map {
            type Value = Daemons;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of daemons")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Daemons, A::Error> {
                let mut daemons = BTreeMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "summary" {
                        map.next_value::<IgnoredAny>()?;
                    } else {
                        daemons.insert(key, map.next_value()?);
                    }
                }
                Ok(Daemons(daemons))
            }
        }

        deserializer.deserialize_map(Map)
    }
}

#[derive(Deserialize)]
struct Daemon {
    #[serde(deserialize_with = "stamp::optional")]
    start_stamp: Option<Timestamp>,
    addr: String,
    metadata: BTreeMap<String, String>,
}

/// Reads the answer of `ceph service dump`. The rows of mon, mgr, osd and mds say nothing (no stamp, no address, no
/// metadata) and are left out.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<Service>, DecodeError> {
    let dump: Dump = json(bytes)?;
    Ok(dump
        .services
        .into_iter()
        .filter(|(name, _)| !matches!(name.as_str(), "mon" | "mgr" | "osd" | "mds"))
        .map(|(service_type, row)| Service {
            service_type,
            daemons: row
                .daemons
                .0
                .into_iter()
                .map(|(key, daemon)| ServiceDaemon {
                    key,
                    id: daemon.metadata.get("id").cloned(),
                    hostname: daemon.metadata.get("hostname").cloned(),
                    started: daemon.start_stamp,
                    address: Some(daemon.addr).filter(|addr| !addr.starts_with("(unrecognized")),
                    metadata: daemon.metadata,
                })
                .collect(),
        })
        .collect())
}
