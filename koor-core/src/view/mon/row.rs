//! One mon as a row, and what all of them are together.

use jiff::SignedDuration;
use serde::Serialize;

use crate::model::{Daemon, Inventory};
use crate::view::daemon::{host_key, name_key, state_cell, state_key, version_key};
use crate::view::report::Column;
use crate::view::report::{Cell, Tone};
use crate::view::sort::{Key, Row, Sortable, by};
use crate::view::status::{MonSummary, mons};
use crate::view::{DaemonRow, age, figure};

/// One mon. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonRow {
    /// What any list of daemons tells of it.
    #[serde(flatten)]
    pub daemon: Daemon,
    /// Its rank: the lowest one in quorum leads, as long as nothing else decides.
    pub rank: Option<u64>,
    /// Its clock less the leader's, in seconds; null also where nothing was compared.
    pub skew_s: Option<f64>,
    /// How long comparing took, in seconds.
    pub latency_s: Option<f64>,
    /// Ceph's verdict on its clock, `HEALTH_OK`.
    pub clock_health: Option<String>,
    #[serde(skip)]
    clocks_seen: bool,
}

impl MonRow {
    /// Every mon by rank; `None` where neither the map was seen nor a mon asked alone.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        if inventory.mons.value().is_none() && inventory.mon_pings.value().is_none() {
            return None;
        }
        let daemons = inventory.daemons().into_iter().filter(|daemon| daemon.name.daemon_type.0 == "mon");
        let mut rows: Vec<Self> = daemons.map(|daemon| Self::of(inventory, daemon)).collect();
        // What has no rank stays in the order of the names.
        rows.sort_by_key(|mon| mon.rank.unwrap_or(u64::MAX));
        Some(rows)
    }

    fn of(inventory: &Inventory, daemon: Daemon) -> Self {
        let id = &daemon.name.id;
        let mon = inventory.mons.value().and_then(|map| map.mons.iter().find(|mon| mon.name == *id));
        let clock = inventory.clocks.value().and_then(|all| all.iter().find(|clock| clock.mon == *id));
        Self {
            rank: mon.map(|mon| mon.rank),
            skew_s: clock.map(|clock| clock.skew_s),
            latency_s: clock.map(|clock| clock.latency_s),
            clock_health: clock.map(|clock| clock.health.clone()),
            clocks_seen: inventory.clocks.value().is_some(),
            daemon,
        }
    }

    pub(super) fn cells(&self) -> Vec<Cell> {
        vec![
            self.daemon.name.id.as_str().into(),
            Cell::or_unknown(self.rank),
            state_cell(&self.daemon),
            self.address("v2:"),
            self.skew().map_or_else(|| self.not_compared(), |text| Cell::new(text, self.clock_tone())),
            self.latency().map_or_else(|| self.not_compared(), Cell::plain),
            Cell::or_unknown(self.daemon.hostname.as_ref()),
            figure::version(self.daemon.version.as_ref()),
            self.address("v1:"),
        ]
    }

    fn address(&self, protocol: &str) -> Cell {
        let found = self.daemon.addresses.iter().find_map(|address| address.strip_prefix(protocol));
        match found {
            Some(address) => address.into(),
            None if self.daemon.addresses.is_empty() => Cell::unknown(),
            None => figure::nothing(),
        }
    }

    /// `0.3 ms`
    pub(super) fn skew(&self) -> Option<String> {
        self.skew_s.map(|seconds| format!("{} ms", figure::milliseconds(seconds * 1e3)))
    }

    pub(super) fn latency(&self) -> Option<String> {
        self.latency_s.map(|seconds| format!("{} ms", figure::milliseconds(seconds * 1e3)))
    }

    pub(super) fn clock_tone(&self) -> Tone {
        match self.clock_health.as_deref() {
            Some("HEALTH_OK") | None => Tone::Plain,
            Some(_) => Tone::Warn,
        }
    }

    /// A mon alone, one out of quorum, and all of them just after an election have nothing to compare.
    pub(super) fn not_compared(&self) -> Cell {
        if self.clocks_seen { figure::nothing() } else { Cell::unknown() }
    }
}

impl DaemonRow for MonRow {
    fn daemon(&self) -> &Daemon {
        &self.daemon
    }
}

impl Row for MonRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("MON"), name_key),
        by(Column::figures("RANK"), |mon| mon.rank.into()),
        by(Column::words("STATE"), state_key),
        by(Column::words("V2"), |mon| Key::names(&mon.daemon.addresses)),
        // Behind is as bad as ahead.
        by(Column::figures("SKEW"), |mon| mon.skew_s.map(f64::abs).into()),
        by(Column::figures("LATENCY"), |mon| mon.latency_s.into()),
        by(Column::words("HOST"), host_key),
        by(Column::words("VERSION"), version_key),
        by(Column::words("V1").wide(), |mon| Key::names(&mon.daemon.addresses)),
    ];
}

/// Who agrees, and how many may still be lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Majority {
    /// Who is in quorum.
    #[serde(flatten)]
    pub mons: MonSummary,
    /// How many must agree: more than half of the map.
    pub needed: u64,
    /// How many more may fail before there is no quorum; null where there is none.
    pub may_fail: Option<u64>,
}

impl Majority {
    pub(super) fn of(inventory: &Inventory) -> Option<Self> {
        let mons = mons(inventory)?;
        let needed = mons.total / 2 + 1;
        Some(Self { needed, may_fail: (mons.quorum.len() as u64).checked_sub(needed), mons })
    }

    /// `3 of 3 in quorum since 81 min, a leads; 1 may fail`.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let mons = &self.mons;
        let Some(may_fail) = self.may_fail else {
            let text = format!(
                "no quorum: nothing in the cluster can change until {} of {} mons agree",
                self.needed, mons.total
            );
            return vec![Cell::new(text, Tone::Bad)];
        };
        let here = mons.quorum.len() as u64;
        let tone = if here < mons.total { Tone::Warn } else { Tone::Plain };
        let mut cells = vec![Cell::new(format!("{here} of {} in quorum", mons.total), tone)];
        cells.extend(mons.quorum_age_s.map(|seconds| {
            let age = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
            Cell::new(format!(" since {}", age::span(age)), Tone::Faint)
        }));
        cells.extend(mons.leader.as_ref().map(|leader| Cell::plain(format!(", {leader} leads"))));
        cells.push(match (may_fail, mons.total) {
            (0, 1) => Cell::new("; the cluster stops with this only one", Tone::Warn),
            (0, _) => Cell::new("; none may fail: the cluster stops with one less", Tone::Warn),
            (more, _) => Cell::plain(format!("; {more} may fail")),
        });
        cells
    }
}
