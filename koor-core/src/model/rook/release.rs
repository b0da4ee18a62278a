//! Which Rook this is.

use semver::Version;

use crate::model::kube::Deployment;
use crate::model::{image_version, tag_version};

/// The release of Rook, by what is seen of its operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RookRelease {
    /// As it was said: `v1.18.11`, `v1.19.0-alpha.0.12.g1a2b3c4`.
    pub text: String,
    /// The number of it, where it has one.
    pub version: Option<Version>,
    /// What told it: `the operator's image`, `the label rook-version`.
    pub told_by: &'static str,
}

impl RookRelease {
    /// By the tag of the operator's image. One that names no version (`master`, a digest) says nothing: then by the newest
    /// label that the operator wrote on a Deployment, for that is its own.
    #[must_use]
    pub fn of(deployments: &[Deployment]) -> Option<Self> {
        let operator = deployments.iter().find(|one| one.is_operator());
        let image = operator.and_then(|one| one.image.as_deref());
        if let Some((image, version)) = image.and_then(|image| Some((image, image_version(image)?))) {
            let tag = image.split('@').next()?.rsplit_once(':')?.1;
            return Some(Self {
                text: tag.to_owned(),
                version: Some(version),
                told_by: "the operator's image",
            });
        }
        let labels = deployments.iter().filter_map(Deployment::rook_version);
        let (version, text) = labels.map(|label| (tag_version(label), label)).max()?;
        Some(Self { text: text.to_owned(), version, told_by: "the label rook-version" })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::RookRelease;
    use crate::model::kube::Deployment;

    fn deployment(name: &str, image: Option<&str>, label: Option<&str>) -> Deployment {
        let labels: BTreeMap<&str, &str> = label.map(|label| ("rook-version", label)).into_iter().collect();
        serde_json::from_value(serde_json::json!({
            "namespace": "rook-ceph", "name": name, "image": image, "wanted": 1, "ready": 1, "updated": 1,
            "available": 1, "conditions": [], "node_selector": {},
            "labels": labels,
        }))
        .unwrap()
    }

    #[test]
    fn the_image_tells_it_before_the_labels_do() {
        let read = |image, labels: &[&str]| {
            let mut all = vec![deployment("rook-ceph-operator", image, None)];
            all.extend(labels.iter().map(|label| deployment("rook-ceph-osd-0", None, Some(label))));
            RookRelease::of(&all).map(|release| (release.text, release.version.map(|one| one.to_string())))
        };
        let told = |text: &str, number: &str| Some((text.to_owned(), Some(number.to_owned())));
        assert_eq!(read(Some("docker.io/rook/ceph:v1.18.11"), &["v1.17.9"]), told("v1.18.11", "1.18.11"));
        let mirrored = Some("mirror:5000/rook/ceph:v1.19.0-alpha.0@sha256:00");
        assert_eq!(read(mirrored, &[]), told("v1.19.0-alpha.0", "1.19.0"));
        // Neither the word of a branch nor the port of a registry is a version, and 1.9 is no newer than 1.18.
        for image in [None, Some("rook/ceph:master"), Some("mirror:5000/rook/ceph")] {
            assert_eq!(read(image, &["v1.9.13", "v1.18.2"]), told("v1.18.2", "1.18.2"), "{image:?}");
        }
        assert_eq!(read(Some("rook/ceph:master"), &[]), None);
    }
}
