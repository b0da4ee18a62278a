//! Which version is wanted.

use semver::Version;

use crate::model::rook::RookCluster;

/// The version that the wanted image holds: by its tag where that names one in full (`v20.2.4`, `v20.2.4-20260801`), else
/// as Rook found it out of the same image. `None` where neither tells.
pub(super) fn of(cluster: &RookCluster) -> Option<Version> {
    let image = cluster.wants.image.as_deref();
    let found = cluster.version.as_ref().filter(|found| found.image.as_deref() == image || image.is_none());
    image.and_then(of_tag).or_else(|| number(found?.version.as_deref()?))
}

/// `quay.io/ceph/ceph:v20.2.4-20260801@sha256:…`.
pub(in crate::assess::rook) fn of_tag(image: &str) -> Option<Version> {
    let image = image.split('@').next()?;
    let (repository, tag) = image.rsplit_once(':')?;
    // A colon before a slash belongs to the registry's port.
    if tag.contains('/') || repository.is_empty() {
        return None;
    }
    number(tag.strip_prefix('v').unwrap_or(tag))
}

fn number(text: &str) -> Option<Version> {
    Version::parse(text.split(['-', '+']).next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::of_tag;

    #[test]
    fn a_tag_tells_a_version_only_in_full() {
        let version = |image| of_tag(image).map(|version| version.to_string());
        assert_eq!(version("quay.io/ceph/ceph:v20.2.4").as_deref(), Some("20.2.4"));
        assert_eq!(version("quay.io/ceph/ceph:v19.2.5-20260801@sha256:ab").as_deref(), Some("19.2.5"));
        assert_eq!(version("registry:5000/ceph/ceph:v18.2.7").as_deref(), Some("18.2.7"));
        for none in
            ["quay.io/ceph/ceph:v20", "quay.io/ceph/ceph", "registry:5000/ceph", "ceph@sha256:ab", "x:main"]
        {
            assert_eq!(version(none), None, "{none}");
        }
    }
}
