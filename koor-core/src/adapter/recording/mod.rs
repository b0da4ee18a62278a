//! Recordings: a cluster's answers, kept, and given again.
//!
//! [`Recorder`] stands before any transport and writes down what passes; [`Recording`] is a transport that answers out
//! of what was written. A recording is a folder, or the same as one `.tar.zst`:
//!
//! ```text
//! index.json                 what was asked ([`Index`]); the first file of an archive
//! ceph/0001-status.json      the exact bytes answered, secrets replaced where the index says `redacted`
//! ceph/0002-osd-dump.json
//! kube/0003-pods.json        what Kubernetes said, as rows of the model (see `kube`)
//! ```
//!
//! ```json
//! {"format": 1, "recorded_at": "2026-11-22T18:00:00Z", "cluster": {"fsid": "d4ec163c-…", "name": "ceph"},
//!  "ceph_version": "16.2.15", "redacted": true,
//!  "kubernetes": "context prod, namespace rook-ceph",
//!  "through": {"rung": "librados", "detail": "librados 16.2.15, client.admin, …", "concurrency": 8},
//!  "entries": [
//!   {"at": "2026-11-22T18:00:00.1Z", "target": "mon", "command": {"prefix": "status"},
//!    "outcome": {"status": 0, "message": ""},
//!    "file": "ceph/0001-status.json", "bytes": 2048, "sha256": "…", "took_ms": 0.6},
//!   {"at": "2026-11-22T18:00:00.2Z", "target": "mgr", "command": {"prefix": "osd df"},
//!    "outcome": {"error": {"kind": "timeout", "message": "…"}}, "took_ms": 5000.0}]}
//! ```
//!
//! Invariants:
//! - commands match as JSON objects, `format` left out; the same question asked again gets the next answer, and the
//!   last one stays; a question that was not asked then is `NotFound`;
//! - a recording without `kubernetes` holds nothing of it, and says so;
//! - unknown fields are ignored, a higher `format` is refused, a file that differs from its size or sum is named;
//! - a recording may come from anybody: an archive is read in memory and never unpacked, only regular files inside
//!   of it count, and everything has a limit (`limits`);
//! - never a half recording under the final name: it is written beside it and renamed.
//!
//! Deliberately absent: reading what the answers mean (but for the fsid and the version in the index), retries.

mod archive;
mod error;
mod folder;
mod index;
mod kube;
mod limits;
mod question;
mod recorder;
mod replay;
mod staging;

pub use error::RecordingError;
pub use index::{Entry, FORMAT, Index, Outcome, RecordedCluster, RecordedError, Through};
pub use kube::KubeRecorder;
pub use recorder::{RecordOptions, Recorder, Summary};
pub use replay::Recording;

#[cfg(test)]
mod tests;
