//! What is kept of a cluster: recordings and inventory files, written, opened, compared.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::Koor;
use crate::adapter::bounded;
use crate::adapter::recording::{self, Recorder, Recording};
use crate::collect::Selection;
use crate::error::{Error, Result};
use crate::ladder::Options;
use crate::model::{Bytes, Inventory};
use crate::port::Orchestrator;
use crate::view;

/// The word for the live cluster where two moments are compared.
const LIVE: &str = "live";

/// The largest inventory file that is read.
const INVENTORY_MAX: u64 = 2 << 30;

/// How to record.
#[derive(Debug, Clone)]
pub struct RecordOptions {
    /// Where to: a name that ends with `.tar.zst`, or a folder.
    pub path: PathBuf,
    /// For how long; `None` looks once.
    pub duration: Option<Duration>,
    /// How often, with a duration.
    pub every: Duration,
    /// Whether to replace what is there.
    pub overwrite: bool,
    /// Whether to replace secrets by placeholders.
    pub redact: bool,
}

impl Koor {
    /// A handle over a recording that is held in memory.
    ///
    /// # Errors
    /// Where it is damaged or of a format that is not known.
    pub fn replay(archive: &[u8]) -> Result<Self> {
        Ok(Self::of_recording(Recording::from_bytes(archive)?))
    }

    /// What a recording holds of Kubernetes is told beside it.
    fn of_recording(recording: Recording) -> Self {
        let recording = Arc::new(recording);
        Self::over(recording.clone()).beside(recording)
    }

    /// The same cluster, with what Ceph and Kubernetes say written down.
    fn through(&self, recorder: &Arc<Recorder>) -> Self {
        let orchestrator = self.orchestrator.clone().map(|inner| -> Arc<dyn Orchestrator> {
            Arc::new(recording::KubeRecorder::new(recorder.clone(), inner))
        });
        Self { transport: recorder.clone(), orchestrator, ..self.clone() }
    }

    /// Records what the cluster says, and the Kubernetes that it runs in where that is known, once or for a while; `stop` ends it early, and what was seen by then is kept.
    ///
    /// Each round asks what is due by its cadence, so that a long recording does not hold a full `pg dump` every time.
    ///
    /// # Errors
    /// Where the recording can't be written. What the cluster does not answer is part of the recording.
    pub async fn record(
        &self,
        options: &RecordOptions,
        stop: impl Future<Output = ()>,
    ) -> Result<view::RecordReport> {
        let how = recording::RecordOptions { redact: options.redact, overwrite: options.overwrite };
        let (inner, clock) = (self.transport().clone(), self.clock().clone());
        let recorder = Arc::new(if is_archive(&options.path) {
            Recorder::to_archive(&options.path, inner, clock, how)?
        } else {
            Recorder::to_folder(&options.path, inner, clock, how)?
        });
        let through = self.through(&recorder);
        let mut rounds = 1;
        let mut last = through.inventory().await;
        let mut stop = std::pin::pin!(stop);
        let mut elapsed = Duration::ZERO;
        while options.duration.is_some_and(|duration| elapsed + options.every <= duration) {
            tokio::select! {
                () = tokio::time::sleep(options.every) => {}
                () = &mut stop => break,
            }
            elapsed += options.every;
            last = through.look(&Selection::due(elapsed, options.every)).await;
            rounds += 1;
        }
        let summary = recorder.finish()?;
        let written = view::Recorded {
            path: summary.path,
            rounds,
            entries: summary.entries as u64,
            bytes: Bytes(summary.bytes),
            redacted: options.redact,
        };
        Ok(view::RecordReport::of(&last, written, self.now()))
    }

    /// The inventory that a file holds: a recording, or what `koor inventory -o json` wrote.
    ///
    /// # Errors
    /// Where there is no such file, or it is neither, or it is damaged.
    pub async fn inventory_of(path: &Path) -> Result<Inventory> {
        if path.is_dir() || is_archive(path) {
            return Ok(Self::of_recording(Recording::open(path)?).inventory().await);
        }
        read_inventory(path).map_err(|reason| Error::InventoryFile { path: path.to_owned(), reason })
    }

    /// What changed between two moments, each a recording, an inventory file, or the word `live` for the cluster that
    /// `options` name.
    ///
    /// # Errors
    /// Where one of them can't be opened.
    pub async fn diff(before: &str, after: &str, options: &Options) -> Result<view::DiffReport> {
        let moment = async |word: &str| match word {
            LIVE => Ok(Self::open(options.clone()).await?.inventory().await),
            path => Self::inventory_of(Path::new(path)).await,
        };
        let (before, after) = (moment(before).await?, moment(after).await?);
        Ok(view::DiffReport::of(&before, &after, jiff::Timestamp::now()))
    }
}

fn is_archive(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".tar.zst")
}

fn read_inventory(path: &Path) -> std::result::Result<Inventory, String> {
    Inventory::from_json(&bounded::bytes(path, INVENTORY_MAX).map_err(|error| error.to_string())?)
}
