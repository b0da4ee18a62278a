//! One mgr as a row.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Daemon, Inventory};
use crate::view::daemon::{host_key, name_key, state_cell, state_key, version_key};
use crate::view::report::{Cell, Column};
use crate::view::sort::{Key, Row, Sortable, by};
use crate::view::{DaemonRow, figure};

/// One mgr. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrRow {
    /// What any list of daemons tells of it. The map names the address of the active one only.
    #[serde(flatten)]
    pub daemon: Daemon,
    /// Whether it is the active one.
    pub active: bool,
    /// Since when it is the active one; null of a standby.
    pub active_since: Option<Timestamp>,
}

impl MgrRow {
    /// The active one, then the standbys by name; `None` where the map was not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let map = inventory.mgrs.value()?;
        let daemons = inventory.daemons().into_iter().filter(|daemon| daemon.name.daemon_type.0 == "mgr");
        let mut rows: Vec<Self> = daemons
            .map(|daemon| {
                let active = map.active.as_ref() == Some(&daemon.name.id);
                Self { active, active_since: map.active_since.filter(|_| active), daemon }
            })
            .collect();
        rows.sort_by_key(|mgr| !mgr.active);
        Some(rows)
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        vec![
            self.daemon.name.id.as_str().into(),
            state_cell(&self.daemon),
            if self.active { figure::age(now, self.active_since) } else { figure::nothing() },
            Cell::or_unknown(self.daemon.hostname.as_ref()),
            figure::version(self.daemon.version.as_ref()),
            figure::names(&self.daemon.addresses),
        ]
    }
}

impl DaemonRow for MgrRow {
    fn daemon(&self) -> &Daemon {
        &self.daemon
    }
}

impl Row for MgrRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("MGR"), name_key),
        by(Column::words("STATE"), state_key),
        by(Column::figures("SINCE"), |mgr| Key::age(mgr.active_since)),
        by(Column::words("HOST"), host_key),
        by(Column::words("VERSION"), version_key),
        by(Column::words("ADDRESS").wide(), |mgr| Key::names(&mgr.daemon.addresses)),
    ];
}
