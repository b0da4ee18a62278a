//! Which version is wanted.

use semver::Version;

use crate::model::rook::RookCluster;
use crate::model::{image_version, tag_version};

/// The version that the wanted image holds: by its tag where that names one in full (`v20.2.4`, `v20.2.4-20260801`), else
/// as Rook found it out of the same image. `None` where neither tells.
pub(super) fn of(cluster: &RookCluster) -> Option<Version> {
    let image = cluster.wants.image.as_deref();
    let found = cluster.version.as_ref().filter(|found| found.image.as_deref() == image || image.is_none());
    image.and_then(image_version).or_else(|| tag_version(found?.version.as_deref()?))
}
