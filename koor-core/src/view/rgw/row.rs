//! One gateway as a row.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Daemon, Inventory, Service, ServiceDaemon};
use crate::view::daemon::state_cell;
use crate::view::daemon::{host_key, name_key, state_key, version_key};
use crate::view::report::{Cell, Column};
use crate::view::sort::{Key, Row, Sortable, by};
use crate::view::{DaemonRow, figure};

/// One gateway. What is null is not known, or not told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RgwRow {
    /// What any list of daemons tells of it.
    #[serde(flatten)]
    pub daemon: Daemon,
    /// Its key in the service map: two processes may share an id.
    pub key: String,
    /// Its zone.
    pub zone: Option<String>,
    /// Its zonegroup.
    pub zonegroup: Option<String>,
    /// Its realm; null also where it has none.
    pub realm: Option<String>,
    /// Where it serves.
    pub frontends: Vec<Frontend>,
    /// When it started.
    pub started: Option<Timestamp>,
}

/// One frontend of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Frontend {
    /// `beast`, …
    #[serde(rename = "type")]
    pub frontend_type: String,
    /// How it is configured, as it says it.
    pub config: String,
    /// Its ports and endpoints, `8080`, `10.0.0.1:8080`; those with TLS end with `(ssl)`.
    pub endpoints: Vec<String>,
}

impl Frontend {
    /// The metadata numbers them: `frontend_type#0`, `frontend_config#0`.
    fn all(metadata: &BTreeMap<String, String>) -> Vec<Self> {
        let of = |(key, frontend_type): (&String, &String)| {
            let number = key.strip_prefix("frontend_type#")?;
            let config = metadata.get(&format!("frontend_config#{number}")).cloned().unwrap_or_default();
            Some(Self { frontend_type: frontend_type.clone(), endpoints: endpoints(&config), config })
        };
        metadata.iter().filter_map(of).collect()
    }

    /// As it is configured, with its type, which the configuration begins with where somebody wrote it.
    pub(super) fn whole(&self) -> String {
        match self.config.split_whitespace().next() {
            Some(first) if first == self.frontend_type => self.config.clone(),
            _ => format!("{} {}", self.frontend_type, self.config),
        }
    }

    /// `beast 127.0.0.1:8080`
    fn text(&self) -> String {
        format!("{} {}", self.frontend_type, self.endpoints.join(" ")).trim_end().to_owned()
    }
}

/// The values of `port=` and `endpoint=`, and of the same with `ssl_`.
fn endpoints(config: &str) -> Vec<String> {
    let of = |word: &str| {
        let (key, value) = word.split_once('=')?;
        match key {
            "port" | "endpoint" => Some(value.to_owned()),
            "ssl_port" | "ssl_endpoint" => Some(format!("{value} (ssl)")),
            _ => None,
        }
    };
    config.split_whitespace().filter_map(of).collect()
}

impl RgwRow {
    /// Every gateway by id; `None` where the service map was not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let services = inventory.services.value()?.iter().filter(|service| service.service_type == "rgw");
        let mut rows: Vec<Self> = services
            .flat_map(|service: &Service| service.as_daemons().zip(&service.daemons))
            .map(|(daemon, said)| Self::of(daemon, said))
            .collect();
        rows.sort_by(|a, b| crate::model::natural(&a.daemon.name.id, &b.daemon.name.id));
        Some(rows)
    }

    fn of(daemon: Daemon, said: &ServiceDaemon) -> Self {
        let told = |key: &str| said.metadata.get(key).filter(|text| !text.is_empty()).cloned();
        Self {
            daemon,
            key: said.key.clone(),
            zone: told("zone_name"),
            zonegroup: told("zonegroup_name"),
            realm: told("realm_name"),
            frontends: Frontend::all(&said.metadata),
            started: said.started,
        }
    }

    pub(super) fn serves(&self) -> Vec<String> {
        self.frontends.iter().map(Frontend::text).collect()
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        vec![
            self.daemon.name.id.as_str().into(),
            state_cell(&self.daemon),
            Cell::or_unknown(self.daemon.hostname.as_ref()),
            Cell::or_unknown(self.zone.as_ref()),
            Cell::or_unknown(self.zonegroup.as_ref()),
            self.realm.as_deref().map_or_else(figure::nothing, Cell::from),
            figure::names(&self.serves()),
            figure::version(self.daemon.version.as_ref()),
            figure::age(now, self.started),
            self.key.as_str().into(),
            figure::names(&self.daemon.addresses),
        ]
    }
}

impl DaemonRow for RgwRow {
    fn daemon(&self) -> &Daemon {
        &self.daemon
    }
}

impl Row for RgwRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("RGW"), name_key),
        by(Column::words("STATE"), state_key),
        by(Column::words("HOST"), host_key),
        by(Column::words("ZONE"), |rgw| rgw.zone.as_ref().into()),
        by(Column::words("ZONEGROUP"), |rgw| rgw.zonegroup.as_ref().into()),
        by(Column::words("REALM"), |rgw| rgw.realm.as_ref().into()),
        by(Column::words("FRONTEND"), |rgw| Key::names(&rgw.serves())),
        by(Column::words("VERSION"), version_key),
        by(Column::figures("STARTED"), |rgw| Key::age(rgw.started)),
        by(Column::words("KEY").wide(), |rgw| (&rgw.key).into()),
        by(Column::words("ADDRESS").wide(), |rgw| Key::names(&rgw.daemon.addresses)),
    ];
}
