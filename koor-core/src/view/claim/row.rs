//! One claim as a row.

use jiff::Timestamp;
use serde::Serialize;

use crate::assess::rook;
use crate::model::kube::{Claim, StorageClass, Volume, VolumeBackend};
use crate::model::{Bytes, Inventory};
use crate::view::figure;
use crate::view::report::{Cell, Column, Tone};
use crate::view::sort::{Key, Row, Sortable, by};

/// One claim. What is null was not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimRow {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `Pending`, `Bound` or `Lost`.
    pub phase: String,
    /// Its class.
    pub storage_class: Option<String>,
    /// Its volume.
    pub volume: Option<String>,
    /// How much it got, else how much it asked for.
    pub size_bytes: Option<Bytes>,
    /// `ReadWriteOnce`, …
    pub access_modes: Vec<String>,
    /// The CSI driver of its volume, or of its class.
    pub driver: Option<String>,
    /// What stands behind it.
    pub backend: Option<VolumeBackend>,
    /// What of that Ceph does not have: `pool x`.
    pub missing: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
}

impl ClaimRow {
    pub(super) fn of(
        inventory: &Inventory,
        claim: &Claim,
        volume: Option<&Volume>,
        class: Option<&StorageClass>,
    ) -> Self {
        let backend = volume.and_then(|volume| volume.backend.clone());
        let driver = volume.and_then(|volume| volume.driver.clone());
        Self {
            namespace: claim.namespace.clone(),
            name: claim.name.clone(),
            phase: claim.phase.clone(),
            storage_class: claim.storage_class.clone(),
            volume: claim.volume.clone(),
            size_bytes: claim.capacity.or(claim.requested),
            access_modes: claim.access_modes.clone(),
            driver: driver.or_else(|| class.map(|class| class.provisioner.clone())),
            missing: backend.as_ref().and_then(|backend| rook::missing_backend(inventory, backend)),
            backend,
            created: claim.created,
            deleting_since: claim.deleting_since,
        }
    }

    /// Whether its driver is one of Ceph's.
    pub(super) fn is_cephs(&self) -> bool {
        self.driver.as_deref().is_some_and(|driver| driver.ends_with(".csi.ceph.com"))
    }

    /// The pool, or the file system, that it lies on.
    pub(super) fn place(&self) -> Option<&str> {
        match self.backend.as_ref()? {
            VolumeBackend::Rbd { pool, data_pool, .. } => Some(data_pool.as_deref().unwrap_or(pool)),
            VolumeBackend::CephFs { file_system, .. } => Some(file_system),
        }
    }

    /// The image or the subvolume.
    pub(super) fn thing(&self) -> Option<&str> {
        match self.backend.as_ref()? {
            VolumeBackend::Rbd { image, .. } => image.as_deref(),
            VolumeBackend::CephFs { subvolume, path, .. } => subvolume.as_deref().or(path.as_deref()),
        }
    }

    pub(super) fn state(&self) -> Cell {
        match (&self.missing, self.deleting_since, self.phase.as_str()) {
            (Some(what), ..) => Cell::new(format!("{}, {what} is gone", self.phase), Tone::Bad),
            (None, Some(_), phase) => Cell::new(format!("{phase}, deleting"), Tone::Warn),
            (None, None, "Bound") => Cell::new("Bound", Tone::Good),
            (None, None, "Lost") => Cell::new("Lost", Tone::Bad),
            (None, None, phase) => Cell::new(phase, Tone::Warn),
        }
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        let unbound = self.backend.is_none();
        let or = |text: Option<&str>| match text {
            Some(text) => Cell::plain(text),
            None if unbound => figure::nothing(),
            None => Cell::unknown(),
        };
        vec![
            self.namespace.as_str().into(),
            self.name.as_str().into(),
            self.state(),
            Cell::or_unknown(self.size_bytes),
            self.storage_class.as_deref().map_or_else(figure::nothing, Cell::plain),
            or(self.place()),
            or(self.thing()),
            figure::age(now, self.created),
            self.volume.as_deref().map_or_else(figure::nothing, Cell::plain),
            figure::names(&self.access_modes),
            Cell::or_unknown(self.driver.as_ref()),
        ]
    }
}

impl Row for ClaimRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("NAMESPACE"), |row| (&row.namespace).into()),
        by(Column::words("CLAIM"), |row| (&row.name).into()),
        by(Column::words("STATE"), |row| row.state().text.into()),
        by(Column::figures("SIZE"), |row| row.size_bytes.into()),
        by(Column::words("CLASS"), |row| row.storage_class.as_ref().into()),
        by(Column::words("POOL OR FS"), |row| row.place().into()),
        by(Column::values("IMAGE OR SUBVOLUME"), |row| row.thing().into()),
        by(Column::figures("AGE"), |row| Key::age(row.created)),
        by(Column::words("VOLUME").wide(), |row| row.volume.as_ref().into()),
        by(Column::words("ACCESS").wide(), |row| Key::names(&row.access_modes)),
        by(Column::words("DRIVER").wide(), |row| row.driver.as_ref().into()),
    ];
}
