//! Rook's objects, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::Error;
use crate::model::Inventory;
use crate::model::rook::{RookCluster, RookResource};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::sort::{self, Key, List, Row, Sortable, by};
use crate::view::words::there_are;
use crate::view::{Header, figure, order};

use super::line::phase_tone;
use super::must_know_kubernetes;

/// Which objects of Rook to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookFilter {
    /// Those of this kind, in any case: `CephBlockPool`, `cephblockpool`.
    pub kind: Option<String>,
    /// Those whose phase is not `Ready`, `Connected` or left unsaid.
    pub unhealthy: bool,
}

impl RookFilter {
    fn keeps(&self, row: &ResourceRow) -> bool {
        self.kind.as_ref().is_none_or(|kind| same_kind(kind, &row.kind))
            && (!self.unhealthy || !row.is_well())
    }
}

/// `cephblockpools`, `CephBlockPool` and `blockpool` are the same.
fn same_kind(asked: &str, kind: &str) -> bool {
    let plain = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.strip_prefix("ceph").map_or(text.clone(), str::to_owned)
    };
    let (asked, kind) = (plain(asked), plain(kind));
    asked.strip_prefix(kind.as_str()).is_some_and(|end| matches!(end, "" | "s" | "es"))
}

/// One object of Rook. What is null was not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResourceRow {
    /// Its kind, `CephBlockPool`.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What Rook says of it, `Ready`.
    pub phase: Option<String>,
    /// What Rook says beside it.
    pub message: Option<String>,
    /// Whether Rook has taken up its last change; null of kinds that do not tell.
    pub taken_up: Option<bool>,
    /// Whether Rook was told to leave it alone.
    pub left_alone: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
}

impl ResourceRow {
    fn of_cluster(cluster: &RookCluster) -> Self {
        Self {
            kind: "CephCluster".into(),
            namespace: cluster.namespace.clone(),
            name: cluster.name.clone(),
            phase: cluster.phase.clone(),
            message: cluster.message.clone(),
            taken_up: taken_up(cluster.generation, cluster.observed_generation),
            left_alone: cluster.left_alone,
            created: cluster.created,
            deleting_since: cluster.deleting_since,
        }
    }

    fn of(resource: &RookResource) -> Self {
        Self {
            kind: resource.kind.clone(),
            namespace: resource.namespace.clone(),
            name: resource.name.clone(),
            phase: resource.phase.clone(),
            message: resource.message.clone(),
            taken_up: taken_up(resource.generation, resource.observed_generation),
            left_alone: resource.left_alone,
            created: resource.created,
            deleting_since: resource.deleting_since,
        }
    }

    fn is_well(&self) -> bool {
        self.deleting_since.is_none()
            && self.phase.as_deref().is_none_or(|phase| phase_tone(phase) == Tone::Plain)
    }

    /// Every object by kind and name, the CephClusters first; `None` where they were not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let resources = inventory.rook_resources.value()?;
        let clusters = inventory.rook_clusters.value().into_iter().flatten();
        let mut rows: Vec<Self> = resources.iter().map(Self::of).collect();
        rows.sort_by(|a, b| (&a.kind, &a.namespace, &a.name).cmp(&(&b.kind, &b.namespace, &b.name)));
        Some(clusters.map(Self::of_cluster).chain(rows).collect())
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        let phase = match (&self.phase, self.deleting_since) {
            (_, Some(_)) => Cell::new("Deleting", Tone::Warn),
            (Some(phase), None) => Cell::new(phase.clone(), phase_tone(phase)),
            (None, None) => Cell::unknown(),
        };
        let mut notes: Vec<&str> = Vec::new();
        notes.extend((self.taken_up == Some(false)).then_some("change not taken up"));
        notes.extend(self.left_alone.then_some("left alone"));
        let message = self.message.as_deref().map_or_else(figure::nothing, Cell::plain);
        vec![
            self.kind.as_str().into(),
            self.name.as_str().into(),
            phase,
            if notes.is_empty() { figure::nothing() } else { Cell::new(notes.join(", "), Tone::Warn) },
            figure::age(now, self.created),
            message,
            self.namespace.as_str().into(),
        ]
    }
}

fn taken_up(generation: Option<u64>, observed: Option<u64>) -> Option<bool> {
    Some(observed? >= generation?)
}

impl Row for ResourceRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("KIND"), |row| (&row.kind).into()),
        by(Column::words("NAME"), |row| (&row.name).into()),
        by(Column::words("PHASE"), |row| row.phase.as_ref().into()),
        by(Column::words("NOTE"), |row| if row.left_alone { "left alone".into() } else { Key::Unknown }),
        by(Column::figures("AGE"), |row| Key::age(row.created)),
        by(Column::values("MESSAGE"), |row| row.message.as_ref().into()),
        by(Column::words("NAMESPACE").wide(), |row| (&row.namespace).into()),
    ];
}

/// Rook's objects: the CephCluster, then pools, file systems, object stores, users.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: RookFilter,
    /// How many there are, whether they match or not; null where they were not seen.
    pub total: Option<u64>,
    /// Those that match; null where they were not seen.
    pub resources: Option<Vec<ResourceRow>>,
    #[serde(skip)]
    why_none: String,
}

impl RookList {
    /// Of an inventory, as [`Selection::rook`](crate::collect::Selection::rook) asks for it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where no Kubernetes is known.
    pub fn of(inventory: &Inventory, filter: &RookFilter, now: Timestamp) -> Result<Self, Error> {
        must_know_kubernetes(inventory)?;
        let all = ResourceRow::all(inventory);
        let kinds = order::distinct(all.iter().flatten().map(|row| row.kind.as_str()));
        let why_none = match &filter.kind {
            None if all.as_ref().is_some_and(|all| !all.is_empty()) => {
                "No object of Rook is unwell.".to_owned()
            }
            None => "There is no object of Rook in this namespace.".to_owned(),
            Some(kind) if kinds.iter().any(|known| same_kind(kind, known)) => format!("No {kind} is unwell."),
            Some(kind) => format!("There is no {kind} here; {}.", there_are("kind", "kinds", &kinds)),
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.rook_resources),
            filter: filter.clone(),
            total: all.as_ref().map(|all| all.len() as u64),
            resources: all.map(|all| all.into_iter().filter(|row| filter.keeps(row)).collect()),
            why_none,
        })
    }
}

impl List for RookList {
    type Row = ResourceRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<ResourceRow>> {
        self.resources.as_mut()
    }
}

impl Report for RookList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let Some(all) = &self.resources else {
            return vec![self.header.missing("rook_resources", "The list of Rook's objects")];
        };
        let now = self.header.now();
        vec![Block::Table(Table {
            columns: sort::columns::<ResourceRow>(),
            rows: all.iter().map(|row| row.cells(now)).collect(),
            empty: self.why_none.clone(),
        })]
    }
}

impl fmt::Display for RookList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::same_kind;

    #[test]
    fn a_kind_is_asked_for_in_any_spelling() {
        for asked in ["CephBlockPool", "cephblockpools", "blockpool"] {
            assert!(same_kind(asked, "CephBlockPool"), "{asked}");
        }
        assert!(same_kind("cephnfses", "CephNFS"));
        assert!(!same_kind("cephfilesystem", "CephFilesystemMirror"));
    }
}
