//! `ceph versions`.

use std::collections::BTreeMap;

use super::decode::{DecodeError, field, json};
use crate::model::{CephVersion, DaemonType, VersionCount, Versions};

/// The sum of all the others, there even where nothing runs.
const OVERALL: &str = "overall";

/// What Ceph calls the version of a daemon that never said one, such as an OSD that never booted.
const UNKNOWN: &str = "unknown";

/// Reads the answer of `ceph versions`: by the type's rank (mon, mgr, osd, mds, rgw, others), oldest first.
///
/// # Errors
/// Where a field is missing or has another type, or a version reads otherwise than Ceph writes it.
pub fn decode(bytes: &[u8]) -> Result<Versions, DecodeError> {
    let mut by_type: BTreeMap<String, BTreeMap<String, u64>> = json(bytes)?;
    by_type.remove(OVERALL).ok_or_else(|| field(".", format!("missing field `{OVERALL}`")))?;
    let mut rows = Vec::new();
    for (daemon_type, counts) in by_type {
        for (text, count) in counts {
            if text == UNKNOWN {
                continue;
            }
            let version = CephVersion::parse(&text)
                .ok_or_else(|| field(daemon_type.clone(), format!("`{text}` is no version of Ceph")))?;
            rows.push(VersionCount { daemon_type: DaemonType(daemon_type.clone()), version, count });
        }
    }
    rows.sort_by(|a, b| {
        let key = |row: &VersionCount| (row.daemon_type.order(), row.daemon_type.clone());
        key(a).cmp(&key(b)).then_with(|| a.version.cmp(&b.version))
    });
    Ok(Versions(rows))
}
