//! What mons, mgrs and MDSs said of themselves: `ceph mon metadata`, `mgr metadata`, `mds metadata`.

use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::text::said;
use crate::model::{CephVersion, DaemonMetadata, DaemonName};

// A daemon that is in a map and was never heard has its name and nothing else.
#[derive(Deserialize)]
struct Metadata {
    name: String,
    hostname: Option<String>,
    ceph_version: Option<String>,
    arch: Option<String>,
    kernel_version: Option<String>,
    distro_description: Option<String>,
}

/// Reads the answer of `ceph mon metadata` or one of its siblings; `daemon_type` is whose it is. Sorted by name.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn metadata(daemon_type: &str, bytes: &[u8]) -> Result<Vec<DaemonMetadata>, DecodeError> {
    let mut daemons: Vec<_> = json::<Vec<Metadata>>(bytes)?
        .into_iter()
        .map(|row| DaemonMetadata {
            name: DaemonName::new(daemon_type, row.name),
            hostname: said(row.hostname),
            version: row.ceph_version.as_deref().and_then(CephVersion::parse),
            arch: said(row.arch),
            kernel: said(row.kernel_version),
            distribution: said(row.distro_description),
        })
        .collect();
    daemons.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(daemons)
}
